"""Mails: rows of the ledger, by person or by batch."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, Protocol

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from recruiter_api.access import Caller
from recruiter_api.dependencies import ID, After, Audit, Limit, MailPath, Mails, Now
from recruiter_api.routing import new_router
from relance.candidates import CandidateId
from relance.errors import ConflictError, InvalidInputError
from relance.mail import ledger
from relance.mail.mails import BatchId, Mail, MailId, MailState, Stream
from relance.ports.mail import MailLedger
from relance.records import Instant, Page, Record

router = new_router()


class DecisionKind(StrEnum):
    """What a person can say about a mail that waits."""

    SEND = "send"
    """Send it all the same; only for one that has not been submitted and whose text is still the approved one."""
    CANCEL = "cancel"
    """Never send it; only for one that has not been submitted. Another can be drafted in its place."""
    SEND_AGAIN = "send_again"
    """Submit once more although the first submission may have arrived."""
    ASSUME_SENT = "assume_sent"
    """Leave it: it was probably sent."""


class Ground(StrEnum):
    """Why somebody settles a mail of unknown fate; kept for good, therefore a code and not a text about a person."""

    PERSON_HAS_IT = "person_has_it"
    """The person says so, or has answered it."""
    PERSON_HAS_NOTHING = "person_has_nothing"
    """The person says that nothing came."""
    SES_HAS_IT = "ses_has_it"
    """SES's console or support says that it took the mail."""
    SES_HAS_NOTHING = "ses_has_nothing"
    """SES's console or support says that it never had the mail."""
    RATHER_ONCE = "rather_once"
    """Nobody knows; a second letter would do more harm than none."""
    RATHER_TWICE = "rather_twice"
    """Nobody knows; no letter would do more harm than a second one."""


class Decision(Record):
    """A named person's word about one mail."""

    decision: DecisionKind
    because: Ground | None = Field(default=None, description="needed by send_again and assume_sent")


class WaitingMails(Record):
    """The human queue of a stream."""

    items: tuple[Mail, ...]


class _Act(Protocol):
    def __call__(self, mail: Mail, *, by: str, mails: MailLedger, now: Instant) -> Mail: ...


def _cancel(mail: Mail, *, by: str, mails: MailLedger, now: Instant) -> Mail:
    """An answer that waits for its hour is undone instead: that opens its application again."""
    if mail.waits_since is None:
        raise ConflictError("the mail does not wait for a person")
    if mail.state is MailState.UNKNOWN:
        raise ConflictError("it may have left: assume that it was sent, or have it sent again")
    return ledger.cancel(mail, by=by, mails=mails, now=now)


_ACTS: Final[Mapping[DecisionKind, _Act]] = {
    DecisionKind.SEND: ledger.lift,
    DecisionKind.CANCEL: _cancel,
    DecisionKind.SEND_AGAIN: ledger.send_again,
    DecisionKind.ASSUME_SENT: ledger.assume_sent,
}
_ABOUT_UNKNOWN: Final = frozenset({DecisionKind.SEND_AGAIN, DecisionKind.ASSUME_SENT})


@router.get("/mails", summary="Mails to a person, or of a batch or an occurrence", tags=["mails"])
def list_mails(
    mails: Mails,
    candidate: Annotated[str | None, Query(description="id of the candidate", pattern=ID)] = None,
    batch: Annotated[str | None, Query(description="id of the batch or occurrence", max_length=200)] = None,
    after: After = None,
    limit: Limit = 50,
) -> Page[Mail]:
    """Exactly one of `candidate` and `batch`. Mails to a person come at once, oldest first."""
    if batch and not candidate:
        return mails.of_batch(BatchId(batch), after=after, limit=limit)
    if candidate and not batch:
        return Page(items=tuple(mails.of_candidate(CandidateId(candidate))))
    raise InvalidInputError("give either candidate or batch")


@router.get("/mails/waiting", summary="Mails that wait for a person's decision", tags=["mails"])
def list_waiting(
    mails: Mails, stream: Annotated[Stream, Query(description="which mails")] = Stream.ANSWERS, limit: Limit = 50
) -> WaitingMails:
    """Longest first; `held_because` says what is to be decided."""
    return WaitingMails(items=tuple(mails.get(mail_id) for mail_id in mails.waiting(stream, limit=limit)))


@router.post("/mails/<mail_id>/decide", summary="Decide what becomes of a waiting mail", tags=["mails"])
def decide(mail_id: MailPath, decided: Decision, user: Caller, mails: Mails, audit: Audit, now: Now) -> Mail:
    """Needs the group approver. Sending again what may have arrived can double it (R4): the decision is on record."""
    if decided.because is None and decided.decision in _ABOUT_UNKNOWN:
        raise InvalidInputError(f"say why, as `because`: one of {', '.join(Ground)}")
    act = _ACTS[decided.decision]
    mail = act(mails.get(MailId(mail_id)), by=user.name, mails=mails, now=now)
    why = {"because": decided.because.value} if decided.because else {}
    detail = {"decision": decided.decision, "state": mail.state, **why}
    audit.append(f"mail#{mail_id}", actor=user.name, action="mail decided", detail=detail, at=now)
    return mail


@router.get("/mails/<mail_id>", summary="One mail with its state and what became of it", tags=["mails"])
def get_mail(mail_id: MailPath, mails: Mails) -> Mail:
    """Consistent read."""
    return mails.get(MailId(mail_id))
