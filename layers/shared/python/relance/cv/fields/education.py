# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Degrees: the whole degree line, the school, the year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from relance.cv.dates import Period
from relance.cv.fields.degree_words import DEGREE, SCHOOL, STRONG, is_degree, is_school
from relance.cv.fields.entries import Entry, entries
from relance.cv.fields.place import looks_like_place
from relance.cv.layout.bullets import BULLET
from relance.cv.sections import Numbered
from relance.cv.text import fold

_HARD: Final = re.compile(r"\t+|\s+[|–—·•−]\s+|\s*[|•·]\s*|\s+-\s+|\s+[–—-]|[–—]\s+|\s*//\s*|\s{3,}")
_FROM: Final = re.compile(r"\s+(?:from|at|@|à l['’]|à la |au sein d[eu'’](?: la| l['’])?)\s*(?=\S)", re.IGNORECASE)
_RESULT: Final = re.compile(
    r"^\W*(?:mention(?! complementaire)|with honou?rs|honou?rs|first class|upper second|2:1|2:2|gpa|cgpa|grade|distinction|merit|percentage|\d{1,3}(?:[.,]\d+)?\s*%|option|major|minor|en alternance|"
    r"alternance|en cours|obtenu|obtained|expected|niveau|summa|magna|cum laude|apprentissage|distance|online|full[- ]time|part[- ]time)",
    re.IGNORECASE,
)


MAX_SCHOOL_WORDS = 5
_OUTSIDE_COMMA: Final = re.compile(r",\s+(?![^()]*\))")
# What follows a comma inside the name of a degree.
_DETAIL: Final = re.compile(
    r"^(?:parcours|option|specialite|specialisation|speciality|major|minor|filiere|serie|section|mention|honou?rs|first|second|upper|lower|distinction|merit|pass)\b"
)
_HIGH_SCHOOL: Final = re.compile(r"[A-Z][\w'’.-]+ (?:High|Secondary) School")  # With its name it is no degree.
_BRACKETED_TOWN: Final = re.compile(r"\s*\(([^()]+)\)$")


@dataclass(frozen=True, slots=True)
class Degree:
    """One degree with the lines it was read from."""

    study_type: str | None
    school: str | None
    period: Period | None
    line: int
    school_line: int
    date_line: int
    sure: float


def degrees(lines: Sequence[Numbered]) -> list[Degree]:
    """The degrees of the education sections, in the order of the CV."""
    found = entries(_plain(lines), is_head=is_degree, is_whole=_names_both)
    read = [degree for entry in found for degree in _degrees(entry)]
    if any(degree.school for degree in read):
        read = [_with_school_behind(degree) for degree in read]
    return [degree for degree in read if degree.study_type or degree.school]


def _with_school_behind(degree: Degree) -> Degree:
    """Where the other degrees name a school, the name behind a comma is one: "BP Électricien, Rivage Formation"."""
    parts = _OUTSIDE_COMMA.split(degree.study_type or "")
    if degree.school or len(parts) != 2 or not _may_be_school(parts[1]):
        return degree
    return replace(degree, study_type=parts[0], school=parts[1], sure=0.5)


def _may_be_school(text: str) -> bool:
    short = text[:1].isupper() and len(text.split()) <= MAX_SCHOOL_WORDS and not re.search(r"[\d:]", text)
    return short and not is_degree(text) and not _DETAIL.match(fold(text))


def _names_both(headers: Sequence[str]) -> bool:
    """True when a degree and a school are named, or enough that cannot be told apart."""
    school = any(map(is_school, headers))
    degree = any(is_degree(_HIGH_SCHOOL.sub("", header)) for header in headers)
    pieces = sum(len(_HARD.split(header)) for header in headers)
    return (school and degree) or (pieces >= 2 and not school and not degree) or pieces > 2


def _plain(lines: Sequence[Numbered]) -> list[Numbered]:
    """In many CVs each degree is a bullet: then the bullets mean nothing."""
    bulleted = [line for line in lines if BULLET.match(line.text) and (is_degree(line.text) or is_school(line.text))]
    heads = [line for line in lines if not BULLET.match(line.text) and (is_degree(line.text) or is_school(line.text))]
    if len(bulleted) <= len(heads):
        return list(lines)
    return [Numbered(line.number, replace(line.line, text=BULLET.sub("", line.text))) for line in lines]


def _degrees(entry: Entry) -> list[Degree]:
    parts = [part for header in entry.headers for part in _parts(header)]
    parts = [(text, line) for text, line in parts if not _RESULT.match(fold(text)) and not looks_like_place(text)]
    if not parts:
        return []
    scored = [(_degree_score(text), _school_score(text)) for text, _ in parts]
    degree = max(range(len(parts)), key=lambda n: (scored[n][0] - scored[n][1], -n))
    schools = [n for n in range(len(parts)) if n != degree]
    school = max(schools, key=lambda n: (scored[n][1] - scored[n][0], -n)) if schools else None
    if school is None and scored[degree][1] > scored[degree][0]:
        text, line = parts[degree]
        return [Degree(None, text, entry.period, line, line, entry.date_line, 0.6)]
    text, line = parts[degree]
    between = (
        [parts[n][0] for n in range(degree + 1, school) if parts[n][1] == line]
        if school is not None and school > degree
        else []
    )
    if between and all(scored[n][1] == 0 for n in range(degree + 1, school or 0)):
        text = ", ".join((text, *between))
    sure = 0.9 if scored[degree][0] > 0 and (school is None or scored[school][1] > 0) else 0.6
    chosen = parts[school] if school is not None else None
    return [
        Degree(
            text,
            chosen[0] if chosen else None,
            entry.period,
            line,
            chosen[1] if chosen else line,
            entry.date_line,
            sure,
        )
    ]


def _parts(header: Numbered) -> list[tuple[str, int]]:
    out: list[str] = []
    for hard in _HARD.split(header.text):
        pieces = _FROM.split(hard) if is_school(hard) else [hard]
        for piece in pieces:
            out += _comma_parts(piece)
    bare = (_without_town(part.strip(" \t,;:.–—-•|/")) for part in out if re.search(r"\w\w", part))
    return [(part, header.number) for part in bare]


def _without_town(text: str) -> str:
    """ "Collège Sévigné (Albi)" -> "Collège Sévigné": behind a school brackets hold its town, unless its short name."""
    inside = _BRACKETED_TOWN.search(text)
    if not inside or not is_school(text[: inside.start()]):
        return text
    written_out = all(
        word[:1].isupper() and not word.isupper() for word in re.split(r"[\s-]+", inside[1]) if len(word) > 3
    )
    town = looks_like_place(inside[1]) or re.fullmatch(r"\d{2,3}|2[AB]", inside[1])
    unknown_town = written_out and len(inside[1].split()) <= 3 and not inside[1].isupper() and not is_school(inside[1])
    return text[: inside.start()] if town or unknown_town else text


def _comma_parts(text: str) -> list[str]:
    """Commas part degree and school; a list of subjects inside the degree stays whole."""
    outside = re.sub(r"\([^)]*\)", lambda m: m[0].replace(",", "\x00"), text)
    cut = ["", *re.split(r"(,\s+|\s+:\s+|:\s+)", outside)]  # Each part behind the sign that parts it.
    merged: list[str] = []
    for sign, part in zip(cut[::2], cut[1::2], strict=True):
        if not part.strip():
            continue
        if (
            merged
            and not is_school(part)
            and not looks_like_place(part)
            and not is_school(merged[-1])
            and not STRONG.match(fold(part))
        ):
            merged[-1] += sign + part.strip()
        else:
            merged.append(part.strip())
    return [part.replace("\x00", ",") for part in merged]


def _degree_score(text: str) -> float:
    folded = fold(text)
    return (3.0 if STRONG.match(folded) else 0.0) + (1.0 if DEGREE.search(folded) else 0.0)


def _school_score(text: str) -> float:
    folded = fold(text)
    found = SCHOOL.search(folded)
    return 0.0 if not found else (3.0 if found.start() == 0 else 1.5)
