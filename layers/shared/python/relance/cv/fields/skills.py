"""Skills: the items of the CV's own skills sections, and tools, licences and certificates named elsewhere."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from relance.cv.dates import folded_same_length, periods
from relance.cv.fields.found import Found
from relance.cv.fields.languages import CODES
from relance.cv.layout.wrapping import BULLET
from relance.cv.section_words import Kind
from relance.cv.sections import Numbered, Section, heading_kinds
from relance.cv.skill_list import Concept, concept_named, concepts_in
from relance.cv.text import fold, words_of

MAX_ITEM_WORDS = 6
MAX_ITEM_LENGTH = 60
MAX_SKILLS = 150
NAMED_ANYWHERE: Final = frozenset({"tool", "licence", "certificate"})
_LABEL: Final = re.compile(r"^[^:,;|•]{2,40}?\s*[:：]\s+(?=\S)|^[^:,;|•]{2,40}?[:：]\s*$")
_SEPARATORS: Final = re.compile(r"\s*[,;|•·●▪■◆►✓✔\t]\s*|\s+/\s+|\s+[–—-]\s+|\s{3,}")
_REMARK: Final = re.compile(
    r"\s*[(\[](?:[^()\[\]]*\b(?:ans?|years?|yrs?|mois|months?|less than|moins|niveau|level|avanc\w*|advanced|interm\w*|basic|bases?|notions?|expert|d[ée]butant|beginner|courant|"
    r"ma[iî]tris\w*|confirm\w*|proficient|good|bon|very good|excellent)\b[^()\[\]]*|\d\s*/\s*\d+|[★☆●○■□*]+)[)\]]",
    re.IGNORECASE,
)
_LEVEL_TAIL: Final = re.compile(
    r"\s*(?:[:–—-]\s*)?(?:niveau\s+)?(?:\b(?:avanc[ée]e?s?|advanced|interm[ée]diaire|intermediate|basique|basic|notions|expert|d[ée]butant|beginner|courant|confirm[ée]e?|ma[iî]tris[ée]e?|"
    r"proficient|good|bon|bonne|excellent)|\d{1,3}\s*%|\d\s*/\s*(?:5|10)|[★☆●○■□◦*]{2,})\s*$",
    re.IGNORECASE,
)
_NOISE: Final = re.compile(r"^(?:etc|and more|and|et|or|others?|autres|\d+|n/a|page \d.*)\.*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NamedSkill:
    """A skill as written, with its concept when the list knows it."""

    name: str
    concept: Concept | None


def skills(sections: Sequence[Section]) -> list[Found[NamedSkill]]:
    """Each skill once: the section's items in order, then what the list finds in the rest of the CV."""
    found: dict[str, Found[NamedSkill]] = {}
    for section in sections:
        if section.is_about(Kind.SKILLS):
            for numbered in section.lines:
                for item in _items(numbered.text):
                    _keep(found, item, concept_named(item), numbered.number, in_section=True)
    for section in sections:
        if not section.is_about(Kind.SKILLS):
            for numbered, hit_name, concept in _hits(section.lines):
                if concept.kind in NAMED_ANYWHERE or section.is_about(Kind.CERTIFICATES):
                    _keep(found, hit_name, concept, numbered.number, in_section=False)
    return list(found.values())[:MAX_SKILLS]


def _keep(
    found: dict[str, Found[NamedSkill]], name: str, concept: Concept | None, line: int, *, in_section: bool
) -> None:
    key = concept.id if concept else fold(name)
    sure = (0.95 if concept else 0.75) if in_section else 0.7
    found.setdefault(key, Found(NamedSkill(name, concept), line, sure))


def _items(text: str) -> Iterator[str]:
    """The items that one line of a skills section lists; from a long sentence, what the list knows."""
    bare = _REMARK.sub("", BULLET.sub("", text)).strip()
    label = _LABEL.match(bare)
    if label and not concept_named(bare[: label.end()].rstrip(" :：")) and label.end() < len(bare):
        bare = bare[label.end() :]
    elif label and label.end() >= len(bare):
        return
    if heading_kinds(bare) and not concept_named(bare):
        return
    for part in _split(bare):
        item = _LEVEL_TAIL.sub("", part).strip(" \t.:;,–—-•*()")
        words = words_of(item)
        if not words or _NOISE.match(item) or (len(item) < 2 and item.upper() not in {"C", "R"}):
            continue
        if (
            len(words) <= MAX_ITEM_WORDS
            and len(item) <= MAX_ITEM_LENGTH
            and not periods(item)
            and not _is_language(words)
        ):
            yield item
        else:
            yield from (name for name, _ in _named(item))


def _split(text: str) -> list[str]:
    """Parts between separators that do not stand inside brackets."""
    kept = re.sub(r"\([^()]*\)", lambda m: re.sub(r"[,;/]", lambda c: chr(0xE000 + ord(c[0])), m[0]), text)
    parts = [re.sub(r"[\ue000-\ue07f]", lambda c: chr(ord(c[0]) - 0xE000), part) for part in _SEPARATORS.split(kept)]
    out: list[str] = []
    for part in parts:
        conjoined = re.split(r"\s+(?:et|and|&)\s+", part)
        known = [concept_named(piece) for piece in conjoined]
        out += (
            conjoined
            if len(conjoined) > 1 and (all(known) or (len(parts) > 2 and any(known) and not concept_named(part)))
            else [part]
        )
    return [part for part in out if part.strip()]


def _is_language(words: Sequence[str]) -> bool:
    return words[0] in CODES and len(words) <= 3


def _hits(lines: Iterable[Numbered]) -> Iterator[tuple[Numbered, str, Concept]]:
    for numbered in lines:
        for name, concept in _named(numbered.text):
            yield numbered, name, concept


def _named(text: str) -> Iterator[tuple[str, Concept]]:
    for hit in concepts_in(folded_same_length(text)):
        written = text[hit.begin : hit.finish]
        if len(written) <= 3 and not written.isupper() and not any(char in "+#." for char in written):
            continue
        if (
            written.islower()
            and hit.concept.kind == "tool"
            and " " not in written
            and hit.concept.name[:1].isupper()
            and len(written) < 5
        ):
            continue
        yield written, hit.concept
