"""What every campaign must be to be kept: the same rules for a new draft and for a change."""

from recruiter_api.segment_checks import validated_segment
from relance.campaigns import Campaign
from relance.campaigns.audience_parts import jobs_on_offer
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.segment_copy import following
from relance.campaigns.timing import timing
from relance.errors import ConflictError
from relance.mail.house import check_introduction
from relance.ports.segments import SegmentStore
from relance.records import Instant


def checked_campaign(
    campaign: Campaign,
    *,
    instead_of: Campaign | None = None,
    desk: CampaignDesk,
    segments: SegmentStore,
    now: Instant,
) -> Campaign:
    """The campaign with its kept segment as it is now; refused is what no run could carry out.

    Of a change, only what it changes is looked at. InvalidInputError: a time that has passed or does not exist (R10), a
    wording that is none (R17), a segment that nobody can fulfil. NotFoundError: a job or a segment that does not exist.
    ConflictError: none of its jobs is open.
    """

    def is_new(name: str) -> bool:
        return instead_of is None or getattr(campaign, name) != getattr(instead_of, name)

    if is_new("segment_id") and campaign.segment_id is not None:
        segments.get(campaign.segment_id)
    campaign = following(campaign, segments=segments)
    if is_new("schedule"):
        timing(campaign.schedule, now=now)
    if is_new("introduction"):
        check_introduction(campaign.introduction)
    if is_new("jobs"):
        for job_id in campaign.jobs:
            desk.jobs.get(job_id)
        need_an_open_job(campaign, desk=desk)
    if is_new("segment"):
        validated_segment(campaign.segment, desk=desk, at=now)
    return campaign


def need_an_open_job(campaign: Campaign, *, desk: CampaignDesk) -> None:
    """ConflictError when a campaign of chosen jobs has nothing on offer; a digest takes what is open when it runs."""
    if campaign.digest is None and not jobs_on_offer(campaign, desk=desk):
        raise ConflictError(
            "none of the campaign's jobs is open: open one again, or choose another – "
            "aucune des offres de la campagne n’est ouverte\u00a0: rouvrez-en une, ou choisissez-en une autre"
        )
