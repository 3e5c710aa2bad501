"""Answer everyone: who waits for an answer and since when, and what to tell the others once somebody is hired."""

from datetime import timedelta
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from recruiter_api.dependencies import After, Answers, JobPath, Limit, Now
from recruiter_api.routing import new_router
from relance.applications import Outcome, Stage
from relance.candidates import CandidateId
from relance.errors import NotFoundError
from relance.jobs import JobId
from relance.records import Instant, Page, Record
from relance.rejections.desk import Desk
from relance.rejections.waiting import FILLED, Unanswered, anybody_hired, proposed_after_hiring, unanswered

router = new_router()

Days = Annotated[int, Query(description="days without an answer that nobody should have to wait", ge=0, le=366)]
Ahead = Annotated[int, Query(description="also those who will have waited so long in so many days", ge=0, le=60)]


class WaitingPerson(Record):
    """Somebody who applied and has no answer."""

    candidate_id: CandidateId
    name: str | None
    stage: Stage
    outcome: Outcome
    applied_at: Instant
    waits_since: Instant
    """The last thing that the person knows of: the interview, or the application itself."""
    days: int
    """Whole days of waiting."""


class WaitingForJob(Record):
    """Everybody who waits, longest first; `candidate_ids` is ready for POST /rejections."""

    job_id: JobId
    items: tuple[WaitingPerson, ...]
    candidate_ids: tuple[CandidateId, ...]


class JobWaiting(Record):
    """A job on which people wait."""

    job_id: JobId
    title: str
    people: int
    longest_days: int


class ProposedAnswers(Record):
    """What can be told to all others once somebody is hired; `candidate_ids` and `reason_id` fit POST /rejections."""

    job_id: JobId
    hired: bool
    reason_id: str | None
    candidate_ids: tuple[CandidateId, ...]
    items: tuple[WaitingPerson, ...]


@router.get("/jobs/<job_id>/unanswered", summary="Who waits for an answer on a job", tags=["answer everyone"])
def list_unanswered(job_id: JobPath, desk: Answers, now: Now, days: Days = 14, ahead: Ahead = 0) -> WaitingForJob:
    """Open applications and untold rejections without a live answer; 404 for an unknown job."""
    found = unanswered(JobId(job_id), longer_than=_limit(days, ahead), desk=desk, now=now)
    people = tuple(desk.each(lambda each: _person(each, desk, now=now), found))
    return WaitingForJob(job_id=JobId(job_id), items=people, candidate_ids=tuple(each.candidate_id for each in found))


@router.get("/unanswered", summary="Jobs on which people wait for an answer", tags=["answer everyone"])
def list_jobs_waiting(
    desk: Answers, now: Now, days: Days = 14, ahead: Ahead = 0, after: After = None, limit: Limit = 20
) -> Page[JobWaiting]:
    """A page of jobs at a time, those without anybody waiting left out: a page can hold fewer items, even none."""
    page = desk.jobs.page(after=after, limit=limit)
    items = []
    for job in page.items:
        found = unanswered(job.job_id, longer_than=_limit(days, ahead), desk=desk, now=now)
        if found:
            longest = (now - found[0].waits_since).days
            items.append(JobWaiting(job_id=job.job_id, title=job.title, people=len(found), longest_days=longest))
    return Page(items=tuple(items), next=page.next)


@router.get("/jobs/<job_id>/proposed-answers", summary="Answers for all others after a hire", tags=["answer everyone"])
def list_proposed(job_id: JobPath, desk: Answers, now: Now) -> ProposedAnswers:
    """Nobody while nobody is hired; nothing is drafted before somebody posts it to /rejections."""
    job = JobId(job_id)
    proposed = {each.candidate_id for each in proposed_after_hiring(job, desk=desk, now=now)}
    waiting = unanswered(job, longer_than=timedelta(0), desk=desk, now=now) if proposed else ()
    others = [each for each in waiting if each.candidate_id in proposed]
    return ProposedAnswers(
        job_id=job,
        hired=anybody_hired(job, desk=desk),
        reason_id=FILLED if others else None,
        candidate_ids=tuple(each.candidate_id for each in others),
        items=tuple(desk.each(lambda each: _person(each, desk, now=now), others)),
    )


def _limit(days: int, ahead: int) -> timedelta:
    return timedelta(days=max(days - ahead, 0))


def _person(found: Unanswered, desk: Desk, *, now: Instant) -> WaitingPerson:
    try:
        name = desk.candidates.get(found.candidate_id).name
    except NotFoundError:
        name = None
    return WaitingPerson(
        candidate_id=found.candidate_id,
        name=name,
        stage=found.stage,
        outcome=found.outcome,
        applied_at=found.applied_at,
        waits_since=found.waits_since,
        days=(now - found.waits_since).days,
    )
