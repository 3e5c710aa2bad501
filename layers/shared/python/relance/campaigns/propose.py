"""A new job proposes whom to tell of it: drafts that a person approves, changes or cancels; nothing leaves alone."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from relance.campaigns.audience import audience_segment
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.models import Campaign, CampaignId, Schedule
from relance.errors import ConflictError
from relance.jobs import Job, JobState
from relance.records import Instant
from relance.segments import JobsLike, Likeness, SegmentDefinition

NEAREST: Final = 100
_BY: Final = "relance"
_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "finalists": {"fr": "Finalistes de postes proches", "en": "Finalists of similar jobs"},
    "nearest": {"fr": "Profils les plus proches", "en": "Best matches"},
}
_LONGEST_NAME: Final = 120


def propose(job: Job, *, desk: CampaignDesk, now: Instant) -> tuple[Campaign, ...]:
    """Drafts for the finalists of similar jobs and for the best matches, each if somebody of it may be written to.

    Again is harmless: what was proposed for a job, and what people made of it, stays as it is.
    """
    if job.state is not JobState.OPEN:
        return ()
    made = []
    for kind, segment in _segments(job).items():
        if not _anybody(segment, desk=desk, now=now):
            continue
        with suppress(ConflictError):
            made.append(desk.campaigns.save(_draft(job, kind, segment, time_zone=desk.time_zone, now=now)))
    return tuple(made)


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


def _draft(job: Job, kind: str, segment: SegmentDefinition, *, time_zone: str, now: Instant) -> Campaign:
    name = f"{_NAMES[kind][job.language]} – {job.title}"
    return Campaign(
        campaign_id=CampaignId(f"{kind}-{job.job_id}"),
        name=name[:_LONGEST_NAME],
        jobs=(job.job_id,),
        segment=segment,
        schedule=Schedule(time_zone=time_zone),
        proposed_for=job.job_id,
        created_by=_BY,
        created_at=now,
        updated_at=now,
    )
