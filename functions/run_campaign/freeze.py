"""Freezes the audience of a run: one object, first writer wins; larger than approved, it waits for a person."""

from relance.campaigns import Campaign, Occurrence, OccurrenceState, PauseReason, move_occurrence
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.taking import take_audience
from relance.records import Instant


def freeze(campaign: Campaign, occurrence: Occurrence, *, desk: CampaignDesk, now: Instant) -> Occurrence:
    """The run with its frozen audience, RUNNING or waiting for an approval; not yet saved.

    A crash after the object is written finds it again: the second audience is thrown away.
    """
    key = audience_key(occurrence)
    audience = desk.audiences.freeze(key, take_audience(campaign, desk=desk, at=now))
    size = len(audience.people)
    frozen = occurrence.model_copy(
        update={"audience_key": key, "audience_size": size, "excluded": audience.excluded, "updated_at": now}
    )
    if over_ceiling(campaign, size):
        because = PauseReason.AUDIENCE_OVER_CEILING
        return move_occurrence(frozen, OccurrenceState.PAUSED, now=now, because=because)
    return move_occurrence(frozen, OccurrenceState.RUNNING, now=now)


def audience_key(occurrence: Occurrence) -> str:
    """Where the audience of a run is kept."""
    return f"{occurrence.campaign_id}/{occurrence.scheduled_for:%Y%m%dT%H%M%SZ}.json"


def over_ceiling(campaign: Campaign, audience_size: int) -> bool:
    """Whether so many people are more than was approved."""
    return campaign.audience_ceiling is not None and audience_size > campaign.audience_ceiling
