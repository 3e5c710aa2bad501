"""The pressure guard: one offer mail at a time to a person, and the next only N days after it left (R5)."""

from datetime import timedelta
from typing import Any

import pytest
from mypy_boto3_dynamodb import DynamoDBClient

from relance.adapters.dynamodb_mails import DynamoDbMailLedger
from relance.adapters.memory_mails import MemoryMailLedger
from relance.candidates import CandidateId
from relance.errors import ConflictError
from relance.mail import ledger
from relance.mail.mails import BatchId, Mail, MailId, MailState, SkipReason
from relance.mail.spacing import pressure_guard
from relance.ports.mail import MailLedger
from tests.unit.mail.world import NOW, offer

WEEK = timedelta(days=7)
LATER = NOW + timedelta(days=30)


@pytest.fixture(params=["memory", "dynamodb"])
def mails(request: pytest.FixtureRequest) -> MailLedger:
    if request.param == "memory":
        return MemoryMailLedger()
    client: DynamoDBClient = request.getfixturevalue("dynamodb")
    return DynamoDbMailLedger(client, table="Mails", guards_table="MailGuards", at_once=1)


def spaced(name: str, *, at: Any = NOW, **overrides: Any) -> Mail:
    """An offer of some campaign to the one person of these tests, a week after the last at the soonest."""
    fields = {
        "mail_id": MailId(name),
        "batch_id": BatchId(f"{name}#2026-03-02T09:00:00+00:00"),
        "guards": (pressure_guard(CandidateId("zoe")),),
        "quiet_since": at - WEEK,
        "created_at": at,
        "updated_at": at,
        "wake_at": at,
    }
    return offer(**(fields | overrides))


def left(mails: MailLedger, name: str, *, at: Any) -> Mail:
    """The mail, accepted by SES a moment after its claim."""
    claimed = ledger.claim(mails.get(MailId(name)), archive_key="k", mails=mails, now=at)
    assert claimed is not None
    return ledger.accept(claimed, "id-1", mails=mails, now=at)


def test_while_one_waits_no_other_is_planned_however_long_it_takes(mails: MailLedger) -> None:
    assert mails.plan(spaced("first"))

    assert not mails.plan(spaced("second", at=LATER))


def test_the_days_count_from_the_moment_it_left(mails: MailLedger) -> None:
    mails.plan(spaced("first"))
    left(mails, "first", at=LATER)

    assert not mails.plan(spaced("early", at=LATER + WEEK - timedelta(seconds=1)))
    assert mails.plan(spaced("second", at=LATER + WEEK))
    assert not mails.plan(spaced("third", at=LATER + WEEK))


def test_one_that_never_left_makes_room_at_once(mails: MailLedger) -> None:
    mails.plan(spaced("first"))
    ledger.skip(mails.get(MailId("first")), SkipReason.JOB_CLOSED, mails=mails, now=NOW)

    assert mails.plan(spaced("second"))


def test_a_claim_that_ses_refused_for_now_holds_the_guard_again_until_it_leaves(mails: MailLedger) -> None:
    mails.plan(spaced("first"))
    claimed = ledger.claim(mails.get(MailId("first")), archive_key="k", mails=mails, now=NOW)
    assert claimed is not None
    ledger.retry(claimed, until=NOW, because="Throttling", mails=mails, now=NOW)

    assert not mails.plan(spaced("second", at=LATER))

    left(mails, "first", at=LATER)
    assert not mails.plan(spaced("third", at=LATER + WEEK / 2))
    assert mails.plan(spaced("fourth", at=LATER + WEEK))


def test_an_unclear_outcome_counts_as_having_left(mails: MailLedger) -> None:
    mails.plan(spaced("first"))
    claimed = ledger.claim(mails.get(MailId("first")), archive_key="k", mails=mails, now=NOW)
    assert claimed is not None
    ledger.lose(claimed, "ReadTimeoutError", mails=mails, now=NOW)

    assert not mails.plan(spaced("second", at=NOW + WEEK / 2))
    assert mails.plan(spaced("third", at=NOW + WEEK))


def test_a_named_person_may_send_again_although_the_next_mail_has_left_meanwhile(mails: MailLedger) -> None:
    mails.plan(spaced("first"))
    claimed = ledger.claim(mails.get(MailId("first")), archive_key="k", mails=mails, now=NOW)
    assert claimed is not None
    lost = ledger.lose(claimed, "ReadTimeoutError", mails=mails, now=NOW)
    mails.plan(spaced("second", at=NOW + WEEK))

    ledger.send_again(lost, by="salome", mails=mails, now=LATER)

    assert left(mails, "first", at=LATER).state is MailState.ACCEPTED


def test_proof_of_sending_dates_the_guard_of_a_mail_that_was_held_again(mails: MailLedger) -> None:
    mails.plan(spaced("first"))
    claimed = ledger.claim(mails.get(MailId("first")), archive_key="k", mails=mails, now=NOW)
    assert claimed is not None
    held = ledger.retry(claimed, until=LATER, because="Throttling", mails=mails, now=NOW)
    ledger.accept(held, "id-1", mails=mails, now=NOW)

    assert not mails.plan(spaced("second", at=NOW + WEEK / 2))
    assert mails.plan(spaced("third", at=NOW + WEEK))


def test_a_mail_never_dates_the_guard_of_another(mails: MailLedger) -> None:
    mails.plan(spaced("first"))
    mails.plan(spaced("astray", guards=()))
    astray = mails.get(MailId("astray")).model_copy(update={"guards": spaced("first").guards})

    with pytest.raises(ConflictError):
        mails.replace(astray.model_copy(update={"state": MailState.CLAIMED}), expected=MailState.HELD)

    assert not mails.plan(spaced("second", at=LATER)), "the first has not left"


def test_without_a_rule_a_guard_that_has_aged_stays_taken(mails: MailLedger) -> None:
    mails.plan(spaced("first"))
    left(mails, "first", at=NOW)

    assert not mails.plan(spaced("second", at=LATER, quiet_since=None))
