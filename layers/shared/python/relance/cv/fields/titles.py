"""Does a text read like a job title?"""

import re
from typing import Final

from relance.cv.tables import title_words
from relance.cv.text import word_set, words_of

_LEVELS: Final = word_set(
    "senior junior chief lead principal confirme confirmee experimente experimentee adjoint adjointe "
    "deputy assistant vice general generale trainee graduate staff head"
)
_PREPOSITIONS: Final = word_set("of for in de du des d en a au aux et and to")
GENDER_MARK: Final = re.compile(r"\s*[(\[]?\s*\b[HFhf]\s?/\s?[HFXhfx]\b(?:\s?/\s?[NXnx])?\s*[)\]]?")


def title_score(text: str) -> float:
    """0 when nothing tells, 3 when a head of a title stands where French or English put it."""
    words = words_of(text)
    if not words or len(words) > 14:
        return 0.0
    known = title_words()
    cut = next((place for place, word in enumerate(words) if word in _PREPOSITIONS and place), len(words))
    if _is_head(words[0], known) or (cut and _is_head(words[cut - 1], known)) or _is_head(words[-1], known):
        return 3.0 if len(words) <= 9 else 2.0
    if words[0] in _LEVELS:
        return 2.0
    return 1.5 if any(_is_head(word, known) for word in words[:5]) else 0.0


def _is_head(word: str, known: frozenset[str]) -> bool:
    return word in known or (word.endswith(("s", "e")) and word[:-1] in known)


def without_gender_mark(text: str) -> str:
    """The title without "(H/F)"."""
    return GENDER_MARK.sub("", text).strip()
