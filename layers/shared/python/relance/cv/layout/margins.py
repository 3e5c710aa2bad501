"""Dates in a margin, and tables that dates begin: each date before the cells beside it, whatever rows they take."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from relance.cv.dates import has_date, periods
from relance.cv.layout.words import Word, row_text, rows
from relance.cv.sections import heading_kinds

MAX_LABEL: Final = 34
WIDE: Final = 1.2  # In font sizes: a gap between two cells, not between two words.
APART: Final = 1.25  # In usual row distances: a gap between two groups.
PITCH: Final = 1.5  # Font sizes: rows further apart do not follow one another.
ENOUGH: Final = 2
MOST: Final = 0.8
SAME_ROW: Final = 0.3

Row = list[Word]
Group = list[Row]


@dataclass(frozen=True, slots=True)
class Margin:
    """Groups of rows of a margin, top to bottom, where the text beside them begins, and above what height they end."""

    x: float
    groups: Sequence[Group]
    floor: float


def text_of(row: Sequence[Word]) -> str:
    """The words of a row, letter-spaced ones whole."""
    return row_text(row, spaces_drawn=True)


def margin_of(left: Sequence[Row], right: Sequence[Row], x: float) -> Margin | None:
    """The margin left of x when most of its groups are dates, each on the first row of a text right of x."""
    if not left or not right:
        return None
    size = median(row[0].size for row in right)
    highest, lowest = right[0][0].y + size, right[-1][0].y - size
    pieces = [_last_piece(row) for row in left if lowest <= row[0].y <= highest]
    dated = [piece for piece in pieces if _is_dated(piece)]
    if len(dated) < ENOUGH:
        return None
    edge = median(piece[0].x0 for piece in dated)
    if sum(abs(piece[0].x0 - edge) < 0.5 * size for piece in dated) < MOST * len(dated):
        return None
    groups, floor = _down_to_last_date(grouped([piece for piece in pieces if piece[0].x0 >= edge - size]))
    labels = [group for group in groups if not _is_heading(group)]
    beside = [group for group in labels if _faces(group[0], right)]
    telling = [group for group in labels if any(_is_dated(row) for row in group)]
    if len(beside) < MOST * len(labels) or len(telling) < max(ENOUGH, 0.6 * len(labels)):
        return None
    return Margin(x, groups, floor)


def _down_to_last_date(groups: Sequence[Group]) -> tuple[Sequence[Group], float]:
    """The groups up to the heading that follows the last dated one, and the height of that heading's top."""
    last = max(place for place, group in enumerate(groups) if any(map(_is_dated, group)))
    following = next((place for place in range(last + 1, len(groups)) if _is_heading(groups[place])), None)
    if following is None:
        return groups, float("-inf")
    heading = groups[following][0][0]
    return groups[:following], heading.y + heading.size / 2


def begins_cells(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """True when the groups right of a strip begin on the rows that a date opens: cells of one table."""
    opened = [row for row in left if any(found.begin <= 1 for found in periods(text_of(row)))]
    cells = grouped([_first_piece(row) for row in right])
    if min(len(opened), len(cells)) < ENOUGH:
        return False
    return sum(_faces(cell[0], opened) for cell in cells) >= MOST * len(cells)


def grouped(pieces: Sequence[Row]) -> list[Group]:
    """Rows that follow one another closely; a heading stands alone."""
    steps = [upper[0].y - lower[0].y for upper, lower in pairwise(pieces)]
    usual = min([step for step in steps if step > 0] + [PITCH * piece[0].size for piece in pieces], default=0.0)
    groups: list[Group] = []
    for place, piece in enumerate(pieces):
        apart = place == 0 or steps[place - 1] > APART * usual
        if place and _goes_on(groups[-1], piece, steps[place - 1], usual):
            groups[-1].append(piece)
        elif apart or _is_heading([piece]) or _is_heading(groups[-1]) or _is_period(piece, groups[-1][-1]):
            groups.append([piece])
        else:
            groups[-1].append(piece)
    return groups


def _is_period(piece: Row, upper: Row) -> bool:
    """True for a period below another one, each of them whole."""
    return all(any(found.is_range for found in periods(text_of(row))) for row in (piece, upper))


def _goes_on(heading: Group, piece: Row, step: float, usual: float) -> bool:
    """True for the second row of a heading, which may be set in larger and wider lines than the text."""
    upper, word = heading[-1][0], piece[0]
    alike = upper.bold == word.bold and abs(upper.size - word.size) < 0.5
    widest = 2 * usual if word.bold else APART * usual
    return alike and step <= widest and _is_heading([*heading, piece])


def stacked(margin: Margin, words: Sequence[Word]) -> list[list[Word]] | None:
    """The words in blocks, each group of the margin before the cells beside it.

    None where nothing is won: one row in each group and one cell beside it, or words that stand left of the margin.
    """
    edge = min(group[0][0].x0 for group in margin.groups)
    if any(word.x0 < edge - word.size for word in words):
        return None
    right = [word for word in words if word.x0 >= margin.x]
    cells = _cell_edges(margin, right)
    if not cells and all(len(group) == 1 for group in margin.groups):
        return None
    left = [word for word in words if word.x0 < margin.x]
    tops = [group[0][0].y + SAME_ROW * group[0][0].size for group in margin.groups]
    floor = min([row[0].y for row in margin.groups[-1]] + [word.y for word in right]) - SAME_ROW
    out = [[word for word in words if word.y > tops[0]]]
    for top, bottom in pairwise([*tops, floor]):
        out.append([word for word in left if bottom < word.y <= top])
        beside = [word for word in right if bottom < word.y <= top]
        out += [
            [word for word in beside if start <= word.x0 < end]
            for start, end in pairwise([float("-inf"), *cells, float("inf")])
        ]
    out.append([word for word in words if word.y <= floor])
    return [block for block in out if block]


def _cell_edges(margin: Margin, right: Sequence[Word]) -> list[float]:
    """Where further cells begin: on most first rows of the groups, and no word reaches over their edge."""
    lines = rows(right)
    firsts = [row for group in margin.groups for row in lines if _on_one_row(group[0], row)]
    starts = [word.x0 for row in firsts for before, word in pairwise(row) if word.x0 - before.x1 > WIDE * word.size]
    found: list[float] = []
    for start in sorted(set(starts)):
        same = sum(abs(other - start) < 1 for other in starts)
        free = not any(word.x0 < start - 1 < word.x1 for word in right)
        if same >= max(ENOUGH, 0.6 * len(firsts)) and free and (not found or start - found[-1] > 1):
            found.append(start)
    return [start - 1 for start in found]


def _pieces(row: Sequence[Word]) -> list[Row]:
    """The row cut at its wide gaps."""
    out: list[Row] = []
    for word in row:
        if out and word.x0 - out[-1][-1].x1 <= WIDE * word.size:
            out[-1].append(word)
        else:
            out.append([word])
    return out


def _first_piece(row: Sequence[Word]) -> Row:
    return _pieces(row)[0]


def _last_piece(row: Sequence[Word]) -> Row:
    return _pieces(row)[-1]


def _is_dated(row: Sequence[Word]) -> bool:
    text = text_of(row)
    return len(text) < MAX_LABEL and has_date(text)


def _is_heading(group: Sequence[Row]) -> bool:
    return bool(heading_kinds(" ".join(map(text_of, group))))


def _faces(row: Sequence[Word], others: Sequence[Row]) -> bool:
    return any(_on_one_row(row, other) for other in others)


def _on_one_row(row: Sequence[Word], other: Sequence[Word]) -> bool:
    return abs(row[0].y - other[0].y) < SAME_ROW * row[0].size
