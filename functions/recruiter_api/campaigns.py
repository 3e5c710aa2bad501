"""Campaigns: draft, preview, approve, pause, resume, cancel; and what became of them."""

from typing import Annotated, Final, Self

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field, model_validator

from recruiter_api import campaign_decisions as decisions
from recruiter_api.access import Caller
from recruiter_api.campaign_checks import checked_campaign
from recruiter_api.campaign_decisions import Approval, Approved
from recruiter_api.campaign_preview import CampaignPreview, preview
from recruiter_api.campaign_test_send import TestMailRequest, TestMailSent, send_to_oneself
from recruiter_api.campaign_waits import WhyWaits, why_waits
from recruiter_api.dependencies import (
    ID,
    After,
    Audit,
    CampaignPath,
    Campaigns,
    Limit,
    Name,
    NewId,
    Now,
    Schedules,
    Segments,
)
from recruiter_api.routing import new_router
from relance.campaigns import Campaign, CampaignId, Occurrence, Schedule
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.models import LOCAL_TIME, Digest
from relance.campaigns.segment_copy import following
from relance.campaigns.timing import to_come
from relance.jobs import JobId
from relance.mail.mails import BatchId, MailState, occurrence_batch
from relance.records import Instant, Page, Record
from relance.segments import SegmentDefinition
from relance.segments.saved import SegmentId

router = new_router()
_IN_FRENCH: Final = TestMailRequest()


class Introduction(Record):
    """The recruiter's own opening paragraph, plain text; a missing language uses the template's own."""

    fr: str | None = Field(default=None, min_length=1, max_length=2000)
    en: str | None = Field(default=None, min_length=1, max_length=2000)


class AskedSchedule(Record):
    """When it runs: at one local time, by an EventBridge cron expression, or (neither) as soon as it is approved."""

    at: str | None = Field(default=None, pattern=LOCAL_TIME)
    cron: str | None = Field(default=None, max_length=200)
    ends: str | None = Field(default=None, pattern=LOCAL_TIME)
    """Of a recurring schedule: no run begins after this local time."""
    time_zone: str | None = Field(default=None, max_length=64)
    """IANA name; None: the employer's, which is then kept with the campaign."""

    def where(self, employers_zone: str) -> Schedule:
        """The same in the zone that is meant."""
        return Schedule.model_validate(dict(self) | {"time_zone": self.time_zone or employers_zone})


class NewCampaign(Record):
    """A draft: what will be offered to whom, and when."""

    name: Name
    jobs: tuple[Annotated[JobId, Field(pattern=ID)], ...] = Field(default=(), max_length=10)
    """What is offered; a digest may leave it out and mean every open job."""
    digest: Digest | None = None
    segment: SegmentDefinition | None = None
    segment_id: Annotated[SegmentId, Field(pattern=ID)] | None = None
    """A kept segment, instead: the draft follows it, the approval copies it."""
    schedule: AskedSchedule = AskedSchedule()
    introduction: Introduction = Introduction()

    @model_validator(mode="after")
    def _one_segment(self) -> Self:
        if (self.segment is None) == (self.segment_id is None):
            raise ValueError("give either segment or segment_id")
        if not self.jobs and self.digest is None:
            raise ValueError("name at least one job, or make it a digest of all open jobs")
        return self


class OccurrenceReport(Occurrence):
    """One run and what became of its mails; planned + skipped = audience once it has finished (R3)."""

    batch_id: BatchId
    mails: dict[MailState, int]
    waits_because: WhyWaits | None
    """What it waits for, and what lets it go on; None: for nobody."""


class CampaignReport(Record):
    """A campaign with all its runs, oldest first."""

    campaign: Campaign
    occurrences: tuple[OccurrenceReport, ...]
    next_run: Instant | None
    """By its schedule; None: no further run, or not approved."""


@router.post("/campaigns", status_code=201, summary="Draft a campaign", tags=["campaigns"])
def create_campaign(
    new: NewCampaign, user: Caller, desk: Campaigns, segments: Segments, campaign_id: NewId, now: Now
) -> Campaign:
    """What no run could carry out is refused at once: a time that has passed or does not exist (spring gap, R10), a job
    that is unknown, a segment that nobody can fulfil."""
    campaign = Campaign(
        campaign_id=CampaignId(campaign_id),
        name=new.name,
        jobs=new.jobs,
        digest=new.digest,
        segment=new.segment or SegmentDefinition(),
        segment_id=new.segment_id,
        schedule=new.schedule.where(desk.time_zone),
        introduction=new.introduction.model_dump(exclude_none=True),
        created_by=user.name,
        created_at=now,
        updated_at=now,
    )
    return desk.campaigns.save(checked_campaign(campaign, desk=desk, segments=segments, now=now))


@router.get("/campaigns", summary="All campaigns", tags=["campaigns"])
def list_campaigns(desk: Campaigns, after: After = None, limit: Limit = 50) -> Page[Campaign]:
    """A page may be shorter than `limit` before the last one."""
    return desk.campaigns.page(after=after, limit=limit)


@router.get("/campaigns/<campaign_id>", summary="One campaign, its runs and their mails", tags=["campaigns"])
def get_campaign(campaign_id: CampaignPath, desk: Campaigns, now: Now) -> CampaignReport:
    """Mails are counted by sums that the ledger keeps."""
    campaign = desk.campaigns.get(CampaignId(campaign_id))
    runs = desk.campaigns.occurrences(campaign.campaign_id)
    return CampaignReport(
        campaign=campaign,
        occurrences=tuple(_report(campaign, run, desk) for run in runs),
        next_run=to_come(campaign, now=now),
    )


@router.get("/campaigns/<campaign_id>/preview", summary="Who would get what now", tags=["campaigns"])
def preview_campaign(
    campaign_id: CampaignPath,
    desk: Campaigns,
    segments: Segments,
    now: Now,
    limit: Annotated[int, Query(description="mails written out", ge=1, le=20)] = 3,
) -> CampaignPreview:
    """The first recipients with their very mails, and how many people get none for which reason; `/recipients` goes on
    through everybody, and tells what a chosen person would get."""
    campaign = following(desk.campaigns.get(CampaignId(campaign_id)), segments=segments)
    return preview(campaign, desk=desk, mails=limit, now=now)


@router.post("/campaigns/<campaign_id>/test", status_code=202, summary="Send it to oneself", tags=["campaigns"])
def send_campaign_to_oneself(
    campaign_id: CampaignPath,
    user: Caller,
    desk: Campaigns,
    audit: Audit,
    now: Now,
    wanted: TestMailRequest = _IN_FRENCH,
) -> TestMailSent:
    """The mail, marked as a test, to the verified address of the account that asks; it holds nothing of a candidate.

    Leaves within a minute or two, also outside sending hours; ten an hour.
    """
    return send_to_oneself(CampaignId(campaign_id), wanted, user=user, desk=desk, audit=audit, now=now)


@router.post("/campaigns/<campaign_id>/approve", summary="Let it run", tags=["campaigns"])
def approve_campaign(
    campaign_id: CampaignPath,
    approval: Approval,
    user: Caller,
    desk: Campaigns,
    segments: Segments,
    scheduler: Schedules,
    audit: Audit,
    now: Now,
) -> Approved:
    """Needs the group approver. Makes the schedule; for a run over its ceiling, lets it go on. The answer says how many
    people can be reached, and warns when the ceiling is below that."""
    return decisions.approve(
        CampaignId(campaign_id),
        approval,
        by=user.name,
        desk=desk,
        segments=segments,
        scheduler=scheduler,
        audit=audit,
        now=now,
    )


@router.post("/campaigns/<campaign_id>/pause", summary="Stop it for now", tags=["campaigns"])
def pause_campaign(campaign_id: CampaignPath, user: Caller, desk: Campaigns, audit: Audit, now: Now) -> Campaign:
    """At once: also mails that are planned already stay."""
    return decisions.pause(CampaignId(campaign_id), by=user.name, desk=desk, audit=audit, now=now)


@router.post("/campaigns/<campaign_id>/resume", summary="Let it go on", tags=["campaigns"])
def resume_campaign(
    campaign_id: CampaignPath, user: Caller, desk: Campaigns, scheduler: Schedules, audit: Audit, now: Now
) -> Campaign:
    """Needs the group approver."""
    return decisions.resume(CampaignId(campaign_id), by=user.name, desk=desk, scheduler=scheduler, audit=audit, now=now)


@router.post("/campaigns/<campaign_id>/cancel", summary="Stop it for good", tags=["campaigns"])
def cancel_campaign(
    campaign_id: CampaignPath, user: Caller, desk: Campaigns, scheduler: Schedules, audit: Audit, now: Now
) -> Campaign:
    """Mails that have not been claimed will not leave."""
    return decisions.cancel(CampaignId(campaign_id), by=user.name, desk=desk, scheduler=scheduler, audit=audit, now=now)


def _report(campaign: Campaign, run: Occurrence, desk: CampaignDesk) -> OccurrenceReport:
    batch_id = occurrence_batch(run.campaign_id, run.scheduled_for)
    counted = desk.eligibility.mails.tally(batch_id).in_state(run.planned)
    return OccurrenceReport(**dict(run), batch_id=batch_id, mails=counted, waits_because=why_waits(campaign, run))
