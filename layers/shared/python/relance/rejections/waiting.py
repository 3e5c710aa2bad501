"""Answer everyone: the applications that wait for an answer, longest first, ready to be drafted."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from relance.applications import Application, Outcome
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
    applied_at: Instant
    outcome: Outcome
    waits_since: Instant
    """The last thing that the person knows of: the interview, or the application itself."""


def unanswered(job_id: JobId, *, longer_than: timedelta, desk: Desk, now: Instant) -> tuple[Unanswered, ...]:
    """Applications of a job, open or rejected, that will have waited that long without an answer; longest first."""
    waiting = [
        each
        for application in _applications(job_id, desk)
        if application.outcome in {Outcome.OPEN, Outcome.REJECTED}
        and now - (each := _waiting(application)).waits_since >= longer_than
        and not _has_answer(application, desk)
    ]
    return tuple(sorted(waiting, key=lambda each: (each.waits_since, each.candidate_id)))


def proposed_after_hiring(job_id: JobId, *, desk: Desk, now: Instant) -> tuple[Applicant, ...]:
    """Answers for everybody else of a job on which somebody was hired; none while nobody was."""
    if not any(application.outcome is Outcome.HIRED for application in _applications(job_id, desk)):
        return ()
    others = unanswered(job_id, longer_than=timedelta(0), desk=desk, now=now)
    return tuple(Applicant(candidate_id=each.candidate_id, choice=Choice(reason_id=FILLED)) for each in others)


def _waiting(application: Application) -> Unanswered:
    return Unanswered(
        job_id=application.job_id,
        candidate_id=application.candidate_id,
        applied_at=application.applied_at,
        outcome=application.outcome,
        waits_since=application.last_interview_at or application.applied_at,
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
