"""Takes out of a CV what must not count in matching: identity, home, circumstances (R21, R27).

Name, e-mail, phone, address, birth, age, nationality, family, photo and links go; gendered wording is put into one
form by `gender`. Works line by line, so that an indexed line can be traced to the line of the CV it came from.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from relance.matching import personal_patterns as patterns
from relance.matching.analysis import fold
from relance.matching.gender import neutral, shipped_words
from relance.matching.identity import NAME_WORD, Identity
from relance.matching.towns import is_town

# Lines at the top of a CV that may hold nothing but the person's coordinates.
_HEADER_LINES: Final = 12
_LIST_MARKS: Final = ",;|•·/"
_LONGEST_ACRONYM: Final = 3
_SEPARATORS: Final = " \t|•·‧–—-,;:/()[]…*"
_SPACES: Final = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\t"), " ")


@dataclass(frozen=True, slots=True)
class RedactedLine:
    """What is left of one line: `number` in `text.splitlines()`, from 1, and the text that is indexed."""

    number: int
    text: str


def redacted_lines(text: str, who: Identity) -> Iterator[RedactedLine]:
    """The lines that still say something, without identity and in one gender."""
    common_words = _lower_case_words(text) | shipped_words().one_form
    header = True
    for number, line in enumerate(text.splitlines(), start=1):
        header = header and number <= _HEADER_LINES and not patterns.SECTION.fullmatch(line)
        tidy = _tidy(neutral(_without_identity(line, who, common_words, header=header)))
        if tidy:
            yield RedactedLine(number, tidy)


def redact(text: str, who: Identity) -> str:
    """The text as it is indexed, one line a line."""
    return "\n".join(line.text for line in redacted_lines(text, who))


def _lower_case_words(text: str) -> frozenset[str]:
    """Folded words that the text also writes in lower case: common words, even if somebody bears them as a name."""
    return frozenset(fold(word) for word in NAME_WORD.findall(text) if word.islower())


def _without_identity(line: str, who: Identity, common_words: frozenset[str], *, header: bool) -> str:
    line = line.translate(_SPACES)
    for value in who.values:
        line = line.replace(value, " ")
    line = _without_name(line, who.names, common_words, header=header)
    for pattern in patterns.ANYWHERE:
        line = pattern.sub(" ", line)
    if header or patterns.POSTCODE.search(line):
        line = patterns.POSTCODE_AND_TOWN.sub(" ", line)
    if header:
        for pattern in patterns.IN_HEADER:
            line = pattern.sub(" ", line)
    return _without_places(line, who.places, header=header)


def _without_name(line: str, names: tuple[str, ...], common_words: frozenset[str], *, header: bool) -> str:
    """The full name in any order; a part of it alone where it follows a civility or can be nothing else."""
    found = list(NAME_WORD.finditer(line))
    hits = [fold(match.group()) in names for match in found]
    for i in reversed(range(len(found))):
        if not hits[i]:
            continue
        after_name = i > 0 and hits[i - 1]
        addressed = i > 0 and fold(found[i - 1].group()) in patterns.CIVILITIES
        before_name = i + 1 < len(found) and hits[i + 1]
        rare = found[i].group()[0].isupper() and fold(found[i].group()) not in common_words
        rare = rare and (header or not _stands_for_something_else(line, found[i]))
        if after_name or addressed or before_name or rare:
            start = found[i - 1].start() if addressed else found[i - 1].end() if after_name else found[i].start()
            line = line[:start] + " " + line[found[i].end() :]
    return line


def _stands_for_something_else(line: str, word: re.Match[str]) -> bool:
    """Whether a part of the name, alone on a line of the CV's body, is a month, a town, a degree or a product: "May
    2019", "Polytech Lyon", "BA, Hull", "Excel" in a list. The same line of somebody of another name says it too."""
    text = word.group()
    if len(text) > 1 and len(text) <= _LONGEST_ACRONYM and text.isupper() and not line.isupper():
        return True
    if patterns.MONTH_WITH_YEAR.match(line, word.start()) or patterns.PRODUCT.match(line, word.start()):
        return True
    before, after = line[: word.start()].rstrip(), line[word.end() :].lstrip()
    listed = any(mark in line for mark in _LIST_MARKS)
    return is_town(text) or (listed and _ends(before) and _begins(after))


def _ends(before: str) -> bool:
    return not before or before[-1] in _LIST_MARKS


def _begins(after: str) -> bool:
    return not after or after[0] in _LIST_MARKS


def _without_places(line: str, places: frozenset[str], *, header: bool) -> str:
    """Home town and country on a line of the header, or on a line that says nothing else."""
    if not places:
        return line
    left = line
    for place in sorted(places, key=len, reverse=True):
        left = _remove_folded(left, place)
    if header:
        return left
    rest = [word for word in NAME_WORD.findall(left) if fold(word) not in patterns.COUNTRY_WORDS]
    return left if not rest else line


def _remove_folded(line: str, value: str) -> str:
    """Remove a folded value wherever the line says it as whole words."""
    pattern = r"(?<![^\W_])" + r"[\s'’-]+".join(map(re.escape, re.split(r"[\s'’-]+", value))) + r"(?![^\W_])"
    folded = fold(line)
    if len(folded) != len(line):  # A ligature or a decomposed accent: places no longer agree, so match the plain text.
        return re.sub(pattern, " ", line, flags=re.IGNORECASE)
    for match in reversed(list(re.finditer(pattern, folded))):
        line = line[: match.start()] + " " + line[match.end() :]
    return line


def _tidy(line: str) -> str:
    """Single spaces, no separators left over; empty when only a label is left."""
    line = re.sub(r"\s+", " ", line)
    line = re.sub(r"(?:\s[|•·‧–—,;:/-]|[|•·,;:(/])(?=\s*[|•·‧–—,;:)/-](?:\s|$))", "", line)
    line = re.sub(r"\(\s*\)|\[\s*\]", "", line).strip(_SEPARATORS)
    line = re.sub(r"\s+", " ", line)
    return "" if patterns.LABEL_ONLY.fullmatch(line) or not re.search(r"\w", line) else line
