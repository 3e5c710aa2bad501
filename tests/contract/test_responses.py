"""What readers did, counted once a mail by every store of it."""

import pytest

from relance.adapters.dynamodb_responses import DynamoDbResponses
from relance.adapters.memory_responses import MemoryResponses
from relance.jobs import JobId
from relance.mail.mails import BatchId, MailId
from relance.ports.responses import Responses

RUN, OTHER = BatchId("spring#2026-03-02T09:30:00+00:00"), BatchId("autumn#2026-03-02T09:30:00+00:00")


@pytest.fixture(params=["memory", "dynamodb"])
def responses(request: pytest.FixtureRequest) -> Responses:
    if request.param == "memory":
        return MemoryResponses()
    return DynamoDbResponses(request.getfixturevalue("dynamodb"), table="Batches")


def test_each_mail_counts_once_for_what_its_reader_did(responses: Responses) -> None:
    for name in ("one", "two", "one"):
        responses.add(RUN, MailId(name), "interested")
    responses.add(RUN, MailId("one"), "applied")
    responses.add(OTHER, MailId("one"), "unsubscribed")

    assert responses.of_occurrence(RUN) == {"interested": 2, "applied": 1}
    assert responses.of_occurrence(OTHER) == {"unsubscribed": 1}


def test_applications_count_once_for_each_mail_and_job(responses: Responses) -> None:
    for job in ("accountant", "auditor", "accountant"):
        responses.add(RUN, MailId("one"), "applied", job_id=JobId(job))
    responses.add(RUN, MailId("one"), "applied")
    responses.add(RUN, MailId("two"), "applied")

    assert responses.of_occurrence(RUN) == {"applied": 3}


def test_a_run_that_nobody_answered_has_no_counts(responses: Responses) -> None:
    assert responses.of_occurrence(RUN) == {}
