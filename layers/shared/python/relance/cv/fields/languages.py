"""Spoken languages with their CEFR level."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from relance.cv.dates import folded_same_length
from relance.cv.fields.found import Found
from relance.cv.fields.language_words import CODES, LANGUAGE, level_in
from relance.cv.section_words import Kind
from relance.cv.sections import Numbered, Section

_WITHIN: Final = 46


def languages(sections: Sequence[Section]) -> list[Found[tuple[str, str | None]]]:
    """(ISO 639-1, level) in the order of the CV; from the languages sections, else from lines that state a level."""
    named = [line for section in sections if section.is_about(Kind.LANGUAGES) for line in section.lines]
    found = _spoken(named, need_level=False)
    if not found:
        skilled = [
            line
            for section in sections
            if not {Kind.WORK, Kind.EDUCATION, Kind.REFERENCES}.intersection(section.kinds)
            for line in section.lines
        ]
        found = _spoken(skilled, need_level=True)
    return found


def _spoken(lines: Iterable[Numbered], *, need_level: bool) -> list[Found[tuple[str, str | None]]]:
    found: dict[str, Found[tuple[str, str | None]]] = {}
    waiting: list[str] = []  # Languages of a line before the one that holds their level.
    for numbered in lines:
        folded = folded_same_length(numbered.text)
        named = list(LANGUAGE.finditer(folded))
        if not named:
            level = level_in(folded)
            for code in waiting if level and len(folded) < 60 else []:
                found[code] = Found((code, level), found[code].line, 0.8)
            waiting = []
            continue
        waiting = []
        if need_level and len(folded) > 120:
            continue
        for place, match in enumerate(named):
            code = CODES[match[1]]
            end = named[place + 1].start() if place + 1 < len(named) else len(folded)
            start = named[place - 1].end() if place else 0
            level = level_in(folded[match.end() : min(end, match.end() + _WITHIN + 30)]) or _level_before(
                folded, start, match.start(), place
            )
            if code in found or (need_level and level is None):
                continue
            found[code] = Found((code, level), numbered.number, 0.95 if level else 0.7)
            if level is None:
                waiting.append(code)
    return list(found.values())


def _level_before(folded: str, start: int, end: int, place: int) -> str | None:
    """ "Native French, fluent English": the level stands in front, when nothing follows the language."""
    before = re.split(r"[,;|•/]", folded[start:end])[-1]
    return level_in(before) if place == 0 or len(before) > 3 else None
