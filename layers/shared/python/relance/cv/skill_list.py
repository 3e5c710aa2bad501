"""The shipped list of tools, methods, licences and certificates, French and English, and how to find them in a text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import ahocorasick_rs

from relance.cv.text import fold

SHORT = 3  # So short a name inside a compound is another word: "Aix-en-Provence".
_COMPOUND: Final = re.compile(r"-[a-z]")
_COMPOUND_BEFORE: Final = re.compile(r"[a-z]-$")


@dataclass(frozen=True, slots=True)
class Concept:
    """One skill of the list. `kind`: tool, method, trade, licence, certificate, quality."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept found in a text between two places of the folded text."""

    concept: Concept
    begin: int
    finish: int


@cache
def _by_name() -> Mapping[str, Concept]:
    found: dict[str, Concept] = {}
    for row in (files("relance.cv") / "data" / "skills.tsv").read_text(encoding="utf-8").splitlines():
        if not row or row.startswith("#"):
            continue
        kind, names, concept_id = (*row.split("\t"), "", "")[:3]
        first, *others = [name.strip() for name in names.split(";")]
        concept = Concept(concept_id or fold(first), kind, first)
        for name in (first, *others):
            if name:
                found.setdefault(fold(name), concept)
    return found


@cache
def everyday_names() -> frozenset[str]:
    """Folded names of tools that mean something else in running text ("Spring", "Word", "Go")."""
    lines = (files("relance.cv") / "data" / "everyday_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _automaton() -> tuple[ahocorasick_rs.AhoCorasick, tuple[str, ...]]:
    names = tuple(_by_name())
    return ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest), names


def concept_named(text: str) -> Concept | None:
    """The concept with exactly this name, case and accents aside."""
    return _by_name().get(fold(text))


def concepts_in(folded: str) -> Iterator[Hit]:
    """The concepts that a folded text names as whole words, left to right, the longest first."""
    automaton, names = _automaton()
    concepts = _by_name()
    for index, begin, finish in automaton.find_matches_as_indexes(folded):
        if _whole(folded, begin, finish):
            yield Hit(concepts[names[index]], begin, finish)


def _whole(text: str, begin: int, finish: int) -> bool:
    before = text[begin - 1] if begin else " "
    after = text[finish] if finish < len(text) else " "
    if finish - begin <= SHORT and (
        _COMPOUND.match(text, finish) or _COMPOUND_BEFORE.search(text[max(0, begin - 3) : begin])
    ):
        return False
    return not (before.isalnum() or before in "+#@" or after.isalnum() or after in "+#@")
