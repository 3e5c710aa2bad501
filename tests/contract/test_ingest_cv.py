"""The function that takes uploads, with its real adapters and reader, on real event payloads."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from typing import Any, Final
from urllib.parse import quote

import pytest

from ingest_cv.handler import lambda_handler
from ingest_cv.ingest import Stores, ingest
from ingest_cv.messages import UploadMessage
from relance import wiring
from relance.candidates import Candidate
from relance.cv.read import read_cv
from tests.contract.conftest import CVS_BUCKET, Deployed, event
from tests.factories import NOW, job
from tests.unit.cv.cv_files import PICTURE, Text, pdf

CV: Final = """Zoé Lambert
Comptable fournisseurs
zoe.lambert@example.org
06 39 98 00 12

Expérience
2019 - 2024 Comptable, Forges du Rhône, Lyon
Comptabilité générale, saisie des factures, clôtures mensuelles

Compétences
Sage, Excel, comptabilité générale
"""
KEY: Final = "inbox/accountant/CV Zoé + lettre (été).txt"

CALLS_FOR_A_NEW_PERSON: Final = 5

type Message = Callable[..., dict[str, Any]]


@pytest.fixture
def message(deployed: Deployed) -> Message:
    """Puts a file into the bucket and returns the queue's message about it."""

    def put(content: bytes, *, key: str = KEY, filename: str | None = None, number: int = 0) -> dict[str, Any]:
        metadata = {"filename": quote(filename)} if filename else {}
        version = deployed.s3.put_object(Bucket=CVS_BUCKET, Key=key, Body=content, Metadata=metadata)["VersionId"]
        record: dict[str, Any] = copy.deepcopy(event("ingest_cv/uploaded")["Records"][0])
        body = json.loads(record["body"])
        body["detail"]["object"] |= {"key": key, "version-id": version}
        return record | {"messageId": f"message-{number}", "body": json.dumps(body)}

    return put


@dataclass(frozen=True)
class Between:
    """A store at whose call of this number, counted over all methods, something else comes first."""

    store: Any
    at: int
    act: Callable[[], object]
    calls: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(name)
            if len(self.calls) == self.at:
                self.act()
            return getattr(self.store, name)(*args, **kwargs)

        return call


def _later(record: dict[str, Any]) -> dict[str, Any]:
    """The message of an upload a month later."""
    body = json.loads(record["body"])
    body["time"] = "2026-04-02T09:30:12Z"
    return record | {"body": json.dumps(body)}


def everybody() -> list[Candidate]:
    """All people of the table."""
    return list(wiring.candidates().page(after=None, limit=50).items)


def test_a_message_names_the_file_the_job_and_the_moment() -> None:
    upload = UploadMessage.model_validate(event("ingest_cv/uploaded")["Records"][0]).upload()

    assert upload.key == KEY
    assert upload.filename == "CV Zoé + lettre (été).txt"
    assert upload.job_id == "accountant"
    assert upload.version_id == "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e"
    assert upload.received_at.isoformat() == "2026-03-02T09:30:12+00:00"


@pytest.mark.parametrize(
    ("key", "job_id", "filename"),
    [
        ("inbox/pool/cv.pdf", None, "cv.pdf"),
        ("inbox/cv.pdf", None, "cv.pdf"),
        ("inbox/j1/2026/cv.pdf", "j1", "cv.pdf"),
        ("inbox//cv.pdf", None, "cv.pdf"),
        ("inbox/pool/", None, ""),
    ],
)
def test_keys_are_read(key: str, job_id: str | None, filename: str) -> None:
    record = event("ingest_cv/uploaded")["Records"][0]
    body = json.loads(record["body"])
    body["detail"]["object"]["key"] = key

    upload = UploadMessage.model_validate(record | {"body": json.dumps(body)}).upload()

    assert (upload.job_id, upload.filename) == (job_id, filename)


def test_an_uploaded_cv_becomes_a_candidate_with_an_application(deployed: Deployed, message: Message) -> None:
    wiring.jobs().save(job("accountant"))
    records = [message(CV.encode(), filename="CV de Zoé.txt")]

    answer = lambda_handler({"Records": records}, deployed.context)

    (person,) = everybody()
    assert answer == {"batchItemFailures": []}
    assert (person.name, person.email) == ("Zoé Lambert", "zoe.lambert@example.org")
    assert person.cvs[0].filename == "CV de Zoé.txt"
    assert "Forges du Rhône" in wiring.cv_store().text(person.candidate_id, person.cvs[0].cv_id)
    assert [one.job_id for one in wiring.applications().of_candidate(person.candidate_id)] == ["accountant"]
    assert "Contents" not in deployed.s3.list_objects_v2(Bucket=CVS_BUCKET, Prefix="inbox/")


def test_the_same_bytes_twice_are_one_candidate_with_one_cv(deployed: Deployed, message: Message) -> None:
    for number in (1, 2):
        lambda_handler({"Records": [message(CV.encode(), key=f"inbox/pool/{number}.txt")]}, deployed.context)

    (person,) = everybody()
    assert len(person.cvs) == 1
    assert "Contents" not in deployed.s3.list_objects_v2(Bucket=CVS_BUCKET, Prefix="inbox/")


def test_a_newer_cv_is_a_new_version_and_the_old_one_is_kept(deployed: Deployed, message: Message) -> None:
    newer = CV.replace("Comptable fournisseurs", "Contrôleuse de gestion")
    lambda_handler({"Records": [message(CV.encode())]}, deployed.context)

    lambda_handler({"Records": [_later(message(newer.encode(), key="inbox/pool/newer.txt"))]}, deployed.context)

    (person,) = everybody()
    assert person.profile is not None
    assert person.profile.basics.label == "Contrôleuse de gestion"
    texts = [wiring.cv_store().text(person.candidate_id, file.cv_id) for file in person.cvs]
    assert ["Contrôleuse" in texts[0], "Comptable fournisseurs" in texts[1]] == [True, True]


def test_two_people_on_one_address_are_two_candidates_who_know_of_each_other(
    deployed: Deployed, message: Message
) -> None:
    ben = CV.replace("Zoé Lambert", "Ben Lambert").replace("Comptable", "Soudeur")
    records = [message(CV.encode(), key="inbox/pool/1.txt"), message(ben.encode(), key="inbox/pool/2.txt", number=1)]

    lambda_handler({"Records": records}, deployed.context)

    one, two = everybody()
    assert {one.name, two.name} == {"Zoé Lambert", "Ben Lambert"}
    assert (one.shares_email_with, two.shares_email_with) == ((two.candidate_id,), (one.candidate_id,))


@pytest.mark.parametrize("second", ["Zoé Lambert", "Ben Lambert"])
def test_two_deliveries_at_once_settle_like_one_after_the_other(
    deployed: Deployed, message: Message, second: str
) -> None:
    """Another message is settled in the middle of the first one, between each of its looks and its write."""
    people = {"Zoé Lambert", second}
    for call in range(1, CALLS_FOR_A_NEW_PERSON + 1):
        address = f"race{call}@example.org"
        first = CV.replace("zoe.lambert@example.org", address)
        other = first.replace("Zoé Lambert", second).replace("2019", "2018")
        mine = message(first.encode(), key=f"inbox/pool/{call}-1.txt")
        rival = message(other.encode(), key=f"inbox/pool/{call}-2.txt", number=1)
        settle_rival = partial(lambda_handler, {"Records": [rival]}, deployed.context)
        between = Between(wiring.candidates(), call, settle_rival)
        stores = Stores(
            cvs=wiring.cv_store(), candidates=between, jobs=wiring.jobs(), applications=wiring.applications()
        )

        upload = UploadMessage.model_validate(mine).upload()
        ingest(upload, stores=stores, read=read_cv, pepper=wiring.pepper(), now=NOW)

        found = [person for person in everybody() if person.email == address]
        assert (len(found), {str(person.name) for person in found}) == (len(people), people), f"before call {call}"
        assert sum(len(person.cvs) for person in found) == 2
        assert all(len(person.shares_email_with) == len(people) - 1 for person in found)


def test_a_partly_scanned_cv_is_kept_with_the_page_that_could_not_be_read(deployed: Deployed, message: Message) -> None:
    page = [Text(50, 800 - 14 * place, line) for place, line in enumerate(CV.splitlines())]

    lambda_handler({"Records": [message(pdf([page, []], drawings={1: PICTURE}))]}, deployed.context)

    (person,) = everybody()
    assert (person.name, person.problem) == ("Zoé Lambert", None)
    assert person.cvs[0].unread_pages == 1
    assert person.cvs[0].quality is not None
    assert [seen.readable for seen in person.cvs[0].quality.pages] == [True, False]


def test_one_bad_message_returns_and_the_others_are_done(deployed: Deployed, message: Message) -> None:
    records = [
        message(CV.encode(), key="inbox/pool/1", number=1),
        message(b"", number=2) | {"body": '{"not": "an event of S3"}'},
        message(b"%PDF-1.7 damaged", key="inbox/pool/3", number=3),
    ]

    answer = lambda_handler({"Records": records}, deployed.context)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-2"}]}
    assert sorted(str(person.name) for person in everybody()) == ["None", "Zoé Lambert"]
    assert [person.problem is not None for person in everybody() if person.profile is None] == [True]


def test_a_batch_that_fails_whole_is_reported_message_by_message(deployed: Deployed, message: Message) -> None:
    bad = [message(b"", number=number) | {"body": "{}"} for number in (1, 2)]

    answer = lambda_handler({"Records": bad}, deployed.context)

    assert [failure["itemIdentifier"] for failure in answer["batchItemFailures"]] == ["message-1", "message-2"]


def test_a_store_that_is_down_gives_the_message_back(deployed: Deployed, message: Message) -> None:
    records = [message(CV.encode())]
    deployed.dynamodb.delete_table(TableName="CandidateKeys")

    answer = lambda_handler({"Records": records}, deployed.context)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert "Contents" in deployed.s3.list_objects_v2(Bucket=CVS_BUCKET, Prefix="inbox/")


def test_logs_tell_ids_and_never_names(
    deployed: Deployed, message: Message, log: StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [
        message(CV.encode(), key="inbox/Zoé Lambert/cv_lambert.txt", filename="CV Lambert.txt", number=1),
        message(CV.encode(), number=2) | {"body": '{"time": "Zoé Lambert", "detail": {"object": {"key": "Lambert"}}}'},
    ]

    lambda_handler({"Records": records}, deployed.context)

    (person,) = everybody()
    metrics = capsys.readouterr()
    told = log.getvalue() + metrics.out + metrics.err
    assert f'"candidate_id":"{person.candidate_id}"' in told
    assert '"job_known":false' in told
    assert "ValidationError" in told
    for secret in ("Lambert", "lambert", "Zoé", "Zo\\u00e9", "example.org", "0639980012"):
        assert secret not in told
