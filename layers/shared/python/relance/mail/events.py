"""What SES tells of a submission, kept and acted upon: idempotent, in any order (R6, R7)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from relance.candidates import CandidateId
from relance.errors import ConflictError, NotFoundError, UnavailableError
from relance.mail import ledger
from relance.mail.mails import DeliveryFact, Mail, MailId
from relance.mail.reputation import count_and_judge
from relance.mail.standing import Counts
from relance.ports.mail import MailLedger, SendingCounts, StopSigns, Suppressions
from relance.ports.people import CandidateStore
from relance.records import Instant, Record

TRIES: Final = 6
"""How often one delivery of an event is tried while other writers of the mail are quicker."""


class MailEvent(Record):
    """One event about one submission, in our words."""

    mail_id: MailId
    submission: int
    kind: str
    at: Instant
    message_id: str | None = None
    detail: str | None = None
    """Bounce or complaint type; never an address."""
    suppress: tuple[str, ...] = ()
    """Addresses that must not be written to any more: hard bounces and complaints."""

    @property
    def complaint(self) -> bool:
        """Whether the person marked the mail as unwanted."""
        return self.kind == "complaint" and bool(self.suppress)


@dataclass(frozen=True, slots=True)
class Consequences:
    """What an event may touch besides its mail."""

    suppressions: Suppressions
    candidates: CandidateStore
    tally: SendingCounts
    stops: StopSigns
    address_key: Callable[[str], str]


def record_event(
    event: MailEvent, *, mails: MailLedger, touch: Consequences, pause: Callable[[int], None], now: Instant
) -> Mail:
    """Suppress, then keep the fact, then end the person's subscription after a complaint, then count (R9).

    Each step may be repeated. When another writer of the mail or of the person was quicker (the sender records its
    submission just then, two events of one mail arrive at once), it is tried again at once on what that one left:
    `pause(n)` waits a moment before the n-th further try. UnavailableError when the mail is not known (yet): the event
    is parked in its queue; ConflictError when others were quicker at every try: the queue repeats it.
    """
    for address in event.suppress:
        touch.suppressions.add(touch.address_key(address), event.kind, now=now)
    for further in range(1, TRIES):
        try:
            return _kept(event, mails=mails, touch=touch, now=now)
        except ConflictError:
            pause(further)
    return _kept(event, mails=mails, touch=touch, now=now)


def _kept(event: MailEvent, *, mails: MailLedger, touch: Consequences, now: Instant) -> Mail:
    mail = _known(event, mails)
    if event.complaint:
        _unsubscribe(mail.candidate_id, touch.candidates, now=now)
    fact = DeliveryFact(kind=event.kind, submission=event.submission, at=event.at, detail=event.detail)
    noted = ledger.note(mail, fact, event.message_id, mails=mails, now=now)
    if noted.revision != mail.revision:  # New to us: a repeated event is not counted again.
        count_and_judge(mail.stream, _counts(event), tally=touch.tally, stops=touch.stops, now=now)
    return noted


def _counts(event: MailEvent) -> Counts:
    return Counts(
        sent=int(event.kind == "send"),
        bounced=int(event.kind == "bounce" and bool(event.suppress)),
        complained=int(event.complaint),
    )


def _known(event: MailEvent, mails: MailLedger) -> Mail:
    try:
        mail = mails.get(event.mail_id)
    except NotFoundError as error:
        raise UnavailableError(f"no mail {event.mail_id} yet: the event waits") from error
    if event.submission > mail.submission:
        raise UnavailableError(f"mail {event.mail_id} has no submission {event.submission} yet: the event waits")
    return mail


def _unsubscribe(candidate_id: CandidateId, candidates: CandidateStore, *, now: Instant) -> None:
    try:
        candidate = candidates.get(candidate_id)
    except NotFoundError:
        return  # Erased meanwhile: there is nobody left to write to.
    if candidate.unsubscribed_at is None:
        candidates.save(candidate.model_copy(update={"unsubscribed_at": now, "updated_at": now}))
