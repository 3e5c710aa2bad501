"""When a campaign runs: its schedule read strictly, before anything is approved (R10). Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from relance.campaigns.cron import checked_cron
from relance.campaigns.models import Campaign, Occurrence, OccurrenceState, Schedule
from relance.errors import InvalidInputError
from relance.records import Instant, Record

LATEST_START: Final = timedelta(hours=1)
"""A run that could not start within this time does not start at all (R10)."""
AUDIENCE_HOLDS_FOR: Final = timedelta(days=7)
"""A run that has not reached everybody by then ends: filters, order and reasons are those of its freeze."""
WAKE_DELAY: Final = timedelta(seconds=3)
"""What is to happen at once: the scheduler takes no moment that has passed by the time it hears of it."""


class Once(Record):
    """One run."""

    at: Instant


class Recurring(Record):
    """A run at each moment of a six-field EventBridge cron expression, on the wall clock of `time_zone`."""

    cron: str
    time_zone: str
    ends: Instant | None = None
    """No run begins after this moment."""


type Timing = Once | Recurring


def timing(schedule: Schedule, *, now: Instant) -> Timing:
    """What to ask of the scheduler; InvalidInputError for a time that has passed, does not exist, or is no time."""
    zone = time_zone(schedule.time_zone)
    if schedule.cron is not None:
        if schedule.at is not None:
            raise InvalidInputError("give either one time or a recurring schedule, not both")
        ends = ends_at(schedule)
        if ends is not None and ends <= now:
            raise InvalidInputError(f"the schedule ends at {schedule.ends}, which has passed")
        return Recurring(cron=checked_cron(schedule.cron), time_zone=schedule.time_zone, ends=ends)
    if schedule.ends is not None:
        raise InvalidInputError("only a recurring schedule has an end")
    if schedule.at is None:
        return Once(at=(now + WAKE_DELAY).replace(microsecond=0))
    at = _existing(schedule.at, zone)
    if at <= now:
        raise InvalidInputError(f"{schedule.at} ({schedule.time_zone}) has passed: choose a later time")
    return Once(at=at)


def time_zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name; InvalidInputError when there is none."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError) as error:  # A missing zone is a KeyError, of which ZoneInfoNotFoundError is one.
        raise InvalidInputError("unknown time zone: use an IANA name such as Europe/Paris") from error
    except KeyError as error:
        raise InvalidInputError("unknown time zone: use an IANA name such as Europe/Paris") from error


def ends_at(schedule: Schedule) -> Instant | None:
    """The moment after which a recurring schedule begins no run; None: there is none. InvalidInputError."""
    return None if schedule.ends is None else _existing(schedule.ends, time_zone(schedule.time_zone))


def runs_of_approval(campaign: Campaign, runs: Sequence[Occurrence]) -> list[Occurrence]:
    """Without those of an approval that fell when the campaign was changed."""
    fell = campaign.approval_fell_at
    return [run for run in runs if fell is None or run.scheduled_for > fell]


def spent(campaign: Campaign, runs: Sequence[Occurrence], *, now: Instant) -> bool:
    """Whether no run is to come or under way: a single run that has ended, or a recurring schedule past its end."""
    if not all(run.ended for run in runs):
        return False
    if campaign.schedule.cron is None:
        return bool(runs_of_approval(campaign, runs))
    ends = ends_at(campaign.schedule)
    return ends is not None and now > ends


def too_late(scheduled_for: Instant, *, now: Instant) -> bool:
    """Whether a run that has not begun by now must not begin (R10)."""
    return now - scheduled_for > LATEST_START


def outdated(run: Occurrence, *, now: Instant) -> bool:
    """Whether a run that began in time has not ended so long afterwards that its audience is not to be written to."""
    begun = run.state is not OccurrenceState.DUE and not run.ended
    return begun and now - run.scheduled_for > AUDIENCE_HOLDS_FOR


def _existing(local: str, zone: ZoneInfo) -> Instant:
    try:
        wall = datetime.fromisoformat(local).replace(tzinfo=zone)
        moment = wall.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidInputError("this is not a date and time: write it as 2026-03-02T09:00:00") from error
    if moment.astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise InvalidInputError(
            f"{local} does not exist in {zone.key}: the clocks go forward then; choose another time"
        )
    return moment
