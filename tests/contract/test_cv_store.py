"""What every store of CVs does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_s3 import S3Client

from relance.adapters.memory_cvs import MemoryCvStore
from relance.adapters.s3_cvs import LARGEST_UPLOAD_BYTES, S3CvStore, disposition
from relance.candidates import CandidateId, CvId
from relance.errors import InvalidInputError, NotFoundError
from relance.ports.people import CvStore, Upload
from tests.contract.conftest import CVS_BUCKET
from tests.factories import NOW

ZOE: Final = CandidateId("zoe")
CV: Final = CvId("c0ffee")


@dataclass(frozen=True)
class Files:
    """A store and a way to put a file into its inbox: key, content, name given by the uploader."""

    cvs: CvStore
    arrive: Callable[[str, bytes, str | None], Upload]
    waiting: Callable[[], list[str]]
    """Keys in the inbox, once for each version and delete marker."""
    original: Callable[[], bytes]
    """The kept original of ZOE's CV."""


def memory_files() -> Files:
    """The twin."""
    cvs = MemoryCvStore()

    def arrive(key: str, content: bytes, filename: str | None) -> Upload:
        upload = Upload(key=key, version_id=str(len(content)), filename=key.rsplit("/", 1)[-1], received_at=NOW)
        return cvs.arrive(upload, content, filename=filename)

    return Files(cvs, arrive, lambda: [key for key, _ in cvs.inbox], lambda: cvs.kept[ZOE, CV].content)


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

    return Files(S3CvStore(client, bucket=CVS_BUCKET), arrive, waiting, original)


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


def test_a_file_sent_by_a_persons_own_link_arrives_and_says_whose_it_is(files: Files) -> None:
    for _ in range(2):
        files.cvs.submit(b"%PDF", filename="cv zoé.pdf", sent_by=ZOE)

    (key,) = set(files.waiting())
    upload = files.cvs.identify(Upload(key=key, filename="x", received_at=NOW))
    assert (upload.candidate_id, upload.filename) == (ZOE, "cv zoé.pdf")
    assert key.startswith("inbox/pool/")
    assert files.cvs.fetch(upload) == b"%PDF"


def test_an_erased_person_leaves_no_version_of_what_they_sent_and_others_keep_theirs(files: Files) -> None:
    files.cvs.keep(ZOE, CV, b"%PDF", "Zoé")
    for sender in (ZOE, ZOE, CandidateId("zoe2"), CandidateId("ben")):
        files.cvs.submit(b"%PDF", filename="cv.pdf", sent_by=sender)

    files.cvs.forget(ZOE)

    assert [key.removeprefix("inbox/pool/").rsplit("-", 1)[0] for key in sorted(files.waiting())] == ["ben", "zoe2"]
    with pytest.raises(NotFoundError):
        files.cvs.text(ZOE, CV)
    assert files.cvs.forget(ZOE) == 0
