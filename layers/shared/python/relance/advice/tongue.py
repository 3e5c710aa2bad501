"""In which of our two languages a sentence is written, judged by its small words."""

import re
from typing import Final

from relance.mail.typography import Language
from relance.matching.analysis import STOP_WORDS, fold

_OWN_WORDS: Final = {"fr": STOP_WORDS["fr"] - STOP_WORDS["en"], "en": STOP_WORDS["en"] - STOP_WORDS["fr"]}
# Small words of one language that are also words of the other.
_AMBIGUOUS: Final = frozenset(
    {"a", "on", "me", "son", "sur", "car", "as", "i", "y", "si", "or", "no", "do", "ton", "an", "par"}
)


def sentence_language(text: str, *, fewest: int = 2) -> Language | None:
    """Of a text with at least `fewest` small words of one language and none of the other; None when in doubt."""
    words = set(re.findall(r"[a-z]+", fold(text).replace("'", " "))) - _AMBIGUOUS
    french, english = len(words & _OWN_WORDS["fr"]), len(words & _OWN_WORDS["en"])
    if french >= fewest and not english:
        return "fr"
    return "en" if english >= fewest and not french else None


def clearly_other(text: str, language: Language) -> bool:
    """Whether a text is in the other language: three times as many small words of it as of `language`, two at least."""
    words = set(re.findall(r"[a-z]+", fold(text).replace("'", " "))) - _AMBIGUOUS
    other: Language = "en" if language == "fr" else "fr"
    there, here = len(words & _OWN_WORDS[other]), len(words & _OWN_WORDS[language])
    return there >= 2 and there >= 3 * here
