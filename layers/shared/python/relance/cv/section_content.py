"""What lines are about, told by the lines themselves: for sections whose heading is unknown or misleading."""

import re
from collections.abc import Sequence
from typing import Final

from relance.cv.dates import folded_same_length, periods
from relance.cv.document import Line
from relance.cv.fields.degree_words import is_school, is_study
from relance.cv.fields.language_words import LANGUAGE, level_in
from relance.cv.fields.titles import title_score
from relance.cv.layout.bullets import BULLET
from relance.cv.section_words import Kind
from relance.cv.skill_list import concept_named

LONG = 90
MAX_LINES = 60
MAX_ITEM_WORDS = 4
MIN_ITEMS = 3
SHORT_LINE = 6
SEPARATORS: Final = re.compile(r"\s*[,;|•·●\t]\s*|\s+/\s+|\s+[–—-]\s+")
PIECES: Final = re.compile(r"\s*[,|•·\t(]\s*|\s+[–—-]\s+|\s+(?:chez|at|with)\s+|\s?:\s")


def content_kind(lines: Sequence[Line]) -> Kind | None:
    """Jobs, studies, languages, skills or a text about oneself; None when nothing tells."""
    full = [line for line in lines if re.search(r"\w", line.text)][:MAX_LINES]
    if not full:
        return None
    if _is_languages(full):
        return Kind.LANGUAGES
    dated = [line for line in full if _dates_an_entry(line.text)]
    if dated:
        return _jobs_or_studies(full, dated)
    if sum(_is_study(line.text) for line in full) >= max(1, len(full) / 3):
        return Kind.EDUCATION
    if _is_list_of_skills(full):
        return Kind.SKILLS
    return Kind.PROFILE if len(full) <= 6 and all(len(line.text) > LONG for line in full) else None


def is_list(lines: Sequence[Line]) -> bool:
    """True for several short lines or parts of lines: items, not a text."""
    full = [line for line in lines if re.search(r"\w", line.text)][:MAX_LINES]
    items = [item for line in full for item in SEPARATORS.split(BULLET.sub("", line.text)) if re.search(r"\w", item)]
    return len(items) >= MIN_ITEMS and sum(len(item.split()) <= SHORT_LINE for item in items) >= 0.8 * len(items)


def names_no_study(lines: Sequence[Line]) -> bool:
    """True when no line names a degree or a school, or dates one."""
    full = [line.text for line in lines if re.search(r"\w", line.text)][:MAX_LINES]
    return bool(full) and not any(_is_study(text) or _dates_an_entry(text) for text in full)


def _dates_an_entry(text: str) -> bool:
    """True for a line that dates an entry: a period beside a few words, not a year inside a sentence."""
    found = periods(text)
    if not found or len(text) > LONG + 30:
        return False
    alone = len(text) - (found[0].finish - found[0].begin) <= 4
    return any(period.is_range for period in found) or alone or (not BULLET.match(text) and len(text) <= LONG)


def _jobs_or_studies(full: Sequence[Line], dated: Sequence[Line]) -> Kind | None:
    heads = [
        line.text
        for line in full
        if len(line.text) <= LONG and not BULLET.match(line.text) and not line.text.rstrip().endswith(".")
    ]
    studies = sum(_is_study(text) for text in heads)
    titles = sum(_is_title(text) and not _is_study(text) for text in heads)
    ranges = sum(any(period.is_range for period in periods(line.text)) for line in dated)
    if studies and studies >= titles:
        return Kind.EDUCATION
    if titles and (ranges or titles >= 2):
        return Kind.WORK
    return Kind.WORK if ranges >= 2 and len(full) > len(dated) and not studies else None


def _is_study(text: str) -> bool:
    return is_study(text) or (is_school(text) and not _is_title(text))


def _is_title(text: str) -> bool:
    return any(title_score(part) >= 2 for part in PIECES.split(text) if part)


def _is_languages(full: Sequence[Line]) -> bool:
    """Most lines name a language, and some level is told."""
    folded = [folded_same_length(line.text) for line in full]
    named = [bool(LANGUAGE.search(text)) for text in folded]
    levelled = [level_in(text) is not None for text in folded]
    either = sum(name or level for name, level in zip(named, levelled, strict=True))
    short = all(len(text) < LONG for text in folded)
    return short and any(named) and any(levelled) and either >= 0.8 * len(full) and len(full) <= 12


def _is_list_of_skills(full: Sequence[Line]) -> bool:
    """Short items of which the skill list knows a good part."""
    items = [
        item.strip(" .:*○●")
        for line in full
        for item in SEPARATORS.split(re.sub(r"^[^:]{2,25}\s?:\s", "", BULLET.sub("", line.text)))
        if item.strip(" .:*○●")
    ]
    if len(items) < 3:
        return False
    short = sum(len(item.split()) <= MAX_ITEM_WORDS for item in items)
    known = sum(concept_named(item) is not None for item in items)
    return short >= 0.8 * len(items) and known >= max(2, 0.3 * len(items))
