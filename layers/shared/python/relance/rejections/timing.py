"""When an approved answer leaves: undo window, decent delay, working hours (R10, R19). Pure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from relance.errors import InvalidInputError
from relance.records import Instant, Record
from relance.settings import Settings

_SATURDAY: Final = 5
_ALWAYS: Final = "always"
# Longer than any run of closed days; reached only when the hours stand inside a gap of the clock.
_SEARCHED_DAYS: Final = 400


class LeaveWhy(StrEnum):
    """What the leave time was waiting for in the end."""

    UNDO = "undo"
    AFTER_APPLICATION = "after_application"
    AFTER_INTERVIEW = "after_interview"
    OFFICE_HOURS = "office_hours"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


SENTENCES: Final[dict[LeaveWhy, tuple[str, str]]] = {
    LeaveWhy.UNDO: ("à la fin du délai d’annulation", "at the end of the undo window"),
    LeaveWhy.AFTER_APPLICATION: (
        "pas plus tôt après la candidature (délai minimal en jours ouvrés)",
        "no sooner after the application (minimum delay in business days)",
    ),
    LeaveWhy.AFTER_INTERVIEW: (
        "pas plus tôt après le dernier entretien (délai minimal en jours ouvrés)",
        "no sooner after the last interview (minimum delay in business days)",
    ),
    LeaveWhy.OFFICE_HOURS: ("aux heures de bureau", "in office hours"),
    LeaveWhy.WEEKEND: ("après le week-end", "after the weekend"),
    LeaveWhy.HOLIDAY: ("après le jour férié", "after the public holiday"),
}
"""Each in French and English."""


class LeavePolicy(Record):
    """The employer's choices (R10)."""

    undo: timedelta = timedelta(minutes=45)
    minimum_business_days: int = 3
    opens: time | None = time(9)
    """Wall-clock time in the employer's zone; None together with `closes` None: always open, every day."""
    closes: time | None = time(18)
    time_zone: str = "Europe/Paris"
    holidays_of: str = "FR"
    """ISO 3166-1 country whose public holidays are kept."""
    decisions_hold_for: timedelta = timedelta(days=30)
    """An older draft is written anew, an older approval is looked at again: what it says may no longer be so."""


class LeaveTime(Record):
    """The moment an answer may leave, and what it waits for."""

    at: Instant
    why: LeaveWhy

    def sentence(self, language: str) -> str:
        """`why` in words, in French or English."""
        french, english = SENTENCES[self.why]
        return french if language == "fr" else english


def leave_policy(settings: Settings) -> LeavePolicy:
    """The policy that the deployment's settings state; InvalidInputError when closing is not after opening."""
    common = {
        "undo": timedelta(seconds=settings.undo_seconds),
        "minimum_business_days": settings.min_delay_business_days,
        "decisions_hold_for": timedelta(days=settings.decision_days),
        "time_zone": settings.time_zone,
    }
    if settings.office_hours == _ALWAYS:
        return LeavePolicy.model_validate(common | {"opens": None, "closes": None})
    try:
        opens, closes = (time.fromisoformat(part) for part in settings.office_hours.split("-"))
    except ValueError as error:
        raise InvalidInputError("office hours are two times of the day, for example 09:00-18:00") from error
    if closes <= opens:
        raise InvalidInputError("office hours must end after they start, for example 09:00-18:00")
    return LeavePolicy.model_validate(common | {"opens": opens, "closes": closes})


def leave_time(
    approved_at: Instant, policy: LeavePolicy, *, applied_at: Instant, last_interview_at: Instant | None = None
) -> LeaveTime:
    """The earliest moment that respects every rule of the policy.

    Business days are counted on the employer's calendar: applied on a Monday at 15:00 with three days means Thursday
    15:00 at the earliest; a Saturday counts from the Monday after it.
    """
    waits = [(approved_at + policy.undo, LeaveWhy.UNDO)]
    waits.append((business_days_after(applied_at, policy), LeaveWhy.AFTER_APPLICATION))
    if last_interview_at is not None:
        waits.append((business_days_after(last_interview_at, policy), LeaveWhy.AFTER_INTERVIEW))
    earliest, why = max(waits, key=lambda wait: wait[0])
    if is_open(earliest, policy):
        return LeaveTime(at=earliest, why=why)
    return LeaveTime(at=next_opening(earliest, policy), why=_closed_because(earliest, policy))


def is_open(at: Instant, policy: LeavePolicy) -> bool:
    """Whether mail may leave at that moment."""
    if policy.opens is None or policy.closes is None:
        return True
    local = at.astimezone(ZoneInfo(policy.time_zone))
    return is_business_day(local.date(), policy) and policy.opens <= local.time() < policy.closes


def next_opening(at: Instant, policy: LeavePolicy) -> Instant:
    """The first moment from `at` on at which mail may leave; `at` itself when it may leave now."""
    if policy.opens is None or is_open(at, policy):
        return at
    day = at.astimezone(ZoneInfo(policy.time_zone)).date()
    for _ in range(_SEARCHED_DAYS):
        for opening in _instants(day, policy.opens, policy):
            if opening >= at and is_open(opening, policy):
                return opening
        day += timedelta(days=1)
    raise InvalidInputError("the office hours leave no moment at which mail may leave")


def business_days_after(at: Instant, policy: LeavePolicy) -> Instant:
    """The same time of day, `minimum_business_days` business days after `at`; `at` itself when none are asked for."""
    if policy.minimum_business_days == 0:
        return at
    local = at.astimezone(ZoneInfo(policy.time_zone))
    day = local.date()
    for _ in range(policy.minimum_business_days):
        day = _next_business_day(day, policy)
    # When the clock shows the time twice, the second is meant: a minimum must not come out short.
    return max(_instants(day, local.time(), policy))


def is_business_day(day: date, policy: LeavePolicy) -> bool:
    """Neither Saturday, Sunday nor a public holiday."""
    return day.weekday() < _SATURDAY and day not in _holidays(policy.holidays_of, day.year)


def _next_business_day(day: date, policy: LeavePolicy) -> date:
    day += timedelta(days=1)
    while not is_business_day(day, policy):
        day += timedelta(days=1)
    return day


def _closed_because(at: Instant, policy: LeavePolicy) -> LeaveWhy:
    """Why the first closed moment is closed: what the reader would name."""
    day = at.astimezone(ZoneInfo(policy.time_zone)).date()
    if day in _holidays(policy.holidays_of, day.year):
        return LeaveWhy.HOLIDAY
    return LeaveWhy.WEEKEND if day.weekday() >= _SATURDAY else LeaveWhy.OFFICE_HOURS


def _instants(day: date, at: time, policy: LeavePolicy) -> Iterator[Instant]:
    """The moments at which the wall clock shows this time: one, or two in autumn; in the gap of spring, its end."""
    zone = ZoneInfo(policy.time_zone)
    for fold in (0, 1):
        moment = datetime.combine(day, at, tzinfo=zone).replace(fold=fold).astimezone(UTC)
        shown = moment.astimezone(zone)
        if shown.replace(tzinfo=None, fold=0) == datetime.combine(day, at):
            yield moment
        elif fold == 0:
            yield _gap_end(moment, zone)


def _gap_end(after_gap: Instant, zone: ZoneInfo) -> Instant:
    """The first moment after the missing hour, from a moment that lies at most a gap's length behind it."""
    offset = after_gap.astimezone(zone).utcoffset()
    end = after_gap
    while (end - timedelta(minutes=1)).astimezone(zone).utcoffset() == offset:
        end -= timedelta(minutes=1)
    return end.replace(second=0, microsecond=0)


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415  Loads slowly; only drafting, approving and sending need it.

    return frozenset(holidays.country_holidays(country, years=year))
