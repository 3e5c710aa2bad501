# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Does a text read like a job title?"""

import re
from collections.abc import Sequence
from typing import Final

from relance.cv.tables import title_words
from relance.cv.text import word_set, words_of

_LEVELS: Final = word_set(
    "senior junior chief lead principal confirme confirmee experimente experimentee adjoint adjointe "
    "deputy assistant vice general generale trainee graduate staff head"
)
_TWO_WORDS: Final = {
    ("second", "de"),
    ("vice", "president"),
    ("scrum", "master"),
    ("product", "owner"),
    ("sales", "assistant"),
}
_CONTRACT_TAIL: Final = re.compile(
    r"\s*(?:,\s*|\s[–—-]\s)(?:part|full)[ -]time\b.*$|\s*[(\[][^()\[\]]*\b(?:part[ -]time|full[ -]time|temps (?:partiel|plein)|mi-temps|int[ée]rim|cdd|cdi)\b[^()\[\]]*[)\]]\s*$",
    re.IGNORECASE,
)
_PREPOSITIONS: Final = word_set("of for in de du des d en a au aux et and to")
MAX_TRADE_WORDS = 6
MAX_LINE_WORDS = 8
GENDER_MARK: Final = re.compile(r"\s*[(\[]?\s*\b[HFhf]\s?/\s?[HFXhfx]\b(?:\s?/\s?[NXnx])?\s*[)\]]?")


# How names of trades end: "psychomotricienne" opens a French title, "groundskeeper" ends an English one.
_FRENCH_TRADE: Final = re.compile(
    r"^[a-z-]{3,}(?:icien|icienne|ateur|atrice|ologue|therapeute|graphe|iere|euse|[^l]iste)$"
)
_ENGLISH_TRADE: Final = re.compile(
    r"^[a-z-]{3,}(?:ologist|ician|keeper|maker|worker|wife|smith|grapher|woman|person|wright)$"
)
_NO_TRADE: Final = word_set(
    "piste matiere lumiere frontiere carriere derniere premiere riviere biere pierre ordinateur indicateur"
)


def _ends_like_trade(words: Sequence[str]) -> bool:
    opens = _FRENCH_TRADE.match(words[0]) and words[0] not in _NO_TRADE
    return bool(opens or _ENGLISH_TRADE.match(words[-1]))


def title_score(text: str) -> float:
    """0 when nothing tells, 3 when a head of a title stands where French or English put it."""
    words = words_of(text)
    if not words or len(words) > 14:
        return 0.0
    known = title_words()
    cut = next((place for place, word in enumerate(words) if word in _PREPOSITIONS and place), len(words))
    heads = (words[0], words[cut - 1], words[-1])
    if any(_is_head(word, known) for word in heads):
        return 3.0 if len(words) <= 9 else 2.0
    if words[0] in _LEVELS or words[:2] in _TWO_WORDS or (_ends_like_trade(words) and len(words) <= MAX_TRADE_WORDS):
        return 2.0
    return 1.5 if any(_is_head(word, known) for word in words[:5]) else 0.0


def _is_head(word: str, known: frozenset[str]) -> bool:
    return word in known or (word.endswith("e") and word[:-1] in known)


def is_title_line(text: str) -> bool:
    """True for a line that is nothing but a title: short, its head at the start, or at the end of English words."""
    words = words_of(text)
    if (
        not 0 < len(words) <= MAX_LINE_WORDS
        or not text[:1].isupper()
        or text.rstrip().endswith((".", ":", ";", "!", "?"))
    ):
        return False
    known = title_words()
    if _is_head(words[0], known) or (words[0] in _LEVELS and any(_is_head(word, known) for word in words[1:])):
        return True
    capitalised = all(word[:1].isupper() for word in text.split() if len(word) > 3)
    cut = next((place for place, word in enumerate(words) if word in _PREPOSITIONS and place), len(words))
    return capitalised and (_is_head(words[-1], known) or _is_head(words[cut - 1], known))


def names_people(text: str) -> bool:
    """True when the text ends with people in the plural, as firms call themselves: "Hythe and Dane Solicitors"."""
    word = (words_of(text) or ("",))[-1]
    return word.endswith("s") and len(word) > 5 and word[:-1] in title_words() and word not in title_words()


def without_gender_mark(text: str) -> str:
    """The title without "(H/F)" and without a kind of contract behind it."""
    return _CONTRACT_TAIL.sub("", GENDER_MARK.sub("", text)).strip()
