"""Dated jobs of a CV, as far as criteria that ask for years need them; no filter and no score knows them (R24)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from relance.cv.dates import Period
from relance.cv.fields.experience import years_of_experience
from relance.cv.profile import Profile, Work
from relance.records import Record

_LONGEST_JOB: Final = 60
"""Lines."""


class DatedJob(Record):
    """When it was, "YYYY-MM" or "YYYY", and which lines of the indexed text (from 0) tell of it."""

    start: str
    end: str
    first_line: int
    last_line: int


def dated_jobs(profile: Profile | None, cv_text: str, indexed: Sequence[int]) -> tuple[DatedJob, ...]:
    """Jobs of the profile that have dates and a line; internships apart. `indexed` holds, for each indexed line, its
    number in the CV, from 1. A job that goes on ends when the CV was read: what came after, nobody knows."""
    if profile is None:
        return ()
    heads = {place: told for place in range(len(profile.work)) if (told := _head_lines(profile, place))}
    jobs: list[DatedJob] = []
    for place, lines in heads.items():
        work = profile.work[place]
        start, end = work.start_date, profile.meta.as_of if work.ongoing else work.end_date
        if start is None or end is None or work.internship:
            continue
        following = min((min(other) for other in heads.values() if min(other) > max(lines)), default=None)
        last = _last_line(work, cv_text.splitlines(), max(lines), following)
        own = [i for i, number in enumerate(indexed) if min(lines) <= number <= last]
        if own:
            jobs.append(DatedJob(start=start, end=end, first_line=own[0], last_line=own[-1]))
    return tuple(jobs)


def years_in(jobs: Iterable[DatedJob]) -> tuple[float, float]:
    """(as usually counted, at most) with one decimal; overlaps count once. A date without a month could be any of its
    year: from its middle as usually counted, from January to December at most."""
    jobs = tuple(jobs)
    usual = (Period(job.start, job.end, False, 0, 0) for job in jobs)
    widest = (Period(_month(job.start, "01"), _month(job.end, "12"), False, 0, 0) for job in jobs)
    return years_of_experience(usual, date.max), years_of_experience(widest, date.max)


def _month(written: str, otherwise: str) -> str:
    return written if len(written) > 4 else f"{written}-{otherwise}"


def _head_lines(profile: Profile, place: int) -> list[int]:
    paths = (f"work[{place}].{name}" for name in ("position", "name", "startDate"))
    return [profile.meta.sources[path].line for path in paths if path in profile.meta.sources]


def _last_line(work: Work, lines: Sequence[str], head: int, following: int | None) -> int:
    """The last line that is one of the job's highlights, before the next job begins."""
    told = {highlight.strip() for highlight in work.highlights}
    end = min(following - 1 if following else len(lines), head + _LONGEST_JOB, len(lines))
    own = [n for n in range(head + 1, end + 1) if lines[n - 1].strip(" \t•·*-–—▪●○■►").strip() in told]
    return max([head, *own])
