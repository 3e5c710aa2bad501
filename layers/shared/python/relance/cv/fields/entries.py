# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Cuts a section of jobs or studies into entries around their dates."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from relance.cv.dates import Period, periods
from relance.cv.document import Line
from relance.cv.fields.contracts import is_contract
from relance.cv.fields.place import looks_like_place
from relance.cv.layout.bullets import BULLET
from relance.cv.sections import Numbered
from relance.cv.text import fold

_DATE_LABEL: Final = re.compile(
    r"^\W*(?:dates?|p[ée]riode|period|duration|dur[ée]e|ann[ée]es?|years?|from|de|du|depuis|since|le|en|in)\s*(?:le)?\s*[:\t]?\s*$",
    re.IGNORECASE,
)
_LEFT_OVER: Final = re.compile(r"^[\s,;:|•·()\[\]\t/–—-]+|[\s,;:|•·(\[\t/–—-]+$")
_SPAN: Final = re.compile(
    r"\(?\s*\b\d{1,2}\s*(?:ans?|années?|mois|semaines?|jours?|years?|yrs?|months?|mos?|weeks?)\b(?:\s*(?:et|and|,)?\s*\d{1,2}\s*(?:mois|months?|mos?))?\s*\)?",
    re.IGNORECASE,
)
_DANGLING: Final = re.compile(
    r"(?:\b(?:de|du|depuis|since|from|le|en|in|d[eè]s|between|entre)\s*)+$|^\s*(?:à|au|to)\b(?=\s*$)", re.IGNORECASE
)
# What a line below a job is about: its tools, its tasks.
DETAIL: Final = re.compile(
    r"(?:missions?|t[âa]ches|responsabilit[ée]s|responsibilities|environnement|environment|technologies|r[ée]alisations|achievements|outils|(?:tech(?:nical|nology)? )?stack|duties|tools|"
    r"projects?|description|key)\b[^:]{0,30}:",
    re.IGNORECASE,
)
MAX_HEADER = 3
LONG = 110
MIN_WORDS_BEFORE = 3
WANTED = 2  # A header names two things: what, and where.


@dataclass(slots=True)
class Row:
    """A line of a section while it is being sorted into entries."""

    numbered: Numbered
    text: str
    bulleted: bool
    period: Period | None
    rest: str
    body: bool

    @property
    def starts_block(self) -> bool:
        """True when space stands above the line."""
        return self.numbered.line.starts_block


@dataclass(slots=True)
class Entry:
    """One job or degree: when, the texts that head it (nearest first as written), what follows."""

    period: Period | None
    date_line: int
    headers: list[Numbered] = field(default_factory=list)
    body: list[Numbered] = field(default_factory=list)


def rows(lines: Sequence[Numbered], *, is_head: Callable[[str], bool]) -> list[Row]:
    """The lines with their period, what is left beside it, and whether they read as running text."""
    out = []
    for numbered in lines:
        bullet = BULLET.match(numbered.text)
        text = numbered.text[bullet.end() :].strip() if bullet else numbered.text.strip()
        if not re.search(r"\w", text):
            continue
        period, rest = _dated(text)
        out.append(Row(numbered, text, bool(bullet), period, rest, _is_body(text, bool(bullet), period, is_head)))
    return out


def _dated(text: str) -> tuple[Period | None, str]:
    """The period that dates an entry and the text without it; a year inside a sentence dates nothing."""
    found = periods(text)
    if not found:
        return None, text
    period = max(found, key=lambda p: (p.is_range, -found.index(p)))
    before, after = text[: period.begin], text[period.finish :]
    at_edge = (
        len(before.strip(" \t(|,-–—:•")) <= 12
        or len(after.strip(" \t)|,-–—:.•")) <= 28
        or re.search(r"[(|\t]\s*$", before)
    )
    sentence = len(text) > LONG and not period.is_range and text.rstrip().endswith(".")
    if (not at_edge and not period.is_range) or sentence or _is_told(before, period):
        return None, text
    before = _DANGLING.sub("", before.rstrip(" \t(["))
    rest = _SPAN.sub(
        " ", f"{before.rstrip()} {'|' if before.strip() and after.strip(' )].,') else ''} {after.lstrip(' )].,')}"
    )
    rest = _LEFT_OVER.sub("", _DATE_LABEL.sub("", rest)).strip()
    return period, rest


def _is_told(before: str, period: Period) -> bool:
    """True for a date inside a sentence: "Refonte du catalogue en 2021", "the move between March and June 2020"."""
    word = (re.findall(r"[\w']+", fold(before)) or [""])[-1]
    within = len(before.split()) > MIN_WORDS_BEFORE
    return within and (
        word in {"entre", "between"} or (not period.is_range and word in {"en", "in", "by", "pour", "for", "d'ici"})
    )


def _is_body(text: str, bulleted: bool, period: Period | None, is_head: Callable[[str], bool]) -> bool:
    if bulleted:
        return True
    if period and (period.is_range or len(text) < LONG):
        return False
    if len(text) > LONG or text[:1].islower() or (text.endswith((".", ";")) and len(text.split()) > 4):
        return True
    if DETAIL.match(text):
        return True
    return len(text.split()) > 12 and not is_head(text)


def entries(
    lines: Sequence[Numbered],
    *,
    is_head: Callable[[str], bool],
    is_whole: Callable[[Sequence[str]], bool] | None = None,
) -> list[Entry]:
    """The entries in order. `is_head`: does this text read like what heads an entry (a job title, a degree)?

    `is_whole`: do these header texts say all that a header says? Without it, two pieces are enough.
    """
    sorted_rows = rows(lines, is_head=is_head)
    anchors = _anchors(sorted_rows, is_head)
    if not anchors:
        return _undated(sorted_rows, is_head, is_whole)
    for place in anchors:
        sorted_rows[place].body = False
    depth = _header_depth(sorted_rows, anchors)
    airy = any(row.starts_block for row in sorted_rows[1 : anchors[0] + 1])  # Then gaps stand inside headers too.
    found: list[Entry] = []
    taken = 0
    for nth, place in enumerate(anchors):
        row = sorted_rows[place]
        following = anchors[nth + 1] if nth + 1 < len(anchors) else len(sorted_rows)
        first = _first_header(sorted_rows, place, taken, depth, airy=airy)
        if found:
            found[-1].body += [r.numbered for r in sorted_rows[taken:first]]
        entry = Entry(row.period, row.numbered.number)
        entry.headers += [_header(r) for r in sorted_rows[first:place]]
        if row.rest:
            entry.headers.append(Numbered(row.numbered.number, _with_text(row, row.rest)))
        taken = place + 1
        taken += _following_headers(
            sorted_rows,
            place,
            following,
            entry,
            depth,
            last=nth + 1 == len(anchors),
            is_head=is_head,
            is_whole=is_whole,
        )
        found.append(entry)
    found[-1].body += [r.numbered for r in sorted_rows[taken:]]
    return found


def _header(row: Row) -> Numbered:
    return Numbered(row.numbered.number, _with_text(row, row.text))


def _with_text(row: Row, text: str) -> Line:
    return replace(row.numbered.line, text=text)


def _anchors(all_rows: Sequence[Row], is_head: Callable[[str], bool]) -> list[int]:
    """Places of the dated lines; bulleted ones only where nothing else is dated and no plain line heads an entry."""
    plain = [place for place, row in enumerate(all_rows) if row.period and not row.bulleted and not row.body]
    bulleted = [
        place
        for place, row in enumerate(all_rows)
        if row.period and row.bulleted and (row.period.begin <= 3 or (row.period.is_range and len(row.text) < LONG))
    ]
    if not plain and any(not row.bulleted and not row.body and is_head(row.text) for row in all_rows):
        return [place for place in bulleted if _begins_with_date(all_rows[place])]
    if not plain or (len(bulleted) > 2 * len(plain) and all(_begins_with_date(all_rows[p]) for p in bulleted)):
        return sorted(plain + bulleted)
    return plain


def _begins_with_date(row: Row) -> bool:
    return row.period is not None and row.period.begin <= 3


def _header_depth(all_rows: Sequence[Row], anchors: Sequence[int]) -> int:
    """How many header lines stand above the dates: read off the first entry."""
    above = all_rows[: anchors[0]]
    heads = [row for row in above if not row.body]
    return min(len(heads), MAX_HEADER) if len(heads) == len(above) else min(len(heads), 2)


def _first_header(all_rows: Sequence[Row], place: int, taken: int, depth: int, *, airy: bool) -> int:
    """Where the header of the entry dated at `place` begins, going up over at most `depth` lines."""
    if depth == 0:
        return place
    first = place
    while first > taken and place - first < depth and not all_rows[first - 1].body:
        first -= 1
        if all_rows[first].starts_block and not airy:
            break
    return first


def _following_headers(
    all_rows: Sequence[Row],
    place: int,
    following: int,
    entry: Entry,
    depth: int,
    *,
    last: bool,
    is_head: Callable[[str], bool],
    is_whole: Callable[[Sequence[str]], bool] | None,
) -> int:
    """Header lines below the dates, taken into the entry; how many. None where all stand above."""
    have = sum(not looks_like_place(header.text) for header in entry.headers)
    whole = is_whole([header.text for header in entry.headers]) if is_whole else _parts(entry) >= WANTED
    if have and whole:
        return 0
    room = WANTED - have if depth < WANTED else 0
    end = following if last or depth == 0 else max(place + 1, following - depth)
    count = places = 0
    while count - places < room and place + 1 + count < end:
        row = all_rows[place + 1 + count]
        places += looks_like_place(row.text) or (count == 0 and _is_note(all_rows[place + 1 : end], is_head))
        if row.body or row.period or len(row.text) > 90 or (count > places and row.starts_block and is_head(row.text)):
            break
        entry.headers.append(_header(row))
        count += 1
    return count


def _is_note(below: Sequence[Row], is_head: Callable[[str], bool]) -> bool:
    """True for a line that stands with the dates in the margin, apart from the title below it: a town."""
    return len(below) > 1 and not below[0].starts_block and below[1].starts_block and is_head(below[1].text)


_PARTS: Final = re.compile(r"\t|\s+[|–—·•@-]\s+|\s*[|@]\s*|,\s+|\s+(?:chez|at|with|au sein de)\s+|\s:\s|\s*\(")


def _parts(entry: Entry) -> int:
    """How many pieces the headers have so far that are neither a place nor a kind of contract."""
    return sum(
        bool(part.strip(" )")) and not looks_like_place(part.strip(" )")) and not is_contract(part)
        for header in entry.headers
        for part in _PARTS.split(header.text)
    )


def _undated(
    all_rows: Sequence[Row], is_head: Callable[[str], bool], is_whole: Callable[[Sequence[str]], bool] | None
) -> list[Entry]:
    """Without any date: an entry starts at each line that reads like a head and follows a gap, a bullet or a text.

    With `is_whole` one also starts where the last has all it needs, at a head or at the line above it (a school).
    """
    found: list[Entry] = []
    previous: Row | None = None
    for place, row in enumerate(all_rows):
        heads = not row.body and is_head(row.text)
        starts = heads and (previous is None or previous.body or row.starts_block or not found)
        if is_whole and not row.body and (not found or is_whole([header.text for header in found[-1].headers])):
            starts = heads or any(not below.body and is_head(below.text) for below in all_rows[place + 1 : place + 2])
        if starts:
            found.append(Entry(None, row.numbered.number, [_header(row)]))
        elif found and not row.body and not found[-1].body and len(found[-1].headers) < 2 and len(row.text) < 90:
            found[-1].headers.append(_header(row))
        elif found:
            found[-1].body.append(row.numbered)
        previous = row
    return found
