"""Skills: the items of the CV's own skills sections, and tools, licences and certificates named elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from relance.cv.dates import periods
from relance.cv.fields.found import Found
from relance.cv.fields.skill_items import Named, items, named
from relance.cv.section_words import Kind
from relance.cv.sections import Section
from relance.cv.skill_list import Concept, concept_named, everyday_names
from relance.cv.text import fold

MAX_SKILLS = 150
FEW_ITEMS = 3  # A CV that lists its skills means those; one that does not is searched for methods too.
NOT_SEARCHED: Final = frozenset({Kind.EDUCATION, Kind.REFERENCES, Kind.LANGUAGES, Kind.LINKS})
NAMED_ANYWHERE: Final = frozenset({"tool", "licence", "certificate"})
_GIVEN: Final = re.compile(r"\s[–—|-]\s|[:\t|]|\b(?:by|from|par|chez|at)\b", re.IGNORECASE)
_VERSION: Final = re.compile(
    r"[\s-]+(?:v(?:ersion)?\.?\s*)?\d+(?:[.,x]\d*)*(?:\s*[/,&-]\s*\d+(?:\.\d+)*)*\+?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class NamedSkill:
    """A skill as written, with its concept when the list knows it."""

    name: str
    concept: Concept | None


def skills(sections: Sequence[Section], *, heads: frozenset[int]) -> list[Found[NamedSkill]]:
    """Each skill once: the section's items in order, then what the list finds in the rest of the CV.

    A CV without a section of skills may list them as strengths ("Mes atouts").
    `heads`: numbers of the lines that name a job or a trade; "Python developer" there is a title, not an item.
    """
    found: dict[str, Found[NamedSkill]] = {}
    listing = Kind.SKILLS if any(section.is_about(Kind.SKILLS) for section in sections) else Kind.QUALITIES
    for section in sections:
        if section.is_about(listing):
            for numbered in section.lines:
                for item in items(numbered.text):
                    _keep(found, item, _concept_of(item), numbered.number, in_section=True)
    few = len(found) < FEW_ITEMS
    for section in sections:
        if section.is_about(listing) or NOT_SEARCHED.intersection(section.kinds):
            continue
        certified = section.is_about(Kind.CERTIFICATES)
        for numbered in section.lines:
            if certified and _is_list(numbered.text):
                for item in items(numbered.text):
                    if concept := _concept_of(item) or _licence_in(item):
                        _keep(found, item, concept, numbered.number, in_section=True)
            elif numbered.number not in heads:
                for told in _told(numbered.text, certified=certified, few=few):
                    _keep(found, told.written, told.concept, numbered.number, in_section=False)
    return list(found.values())[:MAX_SKILLS]


def _told(text: str, *, certified: bool, few: bool) -> list[Named]:
    """Concepts that running text names; an everyday word counts beside two tools that are unmistakable.

    `certified`: the text is a list of certificates; `few`: the CV lists hardly any skill, methods count too.
    """
    hits = [found for found in named(text) if _counts(found, certified=certified, few=few)]
    sure = [found for found in hits if fold(found.written) not in everyday_names()]
    return hits if len(sure) >= 2 else sure


def _counts(found: Named, *, certified: bool, few: bool) -> bool:
    kind = found.concept.kind
    if kind in NAMED_ANYWHERE or (certified and kind in {"method", "trade"}):
        return True
    return few and kind == "method" and " " in found.written  # One word may be any word: "planning".


def _concept_of(item: str) -> Concept | None:
    """The concept of an item, a version behind its name aside: "Python 3.11"."""
    return concept_named(item) or concept_named(_VERSION.sub("", item))


def _is_list(text: str) -> bool:
    """True for certificates by name alone; who gave one and when stand behind a dash, a colon or a date."""
    return not _GIVEN.search(text) and not periods(text)


def _licence_in(item: str) -> Concept | None:
    """The one licence or certificate inside a longer name: "Counterbalance forklift licence"."""
    inside = {found.concept for found in named(item) if found.concept.kind in {"licence", "certificate"}}
    return inside.pop() if len(inside) == 1 else None


def _keep(
    found: dict[str, Found[NamedSkill]], name: str, concept: Concept | None, line: int, *, in_section: bool
) -> None:
    key = concept.id if concept and concept_named(name) else fold(name)
    sure = (0.95 if concept else 0.75) if in_section else 0.7
    found.setdefault(key, Found(NamedSkill(name, concept), line, sure))
