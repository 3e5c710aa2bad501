"""Runs that end before everybody has been looked at: never without a reason that people can read."""

from datetime import timedelta
from typing import Any

import pytest

from relance.campaigns import CampaignId, CampaignState, EndReason, OccurrenceState
from relance.campaigns.models import END_SENTENCES
from relance.campaigns.reconcile_runs import RunsReconciled, reconcile_runs
from relance.campaigns.timing import AUDIENCE_HOLDS_FOR
from relance.segments import SegmentDefinition
from tests.unit.api.world import APPROVER
from tests.unit.campaigns.story import Story


def changed(story: Story, campaign_id: CampaignId, **fields: Any) -> None:
    """By a way that no route has."""
    story.campaigns.save(story.campaign(campaign_id).model_copy(update=fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"segment": SegmentDefinition.model_validate({"finalists_of_jobs_like": {"job_id": "gone"}})},
        {"jobs": ("gone",)},
        {
            "segment": SegmentDefinition.model_validate(
                {"speaks": [{"language": "de", "required_by": "controller-2026"}]}
            )
        },
    ],
    ids=["a job of the segment", "a job on offer", "a language that its job does not ask for"],
)
def test_a_run_whose_audience_cannot_be_begun_ends_with_the_reason(story: Story, fields: dict[str, Any]) -> None:
    story.finalist("ana")
    campaign_id = story.approved()
    changed(story, campaign_id, **fields)

    story.fire()
    looked = reconcile_runs(campaigns=story.campaigns, scheduler=story.scheduler, now=story.now)

    run = story.only_run(campaign_id)
    assert (run.state, run.ended_because) == (OccurrenceState.CANCELLED, EndReason.SEGMENT_INVALID)
    assert (looked, story.scheduler.wakes) == (RunsReconciled(), {})
    assert story.campaign(campaign_id).state is CampaignState.ENDED
    told = story.audit.entries(f"campaign#{campaign_id}")[-1]
    assert (told.action, told.detail["because"]) == ("run cancelled", "segment_invalid")


@pytest.mark.parametrize("begun", ["over its ceiling", "paused in the middle", "paused while freezing"])
def test_an_audience_is_not_written_to_a_week_after_its_run_began(story: Story, begun: str) -> None:
    for number in range(8):
        story.finalist(f"p{number}")
    campaign_id = story.approved(ceiling=2 if begun == "over its ceiling" else 100)
    path = f"/campaigns/{campaign_id}"
    if begun == "paused in the middle":
        story.after_expanding(1, lambda: story.call("POST", f"{path}/pause"))
    if begun == "paused while freezing":
        story.after_parts(1, lambda: story.call("POST", f"{path}/pause"))
    story.fire()
    planned = story.only_run(campaign_id).planned
    story.now = story.only_run(campaign_id).scheduled_for + AUDIENCE_HOLDS_FOR + timedelta(seconds=1)

    decided = story.approve(campaign_id) if begun == "over its ceiling" else go_on(story, path)
    story.fire()

    run = story.only_run(campaign_id)
    assert decided.status == 200
    assert (run.state, run.ended_because, run.planned) == (
        OccurrenceState.CANCELLED, EndReason.AUDIENCE_OLD, planned,
    )  # fmt: skip
    assert story.campaign(campaign_id).state is CampaignState.ENDED


def go_on(story: Story, path: str) -> Any:
    return story.call("POST", f"{path}/resume", claims=APPROVER)


def test_a_run_that_nobody_decides_about_for_a_week_ends_by_itself_and_says_so(story: Story) -> None:
    for name in ("ana", "ben", "cy"):
        story.finalist(name)
    campaign_id = story.approved(ceiling=2)
    story.fire()
    moment = story.only_run(campaign_id).scheduled_for

    story.now = moment + AUDIENCE_HOLDS_FOR
    to_the_last_second = reconcile_runs(campaigns=story.campaigns, scheduler=story.scheduler, now=story.now)
    story.now += timedelta(seconds=1)
    reconcile_runs(campaigns=story.campaigns, scheduler=story.scheduler, now=story.now)
    story.fire()

    assert to_the_last_second == RunsReconciled(over_ceiling=1)
    assert story.only_run(campaign_id).ended_because is EndReason.AUDIENCE_OLD
    assert story.campaign(campaign_id).state is CampaignState.ENDED


def test_approved_within_the_week_a_run_over_its_ceiling_goes_on(story: Story) -> None:
    for name in ("ana", "ben", "cy"):
        story.finalist(name)
    campaign_id = story.approved(ceiling=2)
    story.fire()
    story.now = story.only_run(campaign_id).scheduled_for + AUDIENCE_HOLDS_FOR - timedelta(minutes=1)

    story.approve(campaign_id)
    story.fire()

    assert (story.only_run(campaign_id).state, story.only_run(campaign_id).planned) == (OccurrenceState.FINISHED, 3)


def test_every_reason_has_its_sentence_in_both_languages() -> None:
    assert set(END_SENTENCES) == set(EndReason)
    assert all(french and english and french != english for french, english in END_SENTENCES.values())
