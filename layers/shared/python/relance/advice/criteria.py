"""Whether a CV shows what an offer asks for: whole words, folded, in any language that the criterion's terms give."""

import re
from functools import lru_cache
from typing import Final

from relance.advice.cv_text import CvText
from relance.advice.word_lists import word_list
from relance.jobs import Criterion, CriterionWeight, Job
from relance.matching.analysis import STOP_WORDS, fold

_WORD: Final = re.compile(r"[^\W_]+[+#]*")
_SHORTEST: Final = 3


@lru_cache(maxsize=2048)
def pattern(term: str) -> re.Pattern[str]:
    """Finds a folded term as whole words, singular or plural; spaces and hyphens are one."""
    words = [re.escape(word) + r"(?:e?s|x)?" for word in re.split(r"[\s\-]+", fold(term)) if word]
    return re.compile(r"(?<![^\W_])" + r"[\s\-]+".join(words) + r"(?![^\W_])")


def signs(criterion: Criterion) -> tuple[str, ...]:
    """What shows the criterion: its terms, or the words of its text that say what is asked for."""
    if criterion.terms:
        return criterion.terms
    stop = STOP_WORDS["fr"] | STOP_WORDS["en"] | word_list("degree_words")
    return tuple(word for word in _WORD.findall(fold(criterion.text)) if word not in stop and len(word) >= _SHORTEST)


def lines_showing(criterion: Criterion, cv: CvText) -> tuple[int, ...]:
    """The lines in which one of its terms stands; without terms, the lines that hold all words of its text."""
    if criterion.terms:
        found = [pattern(term) for term in criterion.terms]
        return tuple(n for n, line in enumerate(cv.folded) if any(each.search(line) for each in found))
    words = [pattern(word) for word in signs(criterion)]
    return tuple(n for n, line in enumerate(cv.folded) if words and all(word.search(line) for word in words))


def is_absent(criterion: Criterion, cv: CvText) -> bool:
    """Whether none of its terms (or words) stands anywhere in the CV; False when the CV could not be read."""
    if not cv.text.strip():
        return False
    return not any(pattern(sign).search(line) for sign in signs(criterion) for line in cv.folded)


def absent_must_haves(job: Job, cv: CvText) -> tuple[Criterion, ...]:
    """The must-haves that the CV does not show, in the offer's order."""
    return tuple(each for each in job.criteria if each.weight is CriterionWeight.MUST and is_absent(each, cv))
