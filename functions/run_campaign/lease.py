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
from relance.records import Instant

LEASE: Final = timedelta(minutes=2)
"""Renewed with each part and page, which take seconds each; while it holds, a second delivery leaves the run alone."""


def stopped(held: Campaign, taken: Campaign, occurrence: Occurrence, *, now: Instant) -> Occurrence | None:
    """The run as it rests when somebody has stopped or changed its campaign meanwhile; None to go on.

    `taken` is the campaign that the runner goes by: what it plans is what was approved.
    """
    if held.state in {CampaignState.CANCELLED, CampaignState.DRAFT} or held.content != taken.content:
        return move_occurrence(occurrence, OccurrenceState.CANCELLED, now=now)
    if held.state is not CampaignState.PAUSED:
        return None
    if occurrence.state is OccurrenceState.FREEZING:  # Goes on where it was: its audience is not whole yet.
        return occurrence.model_copy(update={"leased_until": None, "updated_at": now})
    because = PauseReason.CAMPAIGN_PAUSED
    return move_occurrence(occurrence, OccurrenceState.PAUSED, now=now, because=because)
