"""Findings about the jobs: dates, what was done, with what result."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import Final

from relance.advice.cv_text import CvText, is_bulleted
from relance.advice.rules.finding import Facts, Finding, at
from relance.advice.word_lists import word_list
from relance.cv.profile import Work
from relance.cv.section_words import Kind
from relance.matching.analysis import fold

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FIGURE: Final = re.compile(r"(?<![^\W_])\d")  # Not the one of a name such as R489.
_NUMBER_DATE: Final = re.compile(r"(?<![\d/])(?:0?[1-9]|1[0-2])[/.](?:19|20)\d\d(?!\d)")
_WORD_DATE: Final = re.compile(
    r"\b(?:janv|fevr|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec|jan|feb|mar|apr|may|jun|jul|aug)[a-z]*\.?\s+(?:19|20)\d\d\b"
)
_SINCE: Final = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s*(?:-|–|—|a|to)\s*(?:aujourd'hui|present|now|ce jour|current|currently)"
)
_YEARS: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:-|–|—|a|au|to|until|jusqu'en)\s*((?:19|20)\d\d)(?!\d)")
_MONTHS: Final = re.compile(
    r"(?<![\d/])(0?[1-9]|1[0-2])[/.]((?:19|20)\d\d)\s*(?:-|–|—|a|au|to|until)\s*(0?[1-9]|1[0-2])[/.]((?:19|20)\d\d)(?!\d)"
)
_DUTY: Final = re.compile(
    r"(?:responsable de|responsable du|responsable des|en charge d|chargee? d|charge\(e\) d"
    r"|j'etais (?:en charge|responsable)|mission principale|taches? principales?"
    r"|responsible for|in charge of|duties include|tasked with|accountable for)"
)
_JOB_HEADING: Final = re.compile(r"^[^\W\d][^:;@]*(?: [–—|-] |, | chez | at )[^:;@]+$")
_FEWEST_LINES: Final = 4
_WALL_WORDS: Final = 80
_LONG_WORDS: Final = 40


def dates_contradictory(facts: Facts) -> Finding | None:
    """A period that ends before it begins, in the jobs or the education."""
    cv = facts.cv
    for n in sorted({*cv.lines_about(Kind.WORK), *cv.lines_about(Kind.EDUCATION)}):
        if any(_ends_before(found.groups()) for found in _MONTHS.finditer(cv.folded[n])):
            return at(cv, n)
        if any(int(found[1]) > int(found[2]) for found in _YEARS.finditer(cv.folded[n])):
            return at(cv, n)
    return None


def dates_missing(facts: Facts) -> Finding | None:
    """A job without any year in its lines, beside one that has."""
    cv = facts.cv
    if not cv.jobs_read_well:
        return None
    dated = [_is_dated(work) or bool(_YEAR.search(_block(cv, job))) for job, work in enumerate(cv.profile.work)]
    for job, has_date in enumerate(dated):
        line = cv.job_line(job)
        if not has_date and line is not None:
            return at(cv, line)
    return next((at(cv, line) for line in _undated_openings(cv)), None)


def dates_without_months(facts: Facts) -> Finding | None:
    """Two jobs or more, all dated by years."""
    cv = facts.cv
    moments = [date for work in cv.profile.work for date in (work.start_date, work.end_date) if date]
    if not cv.jobs_read_well or len(moments) < 2 or any(len(date) > len("2020") for date in moments):
        return None
    blocks = [n for job in range(len(cv.profile.work)) for n in _block_lines(cv, job)]
    if any(_WORD_DATE.search(cv.folded[n]) or _NUMBER_DATE.search(cv.folded[n]) for n in blocks):
        return None
    return next((at(cv, n, years) for n in blocks if (years := _years_in(cv.lines[n]))), None)


def date_styles_mixed(facts: Facts) -> Finding | None:
    """Months in figures in one job, in words in another."""
    cv = facts.cv
    lines = cv.lines_about(Kind.WORK)
    figures = [(n, found) for n in lines if (found := _NUMBER_DATE.search(cv.folded[n]))]
    words = [(n, found) for n in lines if (found := _WORD_DATE.search(cv.folded[n]))]
    if not figures or not words or {n for n, _ in figures} & {n for n, _ in words}:
        return None
    shown = [cv.lines[n][found.start() : found.end()] for n, found in (figures[0], words[0])]
    return Finding(figures[0][0], shown[0], {"first": shown[0], "second": shown[1]})


def job_without_details(facts: Facts) -> Finding | None:
    """One of the two newest jobs has nothing but its name and dates before the next one begins."""
    cv = facts.cv
    if not cv.jobs_read_well or not any(work.highlights for work in cv.profile.work):
        return None
    for job, work in enumerate(cv.profile.work[:-1][:2]):
        line = cv.job_line(job)
        said = [n for n in _block_lines(cv, job) if cv.lines[n].strip()]
        is_bare = not work.highlights and len(said) <= 3 and all(len(cv.lines[n].split()) <= 12 for n in said)
        if line is not None and is_bare and _next_line(cv, said) == cv.job_line(job + 1):
            return at(cv, line)
    return None


def no_figures(facts: Facts) -> Finding | None:
    """Four lines or more, none with a figure, for an offer whose trade counts."""
    cv = facts.cv
    said = cv.highlights
    offer = set(re.findall(r"[a-z]+", fold(f"{facts.job.title} {facts.job.description}")))
    if len(said) < _FEWEST_LINES or not offer & word_list("counting_trades"):
        return None
    bulleted = [each for each in said if is_bulleted(cv.lines[each.line])]
    told = bulleted or [each for each in said if len(each.text.split()) >= 6 and ":" not in each.text]
    shown = next(iter(told), None)
    if shown is None or not cv.jobs_read_well or any(_counts(each.text) for each in said):
        return None
    return at(cv, shown.line, shown.text)


def duties_only(facts: Facts) -> Finding | None:
    """Six of ten lines open with a formula of duty."""
    said = facts.cv.highlights
    formal = [each for each in said if _DUTY.match(fold(each.text))]
    if len(said) < _FEWEST_LINES or len(formal) < 0.6 * len(said):
        return None
    return at(facts.cv, formal[0].line, formal[0].text)


def wall_of_text(facts: Facts) -> Finding | None:
    """A line of a job of eighty words or more."""
    return _long_line(facts.cv, _WALL_WORDS, None)


def line_too_long(facts: Facts) -> Finding | None:
    """A line of a job of forty words or more, and no wall."""
    if wall_of_text(facts) is not None:
        return None
    return _long_line(facts.cv, _LONG_WORDS, _WALL_WORDS)


def line_repeated(facts: Facts) -> Finding | None:
    """The same words under two jobs, each time after a bullet: headings and addresses come back by nature."""
    bulleted = [each for each in facts.cv.highlights if is_bulleted(facts.cv.lines[each.line])]
    said = {(fold(each.text), each.job) for each in bulleted if len(each.text.split()) >= 4 and each.text[-1] != ":"}
    jobs = Counter(text for text, _ in said)
    for each in bulleted:
        if facts.cv.jobs_read_well and jobs[fold(each.text)] > 1:
            return at(facts.cv, each.line, each.text)
    return None


def oldest_first(facts: Facts) -> Finding | None:
    """Three jobs or more, each begun after the one above it."""
    cv = facts.cv
    starts = [work.start_date for work in cv.profile.work]
    lines = [cv.job_line(job) for job in range(len(starts))]
    last = lines[-1] if lines else None
    known = [start for start in starts if start]
    places = [line for line in lines if line is not None]
    if not cv.jobs_read_well or len(known) < 3 or len(known) < len(starts) or len(places) < len(starts) or last is None:
        return None
    if places != sorted(places) or not all(_before(a, b) for a, b in pairwise(known)):
        return None
    return at(cv, last)


def _counts(text: str) -> bool:
    """Whether a line holds a figure, in digits or in words; a year is none."""
    if _FIGURE.search(_YEAR.sub("", text)):
        return True
    return bool(set(re.findall(r"[a-z]+", fold(text))) & word_list("number_words"))


def _before(earlier: str, later: str) -> bool:
    return earlier[: len(later)] < later[: len(earlier)]


def _is_dated(work: Work) -> bool:
    return bool(work.start_date or work.end_date or work.ongoing)


def _undated_openings(cv: CvText) -> Iterator[int]:
    """The first lines of blocks of the jobs that open like a job, go on in bullets and name no year.

    A reader takes such a block for a part of the job above it.
    """
    lines = set(cv.lines_about(Kind.WORK))
    for n in sorted(lines):
        if n == 0 or cv.lines[n - 1].strip() or not _JOB_HEADING.search(cv.lines[n]):
            continue
        block = list(takewhile(lambda m: m in lines or not cv.lines[m].strip(), range(n, len(cv.lines))))
        heading = list(takewhile(lambda m: not is_bulleted(cv.lines[m]), block))
        told = [cv.lines[m] for m in heading if cv.lines[m].strip()]
        is_opening = len(told) <= 2 and all(len(line.split()) <= 12 for line in told)
        if is_opening and len(heading) < len(block) and not any(map(_YEAR.search, told)):
            yield n


def _ends_before(parts: tuple[str, ...]) -> bool:
    start_month, start_year, end_month, end_year = map(int, parts)
    return (start_year, start_month) > (end_year, end_month)


def _next_line(cv: CvText, block: list[int]) -> int | None:
    """The first line with words after a block."""
    after = range(block[-1] + 1 if block else 0, len(cv.lines))
    return next((n for n in after if cv.lines[n].strip()), None)


def _years_in(line: str) -> str | None:
    """The period of years as the line writes it."""
    folded = fold(line)
    found = _YEARS.search(folded) or _SINCE.search(folded)
    return line[found.start() : found.end()] if found and len(folded) == len(line) else None


def _block_lines(cv: CvText, job: int) -> range:
    """The lines of a job: from just before its name (dates may stand above) to the next job or section."""
    line = cv.job_line(job)
    if line is None:
        return range(0)
    others = [n for other in range(len(cv.profile.work)) if (n := cv.job_line(other)) is not None and n > line]
    ends = [*others, *(n for n in cv.headings if n > line), len(cv.lines)]
    start = line - 1 if line > 0 and _names_no_other(cv, job, line - 1) else line
    return range(start, min(ends))


def _names_no_other(cv: CvText, job: int, line: int) -> bool:
    """Whether the line above a job is neither a heading nor something another job says."""
    return line not in cv.headings and all(each.line != line for each in cv.highlights if each.job != job)


def _block(cv: CvText, job: int) -> str:
    return "\n".join(cv.lines[n] for n in _block_lines(cv, job))


def _long_line(cv: CvText, least: int, below: int | None) -> Finding | None:
    for each in cv.highlights:
        count = len(each.text.split())
        if count >= least and (below is None or count < below):
            return at(cv, each.line, each.text)
    return None
