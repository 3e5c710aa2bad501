"""What people decide about a campaign: approve, pause, resume, cancel; each a conditional write and audited."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from pydantic import Field

from recruiter_api.campaign_checks import need_an_open_job
from recruiter_api.campaign_preview import reachable_now
from recruiter_api.campaign_waits import Told, above, over_ceiling, why_over
from recruiter_api.segment_checks import validated_segment
from relance.campaigns import (
    Campaign,
    CampaignId,
    CampaignState,
    Occurrence,
    OccurrenceState,
    PauseReason,
    move,
    move_occurrence,
)
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.segment_copy import following
from relance.campaigns.timing import WAKE_DELAY, spent, timing, to_come
from relance.errors import ConflictError, UnavailableError
from relance.mail.mails import occurrence_batch
from relance.mail.wake import wake_batch
from relance.ports.audit import AuditLog
from relance.ports.campaigns import Scheduler
from relance.ports.segments import SegmentStore
from relance.records import Instant, Record

_TRIES: Final = 5
_WOKEN_AT_ONCE: Final = 2000
"""Mails of a run that are made due by a resumption; the others look again by themselves within minutes."""


class Approval(Record):
    """A named person lets it run."""

    audience_ceiling: int = Field(ge=1, le=1_000_000)
    """A run whose frozen audience is larger waits for a new approval."""
    revision: int | None = Field(default=None, ge=1)
    """The revision that was read: 409 when the campaign has changed since."""
    segment_revision: int | None = Field(default=None, ge=1)
    """The revision of the kept segment that was read: 409 when it has changed since."""


class Approved(Campaign):
    """The campaign as it was approved, and what to know of its ceiling."""

    reachable: int | None
    """How many people a run would be for: those of the run that waits, or as its preview counts them now, which is an
    upper bound; None while search is down."""
    next_run: Instant | None
    """By its schedule; None: no further run."""
    warning: Told | None
    """When the ceiling is below that; never for a digest, of which nobody knows before a run whom an offer fits."""


def approve(
    campaign_id: CampaignId,
    approval: Approval,
    *,
    by: str,
    desk: CampaignDesk,
    segments: SegmentStore,
    scheduler: Scheduler,
    audit: AuditLog,
    now: Instant,
) -> Approved:
    """Let a draft run at its time, for at most so many people a run; or let a run go on that was larger than that.

    The schedule is made first: were it made second, a crash between the two would leave an approved campaign that never
    runs. A schedule of a campaign that is not approved does nothing.
    """
    campaign, waiting = _approvable(campaign_id, approval, desk=desk, segments=segments)
    reachable = max(run.audience_size or 0 for run in waiting) if waiting else _reachable(campaign, desk=desk, now=now)
    given = {"audience_ceiling": approval.audience_ceiling, "approved_by": by, "approved_at": now, "updated_at": now}
    if waiting:
        saved = desk.campaigns.save(campaign.model_copy(update=given))
        _wake(waiting, scheduler=scheduler, now=now)
    else:
        validated_segment(campaign.segment, desk=desk, at=now)
        scheduler.put(campaign_id, timing(campaign.schedule, now=now))
        saved = desk.campaigns.save(move(campaign, CampaignState.APPROVED, now=now).model_copy(update=given))
    note(saved, "campaign approved", by=by, audit=audit, now=now, ceiling=str(approval.audience_ceiling))
    warning = _warning(saved, reachable, waiting=bool(waiting))
    return Approved(**dict(saved), reachable=reachable, next_run=to_come(saved, now=now), warning=warning)


def _reachable(campaign: Campaign, *, desk: CampaignDesk, now: Instant) -> int | None:
    with suppress(UnavailableError):  # An approval can be given while search is down.
        return reachable_now(campaign, desk=desk, now=now)
    return None


def _warning(campaign: Campaign, reachable: int | None, *, waiting: bool) -> Told | None:
    ceiling = campaign.audience_ceiling or 0
    if reachable is None or reachable <= ceiling or (campaign.digest is not None and not waiting):
        return None
    return above(ceiling, reachable)


def _approvable(
    campaign_id: CampaignId, approval: Approval, *, desk: CampaignDesk, segments: SegmentStore
) -> tuple[Campaign, list[Occurrence]]:
    """The campaign as it would be approved, and its runs that wait for an approval; ConflictError when it cannot be."""
    campaign = desk.campaigns.get(campaign_id)
    if approval.revision not in (None, campaign.revision):
        raise ConflictError(f"the campaign has changed since revision {approval.revision}: read it again")
    waiting = _waiting(campaign_id, desk=desk) if campaign.state is CampaignState.APPROVED else []
    if campaign.state is not CampaignState.DRAFT and not waiting:
        raise ConflictError(f"only a draft can be approved, or a run that waits; this campaign is {campaign.state}")
    campaign = following(campaign, segments=segments, read=approval.segment_revision)
    need_an_open_job(campaign, desk=desk)
    return campaign, waiting


def pause(campaign_id: CampaignId, *, by: str, desk: CampaignDesk, audit: AuditLog, now: Instant) -> Campaign:
    """From this write on no mail of the campaign is planned or claimed."""
    saved = desk.campaigns.save(move(desk.campaigns.get(campaign_id), CampaignState.PAUSED, now=now))
    note(saved, "campaign paused", by=by, audit=audit, now=now)
    return saved


def resume(
    campaign_id: CampaignId, *, by: str, desk: CampaignDesk, scheduler: Scheduler, audit: AuditLog, now: Instant
) -> Campaign:
    """Go on; runs that stopped on the way are woken, and so are mails that were held back."""
    campaign = desk.campaigns.get(campaign_id)
    runs = desk.campaigns.occurrences(campaign_id)
    if campaign.state is not CampaignState.PAUSED:
        raise ConflictError(_why_not_resumed(campaign, runs))
    to = CampaignState.ENDED if spent(campaign, runs, now=now) else CampaignState.APPROVED
    saved = desk.campaigns.save(move(campaign, to, now=now))
    stopped = [run for run in runs if not run.ended]
    for run in stopped:
        if run.paused_because is PauseReason.CAMPAIGN_PAUSED:
            _change(run, lambda held: move_occurrence(held, OccurrenceState.RUNNING, now=now), desk=desk)
    _wake(stopped, scheduler=scheduler, now=now)
    for run in runs:
        batch_id = occurrence_batch(campaign_id, run.scheduled_for)
        wake_batch(batch_id, because="campaign_paused", mails=desk.eligibility.mails, limit=_WOKEN_AT_ONCE, now=now)
    note(saved, "campaign resumed", by=by, audit=audit, now=now)
    return saved


def _why_not_resumed(campaign: Campaign, runs: Sequence[Occurrence]) -> str:
    for run in over_ceiling(campaign, runs) if campaign.state is CampaignState.APPROVED else ():
        why = why_over(campaign, run)
        return f"a run of this campaign waits, {why.en} – un envoi de cette campagne attend, {why.fr}"
    return f"only a paused campaign can be resumed; this one is {campaign.state}"


def cancel(
    campaign_id: CampaignId, *, by: str, desk: CampaignDesk, scheduler: Scheduler, audit: AuditLog, now: Instant
) -> Campaign:
    """For good: no further run, and what has not been claimed does not leave."""
    cancelled = move(desk.campaigns.get(campaign_id), CampaignState.CANCELLED, now=now)
    saved = desk.campaigns.save(cancelled.model_copy(update={"cancelled_by": by}))
    scheduler.remove(campaign_id)
    cancel_runs(campaign_id, desk=desk, now=now)
    note(saved, "campaign cancelled", by=by, audit=audit, now=now)
    return saved


def cancel_runs(campaign_id: CampaignId, *, due_by: Instant | None = None, desk: CampaignDesk, now: Instant) -> None:
    """Every run that has not ended ends here; with `due_by`, none that is of a later approval."""
    for run in desk.campaigns.occurrences(campaign_id):
        if not run.ended and (due_by is None or run.scheduled_for <= due_by):
            _change(run, lambda held: move_occurrence(held, OccurrenceState.CANCELLED, now=now), desk=desk)


def _waiting(campaign_id: CampaignId, *, desk: CampaignDesk) -> list[Occurrence]:
    over = PauseReason.AUDIENCE_OVER_CEILING
    return [run for run in desk.campaigns.occurrences(campaign_id) if run.paused_because is over]


def _wake(runs: list[Occurrence], *, scheduler: Scheduler, now: Instant) -> None:
    for run in runs:
        scheduler.wake(run.campaign_id, run.scheduled_for, at=now + WAKE_DELAY)


def _change(run: Occurrence, change: Callable[[Occurrence], Occurrence], *, desk: CampaignDesk) -> None:
    """Write over what its runner wrote meanwhile; a run that has ended by itself is left alone."""
    for _ in range(_TRIES):
        held = desk.campaigns.occurrence(run.campaign_id, run.scheduled_for)
        if held is None or held.ended or held.state is not run.state:
            return
        try:
            desk.campaigns.save_occurrence(change(held))
        except ConflictError:
            continue
        return


def note(campaign: Campaign, action: str, *, by: str, audit: AuditLog, now: Instant, **detail: str) -> None:
    """For the record."""
    audit.append(
        f"campaign#{campaign.campaign_id}",
        actor=by,
        action=action,
        detail={"revision": str(campaign.revision), **detail},
        at=now,
    )
