# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Skills: the items of the CV's own skills sections, and tools, licences and certificates named elsewhere."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from relance.cv.dates import folded_same_length, periods
from relance.cv.fields.contact import EMAIL, URL
from relance.cv.fields.found import Found
from relance.cv.fields.language_words import CODES
from relance.cv.layout.wrapping import BULLET
from relance.cv.section_words import Kind
from relance.cv.sections import Section, heading_kinds
from relance.cv.skill_finder import concepts_in
from relance.cv.skill_list import Concept, concept_named, everyday_names
from relance.cv.text import fold, word_set, words_of

MAX_ITEM_WORDS = 4
MAX_ITEM_LENGTH = 60
MAX_SKILLS = 150
FEW_ITEMS = 3  # A CV that lists its skills means those; one that does not is searched for methods too.
NOT_SEARCHED: Final = frozenset({Kind.EDUCATION, Kind.REFERENCES, Kind.LANGUAGES, Kind.LINKS})
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
_FILLER: Final = re.compile(
    r"^(?:(?:very |a |tr[eè]s )?(?:good|strong|basic|bonne?s?|solides?|excellente?s?|hands[ -]on|in[- ]depth|working)\s+)?(?:knowledge|experience|experienced|understanding|expertise|proficient|"
    r"proficiency|skilled|familiar(?:ity)?|worked|exposure|connaissances?|ma[iî]trise|notions?|pratique|utilisation|exp[ée]rience)\s+"
    r"(?:with|in|of|on|to|de la |de l['’]|des|du|de|d['’]|en|sur)\s*(?:the |les? |la )?",
    re.IGNORECASE,
)
_SMALL_WORDS: Final = word_set("de d du des la le les l et and of the en a au aux pour for in to with un une sur")
_NOISE: Final = re.compile(r"^(?:etc|and more|and|et|or|others?|autres|\d+|n/a|page \d.*)\.*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NamedSkill:
    """A skill as written, with its concept when the list knows it."""

    name: str
    concept: Concept | None


def skills(sections: Sequence[Section], *, heads: frozenset[int]) -> list[Found[NamedSkill]]:
    """Each skill once: the section's items in order, then what the list finds in the rest of the CV.

    `heads`: numbers of the lines that name a job or a trade; "Python developer" there is a title, not an item.
    """
    found: dict[str, Found[NamedSkill]] = {}
    for section in sections:
        if section.is_about(Kind.SKILLS):
            for numbered in section.lines:
                for item in _items(numbered.text):
                    _keep(found, item, concept_named(item), numbered.number, in_section=True)
    elsewhere = {"method"} if len(found) < FEW_ITEMS else set()
    for section in sections:
        if section.is_about(Kind.SKILLS) or NOT_SEARCHED.intersection(section.kinds):
            continue
        kinds = NAMED_ANYWHERE | ({"method", "trade"} if section.is_about(Kind.CERTIFICATES) else set()) | elsewhere
        for numbered in section.lines:
            if numbered.number not in heads:
                for name, concept in _told(numbered.text, kinds):
                    _keep(found, name, concept, numbered.number, in_section=False)
    return list(found.values())[:MAX_SKILLS]


def _told(text: str, kinds: frozenset[str] | set[str]) -> list[tuple[str, Concept]]:
    """Concepts that running text names; an everyday word counts beside two tools that are unmistakable."""
    hits = [(name, concept) for name, concept in _named(text) if concept.kind in kinds]
    sure = [hit for hit in hits if fold(hit[0]) not in everyday_names()]
    return hits if len(sure) >= 2 else sure


def _keep(
    found: dict[str, Found[NamedSkill]], name: str, concept: Concept | None, line: int, *, in_section: bool
) -> None:
    key = concept.id if concept else fold(name)
    sure = (0.95 if concept else 0.75) if in_section else 0.7
    found.setdefault(key, Found(NamedSkill(name, concept), line, sure))


def _items(text: str) -> Iterator[str]:
    """The items that one line of a skills section lists; from a long sentence, what the list knows."""
    bare = _REMARK.sub("", BULLET.sub("", _without_addresses(text))).strip()
    label = _LABEL.match(bare)
    if label:
        if label.end() >= len(bare):
            return
        bare = bare[label.end() :]
    if heading_kinds(bare) and not concept_named(bare):
        return
    for part in _split(bare):
        item = _FILLER.sub("", _LEVEL_TAIL.sub("", part.strip(" \t.:;,–—-•*"))).strip(" \t.:;,–—-•*")
        item = item.strip("()") if item.count("(") != item.count(")") or re.fullmatch(r"\([^()]*\)", item) else item
        words = words_of(item)
        if not words or _NOISE.match(item) or (len(item) < 2 and item.upper() not in {"C", "R"}) or _is_language(words):
            continue
        if concept_named(item) or _is_short(item, words):
            yield item
        else:
            yield from (name for name, _ in _named(item))


def _is_short(item: str, words: Sequence[str]) -> bool:
    """Few enough words for an item; the small words of French count for nothing."""
    telling = [word for word in words if word not in _SMALL_WORDS]
    return 0 < len(telling) <= MAX_ITEM_WORDS and len(item) <= MAX_ITEM_LENGTH and not periods(item)


def _without_addresses(text: str) -> str:
    """The text with e-mail and web addresses blanked, at the same places."""
    return URL.sub(lambda found: " " * len(found[0]), EMAIL.sub(lambda found: " " * len(found[0]), text))


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


def _named(text: str) -> Iterator[tuple[str, Concept]]:
    text = _without_addresses(text)
    for hit in concepts_in(folded_same_length(text)):
        written = text[hit.begin : hit.finish]
        if (
            written.isupper()
            or any(char in "+#." for char in written)
            or len(written) > 3
            or (len(written) == 3 and fold(written) not in everyday_names())
        ):
            yield written, hit.concept
