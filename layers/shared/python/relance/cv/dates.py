# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Dates and periods as CVs write them, in French and English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from relance.cv.text import fold

_MONTH_WORDS: Final = (
    r"janvier|janv|january|jan",
    r"fevrier|fevr|fev|february|febr|feb",
    r"mars|march|mar",
    r"avril|avr|april|apr",
    r"mai|may",
    r"juin|june|jun",
    r"juillet|juil|jul|july",
    r"aout|august|aug",
    r"septembre|september|sept|sep",
    r"octobre|october|oct",
    r"novembre|november|nov",
    r"decembre|december|dec",
)
_MONTH_NUMBER: Final = {word: n for n, words in enumerate(_MONTH_WORDS, 1) for word in words.split("|")}
_MONTH: Final = "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True))
_SEASON: Final = r"printemps|ete|automne|hiver|spring|summer|autumn|fall|winter"
_NOW: Final = (
    r"aujourd ?'? ?hui|a ce jour|ce jour|jour|actuellement|actuelle?|present(?: day)?|en cours|maintenant|now|current(?:ly)?|"
    r"today|to date|till date|date|ongoing|en poste|onwards?|nos jours"
)
_YEAR: Final = r"(?:19[5-9]\d|20[0-4]\d)"
_ATOM: Final = re.compile(
    rf"(?<![\d/.])(?P<day>\d{{1,2}})[/.-](?P<day_month>\d{{1,2}})[/.-](?P<day_year>{_YEAR}|\d{{2}})(?![\d/])"
    rf"|(?<!\d)(?P<iso_year>{_YEAR})[/.-](?P<iso_month>0[1-9]|1[0-2])(?:[/.-]\d{{1,2}})?(?!\d)"
    rf"|(?<![\d/.])(?P<month>0?[1-9]|1[0-2])\s?[/.-]\s?(?P<month_year>{_YEAR})(?!\d)"
    rf"|\b(?:\d{{1,2}}(?:er|st|nd|rd|th)?(?: of)? )?(?P<name>{_MONTH})\b\.?(?: ?\d{{1,2}}(?:st|nd|rd|th)?,)?"
    rf"(?:[ ,/.-]{{0,3}}(?P<name_year>{_YEAR})(?!\d)|[ -]?'(?P<name_short>\d{{2}})(?!\d)|[ .-](?P<name_bare>\d{{2}})(?![\d/]))?"
    rf"|\b(?:{_SEASON}|[qt][1-4]|s[12])[ -]?(?P<season_year>{_YEAR})(?!\d)"
    rf"|(?<![\d/])(?P<slash_month>0?[1-9]|1[0-2])/(?P<slash_year>\d{{2}})(?![\d/])"
    rf"|(?<![\d+])(?P<year>{_YEAR})(?!\d)"
    rf"|(?<=\d[-–/])(?P<short_year>\d{{2}})(?!\d)"
    rf"|\b(?P<now>{_NOW})\b"
)
_BETWEEN: Final = re.compile(
    r"^[\s,.)(]*(?:[-–—−‐‑~>→/\t]+|to|a|au|until|till|up to|through|jusqu'? ?(?:a|au|en|a la)?|et|and|en|=>|->)?[\s(]*"
    r"(?:[-–—−]|le|la|l'|fin|debut|mi|end of|early|late|mid|the)?[\s-]*$"
)
_SINCE: Final = re.compile(
    r"(?:\bdepuis(?: le| la)?|\bsince|\ba partir d[eu']|\bdes|\bstarting)[\s:]*(?:fin |debut |mi-? ?|early |late |mid-? ?)?$"
)
_UNTIL: Final = re.compile(r"(?:\bjusqu'? ?(?:a|au|en)|\buntil|\btill)\s*$")
_LEFT_OPEN: Final = re.compile(r"\s*[-–—>→]\s*(?:\.{3}|…|\?)(?=[\s):,|]|$)")

Kind = Literal["month", "year", "weak", "now"]


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time found in a text between `begin` and `finish`; dates are "YYYY-MM" or "YYYY"."""

    start: str | None
    end: str | None
    ongoing: bool
    begin: int
    finish: int

    @property
    def is_range(self) -> bool:
        """True when two moments were written, or one and "now"."""
        return self.ongoing or self.start != self.end


@dataclass(frozen=True, slots=True)
class _Atom:
    kind: Kind
    year: int | None
    month: int | None
    begin: int
    finish: int

    @property
    def iso(self) -> str | None:
        if self.year is None:
            return None
        return f"{self.year:04d}-{self.month:02d}" if self.month else f"{self.year:04d}"


def folded_same_length(text: str) -> str:
    """Folded text in which every character keeps its place."""
    return "".join(_folded_char(char) for char in text)


@lru_cache(maxsize=1024)
def _folded_char(char: str) -> str:
    folded = fold(char)
    if char in "\u2018\u2019\u02bc":
        return "'"
    return folded if len(folded) == 1 else (" " if char.isspace() and char != "\t" else char)


def periods(text: str) -> list[Period]:
    """Every period of the text, left to right: "mars 2020 – présent", "2018-2020", "since May 2021", "2019"."""
    return list(_periods(text))


@lru_cache(maxsize=2048)
def _periods(text: str) -> tuple[Period, ...]:
    folded = folded_same_length(text)
    atoms = list(_atoms(folded))
    found: list[Period] = []
    place = 0
    while place < len(atoms):
        first = atoms[place]
        second = atoms[place + 1] if place + 1 < len(atoms) else None
        if second and first.kind != "now" and _BETWEEN.match(folded[first.finish : second.begin]):
            pair = _pair(first, second, folded)
            if pair:
                found.append(pair)
                place += 2
                continue
        single = _single(first, folded)
        if single:
            found.append(single)
        place += 1
    return tuple(found)


def has_date(text: str) -> bool:
    """True when the text names a year."""
    return bool(periods(text))


def _atoms(folded: str) -> Iterator[_Atom]:
    for found in _ATOM.finditer(folded):
        groups = {name: value for name, value in found.groupdict().items() if value}
        atom = _atom(groups, found.start(), found.end())
        if atom:
            yield atom


def _atom(groups: dict[str, str], begin: int, finish: int) -> _Atom | None:  # noqa: PLR0911 - one line per way to write a date
    if "now" in groups:
        return _Atom("now", None, None, begin, finish)
    if "day" in groups:
        day, month = int(groups["day"]), int(groups["day_month"])
        if month > 12 >= day:
            month = day
        return _Atom("month", _full_year(groups["day_year"]), month, begin, finish) if 1 <= month <= 12 else None
    if "iso_year" in groups:
        return _Atom("month", int(groups["iso_year"]), int(groups["iso_month"]), begin, finish)
    if "month" in groups:
        return _Atom("month", int(groups["month_year"]), int(groups["month"]), begin, finish)
    if "name" in groups:
        year = groups.get("name_year") or groups.get("name_short") or groups.get("name_bare")
        kind: Kind = "month" if year and "name_bare" not in groups else "weak"
        return _Atom(kind, _full_year(year) if year else None, _MONTH_NUMBER[groups["name"]], begin, finish)
    if "season_year" in groups:
        return _Atom("year", int(groups["season_year"]), None, begin, finish)
    if "slash_month" in groups:
        return _Atom("weak", _full_year(groups["slash_year"]), int(groups["slash_month"]), begin, finish)
    if "short_year" in groups:
        return _Atom("weak", _full_year(groups["short_year"]), None, begin, finish)
    return _Atom("year", int(groups["year"]), None, begin, finish)


def _full_year(digits: str) -> int:
    number = int(digits)
    return number if number > 99 else number + (2000 if number < 45 else 1900)


def _pair(first: _Atom, second: _Atom, folded: str) -> Period | None:
    between = folded[first.finish : second.begin]
    parted = between.strip(" ,.") or "\t" in between or second.kind == "now"
    if not parted and not _stand_alone(first, second, folded):
        return None
    if first.year is None:
        if second.year is None or first.month is None or second.month is None:
            return None
        first = replace(first, year=second.year - (1 if first.month > second.month else 0))
    if second.kind == "now":
        return Period(first.iso, None, True, first.begin, second.finish)
    if second.year is None or first.year is None:
        return None
    if (first.year, first.month or 0) > (second.year, second.month or 12):
        return None
    return Period(first.iso, second.iso, False, first.begin, second.finish)


def _stand_alone(first: _Atom, second: _Atom, folded: str) -> bool:
    """Two dates alone in brackets: the dash between them was lost ("(2009 2010)")."""
    before, after = folded[: first.begin].rstrip(), folded[second.finish :].lstrip()
    return before.endswith("(") and after.startswith(")")


def _single(atom: _Atom, folded: str) -> Period | None:
    if atom.kind in {"now", "weak"} or atom.iso is None:
        return None
    before = folded[: atom.begin]
    if _SINCE.search(before):
        return Period(atom.iso, None, True, atom.begin, atom.finish)
    if _UNTIL.search(before):
        return Period(None, atom.iso, False, atom.begin, atom.finish)
    if re.match(r"\s*[-–—]\s*(?:\.{2,}|…|\?)?\s*$", folded[atom.finish :]) and atom.finish < len(folded.rstrip()):
        return Period(atom.iso, None, True, atom.begin, len(folded))
    if left_open := _LEFT_OPEN.match(folded, atom.finish):
        return Period(atom.iso, None, True, atom.begin, left_open.end())
    return Period(atom.iso, atom.iso, False, atom.begin, atom.finish)
