"""A new job proposes whom to tell of it: drafts that a person approves, changes or cancels; nothing leaves alone."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import count
from typing import Final

from relance.campaigns.audience import audience_segment, open_jobs
from relance.campaigns.audience_parts import every_job
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.models import Campaign, CampaignId, CampaignState, Schedule, move
from relance.errors import ConflictError, InvalidInputError, NotFoundError
from relance.jobs import Job, JobId, JobState
from relance.ports.campaigns import CampaignStore
from relance.records import Instant
from relance.segments import JobsLike, Likeness, SegmentDefinition

NEAREST: Final = 100
BY: Final = "relance"
"""Who drafted it, and who withdrew it when its job closed: the service itself."""
_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "finalists": {"fr": "Finalistes de postes proches", "en": "Finalists of similar jobs"},
    "nearest": {"fr": "Profils les plus proches", "en": "Best matches"},
}
_LONGEST_NAME: Final = 120


def propose(job: Job, *, desk: CampaignDesk, now: Instant) -> tuple[Campaign, ...]:
    """Drafts for the finalists of similar jobs and for the best matches, each if somebody of it may be written to.

    Again is harmless: what was proposed for a job, and what people made of it, stays as it is; what was withdrawn when
    the job closed is proposed anew. UnavailableError while search is down.
    """
    if job.state is not JobState.OPEN:
        return ()
    made = []
    for kind, segment in _segments(job).items():
        campaign_id = _free_id(kind, job.job_id, campaigns=desk.campaigns)
        if campaign_id is None or not _anybody(segment, desk=desk, now=now):
            continue
        with suppress(ConflictError):
            draft = _draft(job, kind, segment, campaign_id=campaign_id, time_zone=desk.time_zone, now=now)
            made.append(desk.campaigns.save(draft))
    return tuple(made)


def propose_missing(*, desk: CampaignDesk, clock: Callable[[], Instant], until: Instant) -> int:
    """Propose for every open job that has no proposals yet, because search was down or nobody could be written to when
    it opened; how many drafts were made. Stops when time is up: the next call finds what is left."""
    made = 0
    for job in open_jobs(tuple(every_job(desk))):
        if clock() >= until:
            break
        with suppress(InvalidInputError):  # An offer that cannot be compared with anything holds up no other.
            made += len(propose(job, desk=desk, now=clock()))
    return made


def proposals(job_id: JobId, *, campaigns: CampaignStore) -> tuple[Campaign, ...]:
    """What was proposed for a job, whatever became of it."""
    return tuple(each for kind in _NAMES for each in _made(kind, job_id, campaigns=campaigns))


def withdraw_proposals(job: Job, *, campaigns: CampaignStore, now: Instant) -> tuple[Campaign, ...]:
    """Drafts that offer only a job which has closed leave the list; one that somebody approves meanwhile stays."""
    withdrawn = []
    for held in proposals(job.job_id, campaigns=campaigns):
        if held.state is CampaignState.DRAFT and held.jobs == (job.job_id,):
            with suppress(ConflictError):
                cancelled = move(held, CampaignState.CANCELLED, now=now).model_copy(update={"cancelled_by": BY})
                withdrawn.append(campaigns.save(cancelled))
    return tuple(withdrawn)


def _made(kind: str, job_id: JobId, *, campaigns: CampaignStore) -> Iterator[Campaign]:
    for number in count(1):
        try:
            yield campaigns.get(_id(kind, job_id, number))
        except NotFoundError:
            return


def _free_id(kind: str, job_id: JobId, *, campaigns: CampaignStore) -> CampaignId | None:
    """Of the next proposal; None while one stands, or when a person has decided about one."""
    made = list(_made(kind, job_id, campaigns=campaigns))
    return _id(kind, job_id, len(made) + 1) if all(each.cancelled_by == BY for each in made) else None


def _id(kind: str, job_id: JobId, number: int) -> CampaignId:
    return CampaignId(f"{kind}-{job_id}" if number == 1 else f"{kind}-{job_id}-{number}")


def _segments(job: Job) -> Mapping[str, SegmentDefinition]:
    fresh = frozenset({job.job_id})
    return {
        "finalists": SegmentDefinition(finalists_of_jobs_like=JobsLike(job_id=job.job_id), never_applied_to=fresh),
        "nearest": SegmentDefinition(like=Likeness(job_id=job.job_id, top=NEAREST), never_applied_to=fresh),
    }


def _anybody(definition: SegmentDefinition, *, desk: CampaignDesk, now: Instant) -> bool:
    segment = audience_segment(definition, search=desk.search, at=now)
    agreed = segment.model_copy(update={"contactable_only": True, "like": None})
    return desk.search.candidates.count(agreed, at=now) > 0


def _draft(
    job: Job, kind: str, segment: SegmentDefinition, *, campaign_id: CampaignId, time_zone: str, now: Instant
) -> Campaign:
    name = f"{_NAMES[kind][job.language]} – {job.title}"
    return Campaign(
        campaign_id=campaign_id,
        name=name[:_LONGEST_NAME],
        jobs=(job.job_id,),
        segment=segment,
        schedule=Schedule(time_zone=time_zone),
        proposed_for=job.job_id,
        created_by=BY,
        created_at=now,
        updated_at=now,
    )
