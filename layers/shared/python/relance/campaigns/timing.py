"""When a campaign runs: its schedule read strictly, before anything is approved (R10). Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from relance.campaigns.cron import checked_cron
from relance.campaigns.cron_times import times
from relance.campaigns.models import Campaign, CampaignState, Occurrence, OccurrenceState, Schedule
from relance.errors import InvalidInputError
from relance.records import Instant, Record

LATEST_START: Final = timedelta(hours=1)
"""A run that could not start within this time does not start at all (R10)."""
AUDIENCE_HOLDS_FOR: Final = timedelta(days=7)
"""A run that has not reached everybody by then ends: filters, order and reasons are those of its freeze."""
FARTHEST: Final = timedelta(days=731)
"""How far ahead a first run may be: an agreement holds for two years at most (R30)."""
WAKE_DELAY: Final = timedelta(seconds=3)
"""What is to happen at once: the scheduler takes no moment that has passed by the time it hears of it."""

_NO_ZONE: Final = (
    "unknown time zone: use an IANA name such as Europe/Paris – "
    "fuseau horaire inconnu\u00a0: utilisez un nom IANA comme Europe/Paris"
)
_NEVER: Final = (
    "this schedule never runs before its end, or within two years: check day, month, year and end – "
    "ce calendrier n’a aucune échéance avant sa fin, ou d’ici deux ans\u00a0: vérifiez le jour, le mois, l’année et la "
    "fin"
)


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
            raise InvalidInputError(
                "give either one time or a recurring schedule, not both – "
                "indiquez soit un moment, soit un calendrier récurrent, pas les deux"
            )
        ends = ends_at(schedule)
        if ends is not None and ends <= now:
            raise InvalidInputError(
                f"the schedule ends at {schedule.ends}, which has passed – "
                f"le calendrier prend fin le {schedule.ends}, qui est passé"
            )
        recurring = Recurring(cron=checked_cron(schedule.cron), time_zone=schedule.time_zone, ends=ends)
        if next_run(recurring, now=now) is None:
            raise InvalidInputError(_NEVER)
        return recurring
    if schedule.ends is not None:
        raise InvalidInputError("only a recurring schedule has an end – seul un calendrier récurrent a une fin")
    if schedule.at is None:
        return Once(at=(now + WAKE_DELAY).replace(microsecond=0))
    at = _existing(schedule.at, zone)
    if at <= now:
        raise InvalidInputError(
            f"{schedule.at} ({schedule.time_zone}) has passed: choose a later time – "
            f"{schedule.at} ({schedule.time_zone}) est passé\u00a0: choisissez un moment à venir"
        )
    if at > now + FARTHEST:
        raise InvalidInputError(
            f"{schedule.at} is more than two years ahead: nobody's agreement holds so long – "
            f"{schedule.at} est dans plus de deux ans\u00a0: aucun accord n’est valable aussi longtemps"
        )
    return Once(at=at)


def next_run(timing: Timing, *, now: Instant) -> Instant | None:
    """The next moment at which it runs; None when it does not within two years.

    A wall-clock time that does not exist is left out, one that comes twice counts once, as the scheduler does.
    """
    if isinstance(timing, Once):
        return timing.at if timing.at > now else None
    zone = time_zone(timing.time_zone)
    local = now.astimezone(zone).replace(tzinfo=None) - timedelta(hours=1)  # The clock may have gone back just now.
    for wall in times(timing.cron, after=local, days=FARTHEST.days):
        moment = wall.replace(tzinfo=zone).astimezone(UTC)
        exists = moment.astimezone(zone).replace(tzinfo=None) == wall
        if exists and moment > now:
            return moment if timing.ends is None or moment <= timing.ends else None
    return None


def to_come(campaign: Campaign, *, now: Instant) -> Instant | None:
    """When an approved campaign runs next by its schedule; None: not any more, or it is not approved."""
    if campaign.state is not CampaignState.APPROVED or campaign.approved_at is None:
        return None
    try:
        return next_run(timing(campaign.schedule, now=campaign.approved_at), now=now)
    except InvalidInputError:
        return None  # Approved anew after its last time, for a run that was larger than allowed.


def time_zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name; InvalidInputError when there is none."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError) as error:  # A missing zone is a KeyError, of which ZoneInfoNotFoundError is one.
        raise InvalidInputError(_NO_ZONE) from error
    except KeyError as error:
        raise InvalidInputError(_NO_ZONE) from error


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
        raise InvalidInputError(
            "this is not a date and time: write it as 2026-03-02T09:00:00 – "
            "ce n’est pas une date avec son heure\u00a0: écrivez 2026-03-02T09:00:00"
        ) from error
    if moment.astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise InvalidInputError(
            f"{local} does not exist in {zone.key}: the clocks go forward then; choose another time – "
            f"{local} n’existe pas à l’heure de {zone.key}\u00a0: passage à l’heure d’été\u202f; "
            "choisissez un autre moment"
        )
    return moment
