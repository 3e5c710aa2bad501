"""Finds words that a rejection must not contain, and says what to write instead (R20)."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

from relance.errors import InvalidInputError
from relance.mail.typography import Language
from relance.matching.analysis import fold
from relance.records import Record

TONE: Final = "tone"
"""The one category that is about style, not about a protected ground."""


OF_THE_WORK: Final = frozenset({"family", "health"})
"""Grounds whose words are the very subject of some jobs."""
NEVER_A_CRITERION: Final = frozenset({"age", "sex", "origin", "religion", "opinion"})
"""Grounds that no criterion of an offer may rest on, whatever the offer says (French labour code L1132-1)."""


class Hit(Record):
    """One forbidden word as it was written, its ground, and a better wording in French and English."""

    word: str
    category: str
    better: dict[Language, str]


class ForbiddenWordsError(InvalidInputError):
    """The text holds words that a rejection must not contain; `hits` has each with a better wording, `field` the name
    of what the caller wrote."""

    def __init__(self, hits: tuple[Hit, ...], *, field: str = "personal_note") -> None:
        told = "; ".join(f"“{hit.word}”: {hit.better['en']}" for hit in hits)
        super().__init__(f"change these words – {told}")
        self.hits = hits
        self.field = field


_SPELT: Final = re.compile(r"(?<![^\W_])[a-z](?:[ .\-_*]{1,2}[a-z]){2,}(?![^\W_])")


class _Term(Record):
    category: str
    words: tuple[str, ...]
    better: dict[Language, str]


class _Terms(Record):
    version: str
    term: tuple[_Term, ...]


def hits(text: str) -> tuple[Hit, ...]:
    """Every forbidden word of the text in its order, French or English, each once; also spelt l e t t e r by letter."""
    folded, places = _folded(text)
    found: dict[tuple[str, str], tuple[int, Hit]] = {}
    matches = [(term, match) for term, pattern in _patterns() for match in pattern.finditer(folded)]
    for spelt in _SPELT.finditer(folded):
        joined = re.sub(r"[^a-z0-9]", "", spelt.group())
        matches += [(term, spelt) for term, pattern in _patterns() if pattern.fullmatch(joined)]
    for term, match in matches:
        if match.end() > match.start():
            word = text[places[match.start()] : places[match.end() - 1] + 1]
            hit = Hit(word=word, category=term.category, better=term.better)
            found.setdefault((word.casefold(), term.category), (match.start(), hit))
    return tuple(hit for _, hit in sorted(found.values(), key=lambda each: each[0]))


def check(text: str, *, offer: str = "") -> None:
    """ForbiddenWordsError when the text holds a forbidden word that `note_hits` finds."""
    found = note_hits(text, offer=offer)
    if found:
        raise ForbiddenWordsError(found)


def note_hits(text: str, *, offer: str = "") -> tuple[Hit, ...]:
    """The forbidden words of a personal sentence.

    Words of care and family may be those of the work itself (a nursery, a ward): what the offer says, a note may say.
    """
    told = fold(offer)
    return tuple(hit for hit in hits(text) if hit.category not in OF_THE_WORK or not _stands_in(hit.word, told))


def check_criterion(text: str) -> None:
    """ForbiddenWordsError when a criterion speaks of a protected ground: no answer may name it as its reason."""
    found = tuple(hit for hit in hits(text) if hit.category in NEVER_A_CRITERION)
    if found:
        raise ForbiddenWordsError(found)


def _stands_in(word: str, folded: str) -> bool:
    return re.search(rf"(?<![^\W_]){re.escape(fold(word))}(?![^\W_])", folded) is not None


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its letters the place of the letter it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        hidden = unicodedata.category(letter) == "Cf"  # A soft hyphen or zero-width space hides nothing.
        plain = "" if hidden else fold(letter) or (" " if not letter.isalnum() else "")
        letters.append(plain)
        places.extend([place] * len(plain))
    return "".join(letters), places


@cache
def _patterns() -> tuple[tuple[_Term, re.Pattern[str]], ...]:
    source = files("relance.advice").joinpath("data", "forbidden.toml").read_text(encoding="utf-8")
    terms = _Terms.model_validate(tomllib.loads(source)).term
    return tuple((term, re.compile(rf"(?<![^\W_])(?:{'|'.join(term.words)})(?![^\W_])")) for term in terms)
