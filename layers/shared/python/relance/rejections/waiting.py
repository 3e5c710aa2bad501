"""Answer everyone: the applications that wait for an answer, longest first, ready to be drafted."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from relance.applications import Application, Outcome, Stage
from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.records import Instant, Record
from relance.rejections.composing import Choice
from relance.rejections.desk import Desk
from relance.rejections.draft import ENDED_UNSENT, Applicant, last_attempt

_PAGE: Final = 200
FILLED: Final = "another_candidate_closer"
"""Proposed for the others once somebody was hired."""


class Unanswered(Record):
    """An application without a live answer."""

    job_id: JobId
    candidate_id: CandidateId
    stage: Stage
    applied_at: Instant
    outcome: Outcome
    waits_since: Instant
    """The last thing that the person knows of: the interview, or the application itself."""


def unanswered(job_id: JobId, *, longer_than: timedelta, desk: Desk, now: Instant) -> tuple[Unanswered, ...]:
    """Applications of a job, open or rejected, that will have waited that long without an answer; longest first."""
    long = [
        application
        for application in _applications(job_id, desk)
        if application.outcome in {Outcome.OPEN, Outcome.REJECTED} and now - application.waits_since >= longer_than
    ]
    answered = desk.each(lambda application: _has_answer(application, desk), long)
    waiting = [_waiting(each) for each, has_answer in zip(long, answered, strict=True) if not has_answer]
    return tuple(sorted(waiting, key=lambda each: (each.waits_since, each.candidate_id)))


def proposed_after_hiring(job_id: JobId, *, desk: Desk, now: Instant) -> tuple[Applicant, ...]:
    """Answers for everybody else of a job on which somebody was hired; none while nobody was."""
    if not anybody_hired(job_id, desk=desk):
        return ()
    others = unanswered(job_id, longer_than=timedelta(0), desk=desk, now=now)
    return tuple(Applicant(candidate_id=each.candidate_id, choice=Choice(reason_id=FILLED)) for each in others)


def anybody_hired(job_id: JobId, *, desk: Desk) -> bool:
    """Whether an application for this job ended in a hire."""
    return any(application.outcome is Outcome.HIRED for application in _applications(job_id, desk))


def _waiting(application: Application) -> Unanswered:
    return Unanswered(
        job_id=application.job_id,
        candidate_id=application.candidate_id,
        stage=application.stage,
        applied_at=application.applied_at,
        outcome=application.outcome,
        waits_since=application.waits_since,
    )


def _applications(job_id: JobId, desk: Desk) -> Iterator[Application]:
    desk.jobs.get(job_id)
    page = desk.applications.of_job(job_id, after=None, limit=_PAGE)
    while True:
        yield from page.items
        if page.next is None:
            return
        page = desk.applications.of_job(job_id, after=page.next, limit=_PAGE)


def _has_answer(application: Application, desk: Desk) -> bool:
    """Whether the newest attempt lives or was sent."""
    mail = last_attempt(application.job_id, application.candidate_id, desk)
    return mail is not None and mail.state not in ENDED_UNSENT
