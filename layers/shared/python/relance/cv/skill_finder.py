"""Where a text names skills of the shipped list. Needs the reading layer; the list itself does not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import ahocorasick_rs

from relance.cv.skill_list import Concept, concepts_by_name

SHORT = 3  # So short a name inside a compound is another word: "Aix-en-Provence".
_COMPOUND: Final = re.compile(r"-[a-z]")
_COMPOUND_BEFORE: Final = re.compile(r"[a-z]-$")


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept found in a text between two places of the folded text."""

    concept: Concept
    begin: int
    finish: int


@cache
def _automaton() -> tuple[ahocorasick_rs.AhoCorasick, tuple[str, ...]]:
    names = tuple(concepts_by_name())
    return ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest), names


def concepts_in(folded: str) -> Iterator[Hit]:
    """The concepts that a folded text names as whole words, left to right, the longest first."""
    automaton, names = _automaton()
    concepts = concepts_by_name()
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
