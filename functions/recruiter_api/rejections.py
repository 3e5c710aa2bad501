"""Rejections: draft, read, edit, approve, undo; nothing leaves before a named person has read it (R18)."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from recruiter_api.access import Caller
from recruiter_api.dependencies import ID, Answers, BatchPath, MailPath, NewId, Now, OutOfTime
from recruiter_api.routing import new_router
from relance.advice.tone import Tone
from relance.applications import Stage
from relance.candidates import CandidateId
from relance.errors import NotFoundError
from relance.jobs import JobId
from relance.mail.mails import BatchId, Mail, MailId
from relance.matching.criteria import CriterionKind
from relance.records import Record
from relance.rejections import approve, clear, draft, edit, preview, undo
from relance.rejections.batches import LeftOut, RejectionBatch
from relance.rejections.composing import Choice
from relance.rejections.desk import Desk
from relance.rejections.left_out import SENTENCES, NoAnswer
from relance.rejections.preview import Preview

router = new_router()


class ChoiceFields(Record):
    """What a recruiter decides about an answer."""

    reason_id: str = Field(max_length=100)
    """One of GET /reasons."""
    criterion_id: str | None = Field(default=None, max_length=100)
    """A criterion of the job; needed by reasons that name one."""
    personal_note: str | None = Field(default=None, max_length=1000)
    asks_clearance: bool = False
    """Keep words that the linter found in the note: the answer then waits for a second person (R20)."""
    tone: Tone | None = None
    """How the person is addressed in French; as the employer's words say when not given."""
    with_strength: bool = True
    without_rules: frozenset[str] = Field(default=frozenset(), max_length=50)
    """Advice struck out, by rule id."""


class NewApplicant(ChoiceFields):
    """Somebody to answer, with a choice of their own."""

    candidate_id: CandidateId = Field(pattern=ID)


class NewBatch(ChoiceFields):
    """People of one job to answer: `candidate_ids` with the choice given here, `applicants` each with their own."""

    job_id: JobId = Field(pattern=ID)
    candidate_ids: tuple[Annotated[CandidateId, Field(pattern=ID)], ...] = Field(default=(), max_length=1000)
    reason_id: str = Field(default="", max_length=100)
    """One of GET /reasons; needed with `candidate_ids`."""
    applicants: tuple[NewApplicant, ...] = Field(default=(), max_length=1000)


class NotDrafted(Record):
    """Somebody who gets no answer, and why in French and English."""

    candidate_id: CandidateId
    why: NoAnswer
    fr: str
    en: str


class BatchView(Record):
    """A batch and its mails as the ledger holds them."""

    batch: RejectionBatch
    mails: tuple[Mail, ...]
    left_out: tuple[NotDrafted, ...]


class BatchText(Record):
    """The whole list as it would leave; `list_hash` is what approving the batch states."""

    batch: RejectionBatch
    list_hash: str
    previews: tuple[Preview, ...]
    left_out: tuple[NotDrafted, ...]


class MailApproval(Record):
    """Lets one answer leave."""

    text_hash: str = Field(max_length=64)
    """From the preview that this person opened."""


class Clearance(Record):
    """A second person lets a flagged sentence stand."""

    text_hash: str = Field(max_length=64)
    """From the preview that this person opened."""


class BatchApproval(Record):
    """Lets every draft of a batch leave."""

    list_hash: str = Field(max_length=64)
    """From the list that this person opened."""


class BatchApproved(Record):
    """What became of each mail."""

    batch: RejectionBatch
    approved: tuple[MailId, ...]
    not_approved: tuple[NotDrafted, ...]


class BatchCancelled(Record):
    """What became of each mail."""

    batch: RejectionBatch
    cancelled: tuple[MailId, ...]
    too_late: tuple[MailId, ...]


class ReasonLine(Record):
    """A reason in the words of the screen."""

    reason_id: str
    label: str
    needs_criterion: bool
    not_of: frozenset[CriterionKind]
    """Kinds of criteria that it cannot name."""
    stages: tuple[Stage, ...]


class ReasonList(Record):
    """The catalogue and its version."""

    version: str
    items: tuple[ReasonLine, ...]


@router.get("/reasons", summary="Reasons that a rejection can have", tags=["rejections"])
def list_reasons(
    desk: Answers,
    lang: Annotated[str, Query(description="language of the labels", pattern="^(fr|en)$")] = "fr",
) -> ReasonList:
    """In the catalogue's order."""
    words = desk.words.current()
    items = tuple(
        ReasonLine(
            reason_id=reason.id,
            label=reason.label["fr" if lang == "fr" else "en"],
            needs_criterion=reason.needs_criterion,
            not_of=reason.not_of,
            stages=reason.stages,
        )
        for reason in words.reasons.reason
    )
    return ReasonList(version=words.version, items=items)


@router.post("/rejections", status_code=201, summary="Draft answers", tags=["rejections"])
def draft_batch(new: NewBatch, user: Caller, desk: Answers, batch_id: NewId, now: Now) -> BatchView:
    """One draft per person, in the language of the CV; those who get none are listed with the reason."""
    applicants = [draft.Applicant(candidate_id=one, choice=_choice(new)) for one in new.candidate_ids]
    applicants += [draft.Applicant(candidate_id=one.candidate_id, choice=_choice(one)) for one in new.applicants]
    made = draft.draft(new.job_id, applicants, desk=desk, by=user.name, batch_id=BatchId(batch_id), now=now)
    return BatchView(batch=made.batch, mails=made.mails, left_out=_told(made.left_out))


@router.get("/rejections/<batch_id>", summary="A batch and where its mails stand", tags=["rejections"])
def get_batch(batch_id: BatchPath, desk: Answers) -> BatchView:
    """As the ledger holds it now."""
    batch = desk.batches.get(BatchId(batch_id))
    mails = tuple(preview.mails_of(batch.batch_id, desk))
    return BatchView(batch=batch, mails=mails, left_out=_told(batch.left_out))


@router.get("/rejections/<batch_id>/preview", summary="Read the whole list", tags=["rejections"])
def preview_batch(batch_id: BatchPath, user: Caller, desk: Answers, now: Now) -> BatchText:
    """Names, reasons, advice and texts of all drafts; it is recorded that this person opened exactly this list."""
    shown = preview.preview_batch(BatchId(batch_id), desk=desk, by=user.name, now=now)
    return BatchText(
        batch=shown.batch, list_hash=shown.list_hash, previews=shown.previews, left_out=_told(shown.left_out)
    )


@router.get("/rejections/<batch_id>/mails/<mail_id>/preview", summary="Read one answer", tags=["rejections"])
def preview_mail(batch_id: BatchPath, mail_id: MailPath, user: Caller, desk: Answers, now: Now) -> Preview:
    """The very text and hour; it is recorded that this person opened exactly this text."""
    return preview.preview(_mail_of(batch_id, mail_id, desk), desk=desk, by=user.name, now=now)


@router.patch("/rejections/<batch_id>/mails/<mail_id>", summary="Edit a draft", tags=["rejections"])
def edit_mail(
    batch_id: BatchPath, mail_id: MailPath, change: ChoiceFields, user: Caller, desk: Answers, now: Now
) -> Mail:
    """The answer is written anew and must be read again before it can be approved."""
    return edit.edit(_mail_of(batch_id, mail_id, desk), _choice(change), desk=desk, by=user.name, now=now)


@router.post("/rejections/<batch_id>/mails/<mail_id>/clear", summary="Clear a flagged sentence", tags=["rejections"])
def clear_mail(
    batch_id: BatchPath, mail_id: MailPath, clearance: Clearance, user: Caller, desk: Answers, now: Now
) -> Mail:
    """Needs the group approver; 409 for whoever wrote the sentence, and unless exactly this text was opened (R20)."""
    one = _mail_of(batch_id, mail_id, desk)
    return clear.clear(one, text_hash=clearance.text_hash, desk=desk, by=user.name, now=now)


@router.post("/rejections/<batch_id>/mails/<mail_id>/approve", summary="Approve one answer", tags=["rejections"])
def approve_mail(
    batch_id: BatchPath, mail_id: MailPath, approval: MailApproval, user: Caller, desk: Answers, now: Now
) -> Mail:
    """Needs the group approver; 409 unless this person opened exactly this text."""
    one = _mail_of(batch_id, mail_id, desk)
    return approve.approve(one, text_hash=approval.text_hash, desk=desk, by=user.name, now=now)


@router.post("/rejections/<batch_id>/approve", summary="Approve a whole batch", tags=["rejections"])
def approve_batch(
    batch_id: BatchPath, approval: BatchApproval, user: Caller, desk: Answers, now: Now, out_of_time: OutOfTime
) -> BatchApproved:
    """Needs the group approver; 409 unless this person opened exactly this list. Whatever is not approved is listed."""
    batch, listed = BatchId(batch_id), approval.list_hash
    done = approve.approve_batch(batch, list_hash=listed, desk=desk, by=user.name, now=now, out_of_time=out_of_time)
    return BatchApproved(batch=done.batch, approved=done.approved, not_approved=_told(done.not_approved))


@router.post("/rejections/<batch_id>/mails/<mail_id>/cancel", summary="Undo one answer", tags=["rejections"])
def cancel_mail(batch_id: BatchPath, mail_id: MailPath, user: Caller, desk: Answers, now: Now) -> Mail:
    """Until the sender has claimed it; the person can be answered anew (R19)."""
    return undo.undo(_mail_of(batch_id, mail_id, desk), desk=desk, by=user.name, now=now)


@router.post("/rejections/<batch_id>/cancel", summary="Undo a whole batch", tags=["rejections"])
def cancel_batch(batch_id: BatchPath, user: Caller, desk: Answers, now: Now) -> BatchCancelled:
    """From now on no mail of it is claimed; those that are on their way are listed."""
    done = undo.undo_batch(BatchId(batch_id), desk=desk, by=user.name, now=now)
    return BatchCancelled(batch=done.batch, cancelled=done.cancelled, too_late=done.too_late)


def _mail_of(batch_id: str, mail_id: str, desk: Desk) -> MailId:
    """The mail's id; NotFoundError when it is not in that batch."""
    mail = desk.mails.get(MailId(mail_id))
    if mail.batch_id != batch_id:
        raise NotFoundError("this batch has no such mail")
    return mail.mail_id


def _choice(given: ChoiceFields) -> Choice:
    return Choice(**given.model_dump(include=set(ChoiceFields.model_fields)))


def _told(left_out: tuple[LeftOut, ...]) -> tuple[NotDrafted, ...]:
    return tuple(
        NotDrafted(candidate_id=one.candidate_id, why=one.why, fr=SENTENCES[one.why][0], en=SENTENCES[one.why][1])
        for one in left_out
    )
