"""Draft answers for one or many applicants of a job: mails in DRAFT, and who gets none and why."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Final

from relance.advice.cv_text import cv_of
from relance.candidates import Candidate, CandidateId
from relance.errors import InvalidInputError, NotFoundError
from relance.jobs import Job, JobId
from relance.mail.mails import (
    AnswerContent,
    BatchId,
    Mail,
    MailId,
    MailState,
    Stream,
    answer_guard,
    mail_id,
)
from relance.privacy.addresses import address_key
from relance.records import Instant, Record
from relance.rejections.batches import LeftOut, RejectionBatch
from relance.rejections.composing import Case, Choice, check_choice, compose, may_be_answered
from relance.rejections.desk import Desk
from relance.rejections.left_out import NoAnswer
from relance.words.words import Words

MOST_APPLICANTS: Final = 1000
NOT_REPEATED_FOR: Final = timedelta(days=183)
"""How long a piece of advice is not given again to the same person."""
ENDED_UNSENT: Final = frozenset({MailState.CANCELLED, MailState.SKIPPED, MailState.FAILED})


class Applicant(Record):
    """Somebody to answer, and what was decided."""

    candidate_id: CandidateId
    choice: Choice


class Drafted(Record):
    """A new batch: its mails in DRAFT, and the people who get none."""

    batch: RejectionBatch
    mails: tuple[Mail, ...]
    left_out: tuple[LeftOut, ...]


def draft(
    job_id: JobId, applicants: Sequence[Applicant], *, desk: Desk, by: str, batch_id: BatchId, now: Instant
) -> Drafted:
    """Write each applicant's answer in the language of their CV; nothing leaves before a person approves it (R18).

    NotFoundError for an unknown job; InvalidInputError for a wrong choice (then nothing is written), ConflictError when
    the batch exists.
    """
    job, words = desk.jobs.get(job_id), desk.words.current()
    _check(applicants, job, words)
    version = desk.words.keep(words)
    batch = desk.batches.save(RejectionBatch(batch_id=batch_id, job_id=job_id, created_by=by, created_at=now))
    written = desk.each(lambda each: _answer(each, job, batch, words=words, desk=desk, now=now), applicants)
    mails = tuple(each for each in written if isinstance(each, Mail))
    left_out = tuple(each for each in written if isinstance(each, LeftOut))
    if left_out:
        batch = desk.batches.save(batch.model_copy(update={"left_out": left_out}))
    desk.audit.append(
        f"batch#{batch_id}",
        actor=by,
        action="answers drafted",
        detail={
            "job_id": job_id,
            "drafted": str(len(mails)),
            "left_out": str(len(left_out)),
            "words_version": version,
        },
        at=now,
    )
    return Drafted(batch=batch, mails=mails, left_out=left_out)


def case_of(candidate_id: CandidateId, job: Job, *, words: Words, desk: Desk, now: Instant) -> Case | NoAnswer:
    """What an answer to this person can rest on, read consistently; or why there can be none."""
    try:
        application = desk.applications.get(job.job_id, candidate_id)
    except NotFoundError:
        return NoAnswer.NOT_APPLIED
    refused = may_be_answered(application)
    if refused is not None:
        return refused
    try:
        candidate = desk.candidates.get(candidate_id)
    except NotFoundError:
        return NoAnswer.NOT_FOUND
    earlier = desk.mails.of_candidate(candidate_id)
    return Case(
        job=job,
        application=application,
        candidate=candidate,
        cv=cv_of(candidate, _text_of(candidate, desk)),
        words=words,
        already_given=_already_given(earlier, now=now),
        house=desk.wordings,
        tried_before=any(isinstance(mail.content, AnswerContent) and job.job_id in mail.job_ids for mail in earlier),
    )


def _check(applicants: Sequence[Applicant], job: Job, words: Words) -> None:
    """What is wrong for everybody is refused before anything is written."""
    if not 1 <= len(applicants) <= MOST_APPLICANTS:
        raise InvalidInputError(f"choose between one and {MOST_APPLICANTS} applicants")
    if len({each.candidate_id for each in applicants}) < len(applicants):
        raise InvalidInputError("each applicant can be chosen once")
    for choice in {each.choice for each in applicants}:
        check_choice(choice, job, words)


def _answer(
    applicant: Applicant, job: Job, batch: RejectionBatch, *, words: Words, desk: Desk, now: Instant
) -> Mail | LeftOut:
    """One person's mail, planned in the ledger with the guard of one live answer per application (R5)."""
    made = _composed(applicant, job, by=batch.created_by, words=words, desk=desk, now=now)
    if isinstance(made, NoAnswer):
        return LeftOut(candidate_id=applicant.candidate_id, why=made)
    case, content = made
    mail = Mail(
        mail_id=_attempt_id(job.job_id, applicant.candidate_id, 1),
        stream=Stream.ANSWERS,
        candidate_id=applicant.candidate_id,
        job_ids=(job.job_id,),
        batch_id=batch.batch_id,
        language=case.language,
        content=content,
        guards=(answer_guard(job.job_id, applicant.candidate_id),),
        created_at=now,
        updated_at=now,
    )
    planned = _planned(mail, case, desk)
    return planned or LeftOut(candidate_id=applicant.candidate_id, why=NoAnswer.ALREADY_ANSWERED)


def _planned(mail: Mail, case: Case, desk: Desk) -> Mail | None:
    """The mail in the ledger under the first free attempt; None while an earlier one lives or was sent.

    The list of a person's mails may be a moment behind: when the first attempt is taken after all, the ledger is asked.
    """
    if not case.tried_before and desk.mails.plan(mail):
        return mail.model_copy(update={"revision": 1})
    planned_id = _next_id(mail.candidate_id, case.job, desk)
    if planned_id is None:
        return None
    again = mail.model_copy(update={"mail_id": planned_id})
    return again.model_copy(update={"revision": 1}) if desk.mails.plan(again) else None


def _composed(
    applicant: Applicant, job: Job, *, by: str, words: Words, desk: Desk, now: Instant
) -> tuple[Case, AnswerContent] | NoAnswer:
    case = case_of(applicant.candidate_id, job, words=words, desk=desk, now=now)
    if isinstance(case, NoAnswer):
        return case
    content = _unreachable(case.candidate, desk) or compose(case, applicant.choice, by=by)
    return content if isinstance(content, NoAnswer) else (case, content)


def _unreachable(candidate: Candidate, desk: Desk) -> NoAnswer | None:
    if candidate.email is None:
        return NoAnswer.NO_ADDRESS
    try:
        key = address_key(candidate.email, desk.pepper)
    except InvalidInputError:
        return NoAnswer.NO_ADDRESS
    return NoAnswer.SUPPRESSED if desk.suppressions.reason(key) is not None else None


def last_attempt(job_id: JobId, candidate_id: CandidateId, desk: Desk) -> Mail | None:
    """The newest mail that answers this application, whatever became of it; None when there is none."""
    newest = None
    for attempt in count(1):
        try:
            newest = desk.mails.get(_attempt_id(job_id, candidate_id, attempt))
        except NotFoundError:
            break
    return newest


def _next_id(candidate_id: CandidateId, job: Job, desk: Desk) -> MailId | None:
    """The id of the first attempt that was not made yet; None while an earlier one lives or was sent."""
    for attempt in count(1):
        planned = _attempt_id(job.job_id, candidate_id, attempt)
        try:
            if desk.mails.get(planned).state not in ENDED_UNSENT:
                return None
        except NotFoundError:
            return planned
    return None


def _attempt_id(job_id: JobId, candidate_id: CandidateId, attempt: int) -> MailId:
    return mail_id("answer", f"{job_id}#{candidate_id}", attempt)


def _text_of(candidate: Candidate, desk: Desk) -> str:
    """The text of the newest CV that could be read; empty when there is none."""
    readable = candidate.readable_cv
    if readable is None:
        return ""
    try:
        return desk.cvs.text(candidate.candidate_id, readable.cv_id)
    except NotFoundError:
        return ""


def _already_given(earlier: Sequence[Mail], *, now: Instant) -> frozenset[str]:
    return frozenset(
        item.rule_id
        for mail in earlier
        if isinstance(mail.content, AnswerContent)
        and mail.state not in ENDED_UNSENT
        and mail.state is not MailState.DRAFT
        and now - mail.created_at < NOT_REPEATED_FOR
        for item in mail.content.advice
    )
