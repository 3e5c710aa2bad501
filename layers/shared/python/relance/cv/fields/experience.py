"""Years of experience: the union of the jobs' months, internships apart."""

from collections.abc import Iterable
from datetime import date

from relance.cv.dates import Period

MONTHS = 12


def years_of_experience(periods: Iterable[Period], today: date) -> float:
    """Years with one decimal; overlaps count once; a year without month counts from its middle."""
    spans = sorted(span for period in periods for span in [_months(period, today)] if span)
    total, reach = 0, -1
    for start, end in spans:
        total += max(0, end - max(start, reach))
        reach = max(reach, end)
    return round(total / MONTHS, 1)


def _months(period: Period, today: date) -> tuple[int, int] | None:
    now = today.year * MONTHS + today.month - 1
    start = _month(period.start)
    end = now if period.ongoing else _month(period.end)
    if start is None or end is None:
        return None
    if start == end:
        end += 1 if period.start and len(period.start) > 4 else MONTHS // 2
    return (start, min(end, now)) if start < min(end, now) else None


def _month(iso: str | None) -> int | None:
    if iso is None:
        return None
    year, _, month = iso.partition("-")
    return int(year) * MONTHS + (int(month) - 1 if month else MONTHS // 2)
