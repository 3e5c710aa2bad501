"""Findings about how the CV is written."""

import re
from typing import Final

from relance.advice.rules.finding import Facts, Finding, at
from relance.advice.tongue import sentence_language
from relance.advice.word_lists import word_list

_TOO_MANY_WORDS: Final = 1300
_FEWEST_ACRONYMS: Final = 3
_CAPITAL_WORDS: Final = 8
_ACRONYM: Final = re.compile(r"(?<![\w.\-/&'’])[A-Z]{3,6}(?![\w\-/&])")
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def cv_too_long(facts: Facts) -> Finding | None:
    """More words than two full pages hold."""
    return Finding() if facts.cv.word_count > _TOO_MANY_WORDS else None


def spelling_doubts(facts: Facts) -> Finding | None:
    """Two different words of the list of sure misspellings: one alone may be a name or a slip of reading."""
    wrong = word_list("misspelt_fr" if facts.language == "fr" else "misspelt_en")
    found: dict[str, tuple[int, str]] = {}
    for n, text in enumerate(facts.cv.lines):
        for word in _WORD.findall(text.replace("’", "'")):
            if word.lower() in wrong and not (word[0].isupper() and not word.isupper() and _is_name(word, facts)):
                found.setdefault(word.lower(), (n, word))
    doubts = list(found.values())
    if len(doubts) < 2:
        return None
    line, first = doubts[0]
    return Finding(line, first, {"first": first, "second": doubts[1][1]})


def languages_mixed(facts: Facts) -> Finding | None:
    """Two lines of the jobs or more, and one in five, are in the other language than the CV."""
    told = facts.cv.highlights
    other = [each for each in told if sentence_language(each.text) not in {facts.language, None}]
    if len(other) < 2 or len(other) * 5 < len(told):
        return None
    return at(facts.cv, other[0].line, other[0].text)


def acronyms_unexplained(facts: Facts) -> Finding | None:
    """Three rare acronyms in the jobs that are spelt out nowhere, neither here nor in the offer."""
    cv = facts.cv
    known = word_list("acronyms") | set(_ACRONYM.findall(facts.job.title + " " + facts.job.description))
    known |= {word for each in facts.job.criteria for word in _ACRONYM.findall(" ".join((each.text, *each.terms)))}
    known |= {word for work in cv.profile.work for word in _ACRONYM.findall(f"{work.name or ''} {work.location or ''}")}
    found: dict[str, int] = {}
    for each in cv.highlights:
        if each.text.upper() == each.text:
            continue
        for word in _ACRONYM.findall(each.text):
            is_pronounced = len(re.findall(r"[AEIOUY]", word)) > 1
            if word not in known and not is_pronounced and not re.search(rf"\({word}\)|{word}\s*[(:=]", cv.text):
                found.setdefault(word, each.line)
    rare = list(found)
    if len(rare) < _FEWEST_ACRONYMS:
        return None
    return Finding(found[rare[0]], rare[0], {"first": rare[0], "second": rare[1]})


def capitals_throughout(facts: Facts) -> Finding | None:
    """Three lines or more of eight words that hold no small letter."""
    long = [
        n
        for n, line in enumerate(facts.cv.lines)
        if len(line.split()) >= _CAPITAL_WORDS and sum(c.isalpha() for c in line) >= 25 and line.upper() == line
    ]
    return at(facts.cv, long[0]) if len(long) >= 3 else None


def _is_name(word: str, facts: Facts) -> bool:
    """Part of a name in the CV: the person's, a firm's, a school's."""
    profile = facts.cv.profile
    names = [
        profile.basics.name,
        *(work.name for work in profile.work),
        *(each.institution for each in profile.education),
    ]
    return any(word in name.split() for name in names if name)
