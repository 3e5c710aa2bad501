"""The function that takes uploads, with its real adapters and reader, on real event payloads."""

import copy
import json
from collections.abc import Callable
from io import StringIO
from typing import Any, Final
from urllib.parse import quote

import pytest

from ingest_cv.handler import lambda_handler
from ingest_cv.messages import UploadMessage
from relance import wiring
from relance.candidates import Candidate
from tests.contract.conftest import CVS_BUCKET, Deployed, event
from tests.factories import job

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
