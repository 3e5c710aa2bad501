"""Undo answers before they are sent: one mail or a whole batch; what was undone can be drafted anew (R19)."""

from typing import Final

from relance.applications import Outcome, conclude
from relance.errors import ConflictError, NotFoundError
from relance.mail import ledger
from relance.mail.mails import BatchId, Mail, MailId, MailState
from relance.records import Instant, Record
from relance.rejections.batches import RejectionBatch
from relance.rejections.desk import Desk
from relance.rejections.preview import mails_of

_STOPPABLE: Final = frozenset({MailState.DRAFT, MailState.HELD})
_NEVER_LEFT: Final = frozenset({MailState.SKIPPED, MailState.FAILED})


class TooLateError(ConflictError):
    """The answer is being sent, or was sent."""


class BatchUndo(Record):
    """What became of each mail of a stopped batch."""

    batch: RejectionBatch
    cancelled: tuple[MailId, ...]
    too_late: tuple[MailId, ...]


def undo(mail_id: MailId, *, desk: Desk, by: str, now: Instant) -> Mail:
    """Cancel one answer; undoing twice is harmless, and ends what a crash interrupted.

    TooLateError once the sender has claimed it.
    """
    mail = desk.mails.get(mail_id)
    if mail.state not in _STOPPABLE | {MailState.CANCELLED}:
        raise TooLateError(f"too late to undo: the answer is {mail.state}")
    stopped = mail.state in _STOPPABLE
    cancelled = ledger.cancel(mail, by=by, mails=desk.mails, now=now) if stopped else mail
    if _reopen(mail, desk=desk, now=now) or stopped:
        desk.audit.append(f"mail#{mail_id}", actor=by, action="answer undone", detail={"was": mail.state}, at=now)
    return cancelled


def undo_batch(batch_id: BatchId, *, desk: Desk, by: str, now: Instant) -> BatchUndo:
    """Stop a whole batch: from the first write on, no mail of it is claimed; then each is cancelled."""
    batch = desk.batches.get(batch_id)
    if batch.stopped_at is None:
        batch = desk.batches.save(batch.model_copy(update={"stopped_by": by, "stopped_at": now}))
    unsettled = (mail for mail in mails_of(batch_id, desk) if mail.state not in _NEVER_LEFT)
    tried = desk.each(lambda mail: _try(mail, desk=desk, by=by, now=now), unsettled)
    cancelled = tuple(mail_id for mail_id, done in tried if done)
    too_late = tuple(mail_id for mail_id, done in tried if not done)
    detail = {"cancelled": str(len(cancelled)), "too_late": str(len(too_late))}
    desk.audit.append(f"batch#{batch_id}", actor=by, action="batch stopped", detail=detail, at=now)
    return BatchUndo(batch=batch, cancelled=cancelled, too_late=too_late)


def _try(mail: Mail, *, desk: Desk, by: str, now: Instant) -> tuple[MailId, bool]:
    try:
        undo(mail.mail_id, desk=desk, by=by, now=now)
    except ConflictError:
        return mail.mail_id, desk.mails.get(mail.mail_id).state is MailState.CANCELLED
    return mail.mail_id, True


def _reopen(mail: Mail, *, desk: Desk, now: Instant) -> bool:
    """An application that this answer's approval rejected is open again; one that ended otherwise stays as it is."""
    try:
        application = desk.applications.get(mail.job_ids[0], mail.candidate_id)
        if application.outcome is not Outcome.REJECTED or application.answer_id != mail.mail_id:
            return False
        desk.applications.save(conclude(application, Outcome.OPEN, now=now))
    except (NotFoundError, ConflictError):
        # Erased, or somebody has just decided otherwise: their word is newer than what is undone here.
        return False
    return True
