"""What a rule is given and what it finds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from relance.advice.cv_text import CvText, bare
from relance.jobs import Job

LONGEST_QUOTE: Final = 80


@dataclass(frozen=True, slots=True)
class Facts:
    """A CV against an offer. `named`: ids of criteria that the answer's reason already speaks of."""

    cv: CvText
    job: Job
    named: frozenset[str] = frozenset()

    @property
    def language(self) -> str:
        """The CV's language, ISO 639-1; French when it is not known."""
        return self.cv.profile.meta.language or "fr"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the line it rests on (from 0; None for the file as a whole) and the values of its phrase."""

    line: int | None = None
    quote: str | None = None
    """The line's words that are shown, not cut."""
    values: Mapping[str, str] = field(default_factory=dict)
    named: bool = False
    """Whether it is about a criterion that the answer's reason has just named."""


type Rule = Callable[[Facts], Finding | None]


def at(cv: CvText, line: int, quote: str | None = None, **values: str) -> Finding:
    """A finding on a line, quoting it, or a part of it."""
    shown = bare(cv.lines[line]) if quote is None else quote
    return Finding(line, shown, {"quote": cut(shown), **values})


def cut(text: str) -> str:
    """The text, or its beginning up to a whole word, followed by an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_QUOTE:
        return text
    return text[:LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(" ,;:–-(") + "…"
