"""The function that keeps the search index, with its real adapters, on real event payloads."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import boto3
import pytest

from relance import wiring
from relance.adapters.embedded_search import EmbeddedCandidateIndex, EmbeddedJobIndex
from relance.adapters.index_retries import SqsIndexRetries
from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.ports.people import IndexBell
from tests.contract.conftest import CVS_BUCKET, Deployed, event
from tests.factories import candidate, job
from update_index.handler import lambda_handler
from update_index.messages import bells


@pytest.fixture
def house(deployed: Deployed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    """Zoé, Ben and a job in the tables; an empty index."""
    monkeypatch.setenv("SEARCH_PATH", str(tmp_path))
    for name in ("zoe", "ben"):
        person = wiring.candidates().create(candidate(name), keys=[])
        wiring.cv_store().keep(person.candidate_id, person.cvs[0].cv_id, b"%PDF", "Comptabilité sous Sage")
    wiring.jobs().save(job("accountant"))
    yield deployed
    for index in (wiring.candidate_index(), wiring.job_index()):
        assert isinstance(index, EmbeddedCandidateIndex | EmbeddedJobIndex)
        index.close()


def waiting(house: Deployed) -> list[dict[str, str]]:
    """Messages in the queue of retries."""
    messages = boto3.client("sqs").receive_message(QueueUrl=house.index_retries_url, MaxNumberOfMessages=10)
    return [json.loads(message["Body"]) for message in messages.get("Messages", [])]


def test_a_stream_rings_each_record_once() -> None:
    stream = event("update_index/stream")

    rung = bells({"Records": [*stream["Records"], *stream["Records"]]})

    assert [(bell.kind, bell.id) for bell in rung] == [
        ("candidate", "zoe"),
        ("candidate", "ben"),
        ("job", "accountant"),
    ]


def test_changes_of_the_tables_reach_the_index(house: Deployed) -> None:
    answer = lambda_handler(event("update_index/stream"), house.context)

    assert answer == {"batchItemFailures": []}
    assert wiring.candidate_index().revision(CandidateId("zoe")) == 1
    assert wiring.candidate_index().revision(CandidateId("ben")) == 1
    assert wiring.job_index().revision(JobId("accountant")) == 1
    assert waiting(house) == []


def test_a_stream_record_that_fails_goes_by_id_to_the_queue_and_the_stream_goes_on(house: Deployed) -> None:
    house.s3.delete_object(Bucket=CVS_BUCKET, Key="cvs/zoe/c0ffee.txt")

    answer = lambda_handler(event("update_index/stream"), house.context)

    assert answer == {"batchItemFailures": []}
    assert waiting(house) == [{"kind": "candidate", "id": "zoe"}]
    assert wiring.candidate_index().revision(CandidateId("ben")) == 1


def test_a_queued_document_that_fails_again_returns_alone(house: Deployed) -> None:
    house.s3.delete_object(Bucket=CVS_BUCKET, Key="cvs/zoe/c0ffee.txt")

    answer = lambda_handler(event("update_index/retries"), house.context)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "2e1424d4-f796-459a-8184-9c92662be6da"}]}
    assert wiring.job_index().revision(JobId("accountant")) == 1
    assert waiting(house) == []


def test_queued_documents_that_all_fail_are_reported_one_by_one(house: Deployed) -> None:
    retries = event("update_index/retries")["Records"]
    broken = [record | {"body": "{}"} for record in retries]

    answer = lambda_handler({"Records": broken}, house.context)

    assert [failure["itemIdentifier"] for failure in answer["batchItemFailures"]] == [
        record["messageId"] for record in retries
    ]


def test_a_queued_document_is_written_once_it_can_be(house: Deployed) -> None:
    answer = lambda_handler(event("update_index/retries"), house.context)

    assert answer == {"batchItemFailures": []}
    assert wiring.candidate_index().revision(CandidateId("zoe")) == 1


def test_a_failure_is_logged_by_id_without_what_was_read(house: Deployed, log: StringIO) -> None:
    house.s3.put_object(Bucket=CVS_BUCKET, Key="cvs/zoe/c0ffee.txt", Body="Zoé Lambert".encode("latin-1"))

    lambda_handler(event("update_index/stream"), house.context)

    assert '"id":"zoe"' in log.getvalue()
    assert "UnicodeDecodeError" in log.getvalue()
    assert "Lambert" not in log.getvalue()


def test_more_bells_than_one_request_holds_are_all_queued(deployed: Deployed) -> None:
    retries = SqsIndexRetries(boto3.client("sqs"), queue_url=deployed.index_retries_url)

    retries.put(IndexBell(kind="candidate", id=f"person-{number}") for number in range(23))

    count = boto3.client("sqs").get_queue_attributes(
        QueueUrl=deployed.index_retries_url, AttributeNames=["ApproximateNumberOfMessages"]
    )
    assert count["Attributes"]["ApproximateNumberOfMessages"] == "23"


def test_readers_that_cannot_be_let_in_do_not_keep_documents_out(
    house: Deployed, monkeypatch: pytest.MonkeyPatch, log: StringIO
) -> None:
    monkeypatch.setenv("SEARCH_READER_ROLE_ARNS", "arn:aws:iam::111122223333:role/Reader")
    monkeypatch.setenv("SEARCH_ENDPOINT", "http://127.0.0.1:9")  # Nobody listens there.
    wiring.settings.cache_clear()

    answer = lambda_handler(event("update_index/stream"), house.context)

    assert answer == {"batchItemFailures": []}
    assert wiring.candidate_index().revision(CandidateId("zoe")) == 1
    assert "search readers not admitted" in log.getvalue()
