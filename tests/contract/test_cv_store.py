"""What every store of CVs does."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.header import Header
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import requests
from botocore.exceptions import ClientError
from mypy_boto3_s3 import S3Client

from relance.adapters.inbox import LARGEST_UPLOAD_BYTES, own_uploads, told_filename
from relance.adapters.memory_cvs import MemoryCvStore
from relance.adapters.s3_cvs import S3CvStore, disposition
from relance.candidates import CandidateId, CvId
from relance.errors import InvalidInputError, NotFoundError
from relance.ports.people import CvStore, Upload, UploadForm
from relance.wiring import base
from tests.contract.conftest import CVS_BUCKET, REGION, forget_wiring
from tests.factories import NOW

ZOE: Final = CandidateId("zoe")
CV: Final = CvId("c0ffee")
THANKS: Final = "https://portal.example.org/interested/token?arrived=cv"


@dataclass(frozen=True)
class Files:
    """A store and a way to put a file into its inbox: key, content, name given by the uploader."""

    cvs: CvStore
    arrive: Callable[[str, bytes, str | None], Upload]
    waiting: Callable[[], list[str]]
    """Keys in the inbox, once for each version and delete marker."""
    send: Callable[[UploadForm, bytes, str], str]
    """What a browser does with a form; where it goes then."""
    original: Callable[[], bytes]
    """The kept original of ZOE's CV."""


def memory_files() -> Files:
    """The twin."""
    cvs = MemoryCvStore()

    def arrive(key: str, content: bytes, filename: str | None) -> Upload:
        upload = Upload(key=key, version_id=str(len(content)), filename=key.rsplit("/", 1)[-1], received_at=NOW)
        return cvs.arrive(upload, content, filename=filename)

    def send(form: UploadForm, content: bytes, filename: str) -> str:
        return cvs.post(form.fields, content, filename=filename) or ""

    return Files(cvs, arrive, lambda: [key for key, _ in cvs.inbox], send, lambda: cvs.kept[ZOE, CV].content)


def s3_files(client: S3Client) -> Files:
    """The real adapter."""

    def arrive(key: str, content: bytes, filename: str | None) -> Upload:
        metadata = {"filename": quote(filename)} if filename else {}
        put = client.put_object(Bucket=CVS_BUCKET, Key=key, Body=content, Metadata=metadata)
        return Upload(key=key, version_id=put["VersionId"], filename=key.rsplit("/", 1)[-1], received_at=NOW)

    def original() -> bytes:
        return client.get_object(Bucket=CVS_BUCKET, Key=f"cvs/{ZOE}/{CV}")["Body"].read()

    def waiting() -> list[str]:
        listed = client.list_object_versions(Bucket=CVS_BUCKET, Prefix="inbox/")
        return [each["Key"] for each in (*listed.get("Versions", ()), *listed.get("DeleteMarkers", ()))]

    def send(form: UploadForm, content: bytes, filename: str) -> str:
        # As S3 does it, which moto does not: the file's name stands in the metadata as an encoded word.
        fields = {**form.fields, "x-amz-meta-filename": Header(filename, "utf-8").encode()}
        answer = requests.post(form.url, data=fields, files={"file": content}, allow_redirects=False, timeout=5)
        return answer.headers["Location"]

    return Files(S3CvStore(client, bucket=CVS_BUCKET), arrive, waiting, send, original)


@pytest.fixture(params=["memory", "s3"])
def files(request: pytest.FixtureRequest) -> Files:
    """Each kind in turn."""
    return memory_files() if request.param == "memory" else s3_files(request.getfixturevalue("s3"))


def test_an_upload_is_fetched_in_the_version_that_arrived(files: Files) -> None:
    first = files.arrive("inbox/pool/cv.pdf", b"first", None)
    files.arrive("inbox/pool/cv.pdf", b"second one", None)

    assert files.cvs.fetch(first) == b"first"


def test_an_upload_that_is_gone_is_not_found(files: Files) -> None:
    gone = Upload(key="inbox/pool/gone.pdf", filename="gone.pdf", received_at=NOW)

    with pytest.raises(NotFoundError):
        files.cvs.fetch(gone)
    with pytest.raises(NotFoundError):
        files.cvs.identify(gone)
    with pytest.raises(NotFoundError):
        files.cvs.keep_unread(ZOE, CV, gone)


def test_fifteen_megabytes_are_fetched_and_one_byte_more_is_refused(files: Files) -> None:
    largest = files.arrive("inbox/pool/largest", bytes(LARGEST_UPLOAD_BYTES), None)
    too_large = files.arrive("inbox/pool/larger", bytes(LARGEST_UPLOAD_BYTES + 1), None)

    assert len(files.cvs.fetch(largest)) == LARGEST_UPLOAD_BYTES
    with pytest.raises(InvalidInputError):
        files.cvs.fetch(too_large)


def test_the_uploaders_name_wins_over_the_key(files: Files) -> None:
    named = files.arrive("inbox/pool/8f2a", b"x", "CV de Zoé – été.pdf")
    unnamed = files.arrive("inbox/pool/lettre.pdf", b"x", None)

    assert files.cvs.identify(named) == named.model_copy(update={"filename": "CV de Zoé – été.pdf"})
    assert files.cvs.identify(unnamed) == unnamed


def test_an_upload_without_a_version_is_the_newest_one(files: Files) -> None:
    first = files.arrive("inbox/pool/cv.pdf", b"first", None)
    second = files.arrive("inbox/pool/cv.pdf", b"second one", None)

    assert files.cvs.identify(second.model_copy(update={"version_id": None})) == second
    assert files.cvs.identify(first) == first


def test_a_kept_cv_gives_its_text_and_its_original(files: Files) -> None:
    files.cvs.keep(ZOE, CV, b"%PDF", "Zoé\nComptable")
    files.cvs.keep(ZOE, CV, b"%PDF", "Zoé\nComptable")

    assert files.cvs.text(ZOE, CV) == "Zoé\nComptable"
    assert files.original() == b"%PDF"


def test_a_cv_kept_unread_has_an_original_and_no_text(files: Files) -> None:
    upload = files.arrive("inbox/pool/large", b"large", "large.pdf")

    files.cvs.keep_unread(ZOE, CV, upload)

    assert files.original() == b"large"
    with pytest.raises(NotFoundError):
        files.cvs.text(ZOE, CV)


def test_a_discarded_cv_is_gone_and_may_be_discarded_again(files: Files) -> None:
    files.cvs.keep(ZOE, CV, b"%PDF", "Zoé")

    files.cvs.discard(ZOE, CV)
    files.cvs.discard(ZOE, CV)

    with pytest.raises(NotFoundError):
        files.cvs.text(ZOE, CV)
    with pytest.raises((NotFoundError, KeyError, ClientError)):
        files.original()


def test_releasing_an_upload_leaves_a_newer_file_under_the_same_key(files: Files) -> None:
    first = files.arrive("inbox/pool/cv.pdf", b"first", None)
    second = files.arrive("inbox/pool/cv.pdf", b"second one", None)

    files.cvs.release(first)
    files.cvs.release(first)

    with pytest.raises(NotFoundError):
        files.cvs.fetch(first)
    assert files.cvs.fetch(second) == b"second one"


def test_a_link_downloads_and_never_shows(s3: S3Client) -> None:
    link = urlsplit(S3CvStore(s3, bucket=CVS_BUCKET).link(ZOE, CV, filename="CV « Zoé ».pdf"))

    query = parse_qs(link.query)
    assert link.path.endswith(f"/cvs/{ZOE}/{CV}")
    assert query["response-content-disposition"][0].startswith("attachment;")
    assert "filename*=UTF-8''CV%20%C2%AB%20Zo%C3%A9%20%C2%BB.pdf" in query["response-content-disposition"][0]
    assert query["response-content-type"] == ["application/octet-stream"]
    assert "Expires" in query or "X-Amz-Expires" in query


def test_a_file_name_cannot_break_out_of_the_header() -> None:
    header = disposition('a"; filename="evil.exe\r\nSet-Cookie: x')

    assert header.count('"') == 2
    assert "\r" not in header
    assert "\n" not in header


def test_a_file_sent_by_a_persons_own_link_says_whose_it_is_and_brings_the_browser_back(files: Files) -> None:
    form = files.cvs.upload_form(sent_by=ZOE, name="8f2a", then=THANKS)

    back = files.send(form, b"%PDF", "cv zoé.pdf")

    (key,) = files.waiting()
    upload = files.cvs.identify(Upload(key=key, filename="x", received_at=NOW))
    assert key == "inbox/pool/zoe-8f2a"
    assert (upload.candidate_id, upload.filename) == (ZOE, "cv zoé.pdf")
    assert files.cvs.fetch(upload) == b"%PDF"
    assert back.startswith(f"{THANKS}&")


def test_an_erased_person_leaves_no_version_of_what_they_sent_and_others_keep_theirs(files: Files) -> None:
    files.cvs.keep(ZOE, CV, b"%PDF", "Zoé")
    for sender, name in ((ZOE, "a"), (ZOE, "a"), (ZOE, "b"), (CandidateId("zoe2"), "a"), (CandidateId("ben"), "a")):
        files.send(files.cvs.upload_form(sent_by=sender, name=name, then=THANKS), b"%PDF", "cv.pdf")

    files.cvs.forget(ZOE)

    assert sorted(files.waiting()) == [f"{own_uploads(CandidateId(who))}a" for who in ("ben", "zoe2")]
    with pytest.raises(NotFoundError):
        files.cvs.text(ZOE, CV)
    assert files.cvs.forget(ZOE) == 0


def test_the_form_lets_in_one_key_of_one_sender_for_an_hour_up_to_fifteen_megabytes(s3: S3Client) -> None:
    before = datetime.now(UTC)
    form = S3CvStore(s3, bucket=CVS_BUCKET).upload_form(sent_by=ZOE, name="8f2a", then=THANKS)

    policy = json.loads(base64.b64decode(form.fields["policy"]))
    lasts = datetime.fromisoformat(policy["expiration"]) - before
    assert timedelta(minutes=59) < lasts <= timedelta(minutes=61)
    for condition in (
        {"bucket": CVS_BUCKET}, {"key": "inbox/pool/zoe-8f2a"}, {"x-amz-meta-candidate": "zoe"},
        {"success_action_redirect": THANKS}, ["starts-with", "$x-amz-meta-filename", ""],
        ["content-length-range", 1, LARGEST_UPLOAD_BYTES],
    ):  # fmt: skip
        assert condition in policy["conditions"]
    assert sum(isinstance(condition, list) for condition in policy["conditions"]) == 2, "nothing else is left open"


def test_links_and_forms_name_the_host_of_the_region(aws: None) -> None:
    forget_wiring()
    cvs = S3CvStore(base.s3_client(), bucket=CVS_BUCKET)

    hosts = {
        urlsplit(url).netloc for url in (cvs.upload_form(sent_by=ZOE, name="a", then=THANKS).url, cvs.link(ZOE, CV))
    }

    forget_wiring()
    assert hosts == {f"{CVS_BUCKET}.s3.{REGION}.amazonaws.com"}


def test_an_upload_says_where_it_comes_from(s3: S3Client) -> None:
    cvs, named = S3CvStore(s3, bucket=CVS_BUCKET), "inbox/pool/a"
    s3.put_object(Bucket=CVS_BUCKET, Key=named, Body=b"x", Metadata={"source": "forum-2026"})
    s3.put_object(Bucket=CVS_BUCKET, Key="inbox/pool/b", Body=b"x")

    sources = [cvs.identify(Upload(key=key, filename="x", received_at=NOW)).source for key in (named, "inbox/pool/b")]

    assert sources == ["forum-2026", None]


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("CV%20de%20Zo%C3%A9.pdf", "CV de Zoé.pdf"),
        ("=?UTF-8?Q?CV_de_Zo=C3=A9.pdf?=", "CV de Zoé.pdf"),
        ("CV de Zoé.pdf", "CV de Zoé.pdf"),
        ("CV de Zoé – été.pdf".encode().decode("latin-1"), "CV de Zoé – été.pdf"),
        ("C:\\fakepath\\cv.pdf", "cv.pdf"),
        ("../../cv.pdf", "cv.pdf"),
        ("=?nonsense?B?!?=", "=?nonsense?B?!?="),
        ("x" * 200 + ".pdf", "x" * 146 + ".pdf"),
        ("", ""),
    ],
)
def test_the_name_of_a_file_is_read_however_it_was_told(told: str, name: str) -> None:
    assert told_filename(told) == name
