"""Findings about how a person can be reached, and under which title."""

import re
from typing import Final

from relance.advice.criteria import signs
from relance.advice.rules.finding import Facts, Finding, at
from relance.advice.word_lists import word_list
from relance.cv.section_words import Kind
from relance.cv.text import words_of
from relance.matching.analysis import STOP_WORDS, fold

_RUN: Final = re.compile(r"(?:\+|\b00)?\(?\d[\d .\-/()]{5,}\d")
_CALLED: Final = re.compile(r"\b(?:tel(?:ephone)?|phone|mobile|portable|mob|cell)\b")
_DATE: Final = re.compile(r"(?:19|20)\d\d\s*[-–/]\s*(?:19|20)\d\d|\d{1,2}/\d{1,2}/\d{2,4}|\d{2}/(?:19|20)\d\d")
_COUNTRIES: Final = {"33": 9, "44": 10}
_NATIONAL_DIGITS: Final = {"fr": (10,), "en": (10, 11)}
_ADDRESS: Final = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5}")
_LINK_BROKEN: Final = re.compile(
    r"\bhttps?:/(?!/)\S*|\bhttps?//\S+|\bhtt?p?s?;//\S+|\bhtp://\S+|\bwww,\S+|\bwww\s\.\S+|\blinkedin,com\S*"
    r"|\b(?:www\.)?linkedin\.com/in/?(?=$|[\s,;|])|\b(?:www\.)?linkedin\.com/(?:feed|mynetwork|home|jobs)\S*"
    r"|\b(?:www\.)?linkedin\.con\S*|\bgithub,com\S*|\b(?:www\.)?github\.com/?(?=$|[\s,;|])|\bfile://\S+|\blocalhost\S*"
)
_CONTACT: Final = re.compile(r"\S+@|\+?\(?\d[\d .()\-]{7,}|\bhttps?:|\bwww\.|\blinkedin\b", re.IGNORECASE)
_TITLE: Final = re.compile(
    r"(?!.*\b(?:st|street|road|rd|avenue|ave|lane|drive|rue|allee|boulevard)\b)[^\W\d_][^\d@:]*$"
)
_LAST_TITLE_LINE: Final = 8
_LONGEST_TITLE: Final = 8
_SHORTEST_TITLE_WORD: Final = 4
_PREFIX: Final = 5
_FEWEST_DIGITS: Final = 8


def phone_missing(facts: Facts) -> Finding | None:
    """No number was read, and none seems to be meant anywhere near the top or the contact lines."""
    if facts.cv.profile.basics.phone is not None or not facts.cv.text.strip():
        return None
    return None if _numbers(facts) else Finding()


def phone_incomplete(facts: Facts) -> Finding | None:
    """A number with a digit too few or too many, and none that is right beside it."""
    numbers = [(line, number, _digits_off(number, facts.language)) for line, number in _numbers(facts)]
    if any(off == 0 for _, _, off in numbers):
        return None
    return next((at(facts.cv, line, number) for line, number, off in numbers if off == 1), None)


def email_missing(facts: Facts) -> Finding | None:
    """No address anywhere, in a text that has contact lines at all."""
    cv = facts.cv
    is_told = bool(cv.text.strip()) and (bool(cv.headings) or cv.profile.basics.phone is not None)
    return Finding() if is_told and cv.profile.basics.email is None and "@" not in cv.text else None


def email_unfit(facts: Facts) -> Finding | None:
    """A nickname among the words of the address, unless it is part of the person's name."""
    own = set(words_of(facts.cv.profile.basics.name or ""))
    for n, line in enumerate(facts.cv.lines):
        for address in _ADDRESS.findall(line):
            words = re.findall(r"[a-z]+", fold(address.partition("@")[0]))
            if any(word in word_list("nicknames") and word not in own for word in words):
                return at(facts.cv, n, address)
    return None


def link_malformed(facts: Facts) -> Finding | None:
    """A link whose form cannot work."""
    for n, line in enumerate(facts.cv.lines):
        found = _LINK_BROKEN.search(line)
        if found:
            return at(facts.cv, n, found.group())
    return None


def title_missing(facts: Facts) -> Finding | None:
    """No headline was read, and no line at the top could be one."""
    cv = facts.cv
    if cv.profile.basics.label is not None or not cv.headings or cv.profile.basics.name is None:
        return None
    top = [n for n in cv.lines_about(Kind.HEADER) if n < cv.headings[0]]
    return None if any(_could_be_title(cv.lines[n], facts) for n in top) else Finding()


def title_far(facts: Facts) -> Finding | None:
    """Headline and offer, in one language, share neither a word nor the beginning of a long one."""
    label = facts.cv.profile.basics.label
    if label is None or facts.language != facts.job.language:
        return None
    line = facts.cv.find(label)
    if line is None or line > _LAST_TITLE_LINE or not _TITLE.match(fold(label)) or len(label.split()) > _LONGEST_TITLE:
        return None
    own = _title_words(label)
    offer = _title_words(facts.job.title) | {
        word for criterion in facts.job.criteria for sign in signs(criterion) for word in _title_words(sign)
    }
    if not own or not offer or any(_alike(a, b) or _glued(a, b) for a in own for b in offer):
        return None
    return at(facts.cv, line, label)


def cv_as_title(facts: Facts) -> Finding | None:
    """ "Curriculum vitae" among the first lines, and no headline."""
    first = [n for n, line in enumerate(facts.cv.lines) if line.strip()][:3]
    said = {"curriculum vitae", "cv", "resume", "curriculum", "c.v."}
    return next((at(facts.cv, n) for n in first if facts.cv.folded[n].strip(" :-–") in said), None)


def _digits_off(number: str, language: str) -> int:
    """How many digits a number has too many or too few, as far as its form tells: 0 for any other country's."""
    digits = re.sub(r"\D", "", number)
    for prefix, length in _COUNTRIES.items():
        if number.startswith("+") and digits.startswith(prefix):
            return abs(len(digits.removeprefix(prefix).removeprefix("0")) - length)
    if number.startswith("+") or not digits.startswith("0") or digits.startswith("00"):
        return 0
    return min(abs(len(digits) - right) for right in _NATIONAL_DIGITS.get(language, (10,)))


def _numbers(facts: Facts) -> list[tuple[int, str]]:
    """Telephone-like runs of digits in the lines of contact: (line, run)."""
    cv = facts.cv
    found: list[tuple[int, str]] = []
    for n, line in enumerate(cv.lines):
        near = {Kind.HEADER, Kind.CONTACT} & set(cv.kinds[n]) or _CALLED.search(cv.folded[n])
        runs = [match.group().strip() for match in _RUN.finditer(_DATE.sub(" ", line))] if near else []
        found += [(n, run) for run in runs if len(re.sub(r"\D", "", run)) >= _FEWEST_DIGITS]
    return found


def _could_be_title(line: str, facts: Facts) -> bool:
    # Readers of PDF can put the headline and the contact line behind it into one.
    line = _CONTACT.split(line)[0].strip(" |•·-–,")
    words = words_of(line)
    name = set(words_of(facts.cv.profile.basics.name or ""))
    if not words or set(words) <= name or "@" in line or "/" in line or any(c.isdigit() for c in line):
        return False
    place = facts.cv.profile.basics.location
    known = set(words_of(" ".join(part for part in (place.city, place.region) if part)))
    return len(words) <= 12 and not set(words) <= known | {
        "france",
        "uk",
        "united",
        "kingdom",
        "england",
        "curriculum",
        "vitae",
        "cv",
    }


def _title_words(text: str) -> set[str]:
    stop = STOP_WORDS["fr"] | STOP_WORDS["en"]
    return {word for word in words_of(text.replace("·", " ")) if word not in stop and len(word) >= 2}


def _glued(word: str, part: str) -> bool:
    """Whether a word holds another: compounds, and words that lost the space between them when they were read."""
    return len(part) >= _SHORTEST_TITLE_WORD and part in word


def _alike(a: str, b: str) -> bool:
    if a == b:
        return True
    shortest = min(len(a), len(b))
    return shortest >= _SHORTEST_TITLE_WORD and a[:_PREFIX] == b[:_PREFIX]
