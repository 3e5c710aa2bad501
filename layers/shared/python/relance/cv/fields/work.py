"""Jobs: title, company, dates, bullets."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from relance.cv.dates import Period
from relance.cv.fields.entries import Entry, entries
from relance.cv.fields.roles import Piece, company_score, content, contract_of, pieces, place_of
from relance.cv.fields.sentences import reads_as_sentence
from relance.cv.fields.titles import title_score, without_gender_mark
from relance.cv.fields.undated import with_undated
from relance.cv.layout.bullets import BULLET
from relance.cv.sections import Numbered

_INTERNSHIP: Final = re.compile(r"\b(?:stage|stagiaire|intern|internship|interne en stage|placement)\b", re.IGNORECASE)
MAX_HIGHLIGHTS = 40
MAX_COMPANY_WORDS = 5
SURE_COMPANY = 2.0
SURE_TITLE = 2.0


@dataclass(frozen=True, slots=True)
class Job:
    """One job; lines are those of the title, of the company and of the dates."""

    position: str | None
    company: str | None
    place: str | None
    contract: str | None
    period: Period | None
    highlights: tuple[str, ...]
    line: int
    company_line: int
    date_line: int
    position_sure: float
    company_sure: float

    @property
    def internship(self) -> bool:
        """True for an internship: it does not count as experience."""
        return bool(_INTERNSHIP.search(f"{self.position or ''} {self.contract or ''}"))


def jobs(lines: Sequence[Numbered]) -> list[Job]:
    """The jobs of the work sections, in the order of the CV."""
    dated = entries(lines, is_head=lambda text: title_score(text) >= SURE_TITLE)
    found = [(entry, pieces(entry.headers)) for entry in with_undated(dated)]
    title_first = _title_first([content(parts) for _, parts in found])
    read = [_job(entry, parts, title_first) for entry, parts in found]
    return [job for job in _inherited(read) if job.position or _is_plausible(job)]


def _is_plausible(job: Job) -> bool:
    """A dated line without a title is a job only when its other half reads like a firm."""
    if not job.company or job.period is None or not job.period.is_range:
        return bool(job.company) and company_score(job.company or "") >= SURE_COMPANY
    short = len(job.company.split()) <= MAX_COMPANY_WORDS and not re.search(r"\d{3}|[.;:]\s", job.company)
    return company_score(job.company) > 0 or (short and job.company[:1].isupper())


def _title_first(headers: Sequence[Sequence[Piece]]) -> bool:
    """Does this CV write the title before the company? Told by the entries that are clear."""
    votes: Counter[bool] = Counter()
    for parts in headers:
        if len(parts) < 2:
            continue
        first, second = (part.title - 0.8 * part.company for part in parts[:2])
        if abs(first - second) >= 1:
            votes[first > second] += 1
    return votes[True] >= votes[False]


def _job(entry: Entry, parts: list[Piece], title_first: bool) -> Job:
    title, company = _assigned([part for part in content(parts) if not reads_as_sentence(part.text)], title_first)
    text = without_gender_mark(title.text) if title else None
    return Job(
        position=text or None,
        company=company.text if company else None,
        place=place_of(parts),
        contract=contract_of(parts),
        period=entry.period,
        highlights=tuple(BULLET.sub("", line.text).strip() for line in entry.body[:MAX_HIGHLIGHTS]),
        line=title.line if title else entry.date_line,
        company_line=company.line if company else entry.date_line,
        date_line=entry.date_line,
        position_sure=0.0 if not title else (0.92 if title.title >= 2 else 0.6),
        company_sure=0.0 if not company else (0.85 if company.company > 0 or (title and title.title >= 2) else 0.6),
    )


def _assigned(parts: Sequence[Piece], title_first: bool) -> tuple[Piece | None, Piece | None]:
    """Which piece is the title and which the company."""
    if not parts:
        return None, None
    if len(parts) == 1:
        only = parts[0]
        return (only, None) if only.title - 0.8 * only.company > 0 else (None, only)
    usual = 0 if title_first else 1
    ranked = sorted(
        range(len(parts)), key=lambda n: -(parts[n].title - 0.8 * parts[n].company + (0.6 if n == usual else 0.0))
    )
    title = parts[ranked[0]]
    others = [part for place, part in enumerate(parts) if place != ranked[0]]
    near = others if not title_first else [part for part in others if parts.index(part) > ranked[0]] or others
    company = max(near, key=lambda part: (part.company - 0.5 * part.title, -near.index(part)))
    return title, company


def _is_second_position(job: Job, above: Job) -> bool:
    """True for a dated title without a firm, below a job whose firm stood over its title and dates."""
    headed = bool(above.company) and above.company_line < min(above.line, above.date_line)
    return headed and bool(job.position) and not job.company and job.period is not None and job.line <= job.date_line


def _inherited(read: Sequence[Job]) -> list[Job]:
    """A company above several titles: each title gets it, the company's own line is no job."""
    out: list[Job] = []
    parent: Job | None = None
    for place, job in enumerate(read):
        following = read[place + 1] if place + 1 < len(read) else None
        if (
            job.company
            and not job.position
            and not job.highlights
            and following
            and following.position
            and not following.company
        ):
            parent = job
            continue
        if parent and job.position and not job.company:
            out.append(_with_firm(job, parent))
            continue
        parent = None
        out.append(_with_firm(job, out[-1]) if out and _is_second_position(job, out[-1]) else job)
    return out


def _with_firm(job: Job, above: Job) -> Job:
    return replace(
        job, company=above.company, company_line=above.company_line, place=job.place or above.place, company_sure=0.7
    )
