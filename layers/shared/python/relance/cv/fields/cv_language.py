# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""The language that the CV is written in."""

from collections import Counter
from typing import Final

from relance.cv.text import words_of

_WORDS: Final = {
    "fr": "de la le les des du et en un une dans pour au aux sur avec par est mes mon ma je nous d l chez depuis langue experience "
    "competences formation langues francais anglais diplome ans an mois janvier fevrier mars avril mai juin juillet aout septembre octobre "
    "novembre decembre gestion mise suivi equipe clients realisation stage permis loisirs profil courant",
    "en": "the of and to in for with a an on at from by as is my i was were this that our their work experience skills education "
    "languages english french january february march april may june july august september october november december present "
    "management team using years university developed managed responsible profile fluent summary",
    "de": "der die das und in von mit bei im den für fur als zur zum berufserfahrung ausbildung kenntnisse sprachen seit heute",
    "es": "el la los las de del y en con por para una experiencia educacion habilidades idiomas actualidad empresa",
    "it": "il lo la gli di del della e in con per una esperienza istruzione competenze lingue presso oggi",
    "nl": "de het een en van in met voor bij op opleiding werkervaring vaardigheden talen heden",
    "pt": "o os as de do da e em com para uma experiencia formacao habilidades idiomas atual",
}
_SETS: Final = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_ACCENTS: Final = {"fr": "éèêàçùôîœ", "de": "äöüß", "es": "ñáíóú", "pt": "ãõç"}


def cv_language(text: str) -> tuple[str, float] | None:
    """(ISO 639-1 code, confidence), or None when there are too few words to tell."""
    words = Counter(words_of(text))
    scores = {code: float(sum(words[word] for word in known)) for code, known in _SETS.items()}
    lowered = text.lower()
    for code, letters in _ACCENTS.items():
        scores[code] += 0.3 * sum(lowered.count(letter) for letter in letters)
    ranked = sorted(scores, key=lambda code: -scores[code])
    best, second = ranked[0], ranked[1]
    if scores[best] < 3:
        return None
    return best, round(min(0.99, 0.5 + 0.5 * (scores[best] - scores[second]) / scores[best]), 2)
