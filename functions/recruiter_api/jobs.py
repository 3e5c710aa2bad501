"""Jobs: the employer's offers."""

from contextlib import suppress
from typing import Any, Final

from pydantic import Field

from recruiter_api.campaign_decisions import note
from recruiter_api.dependencies import After, Audit, Campaigns, JobPath, Jobs, Limit, NewId, Now
from recruiter_api.routing import new_router
from relance.campaigns import Campaign, CampaignState
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.propose import BY, proposals, propose, withdraw_proposals
from relance.errors import ConflictError, InvalidInputError, UnavailableError
from relance.jobs import Criterion, Job, JobId, JobState
from relance.matching.analysis import LANGUAGES, guess_language, words
from relance.matching.offer_reading import read_offer
from relance.matching.pasted import plain_text
from relance.records import Instant, Page, Record

router = new_router()

LONGEST_OFFER: Final = 100_000
# A whole brochure still gets an answer that says how long it is; API Gateway ends what is longer.
_LONGEST_PASTED: Final = 5_000_000
# What a recruiter may say is not so after all: null takes it away.
_REMOVABLE: Final = frozenset(
    {"place", "contract", "pay_range", "remote", "url", "contact_name", "contact_email", "contact_phone"}
)


class JobFields(Record):
    """What can be said of an offer; None: not given."""

    title: str | None = Field(default=None, min_length=1, max_length=200)
    description: str | None = Field(default=None, max_length=LONGEST_OFFER)
    language: str | None = Field(default=None, pattern="^(fr|en)$")
    criteria: tuple[Criterion, ...] | None = Field(default=None, max_length=50)
    place: str | None = Field(default=None, max_length=200)
    contract: str | None = Field(default=None, max_length=100)
    pay_range: str | None = Field(default=None, max_length=100)
    remote: str | None = Field(default=None, max_length=100)
    url: str | None = Field(default=None, max_length=500, pattern=r"^https?://[^\s]+$")
    contact_name: str | None = Field(default=None, max_length=100)
    contact_email: str | None = Field(default=None, max_length=254, pattern=r"^[^\s@]+@[^\s@]+\.[^\s@]+$")
    contact_phone: str | None = Field(default=None, max_length=30)


class NewJob(JobFields):
    """An offer in fields, or pasted as it was published (`text`); what is not given is read from the text."""

    text: str | None = Field(default=None, max_length=_LONGEST_PASTED)


class JobChange(JobFields):
    """Only what is given changes, and null takes an optional fact away; `revision` is the one that was read."""

    revision: int = Field(ge=1)
    state: JobState | None = None


@router.post("/jobs", status_code=201, summary="Create a job from fields or from a pasted offer", tags=["jobs"])
def create_job(new: NewJob, jobs: Jobs, desk: Campaigns, job_id: NewId, now: Now) -> Job:
    """What was read from the text is in the answer, to be corrected with PATCH. 400 says why an offer is none.

    Whom to tell of it is proposed as draft campaigns, which a person approves or not.
    """
    given = new.model_dump(exclude={"text", "criteria"}, exclude_none=True)
    if new.criteria is not None:
        given["criteria"] = new.criteria
    fields = (_read(new.text) | given) if new.text is not None else given
    fields.setdefault("language", guess_language(fields.get("description", "")))
    _refuse_what_is_no_offer(fields, pasted=new.text is not None)
    job = jobs.save(Job(job_id=JobId(job_id), created_at=now, updated_at=now, **fields))
    _propose(job, desk=desk, now=now)
    return job


@router.get("/jobs", summary="All jobs", tags=["jobs"])
def list_jobs(jobs: Jobs, after: After = None, limit: Limit = 50) -> Page[Job]:
    """In a stable order."""
    return jobs.page(after=after, limit=limit)


@router.get("/jobs/<job_id>", summary="One job", tags=["jobs"])
def get_job(job_id: JobPath, jobs: Jobs) -> Job:
    """As last saved."""
    return jobs.get(JobId(job_id))


@router.patch("/jobs/<job_id>", summary="Correct or close a job", tags=["jobs"])
def change_job(job_id: JobPath, change: JobChange, jobs: Jobs, desk: Campaigns, audit: Audit, now: Now) -> Job:
    """409 when somebody else changed it since `revision`. With a job that closes, the drafts that were proposed for it
    alone are cancelled; for an open one that has no proposals yet, they are made."""
    job = jobs.get(JobId(job_id))
    if job.revision != change.revision:
        raise ConflictError(f"the job has changed since revision {change.revision}: read it again")
    changes = {name: getattr(change, name) for name in change.model_fields_set - {"revision"}}
    given = {name: value for name, value in changes.items() if value is not None or name in _REMOVABLE}
    changed = job.model_copy(update=given | {"updated_at": now})
    _refuse_what_is_no_offer({"title": changed.title, "description": changed.description}, pasted=False)
    saved = jobs.save(changed)
    if saved.state is JobState.OPEN:
        _propose(saved, desk=desk, now=now)
    else:
        for withdrawn in withdraw_proposals(saved, campaigns=desk.campaigns, now=now):
            note(withdrawn, "campaign cancelled", by=BY, audit=audit, now=now, closed_job=saved.job_id)
    return saved


@router.post("/jobs/<job_id>/proposals", summary="Propose now whom to tell of a job", tags=["jobs"])
def propose_audiences(job_id: JobPath, jobs: Jobs, desk: Campaigns, now: Now) -> list[Campaign]:
    """The drafts for the finalists of similar jobs and for the best matches: those that stand, and those that could not
    be made before, because search was down or nobody could be written to then. None for a closed job."""
    job = jobs.get(JobId(job_id))
    propose(job, desk=desk, now=now)
    made = proposals(job.job_id, campaigns=desk.campaigns)
    return [each for each in made if each.state is CampaignState.DRAFT]


def _propose(job: Job, *, desk: CampaignDesk, now: Instant) -> None:
    """The job is there all the same: what cannot be proposed now can be later, by `/proposals` or the next change."""
    with suppress(UnavailableError, InvalidInputError):
        propose(job, desk=desk, now=now)


def _read(text: str) -> dict[str, Any]:
    """What a pasted offer says. InvalidInputError for a text that is too long to be one."""
    if len(text) > LONGEST_OFFER:
        raise InvalidInputError(
            f"the text has {len(text):,} characters; an offer has at most {LONGEST_OFFER:,} (some forty pages): "
            "paste the part that describes this job"
        )
    reading = read_offer(text)
    facts = {name: value for name, value in vars(reading.facts).items() if value is not None}
    description = plain_text(text)
    return facts | {
        "title": reading.title,
        "criteria": reading.criteria,
        "language": guess_language(description),
        "description": description,
    }


def _refuse_what_is_no_offer(fields: dict[str, Any], *, pasted: bool) -> None:
    """An offer needs a title and words that people could match. InvalidInputError says which is missing."""
    title, description = fields.get("title", ""), fields.get("description", "")
    if not any(words(f"{title}\n{description}", language) for language in LANGUAGES):
        if pasted or (title and description):
            raise InvalidInputError("the offer has no words: paste its title and what the person will do")
        raise InvalidInputError("give title and description, or paste the offer as text")
    if not title.strip():
        raise InvalidInputError("no title was found in the offer: give it as `title`" if pasted else "give a title")
    if not description.strip():
        raise InvalidInputError("give a description, or paste the offer as text")
