"""The one analyser of words: folding, elision, stop words, Snowball stems, for French and English.

Both search engines are fed with its tokens as they are, so that they rank alike. A stem is what is indexed
and asked for; a `Term` keeps the written word beside it, for explanations.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from Stemmer import Stemmer  # type: ignore[import-not-found]

type Language = Literal["fr", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("fr", "en")


def _word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


STOP_WORDS: Final[dict[Language, frozenset[str]]] = {
    "fr": _word_set(
        """
        a ai ainsi alors au aucun aussi autre aux avec car ce ceci cela ces cet cette ceux chez comme dans de depuis des
        donc du elle elles en est et etaient etait etant ete etre eu eux il ils je la le les leur leurs lui ma mais me
        meme memes mes moi mon ne ni nos notre nous on ont ou par pas pour qu que qui sa sans se ses si soi son sont
        sous suis sur ta te tes toi ton tu un une vers vos votre vous y
        """
    ),
    "en": _word_set(
        """
        a am an and are as at be been but by can did do does for from had has have he her his i if in into is it its me
        my no nor not of on or our out own she so such than that the their them then there these they this those to was
        we were which while who will with you your
        """
    ),
}
# Written alike in both languages, or a common word of the other one.
_SHARED_WORDS: Final = _word_set("a on me son sur car as i y si or no do ton")
_OWN_WORDS: Final[dict[Language, frozenset[str]]] = {
    "fr": STOP_WORDS["fr"] - STOP_WORDS["en"] - _SHARED_WORDS,
    "en": STOP_WORDS["en"] - STOP_WORDS["fr"] - _SHARED_WORDS,
}
_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"} | dict.fromkeys("’ʼ`´", "'"))
# A French elided article or pronoun; an English possessive.
_ELISION: Final = re.compile(r"(?<![^\W_])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=[^\W\d_])|'s(?![^\W_])")
# Keeps c++, c#, node.js, asp.net and 3.11 whole, and separates sentences glued by a PDF ("gestion.Suivi").
_WORD: Final = re.compile(r"[^\W_]+(?:\.(?:js|ts|net|io|ai|\d+)(?![^\W_]))*(?:\+\+|[+#](?![^\W_]))?")
# A word longer than this is an identifier or a broken file, never a word that somebody searches.
_LONGEST_WORD: Final = 40


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a text: as it is indexed, and as it was written between `start` and `end`."""

    stem: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case, no accents, straight apostrophes, no ligatures."""
    lowered = text.lower().translate(_LIGATURES)
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


@cache
def _stemmer(language: Language) -> "Stemmer":
    from Stemmer import Stemmer  # noqa: PLC0415  Compiled code of the search layer: only loaded where words are analysed.

    return Stemmer({"fr": "french", "en": "english"}[language])


def words(text: str, language: Language) -> list[str]:
    """Folded words of a text in order, without stop words, not stemmed."""
    stop = STOP_WORDS[language]
    found = _WORD.findall(_ELISION.sub(" ", fold(text)))
    return [word for word in found if word not in stop and len(word) <= _LONGEST_WORD]


def stems(text: str, language: Language) -> list[str]:
    """Tokens of a text in order, repetitions included: what is indexed and what is asked for."""
    return list(_stemmer(language).stemWords(words(text, language)))


def terms(text: str, language: Language) -> Iterator[Term]:
    """Every indexed word of a text with its place in that text, for explanations."""
    for match in re.finditer(r"[^\s]+", text):
        for stem in stems(match.group(), language):
            yield Term(stem, match.start(), match.end())


def query_weights(text: str, language: Language, *, most: int = 2) -> dict[str, float]:
    """Weight of each stem of a query: how often it is said, but at most `most` times."""
    return {stem: float(min(count, most)) for stem, count in Counter(stems(text, language)).items()}


def guess_language(text: str, *, default: Language = "fr") -> Language:
    """The language whose small words appear most often; `default` when neither appears."""
    found = Counter(_WORD.findall(_ELISION.sub(_spelt_out, fold(text))[:20_000]))
    votes = {language: sum(found[word] for word in _OWN_WORDS[language]) for language in LANGUAGES}
    if votes["fr"] == votes["en"]:
        return default
    return "fr" if votes["fr"] > votes["en"] else "en"


def _spelt_out(elision: re.Match[str]) -> str:
    return " le " if elision.group() != "'s" else " the "
