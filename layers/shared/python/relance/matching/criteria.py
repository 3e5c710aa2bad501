"""What a criterion asks for: its parts, joined by "and" or "or", each with its years, language level or licences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, Literal

from relance.cv.fields.language_words import CODES, LANGUAGE, level_in
from relance.matching.analysis import Language, fold, stems, words
from relance.matching.generic_words import generic_stems
from relance.matching.licences import licences

type Joined = Literal["all", "any"]
type CriterionKind = Literal["licence", "language"]

LEVEL_ORDER: Final = ("A1", "A2", "B1", "B2", "C1", "C2")
_PRODUCTS: Final = frozenset({"excel"})
_ELIDED: Final = frozenset({"d", "l"})
# More parts than this do not fit a screen; such a list is looked for as one.
MOST_PARTS: Final = 6
_NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        ("un une one a", "deux two", "trois three", "quatre four", "cinq five", "six", "sept seven", "huit eight",
         "neuf nine", "dix ten"), start=1)
    for word in words.split()
}  # fmt: skip
_YEARS: Final = re.compile(
    rf"\b(?P<number>\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\s?\+?(?:\s?(?:-|–|a|to|ou"
    rf"|or)\s?\d{{1,2}})?\s?\+?"
    r"\s*(?:(?P<months>mois|months?)|ans?|annees?|years?|yrs?)\b'?(?:\s(?:minimum|mini|min))?"
)
_OF_WORK: Final = re.compile(
    r"\b(?:experiences?|experienced|exp|anciennete|pratique|minimum|mini|min|at least|au moins|in|en|dans|as|de|d'"
    r"|of)\b|\d\s?\+"
)
# An age, not a length of work; and contracts or guarantees that last.
_NO_EXPERIENCE: Final = re.compile(
    r"\b(?:age|agee?s?|aged|old|revolus|moins de|ne de|contrat|contract|cdd|duree"
    r"|garantie|avoir \d\d ans\b)"
)
_CONNECTOR: Final = re.compile(
    r"(?P<and>\s+(?:et|and|&|\+|ainsi que|as well as)\s+)|(?P<or>\s+(?:ou|or|et/ou|and/or)\s+|\s+/\s+)"
    r"|(?P<comma>\s*[,;]\s+)",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"^(?:(?:de la|de l['’]|du|de|des|d['’]|en|of|in|with|a|an|the|le|la|les|l['’]|un"
    r"|une)\s*(?<=[\s'’]))+",
    re.IGNORECASE,
)
_LEVEL_CODE: Final = re.compile(r"\b[abc][12]\b")
_SPOKEN: Final = re.compile(
    r"\b(?:parl\w+|langues?|languages?|fluen\w+|speak\w*|spoken|written|ecrit|oral|niveau|level|couramment|courante?"
    r"|lu)\b"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked for."""

    text: str
    telling: tuple[str, ...] = ()
    """Stems that say what it is, without years and words that everybody writes."""
    years: float | None = None
    languages: tuple[tuple[str, str | None], ...] = ()
    """(ISO 639-1 code, CEFR level)."""
    licences: frozenset[str] = frozenset()
    any_licence: bool = False
    """One of the licences is enough."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion taken apart: groups that must all hold, each fulfilled by any of its parts."""

    groups: tuple[tuple[Part, ...], ...] = field(default=())

    @property
    def parts(self) -> tuple[Part, ...]:
        """All of them, in their order."""
        return tuple(part for group in self.groups for part in group)

    @property
    def joined(self) -> Joined | None:
        """How they belong together; None for a single one, and "all" for groups of alternatives."""
        if len(self.parts) < 2:
            return None
        return "any" if len(self.groups) == 1 else "all"


@lru_cache(maxsize=1024)  # One offer is explained against many people.
def asked_of(text: str, language: Language) -> Asked:
    """The parts of a criterion; one part when it cannot be taken apart sensibly."""
    pieces = list(_pieces(text, language))
    if not 2 <= len(pieces) <= MOST_PARTS:
        return Asked(((part_of(text, language),),))
    groups: list[list[Part]] = []
    for joined, piece in pieces:
        if joined == "any" and groups:
            groups[-1].append(_also_for_years(part_of(piece, language), groups[-1][0]))
        else:
            groups.append([part_of(piece, language)])
    return Asked(tuple(map(tuple, _with_levels(groups))))


def kind_of(text: str, language: Language) -> CriterionKind | None:
    """What somebody holds rather than practises: a licence, or a spoken language; None for all the rest."""
    parts = asked_of(text, language).parts
    if all(part.licences for part in parts):
        return "licence"
    return "language" if all(part.languages for part in parts) else None


def _also_for_years(part: Part, first: Part) -> Part:
    """ "5 years of Java or Kotlin": the years are asked of either."""
    silent = part.years is None and not part.languages and not part.licences
    return replace(part, years=first.years) if silent else part


def _with_levels(groups: list[list[Part]]) -> list[list[Part]]:
    """ "French and English fluent": one level for the languages before it that have none."""
    level: str | None = None
    for group in reversed(groups):
        for i in reversed(range(len(group))):
            asked = group[i].languages
            if not asked:
                level = None
            elif asked[0][1] is None and level is not None:
                group[i] = replace(group[i], languages=tuple((code, level) for code, _ in asked))
            else:
                level = asked[0][1]
    return groups


def part_of(text: str, language: Language) -> Part:
    """What one piece asks for."""
    folded = fold(text)
    years, without = _years(folded)
    held = licences(text)
    return Part(
        text=_LEAD.sub("", text.strip(" .;,")) or text,
        telling=tuple(telling(without, language)),
        years=years,
        languages=_languages(folded, language),
        licences=held,
        any_licence=bool(re.search(r"\b(?:ou|or)\b", folded)),
    )


def telling(text: str, language: Language) -> list[str]:
    """Stems that mean something, each once; numbers alone mean nothing."""
    empty = generic_stems(language) | _ELIDED | _PRODUCTS
    found = (stem for stem in said(text, language) if stem not in empty)
    return [stem for stem in dict.fromkeys(found) if any(char.isalpha() for char in stem)]


def said(text: str, language: Language) -> list[str]:
    """The stems of a text; a product that shares its stem with a common word ("Excel", "excellent") is marked."""
    products = [f"={word}" for word in words(text, language) if word in _PRODUCTS]
    return [*stems(text, language), *products]


def _pieces(text: str, language: Language) -> Iterator[tuple[Joined, str]]:
    """Pieces with how each belongs to the one before; what says nothing alone stays with the one before."""
    places = [match for match in _CONNECTOR.finditer(text) if not _in_brackets(text, match.start())]
    kinds: list[Joined] = []
    following: Joined = "all"
    for match in reversed(places):  # "A, B ou C": a comma means what the next word says.
        following = "any" if match["or"] else "all" if match["and"] else following
        kinds.append(following)
    kinds.reverse()
    joined, begin = "all", 0
    for match, kind in zip(places, kinds, strict=True):
        own, rest = text[begin : match.start()], text[match.end() :]
        if _stands_alone(own, language) and _stands_alone(_CONNECTOR.split(rest, maxsplit=1)[0], language):
            yield joined, own  # type: ignore[misc]
            joined, begin = kind, match.end()
    yield joined, text[begin:]  # type: ignore[misc]


def _stands_alone(piece: str, language: Language) -> bool:
    return bool(telling(_years(fold(piece))[1], language) or licences(piece)) and len(piece.split()) <= 14


def _in_brackets(text: str, place: int) -> bool:
    return text.count("(", 0, place) > text.count(")", 0, place)


def _years(folded: str) -> tuple[float | None, str]:
    """Years of experience, and the text without them."""
    match = _YEARS.search(folded)
    if match is None or _NO_EXPERIENCE.search(folded):
        return None, folded
    around = f"{folded[: match.start()]} {folded[match.end() :]}"
    if not _OF_WORK.search(around) and not _is_alone(folded, match):
        return None, folded
    number = match["number"]
    value = float(number) if number.isdigit() else float(_NUMBERS[number])
    return (round(value / 12, 2) if match["months"] else value), around


def _is_alone(folded: str, match: re.Match[str]) -> bool:
    """ "5+ years Java": the number of years opens what is asked for."""
    return not folded[: match.start()].strip(" -–") or not folded[match.end() :].strip(" .")


def _languages(folded: str, language: Language) -> tuple[tuple[str, str | None], ...]:
    """Spoken languages that are asked for; "droit anglais" asks for none."""
    named = list(LANGUAGE.finditer(folded))
    level = level_in(folded)
    bare = telling(LANGUAGE.sub(" ", _SPOKEN.sub(" ", _LEVEL_CODE.sub(" ", folded))), language)
    besides = [stem for stem in bare if level_in(stem) is None]
    if not named or len(besides) > (2 if _SPOKEN.search(folded) or level else 0):
        return ()
    # Whoever writes C2 and whoever was born into the language are asked the same (R24).
    level = "C2" if level == "native" else level
    return tuple(dict.fromkeys((CODES[match[1]], level) for match in named))
