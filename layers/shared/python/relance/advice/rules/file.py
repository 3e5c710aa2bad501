"""Findings about the file as a whole: can it be opened, read, found again?"""

import re
from typing import Final

from relance.advice.rules.finding import Facts, Finding, at
from relance.advice.word_lists import word_list
from relance.cv.problems import ProblemCode
from relance.matching.analysis import fold

_UNREADABLE: Final = frozenset(ProblemCode) - {ProblemCode.SCANNED_NO_TEXT}
_BROKEN: Final = re.compile(r"Ã[©¨ª«§´®¯ ¢¹»]|â€[™œ“”¢]|\ufffd|Å“|Â[«»°€]")
_PLACEHOLDER: Final = re.compile(
    r"lorem ipsum|\[(?:votre|vos|nom|prenom|your|name|company|entreprise|poste|job|date|insert|ville|city)\b[^\]]*\]"
    r"|\byour name here\b|\bnom de l'entreprise\b|\bnom de la societe\b|\bcompany name\b|\bjob title here\b|\bx{4,}\b"
    r"|\bintitule du poste\b|\bdecrivez ici\b|\bcliquez ici pour\b|\bclick here to\b|\binsert (?:text|your)\b"
)
_STEM_WORD: Final = re.compile(r"[^\W\d_]+")


def file_unreadable(facts: Facts) -> Finding | None:
    """The reader met a problem other than a picture."""
    problem = facts.cv.problem
    return Finding() if problem is not None and problem.code in _UNREADABLE else None


def file_scanned(facts: Facts) -> Finding | None:
    """The file is a picture."""
    problem = facts.cv.problem
    return Finding() if problem is not None and problem.code is ProblemCode.SCANNED_NO_TEXT else None


def part_is_picture(facts: Facts) -> Finding | None:
    """A page shows writing that only eyes can read, while the rest of the file is text."""
    return Finding() if facts.cv.problem is None and facts.cv.unread_pages else None


def characters_broken(facts: Facts) -> Finding | None:
    """UTF-8 read as Latin-1, or characters replaced."""
    return _first_line(facts, _BROKEN, facts.cv.lines)


def placeholder_left(facts: Facts) -> Finding | None:
    """A template's own words."""
    return _first_line(facts, _PLACEHOLDER, facts.cv.folded)


def file_name_unfit(facts: Facts) -> Finding | None:
    """Nothing but words that any CV's file could have."""
    if not facts.cv.filename:
        return None
    stem = facts.cv.filename.rsplit("/", 1)[-1].rpartition(".")[0] or facts.cv.filename
    words = _STEM_WORD.findall(fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stem)))
    if any(word not in word_list("file_name_words") for word in words):
        return None
    return Finding(values={"filename": facts.cv.filename.rsplit("/", 1)[-1]})


def _first_line(facts: Facts, pattern: re.Pattern[str], lines: tuple[str, ...]) -> Finding | None:
    return next((at(facts.cv, n) for n, line in enumerate(lines) if pattern.search(line)), None)
