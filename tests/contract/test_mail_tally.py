"""The sums of a run are written with its mails: exact after any writes, read without reading a mail (R3)."""

from datetime import timedelta
from typing import Any

import pytest
from mypy_boto3_dynamodb import DynamoDBClient

from relance.adapters.dynamodb_mails import DynamoDbMailLedger
from relance.adapters.memory_mails import MemoryMailLedger
from relance.errors import ConflictError
from relance.mail import ledger
from relance.mail.mails import BatchId, DeliveryFact, Mail, MailId, MailState, SkipReason
from relance.mail.tally import Tally
from relance.ports.mail import MailLedger
from tests.unit.mail.world import NOW, answer, offer

RUN = BatchId("spring#2026-11-23T10:00:00+00:00")


@pytest.fixture(params=["memory", "dynamodb"])
def mails(request: pytest.FixtureRequest) -> MailLedger:
    if request.param == "memory":
        return MemoryMailLedger()
    client: DynamoDBClient = request.getfixturevalue("dynamodb")
    return DynamoDbMailLedger(client, table="Mails", guards_table="MailGuards", at_once=1)


def planned(mails: MailLedger, name: str, **overrides: Any) -> Mail:
    mail = offer(mail_id=MailId(name), batch_id=RUN, guards=(), **overrides)
    assert mails.plan(mail)
    return mails.get(mail.mail_id)


def told(mails: MailLedger, mail: Mail, kind: str, *, minutes: int = 0) -> Mail:
    fact = DeliveryFact(kind=kind, submission=1, at=NOW + timedelta(minutes=minutes))
    return ledger.note(mail, fact, "id-1", mails=mails, now=NOW)


def test_each_mail_is_counted_where_it_ended_and_with_what_ses_told_of_it(mails: MailLedger) -> None:
    sent = ledger.claim(planned(mails, "sent"), archive_key="k", mails=mails, now=NOW)
    assert sent is not None
    sent = ledger.accept(sent, "id-1", mails=mails, now=NOW)
    sent = told(mails, told(mails, sent, "send"), "delivery")
    told(mails, told(mails, sent, "delivery", minutes=1), "complaint")  # A second delivery is no second mail.
    ledger.skip(planned(mails, "skipped"), SkipReason.HIRED, mails=mails, now=NOW)
    planned(mails, "held")

    tally = mails.tally(RUN)

    assert tally.in_state(3) == {MailState.ACCEPTED: 1, MailState.SKIPPED: 1, MailState.HELD: 1}
    assert (tally.skipped, tally.told) == ({"hired": 1}, {"complaint": 1, "delivery": 1})


def test_a_write_that_is_refused_counts_nothing(mails: MailLedger) -> None:
    mail = planned(mails, "one")
    ledger.skip(mail, SkipReason.HIRED, mails=mails, now=NOW)

    with pytest.raises(ConflictError):
        ledger.skip(mail, SkipReason.HIRED, mails=mails, now=NOW)

    assert mails.tally(RUN).in_state(1) == {MailState.SKIPPED: 1}


def test_a_mail_that_goes_back_is_counted_where_it_is(mails: MailLedger) -> None:
    claimed = ledger.claim(planned(mails, "one"), archive_key="k", mails=mails, now=NOW)
    assert claimed is not None
    ledger.retry(claimed, until=NOW, because="Throttling", mails=mails, now=NOW)

    assert mails.tally(RUN).in_state(1) == {MailState.HELD: 1}


def test_answers_and_other_runs_are_not_counted(mails: MailLedger) -> None:
    mails.plan(answer(batch_id=RUN))
    ledger.cancel(mails.get(answer().mail_id), by="salome", mails=mails, now=NOW)

    assert mails.tally(RUN) == Tally()
