"""The one strength of an answer: a line of a job that shows what the offer asks for, or nothing (no hollow praise)."""

import re
from dataclasses import dataclass
from typing import Final

from relance.advice.criteria import lines_showing
from relance.advice.cv_text import CvText, Highlight
from relance.advice.rules.finding import LONGEST_QUOTE
from relance.jobs import Criterion, CriterionWeight, Job

_FIGURE: Final = re.compile(r"\d")
_LONGEST_QUOTE: Final = 140
_SHORTEST_QUOTE_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class Strength:
    """A criterion of the offer and the line that shows it."""

    criterion: Criterion
    highlight: Highlight
    employer: str | None
    has_figure: bool


def strength(cv: CvText, job: Job, *, apart_from: frozenset[str] = frozenset()) -> Strength | None:
    """The best evidence: what can be shown whole, measured results, must-haves, the newest job, in this order.

    `apart_from`: ids of criteria that the answer gives as its reason; to praise them would contradict it.
    """
    found = [
        Strength(criterion, highlight, cv.work(highlight).name, bool(_FIGURE.search(highlight.text)))
        for criterion in job.criteria
        if criterion.criterion_id not in apart_from
        for highlight in _shown_in_a_job(criterion, cv)
    ]
    return max(found, key=_rank, default=None)


def _shown_in_a_job(criterion: Criterion, cv: CvText) -> list[Highlight]:
    lines = set(lines_showing(criterion, cv))
    return [each for each in cv.highlights if each.line in lines and _is_quotable(each.text)]


def _is_quotable(text: str) -> bool:
    return len(text) <= _LONGEST_QUOTE and len(text.split()) >= _SHORTEST_QUOTE_WORDS


def _rank(found: Strength) -> tuple[bool, bool, bool, int, int]:
    is_must = found.criterion.weight is CriterionWeight.MUST
    is_shown_whole = len(found.highlight.text) <= LONGEST_QUOTE
    return (is_shown_whole, found.has_figure, is_must, -found.highlight.job, -found.highlight.line)
