"""The states of a mail, the arrows between them, and one function per arrow."""

from datetime import timedelta
from typing import Final

from relance.errors import ConflictError
from relance.mail.mails import DeliveryFact, ErasedContent, Mail, MailState, SkipReason
from relance.mail.spacing import without_pressure
from relance.ports.mail import MailLedger
from relance.records import Instant

DRAFT, HELD, CLAIMED, UNKNOWN = MailState.DRAFT, MailState.HELD, MailState.CLAIMED, MailState.UNKNOWN
ACCEPTED, FAILED, SKIPPED = MailState.ACCEPTED, MailState.FAILED, MailState.SKIPPED
CANCELLED, ASSUMED_SENT = MailState.CANCELLED, MailState.ASSUMED_SENT

ALLOWED: Final[dict[MailState, frozenset[MailState]]] = {
    DRAFT: frozenset({HELD, CANCELLED}),
    HELD: frozenset({HELD, CLAIMED, SKIPPED, CANCELLED, ACCEPTED}),
    CLAIMED: frozenset({ACCEPTED, FAILED, UNKNOWN, HELD}),
    UNKNOWN: frozenset({ACCEPTED, FAILED, ASSUMED_SENT, HELD}),
    ACCEPTED: frozenset(),
    FAILED: frozenset(),
    SKIPPED: frozenset(),
    CANCELLED: frozenset(),
    ASSUMED_SENT: frozenset(),
}
"""HELD → ACCEPTED is by an event that proves an earlier submission; the rest is as the functions say."""

LEASE: Final = timedelta(minutes=2)
"""How long a claim lasts: longer than the sending function may run (30 s), well under R4's five minutes."""
PATIENCE: Final = timedelta(hours=24)
"""How long an unclear outcome waits for an event that settles it (R4)."""

PROOFS_OF_SENDING: Final = frozenset({"send", "delivery", "bounce", "complaint", "deliverydelay"})
PROOFS_OF_REFUSAL: Final = frozenset({"reject", "renderingfailure"})
"""SES took the request and then will not deliver it."""

TEXT_CHANGED: Final = "text_changed"
"""Hold of a mail whose text is no longer the approved one: nobody can overrule that, for nobody read the new one."""

_UNSENT: Final = frozenset({CANCELLED, SKIPPED, FAILED})


def releases_guards(mail: Mail) -> bool:
    """Whether a mail that came into this state has certainly not been sent, so that another may be planned (R5)."""
    return mail.state in _UNSENT and not mail.maybe_sent


def approve(
    mail: Mail, *, by: str, text_hash: str, not_before: Instant, because: str | None, mails: MailLedger, now: Instant
) -> Mail:
    """DRAFT → HELD: a named person approved this very text (R18); `because` says why it leaves at `not_before`."""
    return _move(
        mail,
        {DRAFT},
        HELD,
        mails,
        now,
        approved_by=by,
        approved_at=now,
        text_hash=text_hash,
        not_before=not_before,
        wake_at=not_before,
        held_because=because,
    )


def cancel(mail: Mail, *, by: str, mails: MailLedger, now: Instant) -> Mail:
    """DRAFT, HELD → CANCELLED: undone before the claim; its guards are free again (R19)."""
    return _move(mail, {DRAFT, HELD}, CANCELLED, mails, now, decided_by=by)


def hold(mail: Mail, *, until: Instant, because: str, mails: MailLedger, now: Instant) -> Mail:
    """HELD → HELD: not now."""
    return _move(mail, {HELD}, HELD, mails, now, wake_at=until, held_because=because)


def ask(mail: Mail, *, because: str, mails: MailLedger, now: Instant) -> Mail:
    """HELD → HELD: waits in the human queue until somebody lifts the hold or cancels."""
    return _move(mail, {HELD}, HELD, mails, now, wake_at=None, waits_since=now, held_because=because)


def lift(mail: Mail, *, by: str, mails: MailLedger, now: Instant) -> Mail:
    """HELD → HELD: a named person says to send it all the same; not a text that nobody approved (R18)."""
    if mail.state is UNKNOWN:
        raise ConflictError("nobody knows whether it left: assume that it was sent, or have it sent again")
    if mail.waits_since is None or mail.held_because is None:
        raise ConflictError("the mail does not wait for a person")
    if mail.held_because == TEXT_CHANGED:
        raise ConflictError("the text is no longer the approved one: cancel the mail and draft it again")
    overruled = (*mail.overruled, mail.held_because)
    return _move(mail, {HELD}, HELD, mails, now, wake_at=now, held_because=None, overruled=overruled, decided_by=by)


def skip(mail: Mail, reason: SkipReason, *, mails: MailLedger, now: Instant) -> Mail:
    """HELD → SKIPPED: on purpose not sent. A mail planned while its person was being erased loses its words."""
    kept = emptied(mail, now=now) if reason is SkipReason.CANDIDATE_GONE else mail
    return _move(kept, {HELD}, SKIPPED, mails, now, skip_reason=reason)


def emptied(mail: Mail, *, now: Instant) -> Mail:
    """The mail without anything about its person; ids, state and facts stay (R31)."""
    return mail.model_copy(update={"content": ErasedContent(), "archive_key": None, "updated_at": now})


def claim(mail: Mail, *, archive_key: str, mails: MailLedger, now: Instant) -> Mail | None:
    """HELD → CLAIMED, for one submission; None when another delivery has it or it was cancelled a moment ago."""
    until = now + LEASE
    try:
        return _move(
            mail,
            {HELD},
            CLAIMED,
            mails,
            now,
            submission=mail.submission + 1,
            claimed_until=until,
            wake_at=until,
            held_because=None,
            archive_key=archive_key,
        )
    except ConflictError:
        return None


def accept(mail: Mail, message_id: str | None, *, mails: MailLedger, now: Instant) -> Mail:
    """CLAIMED, UNKNOWN, HELD → ACCEPTED: SES answered, or an event proves that it has the mail."""
    return _move(
        mail,
        {HELD, CLAIMED, UNKNOWN},
        ACCEPTED,
        mails,
        now,
        ses_message_id=message_id or mail.ses_message_id,
    )


def fail(mail: Mail, failure: str, *, mails: MailLedger, now: Instant) -> Mail:
    """CLAIMED, UNKNOWN → FAILED: SES definitely will not deliver it."""
    return _move(mail, {CLAIMED, UNKNOWN}, FAILED, mails, now, failure=failure)


def retry(mail: Mail, *, until: Instant, because: str, mails: MailLedger, now: Instant) -> Mail:
    """CLAIMED, UNKNOWN → HELD: SES definitely refused this submission, for now."""
    return _move(mail, {CLAIMED, UNKNOWN}, HELD, mails, now, wake_at=until, held_because=because)


def lose(mail: Mail, failure: str, *, mails: MailLedger, now: Instant) -> Mail:
    """CLAIMED → UNKNOWN: nobody knows whether SES has it; never sent again by itself (R4)."""
    return _move(mail, {CLAIMED}, UNKNOWN, mails, now, failure=failure, wake_at=now + PATIENCE)


def assume_sent(mail: Mail, *, by: str | None, mails: MailLedger, now: Instant) -> Mail:
    """UNKNOWN → ASSUMED_SENT: by policy for a campaign mail, by a named person for an answer."""
    return _move(mail, {UNKNOWN}, ASSUMED_SENT, mails, now, decided_by=by)


def ask_about_unknown(mail: Mail, *, mails: MailLedger, now: Instant) -> Mail:
    """UNKNOWN stays UNKNOWN but enters the human queue: a second letter may double the first (R4)."""
    asked = mail.model_copy(update={"wake_at": None, "waits_since": now, "updated_at": now})
    return mails.replace(asked, expected=UNKNOWN)


def send_again(mail: Mail, *, by: str, mails: MailLedger, now: Instant) -> Mail:
    """UNKNOWN → HELD: a named person accepts that the candidate may get it twice (R1)."""
    return _move(
        mail,
        {UNKNOWN},
        HELD,
        mails,
        now,
        wake_at=now,
        held_because=None,
        maybe_sent=True,
        decided_by=by,
        guards=without_pressure(mail.guards),
    )


def note(mail: Mail, fact: DeliveryFact, message_id: str | None, *, mails: MailLedger, now: Instant) -> Mail:
    """Keep an event beside the state; where it settles what became of the mail, move it (R6). Again is harmless."""
    if any((kept.kind, kept.submission, kept.at) == (fact.kind, fact.submission, fact.at) for kept in mail.facts):
        return mail
    known = mail.model_copy(
        update={"facts": (*mail.facts, fact), "ses_message_id": mail.ses_message_id or message_id, "updated_at": now}
    )
    settled = _settled_by(fact, mail)
    if settled is None:
        return mails.replace(known, expected=mail.state)
    failure = f"event {fact.kind}" if settled is FAILED else mail.failure
    return _move(known, {HELD, CLAIMED, UNKNOWN}, settled, mails, now, failure=failure)


def _settled_by(fact: DeliveryFact, mail: Mail) -> MailState | None:
    """Evidence beats a retry: whatever SES tells of a submission proves that it had it."""
    if mail.state not in {HELD, CLAIMED, UNKNOWN}:
        return None
    if fact.kind in PROOFS_OF_SENDING:
        return ACCEPTED
    refused = fact.kind in PROOFS_OF_REFUSAL and fact.submission == mail.submission
    return FAILED if refused and mail.state is not HELD else None


def _move(
    mail: Mail, starts: set[MailState], to: MailState, mails: MailLedger, now: Instant, **changes: object
) -> Mail:
    """One arrow: checked against its own starts and the table, then written if nothing has happened since the read."""
    if mail.state not in starts or to not in ALLOWED[mail.state]:
        raise ConflictError(f"a mail that is {mail.state} cannot become {to} this way")
    clocks = {"wake_at": None, "waits_since": None, "claimed_until": None}
    moved = mail.model_copy(update={**clocks, "state": to, "updated_at": now, **changes})
    return mails.replace(moved, expected=mail.state)
