"""Rows of a block -> logical lines: a line that was broken for lack of room is one line again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from relance.cv.dates import periods
from relance.cv.document import Line
from relance.cv.fields.titles import is_title_line
from relance.cv.layout.bullets import BULLET
from relance.cv.layout.words import TAB_GAP, Word, is_letter_spaced, row_text, rows, usual_space
from relance.cv.sections import heading_kinds
from relance.cv.text import is_capitals, unescaped

OPEN_END = re.compile(
    r"(?:[,;:(/&|–—+]|\s-|,.*\b\d{5}|\b(?:de|du|des|la|le|les|un|une|et|ou|à|au|aux|en|dans|pour|par|sur|avec|chez|d'|l'|"
    r"of|the|a|(?<!un )(?<!par )an|and|or|to|in|on|for|with|at|by|from|as|"
    r"janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc|jan|feb|mar|apr|jun|jul|aug|dec)\.?)\s*$",
    re.IGNORECASE,
)
LINK_END = re.compile(r"(?:\w+\.\w+/\S*|https?://\S*|\S+@\S*)[-_./]?$")
REST_OF_LINK = re.compile(r"[\w./-]{2,60}(?: \(\w+\))?")
LABELLED = re.compile(r"[A-ZÉÈÀ][^:]{2,28}\s?:\s")
ADDRESS_PART = re.compile(r"@|/|\w\.\w")
ADDRESS_LINE = re.compile(r"\S+@\S")
LIST_MARK = re.compile(r"\s*[,;|•]\s*")
MARK_WIDTH = 0.75  # In font sizes: how far left of its text a drawn list mark stands.
FLEX_GAP = 1.5  # The widest gap, in font sizes, that a page leaves between a title and the date beside it.
MOST_CAPITALS = 0.6
MAX_ITEM_WORDS = 5
MAX_REST = 30
MANY_COMMAS = 2
LONG_LIST = 24
DATE_CELL = re.compile(r"\t[^\t]{4,40}$")
LOST_BREAK = re.compile(r" {2,}")
CLOSED_END = re.compile(r"[.!?…]\s*$")


@dataclass(frozen=True, slots=True)
class Row:
    """One visual row with its geometry."""

    text: str
    x0: float
    last_x0: float
    x1: float
    first_width: float
    y: float
    size: float
    bold: bool
    begins_bold: bool
    ends_bold: bool  # Before a date at its right edge.
    spaced: bool
    bullet_x: float | None
    room_before_date: float  # Between the text and the date at its right edge, in points; infinite where none stands.


@dataclass(frozen=True, slots=True)
class Column:
    """What the rows of a block have in common.

    `lonely`: at most one row reaches the right edge, which proves little then; `capitals`: most rows begin with one;
    `pitch`: the usual distance between two rows, in points like `right_edge`.
    """

    right_edge: float
    lonely: bool
    capitals: bool
    pitch: float


def logical_lines(block: Sequence[Word], *, page: int, spaces_drawn: bool, right_edge: float = 0.0) -> list[Line]:
    """The block's lines; the first one starts a block, and so does each one after a wide vertical gap.

    `right_edge` is where the column is known to end, when its other blocks reach further than this one.
    """
    lined = rows(block)
    space = usual_space(lined)
    visual = [_row(row, spaces_drawn, space) for row in lined]
    if not visual:
        return []
    column = _column(visual, right_edge)
    lines: list[Line] = []
    previous: Row | None = None
    bullet_x: float | None = None
    for row in visual:
        tight = previous is not None and previous.y - row.y <= 1.45 * max(column.pitch, row.size)
        if previous and tight and _continues(previous, row, column, bullet_x):
            lines[-1] = _extended(lines[-1], row.text)
        else:
            lines.append(
                Line(row.text, page=page, size=row.size, bold=row.bold, starts_block=not tight, spaced=row.spaced)
            )
            bullet_x = row.bullet_x
        previous = row
    return lines


def _column(visual: Sequence[Row], right_edge: float) -> Column:
    edge = right_edge or max(row.x1 for row in visual)
    lonely = sum(row.x1 > edge - 0.06 * (edge - visual[0].x0) for row in visual) < 2
    return Column(edge, lonely, _begin_with_capitals(visual), _pitch(visual))


def _begin_with_capitals(visual: Sequence[Row]) -> bool:
    begun = [row.text[0].isupper() for row in visual if row.text[:1].isalpha()]
    return sum(begun) >= MOST_CAPITALS * len(begun)


def _row(row: Sequence[Word], spaces_drawn: bool, space: float) -> Row:
    letters = sum(len(w.text) for w in row)
    text = unescaped(row_text(row, spaces_drawn=spaces_drawn, space=space))
    marked = row[0].opens_item and not BULLET.match(text)
    before_date = _before_date(row, text)
    dated = len(before_date) < len(row)
    return Row(
        text=f"• {text}" if marked else text,
        x0=row[0].x0,
        last_x0=_start_of_last_cell(row),
        x1=_right_edge(row),
        first_width=row[0].x1 - row[0].x0,
        y=row[0].y,
        size=max(w.size for w in row),
        bold=sum(len(w.text) for w in row if w.bold) > 0.6 * letters,
        begins_bold=row[0].bold,
        ends_bold=before_date[-1].bold,
        spaced=is_letter_spaced(row),
        room_before_date=row[len(before_date)].x0 - _right_edge(before_date) if dated else float("inf"),
        bullet_x=row[0].x0 - MARK_WIDTH * row[0].size if marked else row[0].x0 if BULLET.match(text) else None,
    )


def _before_date(row: Sequence[Word], text: str) -> Sequence[Word]:
    """The words of a row without the date at its right edge."""
    if not DATE_CELL.search(text) or not _starts_with_date(_last_cell(text)):
        return row
    start = _start_of_last_cell(row)
    return [word for word in row if word.x0 < start] or row


def _right_edge(words: Sequence[Word]) -> float:
    return max(word.x1 for word in words)


def _last_cell(text: str) -> str:
    return text.rpartition("\t")[2]


def _start_of_last_cell(row: Sequence[Word]) -> float:
    starts = [right.x0 for left, right in pairwise(row) if right.x0 - left.x1 > TAB_GAP * right.size]
    return starts[-1] if starts else row[0].x0


def _pitch(visual: Sequence[Row]) -> float:
    """The usual distance between two rows."""
    steps = [a.y - b.y for a, b in pairwise(visual) if a.y - b.y > 0]
    return median(sorted(steps)[: max(1, len(steps) * 3 // 4)]) if steps else visual[0].size * 1.3


def _continues(upper: Row, row: Row, column: Column, bullet_x: float | None) -> bool:  # noqa: PLR0911 - one per ground
    """True when `row` is the rest of a line that did not fit; `bullet_x` is where the line's bullet stands."""
    in_bullet = bullet_x is not None
    if BULLET.match(row.text) or abs(upper.size - row.size) > 0.12 * row.size:
        return False
    if upper.bold != row.bold and upper.ends_bold != row.begins_bold and not in_bullet:
        return False
    if _is_rest_of_address(upper.text, row.text) or _is_rest_of_cell(upper, row):
        return True
    if "\t" in upper.text and row.x0 < upper.last_x0 - 0.5 * row.size:
        return False
    if LOST_BREAK.search(_without_period(upper.text)):
        return goes_on_after_gap(upper.text, row.text)
    if bullet_x is not None and abs(row.x0 - bullet_x - MARK_WIDTH * row.size) < 0.1 * row.size:
        return True
    room = column.right_edge - upper.x1
    if room > row.first_width + 0.6 * row.size:
        return False
    if OPEN_END.search(upper.text):
        return True
    if bullet_x is not None:
        hanging = row.x0 > bullet_x + 0.4 * row.size
        return hanging or row.text[:1].islower() or row.text[:1] in '0123456789(%"'
    return _text_goes_on(
        upper.text, row.text, beside=row.x0 > upper.x0 + 2 * row.size, lonely=column.lonely, capitals=column.capitals
    )


def _is_rest_of_cell(upper: Row, row: Row) -> bool:
    """The rest of a title that a date at its right edge left no room for: bold like it, or in mid-phrase."""
    if upper.room_before_date > row.first_width + FLEX_GAP * row.size or abs(upper.x0 - row.x0) > 0.3 * row.size:
        return False
    if upper.ends_bold != row.begins_bold or "\t" in row.text or periods(row.text):
        return False
    return row.begins_bold or row.text[:1].islower() or bool(OPEN_END.search(upper.text.rpartition("\t")[0]))


def _without_period(text: str) -> str:
    """A row without the period in the margin at its left."""
    return text[periods(text)[0].finish :].strip() if _starts_with_date(text) else text


def _is_rest_of_address(upper: str, text: str) -> bool:
    """A link or an e-mail address that a narrow column broke."""
    if LINK_END.search(upper) and upper.endswith(("-", "/", "_")) and REST_OF_LINK.fullmatch(text):
        return True
    return upper.endswith(("-", ".", "_")) and bool(re.match(r"[\w.-]*@", text))


def _text_goes_on(upper: str, text: str, *, beside: bool, lonely: bool, capitals: bool) -> bool:
    """Whether the words go on where there was no room for the next one; `beside`: they stand beside a margin."""
    small = text[:1].islower() and not ADDRESS_PART.search(text.split(maxsplit=1)[0])
    if small and (_starts_with_date(upper) or (capitals and upper[:1].isupper() and not heading_kinds(upper))):
        return True
    if _is_one_list(upper, text) and not _ends_with_date(upper):
        return True
    if text[:1].isupper() and (lonely or _ends_with_date(upper)):
        return False
    if _starts_with_date(text) or LABELLED.match(text):
        return False
    own = _last_cell(_without_period(upper) if beside else upper)
    long_enough = len(own) >= (24 if "," in own else 34)
    return long_enough and not CLOSED_END.search(upper)


def goes_on_after_gap(upper: str, text: str) -> bool:
    """Whether a row of a text whose line breaks became double spaces goes on: told by its last part alone."""
    last, first = LOST_BREAK.split(upper)[-1], LOST_BREAK.split(text)[0]
    if first[:1].islower() or OPEN_END.search(last) or _is_half_of_period(last, first):
        return True
    if is_capitals(last) and is_capitals(first) and not (heading_kinds(last) or heading_kinds(first)):
        return is_title_line(f"{last} {first}")
    if is_capitals(last) or CLOSED_END.search(last) or _starts_with_date(first) or _ends_with_date(last):
        return False
    if ADDRESS_LINE.match(first) or (LABELLED.match(first) and not heading_kinds(first.partition(":")[0])):
        return False
    return not (is_capitals(first) or heading_kinds(last) or heading_kinds(first))


def _is_half_of_period(last: str, first: str) -> bool:
    """ "September" before "2008 – 2011", "Aug 2009 -" before "Aug 2012": what is written together is one period."""
    if last.endswith((" -", " –")):
        return True
    begun = periods(f"{last} {first}")
    return any(found.begin < len(last) < found.finish for found in begun) and not _ends_with_date(last)


def _is_one_list(upper: str, text: str) -> bool:
    """Two rows of one list of short items: "Excel, gestion" above "de projet, Python"."""
    if "@" in text or periods(text):
        return False
    if upper.count(",") >= MANY_COMMAS and "," in text and len(upper) >= LONG_LIST and ":" not in text:
        return True
    above, below = (re.split(LIST_MARK, part) for part in (upper, text))
    short = all(len(item.split()) <= MAX_ITEM_WORDS for item in (*above, *below))
    goes_on = text[:1].islower() or text[:1].isdigit()
    return short and goes_on and len(above) >= MANY_COMMAS and (len(below) > 1 or len(text) <= MAX_REST)


def _ends_with_date(text: str) -> bool:
    found = periods(text)
    return bool(found) and not re.search(r"\w", text[found[-1].finish :])


def _starts_with_date(text: str) -> bool:
    found = periods(text)
    return bool(found) and found[0].begin <= 3


def _extended(line: Line, text: str) -> Line:
    """The line with the wrapped rest: a link closes up, a hyphenated word loses its hyphen."""
    head, tab, date_cell = line.text.rpartition("\t")
    if tab and head and DATE_CELL.search(line.text) and _starts_with_date(date_cell):
        return replace(line, text=f"{_joined(head, text)}\t{date_cell}")
    return replace(line, text=_joined(line.text, text))


def _joined(head: str, text: str) -> str:
    first = text.split(maxsplit=1)[0] if text.split() else ""
    if (LINK_END.search(head) and head.endswith(("-", "/", "_", "."))) or (
        head.endswith("-") and ADDRESS_PART.search(first)
    ):
        return head + text
    if head.endswith("\u00ad") or (re.search(r"[a-zà-ÿ]-$", head) and text[:1].islower() and len(head) > 34):
        return head[:-1] + text
    return f"{head} {text}"
