"""Takes a campaign's audience as of now: for the preview, and for good when a run freezes it."""

from collections import Counter
from functools import partial
from itertools import islice
from typing import Final

from relance.campaigns.audience import Audience, NoOffer, Reachable, audience_segment, open_jobs, standing, walk
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.models import Campaign
from relance.candidates import CandidateId
from relance.jobs import Job
from relance.records import Instant
from relance.segments import Segment

EXPLAINED_SILENCES: Final = 2000
"""So many people without a valid yes are looked up one by one for their exact reason; more are counted as one."""


def jobs_on_offer(campaign: Campaign, *, desk: CampaignDesk) -> tuple[Job, ...]:
    """The campaign's jobs that are still open, in its order."""
    return open_jobs([desk.jobs.get(job_id) for job_id in campaign.jobs])


def take_audience(campaign: Campaign, *, desk: CampaignDesk, at: Instant, most: int | None = None) -> Audience:
    """Who would be written to now, and how many would not be for which reason (R29).

    `most` bounds how many people are re-read, for previews; a frozen audience has no bound.
    """
    segment = audience_segment(campaign.segment, search=desk.search, at=at)
    jobs = [job.job_id for job in jobs_on_offer(campaign, desk=desk)]
    judge = partial(standing, jobs=jobs, truth=desk.truth, at=at)
    agreed = segment.model_copy(update={"contactable_only": True})
    ids = list(islice(walk(agreed, search=desk.search, at=at), most))
    found = desk.each(judge, ids)
    excluded = Counter(one.value for one in found if isinstance(one, NoOffer))
    excluded.update(_without_consent(segment, agreed, desk=desk, at=at))
    people = tuple(one.candidate.candidate_id for one in found if isinstance(one, Reachable))
    return Audience(people=people, excluded=dict(excluded), history_jobs=segment.history_jobs, frozen_at=at)


def _without_consent(segment: Segment, agreed: Segment, *, desk: CampaignDesk, at: Instant) -> Counter[str]:
    """Why people who pass the other filters may not be written to."""
    everybody, yes = (part.model_copy(update={"like": None}) for part in (segment, agreed))
    index = desk.search.candidates
    silent = index.count(everybody, at=at) - index.count(yes, at=at)
    if silent <= 0:
        return Counter()
    if silent > EXPLAINED_SILENCES:
        return Counter({NoOffer.NO_CONSENT.value: silent})
    known = set(walk(yes, search=desk.search, at=at))
    ids = [one for one in walk(everybody, search=desk.search, at=at) if one not in known]
    return Counter(one.value for one in desk.each(partial(_consent, desk=desk, at=at), ids))


def _consent(candidate_id: CandidateId, *, desk: CampaignDesk, at: Instant) -> NoOffer:
    """Somebody whom the index knows without consent; a yes of the last seconds counts from the next run on."""
    found = standing(candidate_id, (), truth=desk.truth, at=at)
    silent = {NoOffer.UNSUBSCRIBED, NoOffer.CANDIDATE_GONE}
    return found if isinstance(found, NoOffer) and found in silent else NoOffer.NO_CONSENT
