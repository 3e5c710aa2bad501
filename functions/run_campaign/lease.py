"""How long one runner holds a run, and when it lets go because a person decided something."""

from datetime import timedelta
from typing import Final

from relance.campaigns import (
    Campaign,
    CampaignState,
    Occurrence,
    OccurrenceState,
    PauseReason,
    move_occurrence,
)
from relance.ports.campaigns import CampaignStore
from relance.records import Instant

LEASE: Final = timedelta(minutes=2)
"""Renewed with each part and page, which take seconds each; while it holds, a second delivery leaves the run alone."""


def must_stop(
    campaign: Campaign, occurrence: Occurrence, *, campaigns: CampaignStore, now: Instant, until: Instant
) -> Occurrence | None:
    """The run as it was written to rest, since somebody decided something or time is up; None to go on.

    `campaign` is as the runner took it: what it plans is what was approved.
    """
    held = campaigns.get(campaign.campaign_id)
    fell = held.approval_fell_at != campaign.approval_fell_at  # Also when it has been approved anew.
    if fell or held.state in {CampaignState.CANCELLED, CampaignState.DRAFT}:
        return campaigns.save_occurrence(move_occurrence(occurrence, OccurrenceState.CANCELLED, now=now))
    if held.state is CampaignState.PAUSED and occurrence.state is OccurrenceState.RUNNING:
        because = PauseReason.CAMPAIGN_PAUSED
        return campaigns.save_occurrence(move_occurrence(occurrence, OccurrenceState.PAUSED, now=now, because=because))
    # While it is being frozen its audience is not whole yet: it goes on where it was.
    return released(occurrence, campaigns) if held.state is CampaignState.PAUSED or now >= until else None


def released(occurrence: Occurrence, campaigns: CampaignStore) -> Occurrence:
    """The run without its runner."""
    if occurrence.leased_until is None:
        return occurrence
    return campaigns.save_occurrence(occurrence.model_copy(update={"leased_until": None}))
