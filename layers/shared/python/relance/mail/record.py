"""Writes down what became of a submission, whatever else has happened to the mail meanwhile."""

from datetime import timedelta
from typing import Final

from relance.errors import ConflictError
from relance.mail import ledger
from relance.mail.letters import Outcome, Sort
from relance.mail.mails import Mail, MailState
from relance.ports.mail import MailLedger
from relance.records import Instant

TRIES: Final = 5
LONGEST_PAUSE_MINUTES: Final = 60


def record(claimed: Mail, outcome: Outcome, *, mails: MailLedger, now: Instant) -> Mail:
    """The mail after its submission. An event may have been quicker: then the write is tried on what it left.

    ConflictError after several tries: the claim stays and becomes UNKNOWN at the end of its lease.
    """
    mail = claimed
    for _ in range(TRIES - 1):
        try:
            return _written(mail, outcome, mails=mails, now=now)
        except ConflictError:
            mail = mails.get(mail.mail_id)
            if not _still_open(mail, claimed, outcome):
                return mail
    return _written(mail, outcome, mails=mails, now=now)


def pause_after(submission: int) -> timedelta:
    """How long to wait after the n-th definite, passing refusal: 1, 2, 4 … at most 60 minutes."""
    return timedelta(minutes=min(1 << min(submission - 1, 10), LONGEST_PAUSE_MINUTES))


def _written(mail: Mail, outcome: Outcome, *, mails: MailLedger, now: Instant) -> Mail:
    code = outcome.code or "no_code"
    match outcome.sort:
        case Sort.ACCEPTED:
            return ledger.accept(mail, outcome.message_id, mails=mails, now=now)
        case Sort.REFUSED:
            return ledger.fail(mail, code, mails=mails, now=now)
        case Sort.REFUSED_FOR_NOW:
            until = now + pause_after(mail.submission)
            return ledger.retry(mail, until=until, because=code, mails=mails, now=now)
        case Sort.UNCLEAR:
            return ledger.lose(mail, code, mails=mails, now=now)


def _still_open(mail: Mail, claimed: Mail, outcome: Outcome) -> bool:
    """Whether the outcome still has something to say about the mail as it stands now."""
    if outcome.sort is Sort.ACCEPTED and mail.state in {MailState.HELD, MailState.CLAIMED, MailState.UNKNOWN}:
        return True
    same = mail.submission == claimed.submission
    return same and (
        mail.state is MailState.CLAIMED or (mail.state is MailState.UNKNOWN and outcome.sort is not Sort.UNCLEAR)
    )
