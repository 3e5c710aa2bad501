"""Applications: who applied for what, how far they went, how it ended."""

from pydantic import Field

from recruiter_api.access import Caller
from recruiter_api.dependencies import (
    ID,
    After,
    Applications,
    Audit,
    CandidatePath,
    Candidates,
    JobPath,
    Jobs,
    Limit,
    Now,
)
from recruiter_api.routing import new_router
from relance.applications import Application, Outcome, Stage, advance, conclude
from relance.candidates import CandidateId
from relance.errors import InvalidInputError
from relance.jobs import JobId
from relance.records import Instant, Page, Record

router = new_router()


class NewApplication(Record):
    """Candidate × job; stage, outcome and dates describe a process that already went on elsewhere."""

    job_id: JobId = Field(pattern=ID)
    candidate_id: CandidateId = Field(pattern=ID)
    stage: Stage = Stage.APPLIED
    outcome: Outcome = Outcome.OPEN
    reason_id: str | None = Field(default=None, max_length=100)
    """Only with the outcome rejected."""
    applied_at: Instant | None = None
    """Now when not given."""
    last_interview_at: Instant | None = None
    ended_at: Instant | None = None
    """When the outcome was known; now when not given."""


class ApplicationChange(Record):
    """A later stage, an outcome, or both (the stage first)."""

    stage: Stage | None = None
    outcome: Outcome | None = None
    reason_id: str | None = Field(default=None, max_length=100)
    last_interview_at: Instant | None = None
    """A call or an interview took place then: answers may speak of it."""


@router.post("/applications", status_code=201, summary="Record an application", tags=["applications"])
def create_application(
    new: NewApplication, jobs: Jobs, candidates: Candidates, applications: Applications, now: Now
) -> Application:
    """404 for an unknown job or person, 409 when the person applied already."""
    jobs.get(new.job_id)
    candidates.get(new.candidate_id)
    return applications.save(_application(new, now=now))


@router.get("/jobs/<job_id>/applications", summary="Everybody who applied for a job", tags=["applications"])
def list_applications(
    job_id: JobPath, jobs: Jobs, applications: Applications, after: After = None, limit: Limit = 50
) -> Page[Application]:
    """404 for an unknown job."""
    jobs.get(JobId(job_id))
    return applications.of_job(JobId(job_id), after=after, limit=limit)


@router.patch("/applications/<job_id>/<candidate_id>", summary="Advance or end an application", tags=["applications"])
def change_application(
    job_id: JobPath,
    candidate_id: CandidatePath,
    change: ApplicationChange,
    user: Caller,
    applications: Applications,
    audit: Audit,
    now: Now,
) -> Application:
    """Stages only go forward, outcomes by a table: 409 else."""
    application = applications.get(JobId(job_id), CandidateId(candidate_id))
    saved = applications.save(_changed(application, change, now=now))
    if saved.outcome is not application.outcome:
        audit.append(
            f"application#{job_id}#{candidate_id}",
            actor=user.name,
            action="outcome_changed",
            detail={"from": application.outcome, "to": saved.outcome, "reason_id": saved.reason_id or ""},
            at=now,
        )
    return saved


def _application(new: NewApplication, *, now: Instant) -> Application:
    applied_at = new.applied_at or now
    moments = [moment for moment in (applied_at, new.last_interview_at, new.ended_at) if moment is not None]
    if any(moment > now for moment in moments):
        raise InvalidInputError("an application cannot have dates in the future")
    if any(moment < applied_at for moment in moments):
        raise InvalidInputError("an interview or an end cannot come before the application")
    if new.reason_id is not None and new.outcome is not Outcome.REJECTED:
        raise InvalidInputError("a reason belongs to the outcome rejected")
    if new.ended_at is not None and new.outcome is Outcome.OPEN:
        raise InvalidInputError("an open application has no end")
    return Application(
        job_id=new.job_id,
        candidate_id=new.candidate_id,
        stage=new.stage,
        outcome=new.outcome,
        reason_id=new.reason_id,
        applied_at=applied_at,
        last_interview_at=new.last_interview_at,
        updated_at=max(moments) if new.ended_at or new.applied_at else now,
    )


def _changed(application: Application, change: ApplicationChange, *, now: Instant) -> Application:
    if change.stage is None and change.outcome is None and change.last_interview_at is None:
        raise InvalidInputError("give a stage, an outcome, or the time of an interview")
    if change.reason_id is not None and change.outcome is not Outcome.REJECTED:
        raise InvalidInputError("a reason belongs to the outcome rejected")
    if change.stage is not None:
        application = advance(application, change.stage, now=now)
    if change.last_interview_at is not None:
        application = _interviewed(application, change.last_interview_at, now=now)
    if change.outcome is not None:
        application = conclude(application, change.outcome, now=now, reason_id=change.reason_id)
    return application


def _interviewed(application: Application, at: Instant, *, now: Instant) -> Application:
    if not application.applied_at <= at <= now:
        raise InvalidInputError("an interview lies between the application and now")
    latest = max(at, application.last_interview_at) if application.last_interview_at else at
    return application.model_copy(update={"last_interview_at": latest, "updated_at": now})
