"""Campaigns: their models here, what is done with them in the modules beside."""

from relance.campaigns.models import (
    ALLOWED_CAMPAIGN,
    ALLOWED_OCCURRENCE,
    Campaign,
    CampaignId,
    CampaignState,
    EndReason,
    Occurrence,
    OccurrenceState,
    PauseReason,
    Schedule,
    move,
    move_occurrence,
)

__all__ = [
    "ALLOWED_CAMPAIGN",
    "ALLOWED_OCCURRENCE",
    "Campaign",
    "CampaignId",
    "CampaignState",
    "EndReason",
    "Occurrence",
    "OccurrenceState",
    "PauseReason",
    "Schedule",
    "move",
    "move_occurrence",
]
