"""The local times of a recurring schedule, as EventBridge Scheduler finds them.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from relance.campaigns.cron import DAYS_OF_MONTH, DAYS_OF_WEEK, HOURS, MONTHS, YEARS

_WEEK: Final = 7
_FRIDAY: Final = 4


def times(cron: str, *, after: datetime, days: int) -> Iterator[datetime]:
    """Naive local times later than `after`, within so many days, soonest first; of an expression that was checked."""
    minute, hours, in_month, months, in_week, years = cron.upper().split()
    fits = _of_month(in_month) if in_week == "?" else _of_week(in_week)
    at = [time(hour, int(minute)) for hour in sorted(HOURS.values(hours))]
    possible_months, possible_years = MONTHS.values(months), YEARS.values(years)
    for ahead in range(days + 1):
        day = after.date() + timedelta(days=ahead)
        if day.year in possible_years and day.month in possible_months and fits(day):
            yield from (moment for moment in (datetime.combine(day, each) for each in at) if moment > after)


def _of_month(text: str) -> Callable[[date], bool]:
    parts = text.split(",")
    plain = DAYS_OF_MONTH.values(",".join(part for part in parts if not part.endswith(("L", "W"))))
    special = [part for part in parts if part.endswith(("L", "W"))]
    return lambda day: day.day in plain or any(day.day == _special_day(part, day) for part in special)


def _special_day(part: str, day: date) -> int | None:
    """`L` the last day of the month, `15W` the weekday nearest to the 15th, never in another month."""
    last = monthrange(day.year, day.month)[1]
    wanted = last if part.startswith("L") else int(part.removesuffix("W"))
    if wanted > last or part == "L":
        return last if part == "L" else None
    beyond = date(day.year, day.month, wanted).weekday() - _FRIDAY
    if beyond == 1:  # A Saturday: the day before, or the Monday after when that is another month.
        return wanted - 1 if wanted > 1 else wanted + 2
    if beyond == 2:  # A Sunday: the day after, or the Friday before.
        return wanted + 1 if wanted < last else wanted - 2
    return wanted


def _of_week(text: str) -> Callable[[date], bool]:
    parts = text.split(",")
    plain = DAYS_OF_WEEK.values(",".join(part for part in parts if "#" not in part and not part.endswith("L")))
    special = [part for part in parts if "#" in part or part.endswith("L")]
    return lambda day: _number(day) in plain or any(_is_that_one(part, day) for part in special)


def _is_that_one(part: str, day: date) -> bool:
    """`6L` the last Friday of the month, `3#2` its second Tuesday, `L` a Saturday."""
    if part == "L":
        return _number(day) == _WEEK
    name, number_sign, which = part.partition("#")
    if _number(day) not in DAYS_OF_WEEK.values(name.removesuffix("L") if not number_sign else name):
        return False
    if number_sign:
        return (day.day - 1) // _WEEK + 1 == int(which)
    return day.day + _WEEK > monthrange(day.year, day.month)[1]


def _number(day: date) -> int:
    """1 for a Sunday, 7 for a Saturday."""
    return day.isoweekday() % _WEEK + 1
