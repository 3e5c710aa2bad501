"""A CV as the rules see it: its profile, its lines, and which line belongs to which section or job."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from relance.candidates import Candidate
from relance.cv.document import Line
from relance.cv.problems import Problem
from relance.cv.profile import Profile, Work
from relance.cv.section_words import Kind
from relance.cv.sections import Section, sections
from relance.matching.analysis import fold

_BULLETS: Final = " \t•-–—*·▪◦●○■□►▶➤➢✓✔✦❖>o\uf0b7"
_LONGEST_POSITION: Final = 10
_LONGEST_HEADING: Final = 120
_NO_POSITION: Final = re.compile(r"[:@;“”\"]|https?|www\.")
_MET: Final = 0.7
"""Confidence of a skill that the reader met in a sentence; one that stands in a list has more."""
EMPTY: Final = Profile()


@dataclass(frozen=True, slots=True)
class Highlight:
    """One thing done in a job: index of the job in `profile.work`, line from 0, the words without their bullet."""

    job: int
    line: int
    text: str


@dataclass(frozen=True)
class CvText:
    """What advice may rest on. `text` is what was read; its lines are counted from 0."""

    profile: Profile
    text: str
    filename: str | None = None
    problem: Problem | None = None
    unread_pages: int = 0
    """Pages whose writing is a picture, in a file that could be read."""
    spaced_headings: tuple[str, ...] = ()
    """Headings whose letters are spaced out, or that stand in a text box, as words."""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines as read."""
        return tuple(self.text.splitlines())

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The lines in lower case without accents."""
        return tuple(fold(line) for line in self.lines)

    @cached_property
    def kinds(self) -> tuple[tuple[Kind, ...], ...]:
        """What the section of each line is about; the lines before the first heading are HEADER."""
        kinds: list[tuple[Kind, ...]] = [(Kind.HEADER,)] * len(self.lines)
        for section in self._sections:
            for numbered in section.lines:
                kinds[numbered.number - 1] = section.kinds
            if section.heading is not None and section.heading.number not in {line.number for line in section.lines}:
                kinds[section.heading.number - 1] = ()
        return tuple(kinds)

    def lines_about(self, kind: Kind) -> tuple[int, ...]:
        """The lines of the sections of this kind, headings and empty lines left out."""
        return tuple(n for n, kinds in enumerate(self.kinds) if kind in kinds and bare(self.lines[n]))

    @cached_property
    def skill_lines(self) -> tuple[int, ...]:
        """The lines that list skills: their section's, else those from which the reader took skills as listed ones."""
        return self.lines_about(Kind.SKILLS) or tuple(sorted(self._listed() - {each.line for each in self.highlights}))

    def _listed(self) -> set[int]:
        sources = self.profile.meta.sources
        listed = {path for path, source in sources.items() if path.startswith("skills[") and source.confidence > _MET}
        return {line for path in listed if (line := self.line_of(path)) is not None}

    @cached_property
    def headings(self) -> tuple[int, ...]:
        """The lines that are headings of known sections."""
        return tuple(n for n, kinds in enumerate(self.kinds) if kinds == ())

    def has_section(self, kind: Kind) -> bool:
        """Whether a heading announces it."""
        return any(kind in section.kinds for section in self._sections)

    @cached_property
    def _sections(self) -> tuple[Section, ...]:
        # No heading is longer; the rest of a line only costs time. Behind the name, the reader also knows headings by
        # what follows them.
        name = self.line_of("basics.name")
        breaks = frozenset() if name is None else frozenset({name + 1})
        return tuple(sections([Line(line[:_LONGEST_HEADING]) for line in self.lines], breaks=breaks))

    @cached_property
    def highlights(self) -> tuple[Highlight, ...]:
        """Everything that the jobs say was done, in the order of the CV."""
        return tuple(self._find_highlights())

    def _find_highlights(self) -> Iterator[Highlight]:
        start = 0
        for job, work in enumerate(self.profile.work):
            start = max(start, self.line_of(f"work[{job}].position") or self.line_of(f"work[{job}].name") or 0)
            for words in work.highlights:
                line = self.find(words, start)
                if line is not None:
                    yield Highlight(job, line, bare(words))
                    start = line

    def line_of(self, path: str) -> int | None:
        """The line a value of the profile comes from, by its path in JSON Resume terms."""
        source = self.profile.meta.sources.get(path)
        return source.line - 1 if source is not None and source.line <= len(self.lines) else None

    def find(self, words: str, start: int = 0) -> int | None:
        """The first line from `start` that holds these words, compared folded."""
        wanted = fold(bare(words))
        if not wanted:
            return None
        return next((n for n in range(start, len(self.lines)) if wanted in self.folded[n]), None)

    def job_line(self, job: int) -> int | None:
        """The line that names the job: its position, else its firm."""
        work = self.profile.work[job]
        for path, value in ((f"work[{job}].position", work.position), (f"work[{job}].name", work.name)):
            line = self.line_of(path)
            if line is None and value:
                line = self.find(value, min(self.lines_about(Kind.WORK), default=0))
            if line is not None:
                return line
        return None

    @cached_property
    def jobs_read_well(self) -> bool:
        """Whether the jobs were read without doubt: two or more, each with a plausible title, all but one with dates.

        Where this is not so, what looks like a fault of the CV may be one of the reading, and the rules keep quiet.
        """
        jobs = self.profile.work
        places = {self.job_line(number) for number, job in enumerate(jobs) if self._names(number, job)}
        dated = sum(job.start_date is not None or job.ongoing for job in jobs)
        return len(jobs) >= 2 and len(places) == len(jobs) and dated >= len(jobs) - 1

    def _names(self, number: int, job: Work) -> bool:
        """Whether the line of a job says its position, and says it like one."""
        line = self.job_line(number)
        if line is None or not job.position or len(job.position.split()) > _LONGEST_POSITION:
            return False
        return fold(job.position) in self.folded[line] and not _NO_POSITION.search(self.lines[line])

    def work(self, highlight: Highlight) -> Work:
        """The job that a highlight belongs to."""
        return self.profile.work[highlight.job]

    @cached_property
    def word_count(self) -> int:
        """Words of the whole text."""
        return len(self.text.split())


def cv_of(candidate: Candidate, text: str) -> CvText:
    """The newest CV of a candidate that could be read, with its text; the newest of all when none could."""
    told = candidate.readable_cv or (candidate.cvs[0] if candidate.cvs else None)
    return CvText(
        profile=candidate.profile or EMPTY,
        text=text,
        filename=told.filename if told else None,
        problem=told.problem if told else None,
        unread_pages=told.unread_pages if told else 0,
        spaced_headings=told.quality.spaced_headings if told and told.quality else (),
    )


def is_bulleted(line: str) -> bool:
    """Whether a line begins with a bullet."""
    return line.strip()[:1] != bare(line)[:1]


def bare(line: str) -> str:
    """A line without its bullet and outer spaces."""
    stripped = line.strip()
    while stripped and stripped[0] in _BULLETS and not (stripped[0] == "o" and not stripped[1:2].isspace()):
        stripped = stripped[1:].lstrip()
    return stripped
