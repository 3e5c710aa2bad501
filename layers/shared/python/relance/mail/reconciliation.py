"""The ledger held against what SES told: every mail whose two stories do not fit, and the sums (R40)."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

from relance.mail.ledger import PROOFS_OF_REFUSAL, PROOFS_OF_SENDING
from relance.mail.mails import Mail, MailId, MailState, Stream
from relance.ports.mail import MailLedger
from relance.records import Cursor, Instant, Record

PAGE: Final = 200
FINAL_EVENT_WITHIN: Final = timedelta(hours=14)
"""SES tries a receiver for at most so long before it says delivery or bounce (R40)."""
CLAIM_ENDS_WITHIN: Final = timedelta(minutes=5)
QUEUED_WITHIN: Final = {Stream.ANSWERS: timedelta(hours=1), Stream.CAMPAIGNS: timedelta(days=1)}
"""Answers are asked for first; a large campaign may wait for the next day's quota."""
ANSWERED_WITHIN: Final = timedelta(days=3)
LISTED_FOR: Final = timedelta(days=7)
"""An ended mail that does not fit is named for so many nights; afterwards nobody can do anything about it."""
ENDED: Final = frozenset(
    {MailState.ACCEPTED, MailState.FAILED, MailState.SKIPPED, MailState.CANCELLED, MailState.ASSUMED_SENT}
)
FINAL_EVENTS: Final = frozenset({"delivery", "bounce", "complaint", "reject", "renderingfailure"})


class DifferenceKind(StrEnum):
    """What does not fit."""

    NO_FINAL_EVENT = "no_final_event"
    """ACCEPTED for more than 14 hours, and neither delivered nor bounced: look at SES and at the events' queues."""
    NOT_KNOWN = "not_known"
    """UNKNOWN: nobody knows whether it left."""
    ASSUMED = "assumed"
    """ASSUMED_SENT, and no event has ever proved it."""
    SENT_YET_CALLED_UNSENT = "sent_yet_called_unsent"
    """FAILED, SKIPPED, CANCELLED or HELD although an event proves a submission."""
    REFUSED_YET_CALLED_SENT = "refused_yet_called_sent"
    """ACCEPTED although SES said later that it would not deliver it: nobody got it."""
    CLAIM_NEVER_ENDED = "claim_never_ended"
    """CLAIMED beyond its lease: the dispatcher does not run."""
    NEVER_QUEUED = "never_queued"
    """HELD, and due for too long: the dispatcher or the allowance stands still, or sending is stopped."""
    WAITS_FOR_A_PERSON = "waits_for_a_person"
    """Somebody has been asked for more than three days."""
    FORGOTTEN = "forgotten"
    """Alive without a clock and without a question: nothing will ever happen to it."""


class Difference(Record):
    """One mail that somebody should look at."""

    mail_id: MailId
    kind: DifferenceKind
    state: MailState
    stream: Stream
    since: Instant
    because: str | None = None
    """What it is held for, or how it failed."""


class Reconciliation(Record):
    """The sums of a whole pass: each mail is counted once."""

    mails: int
    states: Mapping[str, int]
    differences: Mapping[str, int]
    accepted_last_day: int
    """To be held against SES's own SentLast24Hours; unclear outcomes may be among those."""
    unclear_last_day: int


def differences_of(mail: Mail, *, now: Instant) -> tuple[Difference, ...]:
    """What does not fit about this mail; none for most, and none once it is history."""
    if mail.state in ENDED and now - mail.updated_at > LISTED_FOR:
        return ()
    return tuple(
        Difference(
            mail_id=mail.mail_id,
            kind=kind,
            state=mail.state,
            stream=mail.stream,
            since=mail.waits_since or mail.updated_at,
            because=mail.held_because or mail.failure,
        )
        for kind in _kinds(mail, now=now)
    )


def reconcile(mails: MailLedger, *, report: Callable[[Difference], None], now: Instant) -> Reconciliation:
    """The sums of a pass over all mails; `report` hears of every difference as it is found.

    A mail that changes meanwhile may be named in vain.
    """
    states: Counter[str] = Counter()
    found: Counter[str] = Counter()
    recent: Counter[MailState] = Counter()
    for mail in _everything(mails):
        states[mail.state] += 1
        recent[mail.state] += now - mail.updated_at <= timedelta(days=1)
        for difference in differences_of(mail, now=now):
            found[difference.kind] += 1
            report(difference)
    return Reconciliation(
        mails=states.total(),
        states=dict(sorted(states.items())),
        differences=dict(found.most_common()),
        accepted_last_day=recent[MailState.ACCEPTED],
        unclear_last_day=recent[MailState.UNKNOWN] + recent[MailState.ASSUMED_SENT],
    )


def _kinds(mail: Mail, *, now: Instant) -> Iterator[DifferenceKind]:
    told = {fact.kind for fact in mail.facts}
    proved = bool(told & PROOFS_OF_SENDING)
    match mail.state:
        case MailState.ACCEPTED:
            if not told & FINAL_EVENTS and now - mail.updated_at > FINAL_EVENT_WITHIN:
                yield DifferenceKind.NO_FINAL_EVENT
            if told & PROOFS_OF_REFUSAL and not told & {"delivery", "bounce", "complaint"}:
                yield DifferenceKind.REFUSED_YET_CALLED_SENT
        case MailState.UNKNOWN:
            yield DifferenceKind.NOT_KNOWN
        case MailState.ASSUMED_SENT if not proved:
            yield DifferenceKind.ASSUMED
        case MailState.FAILED | MailState.SKIPPED | MailState.CANCELLED | MailState.HELD if proved:
            yield DifferenceKind.SENT_YET_CALLED_UNSENT
        case MailState.CLAIMED if now - (mail.claimed_until or mail.updated_at) > CLAIM_ENDS_WITHIN:
            yield DifferenceKind.CLAIM_NEVER_ENDED
    yield from _standing_still(mail, now=now)


def _standing_still(mail: Mail, *, now: Instant) -> Iterator[DifferenceKind]:
    if mail.state not in {MailState.HELD, MailState.CLAIMED, MailState.UNKNOWN}:
        return
    if mail.waits_since is not None and now - mail.waits_since > ANSWERED_WITHIN:
        yield DifferenceKind.WAITS_FOR_A_PERSON
    if mail.waits_since is None and mail.wake_at is None:
        yield DifferenceKind.FORGOTTEN
    if mail.state is MailState.HELD and mail.wake_at is not None and now - mail.wake_at > QUEUED_WITHIN[mail.stream]:
        yield DifferenceKind.NEVER_QUEUED


def _everything(mails: MailLedger) -> Iterator[Mail]:
    after: Cursor | None = None
    while True:
        page = mails.page(after=after, limit=PAGE)
        yield from page.items
        after = page.next
        if after is None:
            return
