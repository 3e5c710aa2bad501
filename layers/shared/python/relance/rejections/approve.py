"""Approve answers: a named person who has read exactly this text lets it leave (R18)."""

from collections.abc import Callable

from relance.applications import Application, Outcome, conclude
from relance.errors import ConflictError
from relance.mail import ledger
from relance.mail.mails import AnswerContent, BatchId, Mail, MailId, MailState
from relance.records import Instant, Record
from relance.rejections.batches import LeftOut, RejectionBatch
from relance.rejections.clear import waits_for_clearance
from relance.rejections.composing import may_be_answered
from relance.rejections.desk import Desk
from relance.rejections.left_out import SENTENCES, NoAnswer
from relance.rejections.preview import Seen, leaves_if_approved, list_hash, look, look_all


class NotOpenedError(ConflictError):
    """This person was not shown exactly this text: open the preview first."""


class TextChangedError(ConflictError):
    """The text is no longer the one that was shown: open the preview again."""


class BatchApproval(Record):
    """What became of each mail of an approved batch: approved, or listed with the reason."""

    batch: RejectionBatch
    approved: tuple[MailId, ...]
    not_approved: tuple[LeftOut, ...]


def approve(mail_id: MailId, *, text_hash: str, desk: Desk, by: str, now: Instant) -> Mail:
    """Let one answer leave at its hour. `text_hash` is the one of the preview that `by` was shown.

    The application becomes rejected first and the mail HELD second: were it the other way round, a crash between
    the two would let the sender find an open application and skip the answer for good. ConflictError (NotOpenedError,
    TextChangedError) when the text was not read, has changed, or the application or the mail moved on.
    """
    seen = look(desk.mails.get(mail_id), desk=desk, now=now)
    if seen.preview.text_hash != text_hash:
        raise TextChangedError("the text has changed since it was shown: read it again")
    if desk.batches.opened(mail_id, text_hash, by) is None:
        raise NotOpenedError("read the answer before approving it")
    return _let_leave(seen, desk=desk, by=by, now=now)


def approve_batch(
    batch_id: BatchId,
    *,
    list_hash: str,
    desk: Desk,
    by: str,
    now: Instant,
    out_of_time: Callable[[], bool] = lambda: False,
) -> BatchApproval:
    """Let every draft of a batch leave; those that cannot, or for which no time is left, are listed with why.

    ConflictError (NotOpenedError, TextChangedError) when `by` has not opened exactly this list or the batch is stopped.
    """
    batch = desk.batches.get(batch_id)
    if batch.stopped_at is not None:
        raise ConflictError("this batch was stopped: draft its answers again")
    listed = _read_list(batch_id, list_hash, desk=desk, by=by, now=now)
    batch = desk.batches.save(batch.model_copy(update={"approved_by": by, "approved_at": now}))
    tried = desk.each(lambda seen: _not_yet(seen) if out_of_time() else _try(seen, desk=desk, by=by, now=now), listed)
    approved = tuple(each.mail_id for each in tried if isinstance(each, Mail))
    not_approved = tuple(each for each in tried if isinstance(each, LeftOut))
    desk.audit.append(
        f"batch#{batch_id}",
        actor=by,
        action="batch approved",
        detail={"list_hash": list_hash, "approved": str(len(approved)), "not_approved": str(len(not_approved))},
        at=now,
    )
    return BatchApproval(batch=batch, approved=approved, not_approved=not_approved)


def _read_list(batch_id: BatchId, stated: str, *, desk: Desk, by: str, now: Instant) -> tuple[Seen, ...]:
    seen, _ = look_all(batch_id, desk=desk, now=now)
    if not seen:
        raise ConflictError("no answer of this batch waits for approval")
    if list_hash(each.preview for each in seen) != stated:
        raise TextChangedError("the list has changed since it was shown: read it again")
    if desk.batches.opened(batch_id, stated, by) is None:
        raise NotOpenedError("read the list before approving it")
    return seen


def _not_yet(seen: Seen) -> LeftOut:
    return LeftOut(candidate_id=seen.preview.mail.candidate_id, why=NoAnswer.NOT_YET)


def _try(seen: Seen, *, desk: Desk, by: str, now: Instant) -> Mail | LeftOut:
    mail = seen.preview.mail
    try:
        return _let_leave(seen, desk=desk, by=by, now=now)
    except ConflictError:
        return LeftOut(candidate_id=mail.candidate_id, why=_why_not(mail, desk=desk, now=now))


def _why_not(mail: Mail, *, desk: Desk, now: Instant) -> NoAnswer:
    if _is_too_old(mail, desk=desk, now=now):
        return NoAnswer.EXPIRED
    if waits_for_clearance(mail):
        return NoAnswer.NOT_CLEARED
    return may_be_answered(desk.applications.get(mail.job_ids[0], mail.candidate_id)) or NoAnswer.CHANGED


def _is_too_old(mail: Mail, *, desk: Desk, now: Instant) -> bool:
    return now - mail.updated_at > desk.policy.decisions_hold_for


def _let_leave(seen: Seen, *, desk: Desk, by: str, now: Instant) -> Mail:
    mail = seen.preview.mail
    if mail.state is not MailState.DRAFT or seen.application is None:
        raise ConflictError(f"only a draft can be approved; this answer is {mail.state}")
    if _is_too_old(mail, desk=desk, now=now):
        raise ConflictError(SENTENCES[NoAnswer.EXPIRED][1])
    if waits_for_clearance(mail):
        raise ConflictError(SENTENCES[NoAnswer.NOT_CLEARED][1])
    leaves = leaves_if_approved(seen.application, desk=desk, now=now)
    _reject(seen.application, mail, desk=desk, now=now)
    held = ledger.approve(
        mail,
        by=by,
        text_hash=seen.preview.text_hash,
        not_before=leaves.at,
        because=leaves.why.value,
        mails=desk.mails,
        now=now,
    )
    desk.audit.append(
        f"mail#{mail.mail_id}",
        actor=by,
        action="answer approved",
        detail={"text_hash": seen.preview.text_hash, "not_before": leaves.at.isoformat(), "batch_id": mail.batch_id},
        at=now,
    )
    return held


def _reject(application: Application, mail: Mail, *, desk: Desk, now: Instant) -> None:
    """The application ends as rejected for the answer's reason; one that a person had ended so before stays as it was.

    One that an earlier answer ended, which never left, is this answer's from now on.
    """
    refused = may_be_answered(application)
    if refused is not None:
        raise ConflictError(SENTENCES[refused][1])
    assert isinstance(mail.content, AnswerContent)  # noqa: S101  Offers have no applications to end.
    ends = {"reason_id": mail.content.reason_id, "answer_id": mail.mail_id}
    if application.outcome is Outcome.OPEN:
        desk.applications.save(conclude(application, Outcome.REJECTED, now=now, **ends))
    elif application.answer_id is not None and application.answer_id != mail.mail_id:
        desk.applications.save(application.model_copy(update=ends))
