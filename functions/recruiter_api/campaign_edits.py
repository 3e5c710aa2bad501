"""What people change about a campaign: its draft, a copy of it, a run out of turn."""

from typing import Annotated, Final

from pydantic import Field, ValidationError

from recruiter_api.access import Caller
from recruiter_api.campaign_checks import checked_campaign
from recruiter_api.campaign_decisions import cancel_runs, note
from recruiter_api.campaigns import AskedSchedule, Introduction
from recruiter_api.dependencies import ID, Audit, CampaignPath, Campaigns, Name, NewId, Now, Schedules, Segments
from recruiter_api.routing import new_router
from relance.campaigns import Campaign, CampaignId, CampaignState, move
from relance.campaigns.models import Digest
from relance.campaigns.timing import WAKE_DELAY, ends_at
from relance.errors import ConflictError, InvalidInputError
from relance.jobs import JobId
from relance.records import Instant, Record
from relance.segments import SegmentDefinition
from relance.segments.saved import SegmentId

router = new_router()
_CLOSED: Final = frozenset({CampaignState.CANCELLED, CampaignState.ENDED})
_REMOVABLE: Final = frozenset({"digest", "segment_id"})
"""What null takes away."""
_UNAPPROVED: Final = {"approved_by": None, "approved_at": None, "audience_ceiling": None}


class CampaignChange(Record):
    """Only what is given changes; `revision` is the one that was read."""

    revision: int = Field(ge=1)
    name: Name | None = None
    jobs: tuple[Annotated[JobId, Field(pattern=ID)], ...] | None = Field(default=None, max_length=10)
    digest: Digest | None = None
    segment: SegmentDefinition | None = None
    segment_id: Annotated[SegmentId, Field(pattern=ID)] | None = None
    schedule: AskedSchedule | None = None
    introduction: Introduction | None = None


@router.patch("/campaigns/<campaign_id>", summary="Change a campaign", tags=["campaigns"])
def change_campaign(
    campaign_id: CampaignPath,
    change: CampaignChange,
    user: Caller,
    desk: Campaigns,
    segments: Segments,
    scheduler: Schedules,
    audit: Audit,
    now: Now,
) -> Campaign:
    """Another content, audience or time needs another approval: the campaign is a draft again, its runs under way end,
    and nothing that was planned under the old approval leaves any more, also once the new content is approved."""
    campaign = desk.campaigns.get(CampaignId(campaign_id))
    if change.revision != campaign.revision:
        raise ConflictError(f"the campaign has changed since revision {change.revision}: read it again")
    if campaign.state in _CLOSED:
        raise ConflictError(f"a campaign that is {campaign.state} stays as it is: copy it")
    changed = _changed(campaign, change, time_zone=desk.time_zone, now=now)
    falls = campaign.state is not CampaignState.DRAFT and changed.content != campaign.content
    if falls:
        changed = move(changed, CampaignState.DRAFT, now=now).model_copy(update=_UNAPPROVED | {"approval_fell_at": now})
    changed = checked_campaign(changed, instead_of=campaign, desk=desk, segments=segments, now=now)
    if falls:
        # Before the write: removed after it, this could be the schedule of a colleague who approves in between. Should
        # the write not come to pass, each minute a missing schedule is made again.
        scheduler.remove(campaign.campaign_id)
    saved = desk.campaigns.save(changed)
    if falls:
        cancel_runs(saved.campaign_id, due_by=now, desk=desk, now=now)
    note(saved, "campaign changed", by=user.name, audit=audit, now=now, approval="fell" if falls else "")
    return saved


@router.post("/campaigns/<campaign_id>/copy", status_code=201, summary="Draft the same anew", tags=["campaigns"])
def copy_campaign(
    campaign_id: CampaignPath, user: Caller, desk: Campaigns, audit: Audit, new_id: NewId, now: Now
) -> Campaign:
    """With a single time, the copy is for as soon as it is approved."""
    campaign = desk.campaigns.get(CampaignId(campaign_id))
    schedule = campaign.schedule.model_copy(update={"at": None})
    fresh = {
        "campaign_id": CampaignId(new_id), "revision": 0, "state": CampaignState.DRAFT, "schedule": schedule,
        "approval_fell_at": None, "cancelled_by": None, "proposed_for": None,
        "created_by": user.name, "created_at": now, "updated_at": now,
    }  # fmt: skip
    saved = desk.campaigns.save(campaign.model_copy(update=_UNAPPROVED | fresh))
    note(saved, "campaign copied", by=user.name, audit=audit, now=now, copied_from=campaign.campaign_id)
    return saved


@router.post("/campaigns/<campaign_id>/run", summary="A run out of turn", tags=["campaigns"])
def run_campaign_now(
    campaign_id: CampaignPath, user: Caller, desk: Campaigns, scheduler: Schedules, audit: Audit, now: Now
) -> Campaign:
    """Needs the group approver. An approved recurring campaign runs once more, in a moment."""
    campaign = desk.campaigns.get(CampaignId(campaign_id))
    if campaign.state is not CampaignState.APPROVED or campaign.schedule.cron is None:
        raise ConflictError("only an approved recurring campaign can run out of turn")
    ends = ends_at(campaign.schedule)
    if ends is not None and now + WAKE_DELAY > ends:
        raise ConflictError(
            f"its schedule ended at {campaign.schedule.ends}: copy the campaign, or give it a later end"
        )
    moment = (now + WAKE_DELAY).replace(microsecond=0)
    scheduler.wake(campaign.campaign_id, moment, at=moment)
    note(campaign, "campaign run out of turn", by=user.name, audit=audit, now=now, scheduled_for=moment.isoformat())
    return campaign


def _changed(campaign: Campaign, change: CampaignChange, *, time_zone: str, now: Instant) -> Campaign:
    """The campaign with what is given; InvalidInputError when that is no campaign."""
    if change.segment is not None and change.segment_id is not None:
        raise InvalidInputError("give either segment or segment_id")
    given = {name: getattr(change, name) for name in change.model_fields_set - {"revision"}}
    if change.introduction is not None:
        given["introduction"] = change.introduction.model_dump(exclude_none=True)
    if change.schedule is not None:
        given["schedule"] = change.schedule.where(time_zone)
    if change.segment is not None:
        given["segment_id"] = None
    kept = {name: value for name, value in given.items() if value is not None or name in _REMOVABLE}
    try:
        return Campaign.model_validate(dict(campaign) | kept | {"updated_at": now})
    except ValidationError as error:
        raise InvalidInputError(
            "; ".join(told["msg"].removeprefix("Value error, ") for told in error.errors())
        ) from error
