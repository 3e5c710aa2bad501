"""Runs that end before everybody has been looked at: never without a reason that people can read."""

from typing import Any

import pytest

from relance.campaigns import CampaignId, CampaignState, EndReason, OccurrenceState
from relance.campaigns.models import END_SENTENCES
from relance.campaigns.reconcile_runs import RunsReconciled, reconcile_runs
from relance.segments import SegmentDefinition
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


def test_every_reason_has_its_sentence_in_both_languages() -> None:
    assert set(END_SENTENCES) == set(EndReason)
    assert all(french and english and french != english for french, english in END_SENTENCES.values())
