"""The table of states: each arrow starts where it may and nowhere else (R1, R3, R18)."""

from collections.abc import Callable

import pytest

from relance.adapters.memory_mails import MemoryMailLedger
from relance.errors import ConflictError
from relance.mail import ledger
from relance.mail.ledger import ALLOWED
from relance.mail.mails import DeliveryFact, Mail, MailState, SkipReason
from tests.unit.mail.world import NOW, answer

S = MailState

ARROWS: dict[str, tuple[set[MailState], MailState, Callable[[Mail, MemoryMailLedger], Mail | None]]] = {
    "approve": (
        {S.DRAFT}, S.HELD,
        lambda m, mails: ledger.approve(m, by="s", text_hash="h", not_before=NOW, because="undo", mails=mails, now=NOW),
    ),
    "cancel": ({S.DRAFT, S.HELD}, S.CANCELLED, lambda m, mails: ledger.cancel(m, by="s", mails=mails, now=NOW)),
    "hold": ({S.HELD}, S.HELD, lambda m, mails: ledger.hold(m, until=NOW, because="x", mails=mails, now=NOW)),
    "ask": ({S.HELD}, S.HELD, lambda m, mails: ledger.ask(m, because="x", mails=mails, now=NOW)),
    "skip": ({S.HELD}, S.SKIPPED, lambda m, mails: ledger.skip(m, SkipReason.HIRED, mails=mails, now=NOW)),
    "accept": (
        {S.HELD, S.CLAIMED, S.UNKNOWN}, S.ACCEPTED, lambda m, mails: ledger.accept(m, "ses", mails=mails, now=NOW),
    ),
    "fail": ({S.CLAIMED, S.UNKNOWN}, S.FAILED, lambda m, mails: ledger.fail(m, "x", mails=mails, now=NOW)),
    "retry": (
        {S.CLAIMED, S.UNKNOWN}, S.HELD, lambda m, mails: ledger.retry(m, until=NOW, because="x", mails=mails, now=NOW),
    ),
    "lose": ({S.CLAIMED}, S.UNKNOWN, lambda m, mails: ledger.lose(m, "x", mails=mails, now=NOW)),
    "assume_sent": (
        {S.UNKNOWN}, S.ASSUMED_SENT, lambda m, mails: ledger.assume_sent(m, by="s", mails=mails, now=NOW),
    ),
    "send_again": ({S.UNKNOWN}, S.HELD, lambda m, mails: ledger.send_again(m, by="s", mails=mails, now=NOW)),
}  # fmt: skip


def in_state(state: MailState) -> tuple[Mail, MemoryMailLedger]:
    """A mail in any state, as a ledger has it."""
    mails = MemoryMailLedger()
    mails.plan(answer(state=state))
    return mails.get(answer().mail_id), mails


@pytest.mark.parametrize("state", MailState)
@pytest.mark.parametrize("arrow", ARROWS)
def test_each_arrow_starts_where_it_may_and_nowhere_else(arrow: str, state: MailState) -> None:
    starts, end, go = ARROWS[arrow]
    mail, mails = in_state(state)

    if state in starts:
        moved = go(mail, mails)
        assert moved is not None
        assert moved.state is end
        assert mails.get(mail.mail_id) == moved
    else:
        with pytest.raises(ConflictError):
            go(mail, mails)
        assert mails.get(mail.mail_id) == mail


@pytest.mark.parametrize("state", MailState)
def test_only_a_held_mail_is_claimed(state: MailState) -> None:
    mail, mails = in_state(state)

    claimed = ledger.claim(mail, archive_key="k", mails=mails, now=NOW)

    assert (claimed is not None) is (state is MailState.HELD)


def test_only_a_mail_that_waits_for_a_person_is_lifted() -> None:
    mail, mails = in_state(MailState.HELD)

    with pytest.raises(ConflictError):
        ledger.lift(mail, by="salome", mails=mails, now=NOW)


def test_a_mail_that_waits_for_its_hour_is_not_lifted() -> None:
    mail, mails = in_state(MailState.HELD)
    night = ledger.hold(mail, until=NOW, because="office_hours", mails=mails, now=NOW)

    with pytest.raises(ConflictError, match="does not wait for a person"):
        ledger.lift(night, by="salome", mails=mails, now=NOW)


def test_whoever_wants_to_lift_an_unclear_mail_is_told_what_can_be_decided() -> None:
    mail, mails = in_state(MailState.UNKNOWN)

    with pytest.raises(ConflictError, match="assume that it was sent, or have it sent again"):
        ledger.lift(mail, by="salome", mails=mails, now=NOW)


@pytest.mark.parametrize("reason", [SkipReason.CANDIDATE_GONE, SkipReason.WITHDRAWN])
def test_r31_only_the_mail_of_somebody_who_is_gone_loses_its_words(reason: SkipReason) -> None:
    mail, mails = in_state(MailState.HELD)

    skipped = ledger.skip(mail, reason, mails=mails, now=NOW)

    assert skipped.skip_reason is reason
    assert (skipped.content.kind == "erased") is (reason is SkipReason.CANDIDATE_GONE)


def test_an_acceptance_without_an_id_keeps_the_one_that_an_event_told() -> None:
    mail, mails = in_state(MailState.UNKNOWN)
    known = mail.model_copy(update={"ses_message_id": "ses-1"})

    assert ledger.accept(known, None, mails=mails, now=NOW).ses_message_id == "ses-1"


def test_r18_nobody_lifts_the_hold_of_a_text_that_was_not_approved() -> None:
    mail, mails = in_state(MailState.HELD)
    asked = ledger.ask(mail, because=ledger.TEXT_CHANGED, mails=mails, now=NOW)

    with pytest.raises(ConflictError):
        ledger.lift(asked, by="salome", mails=mails, now=NOW)

    assert mails.get(mail.mail_id) == asked


@pytest.mark.parametrize("state", MailState)
def test_events_never_move_a_mail_that_has_ended_or_not_started(state: MailState) -> None:
    mail, mails = in_state(state)

    noted = ledger.note(mail, DeliveryFact(kind="delivery", submission=1, at=NOW), None, mails=mails, now=NOW)

    open_states = {MailState.HELD, MailState.CLAIMED, MailState.UNKNOWN}
    assert noted.state is (MailState.ACCEPTED if state in open_states else state)
    assert len(noted.facts) == 1


def test_the_table_has_every_arrow_and_no_other() -> None:
    drawn = {(start, end) for starts, end, _ in ARROWS.values() for start in starts} | {(S.HELD, S.CLAIMED)}

    assert {(start, end) for start, ends in ALLOWED.items() for end in ends} == drawn
    assert set(ALLOWED) == set(MailState)


def test_r3_every_mail_ends_in_one_of_six_states() -> None:
    ends = {state for state, following in ALLOWED.items() if not following}

    assert ends == {S.ACCEPTED, S.FAILED, S.SKIPPED, S.CANCELLED, S.ASSUMED_SENT}
    assert MailState.UNKNOWN in ALLOWED, "stays until evidence, policy or a person settles it"


def test_the_lease_is_longer_than_the_sender_may_run() -> None:
    assert ledger.LEASE.total_seconds() >= 2 * 30
    assert ledger.LEASE.total_seconds() + 60 <= 300, "R4: UNKNOWN at most five minutes after"
