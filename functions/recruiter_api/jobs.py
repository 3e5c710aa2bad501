"""Jobs: the employer's offers."""

from typing import Any

from pydantic import Field

from recruiter_api.dependencies import After, JobPath, Jobs, Limit, NewId, Now
from recruiter_api.routing import new_router
from relance.errors import ConflictError, InvalidInputError
from relance.jobs import Criterion, Job, JobId, JobState
from relance.matching.analysis import guess_language
from relance.matching.offer_reading import read_offer
from relance.records import Page, Record

router = new_router()


class JobFields(Record):
    """What can be said of an offer; None: not given."""

    title: str | None = Field(default=None, min_length=1, max_length=200)
    description: str | None = Field(default=None, max_length=100_000)
    language: str | None = Field(default=None, pattern="^(fr|en)$")
    criteria: tuple[Criterion, ...] | None = Field(default=None, max_length=50)
    place: str | None = Field(default=None, max_length=200)
    contract: str | None = Field(default=None, max_length=100)
    pay_range: str | None = Field(default=None, max_length=100)
    url: str | None = Field(default=None, max_length=500, pattern=r"^https?://[^\s]+$")
    contact_name: str | None = Field(default=None, max_length=100)


class NewJob(JobFields):
    """An offer in fields, or pasted as it was published (`text`); what is not given is read from the text."""

    text: str | None = Field(default=None, min_length=20, max_length=100_000)


class JobChange(JobFields):
    """Only what is given changes; `revision` is the one that was read."""

    revision: int = Field(ge=1)
    state: JobState | None = None


@router.post("/jobs", status_code=201, summary="Create a job from fields or from a pasted offer", tags=["jobs"])
def create_job(new: NewJob, jobs: Jobs, job_id: NewId, now: Now) -> Job:
    """What was read from the text is in the answer, to be corrected with PATCH."""
    given = new.model_dump(exclude={"text", "criteria"}, exclude_none=True)
    if new.criteria is not None:
        given["criteria"] = new.criteria
    fields = (_read(new.text) | given) if new.text else given
    if not fields.get("title") or not fields.get("description"):
        raise InvalidInputError("give title and description, or paste the offer as text")
    fields.setdefault("language", guess_language(fields["description"]))
    return jobs.save(Job(job_id=JobId(job_id), created_at=now, updated_at=now, **fields))


@router.get("/jobs", summary="All jobs", tags=["jobs"])
def list_jobs(jobs: Jobs, after: After = None, limit: Limit = 50) -> Page[Job]:
    """In a stable order."""
    return jobs.page(after=after, limit=limit)


@router.get("/jobs/<job_id>", summary="One job", tags=["jobs"])
def get_job(job_id: JobPath, jobs: Jobs) -> Job:
    """As last saved."""
    return jobs.get(JobId(job_id))


@router.patch("/jobs/<job_id>", summary="Correct or close a job", tags=["jobs"])
def change_job(job_id: JobPath, change: JobChange, jobs: Jobs, now: Now) -> Job:
    """409 when somebody else changed it since `revision`."""
    job = jobs.get(JobId(job_id))
    if job.revision != change.revision:
        raise ConflictError(f"the job has changed since revision {change.revision}: read it again")
    changes = {name: getattr(change, name) for name in change.model_fields_set - {"revision"}}
    given = {name: value for name, value in changes.items() if value is not None}
    return jobs.save(job.model_copy(update=given | {"updated_at": now}))


def _read(text: str) -> dict[str, Any]:
    """Title, criteria, language and description of a pasted offer."""
    reading = read_offer(text)
    return {
        "title": reading.title[:200],
        "criteria": reading.criteria,
        "language": guess_language(text),
        "description": text,
    }
