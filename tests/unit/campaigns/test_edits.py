"""What a change does to what was approved before, and what acts on a campaign are refused."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from relance.campaigns import Campaign, CampaignId, CampaignState, OccurrenceState, PauseReason
from relance.campaigns.timing import Once, Recurring
from tests.unit.api.world import APPROVER, RECRUITER
from tests.unit.campaigns.story import JOB, HookedCampaigns, Story

WEEKLY = {"cron": "0 9 ? * MON *", "time_zone": "Europe/Paris"}
OTHER_WORDS = {"introduction": {"fr": "Autre texte."}}
OWN = RECRUITER | {"email": "rachel@vercors.example.org", "email_verified": "true"}


def change(story: Story, campaign_id: CampaignId, **fields: Any) -> Any:
    revision = story.campaign(campaign_id).revision
    return story.call("PATCH", f"/campaigns/{campaign_id}", {"revision": revision} | fields)


@pytest.mark.parametrize(("schedule", "kind"), [({"at": "2026-04-01T10:00:00"}, Once), (WEEKLY, Recurring)])
def test_a_change_of_what_was_approved_takes_its_schedule_away(
    story: Story, schedule: dict[str, Any], kind: type
) -> None:
    campaign_id = story.approved(schedule=schedule)
    before = story.scheduler.timings[campaign_id]

    change(story, campaign_id, **OTHER_WORDS)

    assert isinstance(before, kind)
    assert story.scheduler.timings == {}


def test_a_run_that_waits_for_a_larger_ceiling_does_not_survive_a_change(story: Story) -> None:
    for name in ("ana", "ben"):
        story.finalist(name)
    campaign_id = story.approved(ceiling=1)
    story.fire()
    waiting = story.only_run(campaign_id)

    change(story, campaign_id, **OTHER_WORDS)

    assert waiting.paused_because is PauseReason.AUDIENCE_OVER_CEILING
    assert story.only_run(campaign_id).state is OccurrenceState.CANCELLED


def test_a_change_says_from_when_on_nothing_of_the_old_approval_leaves(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved(schedule=WEEKLY)
    story.call("POST", f"/campaigns/{campaign_id}/run", claims=APPROVER)
    story.fire()
    old = story.mail_to("ana")
    story.now += timedelta(minutes=1)
    changed_at = story.now

    change(story, campaign_id, **OTHER_WORDS)
    story.now += timedelta(minutes=1)
    story.approve(campaign_id)

    held = story.campaign(campaign_id)
    assert held.approval_fell_at == changed_at
    assert old.approved_at is not None
    assert held.approved_at is not None
    assert old.approved_at < held.approval_fell_at < held.approved_at


def test_a_change_that_needs_no_approval_lets_what_was_planned_leave(story: Story) -> None:
    approved, draft = story.approved(), story.drafted()

    change(story, approved, name="Spring")
    change(story, draft, **OTHER_WORDS)

    assert [story.campaign(each).approval_fell_at for each in (approved, draft)] == [None, None]


class ApprovedAtOnce(HookedCampaigns):
    """A colleague approves in the very moment in which a change has made the campaign a draft again."""

    def __init__(self) -> None:
        super().__init__()
        self.colleague: Callable[[CampaignId], object] = lambda _: None

    def save(self, campaign: Campaign) -> Campaign:
        """Write, then let the colleague act, once."""
        written = super().save(campaign)
        if written.approval_fell_at is not None:
            act, self.colleague = self.colleague, lambda _: None
            act(written.campaign_id)
        return written


@pytest.fixture
def contested(tmp_path: Path) -> Iterator[Story]:
    """A story whose store lets a colleague in."""
    made = Story(tmp_path, campaigns=ApprovedAtOnce())
    yield made
    made.close()


def test_a_colleague_who_approves_the_change_at_once_keeps_the_schedule(contested: Story) -> None:
    campaign_id = contested.approved(schedule=WEEKLY)
    assert isinstance(contested.campaigns, ApprovedAtOnce)
    contested.campaigns.colleague = contested.approve

    change(contested, campaign_id, **OTHER_WORDS)

    assert contested.campaign(campaign_id).state is CampaignState.APPROVED
    assert campaign_id in contested.scheduler.timings


def test_a_run_that_a_colleague_approved_meanwhile_goes_on(contested: Story) -> None:
    for name in ("ana", "ben"):
        contested.finalist(name)
    campaign_id = contested.approved(schedule=WEEKLY)
    later = (contested.now + timedelta(seconds=10)).replace(microsecond=0)

    def approves_and_it_fires(changed: CampaignId) -> None:
        contested.approve(changed, ceiling=1)
        contested.run(changed, later)

    assert isinstance(contested.campaigns, ApprovedAtOnce)
    contested.campaigns.colleague = approves_and_it_fires
    change(contested, campaign_id, **OTHER_WORDS)

    assert contested.only_run(campaign_id).paused_because is PauseReason.AUDIENCE_OVER_CEILING


def test_another_kept_segment_is_looked_at_before_it_replaces_an_approved_one(story: Story) -> None:
    body = {"name": "Kept", "segment": {"skills_all": ["excel"]}}
    kept = story.call("POST", "/segments", body).body["segment"]["segment_id"]
    campaign_id = story.approved()

    changed = change(story, campaign_id, segment_id=kept)

    assert changed.body["state"] == "draft"
    assert changed.body["segment"]["skills_all"] == ["excel"]


def test_a_segment_of_its_own_replaces_the_kept_one(story: Story) -> None:
    body = {"name": "Kept", "segment": {"skills_all": ["excel"]}}
    kept = story.call("POST", "/segments", body).body["segment"]["segment_id"]
    campaign_id = story.drafted(segment=None, segment_id=kept)

    changed = change(story, campaign_id, segment={"skills_all": ["sage"]})
    approved = story.approve(campaign_id)

    assert (changed.body["segment_id"], changed.body["segment"]["skills_all"]) == (None, ["sage"])
    assert approved.body["segment"]["skills_all"] == ["sage"]


def test_a_kept_segment_that_was_never_there_is_not_found(story: Story) -> None:
    campaign_id = story.drafted()

    drafted = story.call("POST", "/campaigns", {"name": "x", "jobs": [JOB], "segment_id": "unknown"})
    changed = change(story, campaign_id, segment_id="unknown")

    assert (drafted.status, changed.status) == (404, 404)


def test_a_copy_is_on_record_and_carries_nothing_of_the_approval(story: Story) -> None:
    campaign_id = story.approved(schedule={"at": "2026-04-01T10:00:00"})
    change(story, campaign_id, **OTHER_WORDS)

    copied = story.call("POST", f"/campaigns/{campaign_id}/copy").body

    (entry,) = story.audit.entries(f"campaign#{copied['campaign_id']}")
    assert (entry.actor, entry.action, entry.detail["copied_from"]) == ("rachel", "campaign copied", campaign_id)
    assert (copied["approved_at"], copied["approval_fell_at"]) == (None, None)


@pytest.mark.parametrize(("minutes", "status"), [(-1, 200), (1, 409)])
def test_after_its_end_a_recurring_campaign_does_not_run_out_of_turn(story: Story, minutes: int, status: int) -> None:
    campaign_id = story.approved(schedule=WEEKLY | {"ends": "2026-03-10T10:00:00", "time_zone": "UTC"})
    story.now = story.now.replace(day=10, hour=10, minute=0) + timedelta(minutes=minutes)

    asked = story.call("POST", f"/campaigns/{campaign_id}/run", claims=APPROVER)

    assert asked.status == status
    assert len(story.scheduler.wakes) == (1 if status == 200 else 0)


def test_of_a_cancelled_campaign_no_test_is_sent(story: Story) -> None:
    campaign_id = story.drafted()
    story.call("POST", f"/campaigns/{campaign_id}/cancel")

    refused = story.call("POST", f"/campaigns/{campaign_id}/test", {}, claims=OWN)

    assert (refused.status, "cancelled" in refused.body["error"]["message"]) == (409, True)
