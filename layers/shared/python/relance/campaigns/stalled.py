"""Finds runs that stopped half way, because a function was killed or a message was lost, and wakes them."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Final

from relance.campaigns.models import Campaign, CampaignState, Occurrence, PauseReason, move
from relance.campaigns.timing import spent
from relance.errors import ConflictError
from relance.ports.campaigns import CampaignStore, Scheduler
from relance.records import Cursor, Instant

QUIET_FOR: Final = timedelta(minutes=1)
"""A run that was written to more lately is about to be picked up by its own message."""
_WOKEN_AFTER: Final = timedelta(seconds=3)
_PAGE: Final = 100


def restart_stalled(*, campaigns: CampaignStore, scheduler: Scheduler, now: Instant) -> int:
    """Wake every run of an approved campaign that nobody works on; how many. Waking a live one twice is harmless.

    A recurring campaign whose end has come ends here.
    """
    woken = 0
    for campaign in _approved(campaigns):
        runs = campaigns.occurrences(campaign.campaign_id)
        if campaign.schedule.ends is not None and spent(campaign, runs, now=now):
            with suppress(ConflictError):
                campaigns.save(move(campaign, CampaignState.ENDED, now=now))
        for run in runs:
            if is_stalled(run, now=now):
                scheduler.wake(run.campaign_id, run.scheduled_for, at=now + _WOKEN_AFTER)
                woken += 1
    return woken


def is_stalled(run: Occurrence, *, now: Instant) -> bool:
    """Whether the run is unfinished, waits for no person, and no runner holds it."""
    if run.ended or run.paused_because is PauseReason.AUDIENCE_OVER_CEILING:
        return False
    held = run.leased_until is not None and run.leased_until > now
    return not held and now - run.updated_at > QUIET_FOR


def _approved(campaigns: CampaignStore) -> Iterator[Campaign]:
    after: Cursor | None = None
    while True:
        page = campaigns.page(after=after, limit=_PAGE)
        yield from (campaign for campaign in page.items if campaign.state is CampaignState.APPROVED)
        after = page.next
        if after is None:
            return
