"""Headings that no list knows: told by their look, which is that of the known ones, and by what stands below them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from relance.cv.dates import periods
from relance.cv.document import Line
from relance.cv.fields.degree_words import is_school, is_study
from relance.cv.fields.language_words import LANGUAGE
from relance.cv.fields.titles import title_score
from relance.cv.layout.bullets import BULLET
from relance.cv.section_content import content_kind, is_list, names_no_study
from relance.cv.section_parts import Numbered, Section
from relance.cv.section_words import CORES, NOT_ALONE, WEAK, Kind
from relance.cv.text import fold, is_capitals, words_of

MAX_LENGTH = 40
MAX_WORDS = 5
MAX_HINT_WORDS = 4
LARGER = 1.12
FEW = 6
_NO_HEADING: Final = re.compile(r"[\d@|\t;]|[.,]$|://")
_AMBIGUOUS: Final = frozenset(
    {"parcours", "mon parcours", "cursus", "mon cursus", "training", "formations", "background"}
)
_MISLEADING: Final = frozenset({Kind.REFERENCES, Kind.OTHER, Kind.INTERESTS, Kind.LINKS, Kind.CONTACT, Kind.LANGUAGES})
_MAY_HIDE_JOBS: Final = frozenset({Kind.PROFILE, Kind.OTHER, Kind.PROJECTS, Kind.CONTACT, Kind.PUBLICATIONS})

_BEFORE: Final = re.compile(r"^\W*(?:(?:\d{1,2}|[IVX]{1,4}|[A-H])\s*[.)\-–:/]\s*\W*)?")
_NUMBER: Final = re.compile(r"\d{1,2}|[IVX]{1,4}|[A-H]")
_AFTER: Final = re.compile(r"[^\w)]*$")

Headings = Mapping[int, tuple[Kind, ...]]
Look = tuple[float, bool, bool, bool]


def look_of(line: Line) -> Look:
    """Size, weight, capitals, style: what makes a heading stand out."""
    return round(line.size, 0), line.bold, is_capitals(line.text), line.heading


def decoration_of(text: str) -> str:
    """The signs around a heading, its number as "#": "3. Langues" -> "#. ", "[ Langues ]" -> "[  ]"."""
    before = _BEFORE.match(text)
    signs = _NUMBER.sub("#", before[0]) if before else ""
    after = _AFTER.search(text[before.end() if before else 0 :])
    return signs + (after[0] if after else "")


def following(lines: Sequence[Line], number: int, headings: Headings) -> list[Line]:
    """The lines after line `number` up to the next known heading."""
    out: list[Line] = []
    for place in range(number, len(lines)):
        if place + 1 in headings:
            break
        out.append(lines[place])
    return out


@dataclass(frozen=True, slots=True)
class Looks:
    """The lines of a CV, its known headings, and the looks and signs that only headings have."""

    lines: Sequence[Line]
    headings: Headings
    distinct: frozenset[Look]
    decorations: frozenset[str]

    @classmethod
    def of(cls, lines: Sequence[Line], headings: Headings) -> "Looks":
        """Learn the looks of the known headings; one that much of the text has as well tells nothing."""
        sizes = Counter(round(line.size, 0) for line in lines if line.text for _ in range(len(line.text)))
        body = sizes.most_common(1)[0][0] if sizes else 0.0
        known = Counter(look_of(lines[number - 1]) for number in headings)
        everywhere = Counter(look_of(line) for line in lines if line.text.strip())
        distinct = {
            look
            for look, times in known.items()
            if everywhere[look] <= 2 * times + 2
            and (look[0] >= LARGER * body > 0 or look[2] or (look[1] and times > 1))
        }
        signs = Counter(decoration_of(lines[number - 1].text) for number in headings)
        all_signs = Counter(decoration_of(line.text) for line in lines if line.text.strip())
        telling = [sign for sign, times in signs.items() if times > 1 and all_signs[sign] <= 2 * times]
        decorations = {sign for sign in telling if sign.strip(" :")}  # Any label may end with a colon.
        return cls(lines, headings, frozenset(distinct), frozenset(decorations))

    def unknown_heading(self, number: int, current: tuple[Kind, ...], *, named: bool) -> Kind | None:
        """What the section under this line is about when the line reads as a heading; None when it is text.

        `named`: the person's name stands above; before it no section begins.
        """
        line = self.lines[number - 1]
        if not named or not _may_head(line):
            return None
        rest = following(self.lines, number, self.headings)
        alike = self._stands_out(line)
        if alike:
            rest = self._until_alike(rest, line)
        elif not (line.starts_block or line.heading):
            return None
        kind, hint = content_kind(rest), hinted_kind(line.text)
        if hint and rest and kind in {None, hint, Kind.PROFILE}:
            return None if hint in current else hint
        if not alike:
            return None if kind in {None, Kind.PROFILE, *current} or self._stands_elsewhere(kind, current) else kind
        if not rest or kind in current:
            return None
        return kind or (None if current[0] in {Kind.WORK, Kind.EDUCATION, Kind.HEADER} else Kind.OTHER)

    def _stands_out(self, line: Line) -> bool:
        return look_of(line) in self.distinct or decoration_of(line.text) in self.decorations

    def _stands_elsewhere(self, kind: Kind | None, current: tuple[Kind, ...]) -> bool:
        """True where content alone would end jobs or studies for a section that has its own heading in this CV.

        A school is a firm to those who teach.
        """
        entries = {Kind.WORK, Kind.EDUCATION}
        return bool(entries.intersection(current)) and any(kind in kinds for kinds in self.headings.values())

    def _until_alike(self, rest: Sequence[Line], heading: Line) -> list[Line]:
        out: list[Line] = []
        for line in rest:
            if line.text and look_of(line) == look_of(heading) and self._stands_out(line) and _may_head(line):
                break
            out.append(line)
        return out


def _may_head(line: Line) -> bool:
    """Short, undated, no item of a section: no title, degree, school or language."""
    text = _AFTER.sub("", _BEFORE.sub("", line.text)).strip()
    if not 3 <= len(text) <= MAX_LENGTH or len(text.split()) > MAX_WORDS or _NO_HEADING.search(text):
        return False
    if BULLET.match(line.text) or not text[:1].isupper() or line.text.rstrip().endswith((".", ",")) or periods(text):
        return False
    folded = fold(text)
    return title_score(text) < 2 and not is_study(text) and not is_school(text) and not LANGUAGE.search(folded)


def hinted_kind(text: str) -> Kind | None:
    """What a heading with words of its own is about when one word tells it: "Compétences rédactionnelles"."""
    words = words_of(text)
    if "," in text or len(words) > MAX_HINT_WORDS:
        return None
    named = {kind for word in words for kind, cores in CORES.items() if word in cores and word not in WEAK | NOT_ALONE}
    return named.pop() if len(named) == 1 else None


def settled(heading: str, kinds: tuple[Kind, ...], rest: Sequence[Line]) -> tuple[Kind, ...]:
    """The kinds that a heading names, set right by the lines below it where the words can mislead."""
    named = fold(heading).strip(" :")
    if "qualification" in named and kinds == (Kind.EDUCATION,) and names_no_study(rest):
        return (Kind.SKILLS,)
    if len(kinds) == 1 and kinds[0] not in _MISLEADING and named not in _AMBIGUOUS:
        return kinds
    content = content_kind(rest)
    if kinds == (Kind.LANGUAGES,):
        return _of_languages(content, rest)
    if Kind.PROFILE in kinds and len(kinds) > 1:
        return _of_summary(kinds, content, rest)
    misled = content is Kind.WORK and kinds[0] in _MISLEADING
    told = named in _AMBIGUOUS and content in {Kind.WORK, Kind.EDUCATION}
    return (content,) if content and (misled or told) else kinds


def _of_languages(content: Kind | None, rest: Sequence[Line]) -> tuple[Kind, ...]:
    """ "Languages: Java, C++" are skills."""
    spoken = any(LANGUAGE.search(fold(line.text)) for line in rest)
    return (Kind.SKILLS,) if content is Kind.SKILLS and not spoken else (Kind.LANGUAGES,)


def _of_summary(kinds: tuple[Kind, ...], content: Kind | None, rest: Sequence[Line]) -> tuple[Kind, ...]:
    """ "Summary of skills", "Profil et compétences": a text about oneself unless the lines below are items."""
    if content is None and is_list(rest):
        return tuple(kind for kind in kinds if kind is not Kind.PROFILE)
    return (content,) if content in kinds and content else (Kind.PROFILE,)


def with_work(found: list[Section]) -> list[Section]:
    """A CV without a section of jobs: they stand under another heading, or under none."""
    if any(section.is_about(Kind.WORK) for section in found):
        return found
    out: list[Section] = []
    for section in found:
        hidden = bool(_MAY_HIDE_JOBS.intersection(section.kinds) or section.is_about(Kind.HEADER))
        if not hidden or content_kind([line.line for line in section.lines]) is not Kind.WORK:
            out.append(section)
        else:
            out += _parted(section)
    return out


def _parted(section: Section) -> list[Section]:
    """The lines before the first dated one, and the one that heads it, stay; the rest are jobs."""
    first = next((n for n, line in enumerate(section.lines) if any(p.is_range for p in periods(line.text))), 0)
    while first and _heads_job(section.lines[first - 1]):
        first -= 1
    jobs = Section((Kind.WORK,), None, section.lines[first:])
    return [Section(section.kinds, section.heading, section.lines[:first]), jobs] if first else [jobs]


def _heads_job(line: Numbered) -> bool:
    return len(line.text) <= MAX_LENGTH and not line.text.rstrip().endswith((".", ":")) and "@" not in line.text
