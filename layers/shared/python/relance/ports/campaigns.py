"""What the domain needs to keep, freeze and schedule campaigns."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from relance.records import Cursor, Instant, Page

if TYPE_CHECKING:
    from relance.campaigns import Campaign, CampaignId, Occurrence
    from relance.campaigns.audience import Audience
    from relance.campaigns.timing import Timing


class CampaignStore(Protocol):
    """Campaigns and their occurrences."""

    def get(self, campaign_id: "CampaignId") -> "Campaign":
        """Consistent read; NotFoundError."""
        ...

    def save(self, campaign: "Campaign") -> "Campaign":
        """Create or write over the revision that was read; ConflictError."""
        ...

    def page(self, *, after: Cursor | None, limit: int) -> Page["Campaign"]:
        """All campaigns."""
        ...

    def occurrence(self, campaign_id: "CampaignId", scheduled_for: Instant) -> "Occurrence | None":
        """Consistent read of one run."""
        ...

    def save_occurrence(self, occurrence: "Occurrence") -> "Occurrence":
        """Create (revision 0) or write over; ConflictError."""
        ...

    def occurrences(self, campaign_id: "CampaignId") -> Sequence["Occurrence"]:
        """All runs, oldest first."""
        ...


class AudienceStore(Protocol):
    """Frozen audiences: one object each, first writer wins."""

    def freeze(self, key: str, audience: "Audience") -> "Audience":
        """Write once; returns what is kept, which is an earlier writer's audience if there was one."""
        ...

    def read(self, key: str) -> "Audience":
        """NotFoundError."""
        ...


class Scheduler(Protocol):
    """Starts campaigns at their time, by a message on the queue of runs."""

    def put(self, campaign_id: "CampaignId", timing: "Timing") -> None:
        """Create or replace the schedule of this campaign under its deterministic name; InvalidInputError for a cron
        expression that the scheduler refuses."""
        ...

    def wake(self, campaign_id: "CampaignId", scheduled_for: Instant, *, at: Instant) -> None:
        """Go on with a run that stopped: its message is sent once more, by a schedule that deletes itself."""
        ...

    def remove(self, campaign_id: "CampaignId") -> None:
        """Delete the campaign's schedule; absent is fine."""
        ...
