"""One run of a campaign: taken by one runner, frozen, expanded; resumed from wherever it stopped (DESIGN §5)."""

from collections.abc import Callable

from relance.campaigns import (
    Campaign,
    CampaignState,
    EndReason,
    Occurrence,
    OccurrenceState,
    PauseReason,
    move_occurrence,
)
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.reconcile_runs import end_if_spent
from relance.campaigns.timing import WAKE_DELAY, ends_at, outdated, too_late
from relance.errors import ConflictError, NotFoundError
from relance.observability import logger
from relance.ports.audit import AuditLog
from relance.ports.campaigns import Scheduler
from relance.records import Instant
from run_campaign.expand import expand
from run_campaign.freeze import freeze, over_ceiling
from run_campaign.lease import LEASE, released
from run_campaign.messages import Run

type Clock = Callable[[], Instant]


def run(
    asked: Run, *, desk: CampaignDesk, scheduler: Scheduler, audit: AuditLog, clock: Clock, until: Instant
) -> Occurrence | None:
    """Carry the run as far as it goes; None when there is nothing to do for this delivery.

    When time is up before the end, the run is woken in a moment and goes on from its cursor.
    """
    store, taken = desk.campaigns, take(asked, desk=desk, clock=clock)
    if taken is None:
        return None
    campaign, occurrence = taken
    try:
        occurrence = carry(campaign, occurrence, desk=desk, clock=clock, until=until)
    except ConflictError:
        # Somebody paused or cancelled it, or took over after the lease: what they wrote is newer than what we hold.
        logger.info("run left to another writer", extra={"campaign_id": asked.campaign_id})
        return store.occurrence(asked.campaign_id, asked.scheduled_for)
    _tell(campaign, occurrence, audit=audit, now=clock())
    if occurrence.state in {OccurrenceState.FREEZING, OccurrenceState.RUNNING} and clock() >= until:
        scheduler.wake(occurrence.campaign_id, occurrence.scheduled_for, at=clock() + WAKE_DELAY)
    elif occurrence.ended:
        held, runs = store.get(asked.campaign_id), store.occurrences(asked.campaign_id)
        end_if_spent(held, runs, campaigns=store, now=clock())
    return occurrence


def take(asked: Run, *, desk: CampaignDesk, clock: Clock) -> tuple[Campaign, Occurrence] | None:
    """The campaign and its run with our lease; None when it is not ours to run (now)."""
    now, moment = clock(), asked.scheduled_for.replace(microsecond=0)
    try:
        campaign = desk.campaigns.get(asked.campaign_id)
    except NotFoundError:
        return None
    if campaign.state not in {CampaignState.APPROVED, CampaignState.PAUSED} or _past_its_end(campaign, moment):
        return None
    held = desk.campaigns.occurrence(asked.campaign_id, moment)
    fresh = Occurrence(campaign_id=asked.campaign_id, scheduled_for=moment, updated_at=now)
    occurrence = held or fresh
    if occurrence.ended or (occurrence.leased_until is not None and occurrence.leased_until > now):
        return None
    if campaign.state is CampaignState.PAUSED:
        if held is None:
            _write(fresh, desk)
        return None
    leased = _write(occurrence.model_copy(update={"leased_until": now + LEASE, "updated_at": now}), desk)
    return None if leased is None else (campaign, leased)


def carry(
    campaign: Campaign, occurrence: Occurrence, *, desk: CampaignDesk, clock: Clock, until: Instant
) -> Occurrence:
    """From state to state until it rests: finished, late, waiting for a person, or out of time."""
    store = desk.campaigns
    while True:
        now = clock()
        match occurrence.state:
            case OccurrenceState.DUE if too_late(occurrence.scheduled_for, now=now):
                return store.save_occurrence(move_occurrence(occurrence, OccurrenceState.LATE, now=now))
            case OccurrenceState.DUE:
                occurrence = store.save_occurrence(move_occurrence(occurrence, OccurrenceState.FREEZING, now=now))
            case _ if outdated(occurrence, now=now):
                ended = move_occurrence(occurrence, OccurrenceState.CANCELLED, now=now, because=EndReason.AUDIENCE_OLD)
                return store.save_occurrence(ended)
            case OccurrenceState.FREEZING:
                occurrence = freeze(campaign, occurrence, desk=desk, clock=clock, until=until)
                if occurrence.state is OccurrenceState.FREEZING:
                    return occurrence
            case OccurrenceState.PAUSED if _may_go_on(campaign, occurrence):
                occurrence = store.save_occurrence(move_occurrence(occurrence, OccurrenceState.RUNNING, now=now))
            case OccurrenceState.RUNNING:
                return expand(campaign, occurrence, desk=desk, clock=clock, until=until)
            case _:
                return released(occurrence, store)


def _past_its_end(campaign: Campaign, moment: Instant) -> bool:
    ends = ends_at(campaign.schedule)
    return ends is not None and moment > ends


def _may_go_on(campaign: Campaign, occurrence: Occurrence) -> bool:
    if occurrence.paused_because is PauseReason.AUDIENCE_OVER_CEILING:
        return not over_ceiling(campaign, occurrence.audience_size or 0)
    return True


def _write(occurrence: Occurrence, desk: CampaignDesk) -> Occurrence | None:
    try:
        return desk.campaigns.save_occurrence(occurrence)
    except ConflictError:
        return None  # Another delivery of the same message was quicker.


def _tell(campaign: Campaign, occurrence: Occurrence, *, audit: AuditLog, now: Instant) -> None:
    """What became of the run, for the record and the log; ids and numbers only (R16)."""
    numbers = {
        "audience": str(occurrence.audience_size or 0),
        "planned": str(occurrence.planned),
        "skipped": str(sum(occurrence.skipped.values())),
        "excluded": str(sum(occurrence.excluded.values())),
    }
    moment = occurrence.scheduled_for.isoformat()
    told = {"campaign_id": campaign.campaign_id, "scheduled_for": moment, "state": occurrence.state, **numbers}
    logger.info("campaign run", extra=told)
    audit.append(
        f"campaign#{campaign.campaign_id}",
        actor="run_campaign",
        action=f"run {occurrence.state}",
        detail={
            "scheduled_for": moment,
            "because": occurrence.paused_because or occurrence.ended_because or "",
            **numbers,
        },
        at=now,
    )
