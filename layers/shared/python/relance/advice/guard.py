"""Refuses a sentence that says more than the reviewed phrase, the CV and the offer say (R20, R21)."""

import re
from dataclasses import dataclass
from typing import Final

from relance.advice.cv_text import CvText
from relance.advice.linter import TONE, hits
from relance.advice.phrasing import FIELD
from relance.jobs import Job
from relance.matching.analysis import fold

_WORD: Final = re.compile(r"[^\W_]+[+#]*")
_QUOTED: Final = re.compile(r"«[^»]*»|“[^”]*”")
_ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True)
class Sources:
    """What may be named: the words of CV and offer, each also as one line of single-spaced folded words."""

    cv: str
    offer: str
    words: frozenset[str]

    @staticmethod
    def of(cv: CvText, job: Job) -> "Sources":
        """Everything that stands in this CV, its file name, and this offer."""
        criteria = [part for each in job.criteria for part in (each.text, *each.terms)]
        offer = _line("\n".join((job.title, job.description, *criteria)))
        own = _line("\n".join((cv.text, cv.filename or "")))
        return Sources(own, offer, frozenset(own.split()) | frozenset(offer.split()))

    def hold(self, text: str) -> bool:
        """Whether these words stand in a row in the CV or in the offer."""
        words = f" {_line(text)} "
        return words in f" {self.cv} " or words in f" {self.offer} "


def refusal(sentence: str, phrase: str, sources: Sources) -> str | None:
    """What the sentence names without ground, or None.

    `phrase` is the reviewed text with its fields in braces: its own words need no ground. Every other word must stand
    in CV or offer, every quotation in a row; a protected term is allowed only when the offer itself uses it.
    """
    skeleton = _line(FIELD.sub(" ", phrase))
    own = set(skeleton.split())
    for word in _words(sentence):
        if word not in own and word not in sources.words:
            return word
    for quoted in _QUOTED.finditer(sentence):
        words = quoted.group()[1:-1].strip().removesuffix(_ELLIPSIS)
        if not sources.hold(words) and f" {_line(words)} " not in f" {skeleton} ":
            return words
    for hit in hits(sentence):
        if hit.category != TONE and f" {_line(hit.word)} " not in f" {sources.offer} ":
            return hit.word
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _line(text: str) -> str:
    return " ".join(_words(text))
