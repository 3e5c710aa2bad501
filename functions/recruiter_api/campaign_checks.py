"""What every campaign must be to be kept or approved: the same rules for a new draft, a change and an approval."""

from recruiter_api.segment_checks import validated_segment
from relance.campaigns import Campaign
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.timing import timing
from relance.mail.house import check_introduction
from relance.records import Instant


def check_campaign(campaign: Campaign, *, instead_of: Campaign | None = None, desk: CampaignDesk, now: Instant) -> None:
    """Refuse what no run could carry out; of a change, only what it changes.

    InvalidInputError: a time that has passed or does not exist (R10), a wording that is none (R17), a segment that
    nobody can fulfil. NotFoundError: a job that does not exist.
    """

    def is_new(name: str) -> bool:
        return instead_of is None or getattr(campaign, name) != getattr(instead_of, name)

    if is_new("schedule"):
        timing(campaign.schedule, now=now)
    if is_new("introduction"):
        check_introduction(campaign.introduction)
    if is_new("jobs"):
        for job_id in campaign.jobs:
            desk.jobs.get(job_id)
    if is_new("segment"):
        validated_segment(campaign.segment, desk=desk, at=now)
