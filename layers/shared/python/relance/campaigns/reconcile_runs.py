"""Holds approved campaigns against their runs and schedules: what was lost on the way goes on, or is told."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from relance.campaigns.models import Campaign, CampaignState, Occurrence, PauseReason, move
from relance.campaigns.timing import WAKE_DELAY, Once, Recurring, Timing, outdated, runs_of_approval, spent, timing
from relance.errors import ConflictError, InvalidInputError
from relance.ports.campaigns import CampaignStore, Scheduler
from relance.records import Cursor, Instant, Record

QUIET_FOR: Final = timedelta(minutes=1)
"""A run that was written to more lately is about to be picked up by its own message."""
FIRES_WITHIN: Final = timedelta(minutes=2)
"""The scheduler is exact to the minute; an event that has not come by then was lost."""
_PAGE: Final = 100


class RunsReconciled(Record):
    """What one look at all approved campaigns came to."""

    woken: int = 0
    """Runs that nobody worked on, or whose event never came."""
    rescheduled: int = 0
    """Campaigns whose schedule was not there."""
    over_ceiling: int = 0
    """Runs that wait for a new approval, being larger than the last one allowed."""


def reconcile_runs(*, campaigns: CampaignStore, scheduler: Scheduler, now: Instant) -> RunsReconciled:
    """Wake whatever should be under way, make schedules that are missing, end campaigns without a further run.

    Again is harmless. A run that is woken too late ends as LATE by itself (R10).
    """
    woken = rescheduled = over_ceiling = 0
    for campaign in _approved(campaigns):
        runs = campaigns.occurrences(campaign.campaign_id)
        if end_if_spent(campaign, runs, campaigns=campaigns, now=now):
            continue
        moments = [run.scheduled_for for run in runs if is_stalled(run, now=now)]
        asked = _asked_of_scheduler(campaign, runs)
        if isinstance(asked, Once) and now - asked.at > FIRES_WITHIN:
            moments.append(asked.at)
        elif asked is not None and _to_come(asked, now=now) and not scheduler.has(campaign.campaign_id):
            rescheduled += _reschedule(campaign, asked, campaigns=campaigns, scheduler=scheduler)
        for moment in moments:
            scheduler.wake(campaign.campaign_id, moment, at=now + WAKE_DELAY)
        woken += len(moments)
        over_ceiling += sum(run.paused_because is PauseReason.AUDIENCE_OVER_CEILING for run in runs)
    return RunsReconciled(woken=woken, rescheduled=rescheduled, over_ceiling=over_ceiling)


def is_stalled(run: Occurrence, *, now: Instant) -> bool:
    """Whether the run is unfinished, waits for no person (or has for too long), and no runner holds it."""
    waits = run.paused_because is PauseReason.AUDIENCE_OVER_CEILING and not outdated(run, now=now)
    if run.ended or waits:
        return False
    held = run.leased_until is not None and run.leased_until > now
    return not held and now - run.updated_at > QUIET_FOR


def end_if_spent(campaign: Campaign, runs: Sequence[Occurrence], *, campaigns: CampaignStore, now: Instant) -> bool:
    """End an approved campaign without a further run; whoever pauses or cancels it at this moment is heard first."""
    if campaign.state is not CampaignState.APPROVED or not spent(campaign, runs, now=now):
        return False
    with suppress(ConflictError):
        campaigns.save(move(campaign, CampaignState.ENDED, now=now))
    return True


def _asked_of_scheduler(campaign: Campaign, runs: Sequence[Occurrence]) -> Timing | None:
    """As it was when the campaign was approved; None for a single run that has begun."""
    begun = campaign.schedule.cron is None and bool(runs_of_approval(campaign, runs))
    if begun or campaign.approved_at is None:
        return None
    try:
        return timing(campaign.schedule, now=campaign.approved_at)
    except InvalidInputError:
        return None  # Approved anew after its end, for a run that was larger than allowed.


def _to_come(asked: Timing, *, now: Instant) -> bool:
    match asked:
        case Once(at=at):
            return at > now
        case Recurring(ends=ends):
            return ends is None or ends > now


def _reschedule(campaign: Campaign, asked: Timing, *, campaigns: CampaignStore, scheduler: Scheduler) -> bool:
    """Whether it could be done: a schedule that the scheduler refuses now (its last year is over) holds up no other.

    Whoever took the approval back meanwhile is heard: they write first, and take the schedule away after that.
    """
    try:
        scheduler.put(campaign.campaign_id, asked)
    except InvalidInputError:
        return False
    if campaigns.get(campaign.campaign_id).state not in {CampaignState.APPROVED, CampaignState.PAUSED}:
        scheduler.remove(campaign.campaign_id)
    return True


def _approved(campaigns: CampaignStore) -> Iterator[Campaign]:
    after: Cursor | None = None
    while True:
        page = campaigns.page(after=after, limit=_PAGE)
        yield from (campaign for campaign in page.items if campaign.state is CampaignState.APPROVED)
        after = page.next
        if after is None:
            return
