"""Findings about what the offer asks for and how the CV shows it."""

import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final

from relance.advice.criteria import absent_must_haves, lines_showing, pattern, signs
from relance.advice.cv_text import CvText
from relance.advice.rules.finding import Facts, Finding, at
from relance.advice.strength import strength
from relance.jobs import Criterion
from relance.matching.analysis import fold
from relance.matching.criteria import kind_of
from relance.records import Record

_YEARS: Final = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-–—]")
_LATE_SHARE: Final = 0.55
_LONG_ENOUGH_LINES: Final = 40


class _Family(Record):
    asked: tuple[str, ...]
    near: tuple[str, ...]


class _Families(Record):
    family: tuple[_Family, ...]


def must_have_neighbour(facts: Facts) -> Finding | None:
    """A must-have that the CV does not show, though a line of a job or of the skills stands next to it."""
    for criterion in absent_must_haves(facts.job, facts.cv):
        line = _neighbour(criterion, facts.cv)
        if line is not None:
            finding = at(facts.cv, line[0], line[1], criterion=criterion.text)
            return replace(finding, named=criterion.criterion_id in facts.named)
    return None


def skill_listed_not_shown(facts: Facts) -> Finding | None:
    """A criterion that stands in the list of skills and nowhere else."""
    cv = facts.cv
    # Years among the skills: columns were read into one another, and a job may stand there.
    if len(cv.highlights) < 2 or any(_YEARS.search(cv.lines[n]) for n in cv.skill_lines):
        return None
    listed = set(cv.skill_lines) - {each.line for each in cv.highlights}
    shown_at_work = (each for each in facts.job.criteria if kind_of(each.text, facts.job.language) is None)
    for criterion in shown_at_work:
        lines = lines_showing(criterion, cv)
        if lines and set(lines) <= listed:
            skill = _as_written(criterion, cv, lines[0])
            if skill is not None:
                return at(cv, lines[0], skill, skill=skill)
    return None


def best_result_late(facts: Facts) -> Finding | None:
    """The best line for this offer stands in the second half of a long CV."""
    cv = facts.cv
    best = strength(cv, facts.job, apart_from=facts.named)
    filled = [n for n, line in enumerate(cv.lines) if line.strip()]
    if best is None or not best.has_figure or len(filled) < _LONG_ENOUGH_LINES:
        return None
    is_late = filled.index(best.highlight.line) >= _LATE_SHARE * len(filled)
    return at(cv, best.highlight.line, best.highlight.text) if is_late else None


def _neighbour(criterion: Criterion, cv: CvText) -> tuple[int, str] | None:
    """The line next to what is asked, and the words of it to show."""
    asked = {fold(sign) for sign in signs(criterion)} | {fold(criterion.text)}
    near = [
        pattern(word)
        for family in _families()
        if any(pattern(name).search(sign) for name in family.asked for sign in asked)
        for word in family.near
    ]
    for highlight in cv.highlights:
        if any(each.search(cv.folded[highlight.line]) for each in near):
            return highlight.line, highlight.text
    for line in cv.skill_lines:
        for each in near:
            found = each.search(cv.folded[line])
            if found:
                return line, _slice(cv, line, found) or cv.lines[line]
    return None


def _as_written(criterion: Criterion, cv: CvText, line: int) -> str | None:
    """The skill in the CV's own spelling."""
    for sign in signs(criterion):
        found = pattern(sign).search(cv.folded[line])
        if found:
            return _slice(cv, line, found)
    return None


def _slice(cv: CvText, line: int, found: re.Match[str]) -> str | None:
    """The place of a match in the line as written; None when folding changed its length."""
    written = cv.lines[line]
    return written[found.start() : found.end()] if len(written) == len(cv.folded[line]) else None


@cache
def _families() -> tuple[_Family, ...]:
    source = files("relance.advice").joinpath("data", "neighbours.toml").read_text(encoding="utf-8")
    return _Families.model_validate(tomllib.loads(source)).family
