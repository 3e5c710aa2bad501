"""Reading order of one page: recursive cut at the empty strips between columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from relance.cv.dates import has_date
from relance.cv.layout.loose_dates import dates_at_edges, with_whole_periods
from relance.cv.layout.margins import MAX_LABEL, begins_cells, margin_of, stacked, text_of
from relance.cv.layout.words import Word, rows
from relance.cv.sections import heading_kinds

MAX_DEPTH = 8
MIN_ROWS = 3
MIN_STRIP = 0.9  # In font sizes.
NARROW_STRIP = 0.3  # Enough where the right column has many rows that begin at one x.
MIN_ALIGNED_ROWS = 6
LONG_WORD = 16
ADDRESS = re.compile(r"@|\w\.\w|://")
TYING_SPACE = 0.7
SMALL_TABLE = 5  # So few rows that face each other one by one are a table: "French | basic".


@dataclass(frozen=True, slots=True)
class Band:
    """A part of the page, from `top` down to `bottom`, that an empty strip around `x` parts in two columns."""

    x: float
    top: float
    bottom: float
    rows: int


def blocks(words: Sequence[Word]) -> list[list[Word]]:
    """The words of a page as blocks in reading order; a date at the right edge goes with the text of its row."""
    whole = with_whole_periods(words)
    dates = dates_at_edges(whole)
    apart = {id(word) for _, date in dates for word in date}
    parts = _blocks([word for word in whole if id(word) not in apart], 0)
    place = {id(word): part for part in parts for word in part}
    for text, date in dates:
        place[id(text)] += date
    return parts


def _blocks(words: Sequence[Word], depth: int) -> list[list[Word]]:
    if depth >= MAX_DEPTH or len(words) < 2 * MIN_ROWS:
        return [list(words)] if words else []
    band = _widest_band(words)
    if band is None:
        return _with_margin(words, depth)
    above = [w for w in words if w.y >= band.top]
    below = [w for w in words if w.y <= band.bottom]
    inside = [w for w in words if band.bottom < w.y < band.top]
    left = [w for w in inside if (w.x0 + w.x1) / 2 < band.x]
    right = [w for w in inside if (w.x0 + w.x1) / 2 >= band.x]
    return [block for part in (above, left, right, below) for block in _blocks(part, depth + 1)]


def _with_margin(words: Sequence[Word], depth: int) -> list[list[Word]]:
    """One column as a block; where dates stand in its margin on rows of their own, each date before its text."""
    size = median(w.size for w in words)
    ordered = sorted(words, key=lambda w: -w.y)
    stretches = _stretches(words)
    best: tuple[int, Band, list[list[Word]]] | None = None
    for start in _candidates(words, size):
        x = start - (0.1 + NARROW_STRIP / 2) * size
        for top, bottom in _free_stretches(stretches, x, NARROW_STRIP * size / 2):
            inside = [w for w in ordered if bottom < w.y < top]
            left, right = rows(w for w in inside if w.x1 <= x), rows(w for w in inside if w.x0 >= x)
            margin = margin_of(left, right, x)
            if margin is None or (best is not None and len(margin.groups) <= best[0]):
                continue
            parts = stacked(margin, [w for w in inside if w.y > margin.floor])
            if parts:
                best = len(margin.groups), Band(x, top, max(bottom, margin.floor), len(right)), parts
    if best is None:
        return [list(words)]
    _, band, parts = best
    above, below = ([w for w in words if w.y >= band.top], [w for w in words if w.y <= band.bottom])
    return [*_blocks(above, depth + 1), *parts, *_blocks(below, depth + 1)]


def _widest_band(words: Sequence[Word]) -> Band | None:
    """The band with the most rows in its shorter column, or None when the region is one column."""
    size = median(w.size for w in words)
    ordered = sorted(words, key=lambda w: -w.y)
    stretches = _stretches(words)
    best: Band | None = None
    for start in _candidates(words, size):
        for strip, aligned in ((MIN_STRIP, False), (NARROW_STRIP, True)):
            x = start - (0.1 + strip / 2) * size
            for top, bottom in _free_stretches(stretches, x, strip * size / 2):
                band = _band(ordered, x, top, bottom)
                if band and aligned and not _aligned(ordered, band, start, size):
                    continue
                if band and (best is None or band.rows > best.rows):
                    best = band
    return best


def _aligned(ordered: Sequence[Word], band: Band, start: float, size: float) -> bool:
    """True when the rows right of a narrow strip begin at one x: a column, not a chance of word spaces."""
    right = rows(w for w in ordered if band.bottom < w.y < band.top and w.x0 >= band.x)
    same = sum(abs(row[0].x0 - start) < 0.25 * size for row in right)
    return band.rows >= MIN_ALIGNED_ROWS and same >= 0.6 * len(right)


def _candidates(words: Sequence[Word], size: float) -> list[float]:
    """Places where a column may start: just left of words that begin a row or follow a wide gap."""
    places: dict[int, float] = {}
    for row in rows(words):
        starts = [row[0]] + [right for left, right in pairwise(row) if right.x0 - left.x1 > MIN_STRIP * size]
        for word in starts:
            places.setdefault(round(word.x0 / 3), word.x0)
    return sorted(places.values())


def _stretches(words: Sequence[Word]) -> list[tuple[float, float, float]]:
    """(y, left, right) of the words that ordinary spaces tie together, top to bottom."""
    out: list[tuple[float, float, float]] = []
    for row in rows(words):
        start = previous = row[0]
        reach = _reach(start)
        for word in row[1:]:
            if word.x0 - previous.x1 > TYING_SPACE * max(word.size, previous.size) or _is_address(previous):
                out.append((start.y, start.x0, reach))
                start, reach = word, _reach(word)
            else:
                reach = max(reach, _reach(word))
            previous = word
        out.append((start.y, start.x0, reach))
    return out


def _reach(word: Word) -> float:
    """How far a word ties the space to its right: a long one may hang over the edge of its column."""
    return word.x0 if _is_address(word) else word.x1


def _is_address(word: Word) -> bool:
    """True for a long link that its narrow column could not break: it is no bridge between two columns."""
    return len(word.text) >= LONG_WORD and bool(ADDRESS.search(word.text))


def _free_stretches(
    stretches: Sequence[tuple[float, float, float]], x: float, half: float
) -> list[tuple[float, float]]:
    """Vertical parts (top, bottom) of the page in which no text touches the strip around x."""
    blocked = [y for y, left, right in stretches if left < x + half and right > x - half]
    edges = [float("inf"), *blocked, float("-inf")]
    return [(top, bottom) for top, bottom in pairwise(edges) if top > bottom]


def _overflows(word: Word, x: float) -> bool:
    """True for a long word that reaches from the left column over its edge."""
    return _is_address(word) and word.x0 < x - 3 * word.size


def _band(ordered: Sequence[Word], x: float, top: float, bottom: float) -> Band | None:
    inside = [w for w in ordered if bottom < w.y < top]
    left = rows(w for w in inside if w.x1 <= x or _overflows(w, x))
    right = rows(w for w in inside if w.x0 >= x)
    if min(len(left), len(right)) < MIN_ROWS or not _side_by_side(left, right):
        return None
    if _belong_together(left, right) or _belong_together(right, left):
        return None
    if margin_of(left, right, x) or begins_cells(left, right):
        return None
    return Band(x, top, bottom, min(len(left), len(right)))


def _side_by_side(left: Sequence[list[Word]], right: Sequence[list[Word]]) -> bool:
    """False when all rows of one side stand between those of the other: centred headings, not a column."""
    return any(abs(row[0].y - other[0].y) < 0.8 * row[0].size for row in left for other in right)


def _belong_together(narrow: list[list[Word]], wide: list[list[Word]]) -> bool:
    """True when one side labels the rows of the other (bullets, dates, places): a table row, not a column."""
    texts = [text_of(row) for row in narrow]
    if _is_signs(texts) or _is_margin(narrow, texts, wide):
        return True
    baselines = [row[0].y for row in wide]
    aligned = [any(abs(row[0].y - y) < 0.3 * row[0].size for y in baselines) for row in narrow]
    beside = [text for text, is_aligned in zip(texts, aligned, strict=True) if is_aligned]
    apart = [text for text, is_aligned in zip(texts, aligned, strict=True) if not is_aligned]
    dated = sum(has_date(text) and len(text) < MAX_LABEL for text in beside)
    if len(beside) >= 2 and dated >= 0.6 * len(beside) and all(heading_kinds(text) or has_date(text) for text in apart):
        return True
    if len(beside) < 0.8 * len(narrow):
        return False
    if len(beside) == len(narrow) and dated >= max(2, 0.3 * len(beside)) and max(map(len, texts)) < MAX_LABEL:
        return True
    if len(beside) == len(narrow) and _is_small_table(narrow, texts, wide):
        return True
    isolated = sum(upper[0].y - lower[0].y > 1.9 * upper[0].size for upper, lower in pairwise(narrow))
    return (
        median(map(len, texts)) < MAX_LABEL and isolated >= 0.7 * (len(narrow) - 1) and len(wide) >= 1.4 * len(narrow)
    )


def _is_signs(texts: Sequence[str]) -> bool:
    """True for bullets, and for the stars that grade the skills beside them."""
    return median(len(text) for text in texts) <= 2 or not any(char.isalnum() for text in texts for char in text)


def _is_small_table(narrow: list[list[Word]], texts: Sequence[str], wide: list[list[Word]]) -> bool:
    """True for a few short cells that each face a short cell, with no heading among them: "French | basic"."""
    if len(narrow) > SMALL_TABLE or max(map(len, texts)) >= MAX_LABEL or any(heading_kinds(text) for text in texts):
        return False
    faced = [row for row in wide if any(abs(row[0].y - other[0].y) < 0.3 * row[0].size for other in narrow)]
    return all(len(text_of(row)) < MAX_LABEL for row in faced)


def _is_margin(narrow: list[list[Word]], texts: Sequence[str], wide: list[list[Word]]) -> bool:
    """True when one side holds nothing but headings and dates: the margin of the text beside it, no column."""
    if narrow[0][0].x0 > wide[0][0].x0:
        return False
    usual = median(row[0].size for row in wide)
    top = max(row[0].y for row in wide) + usual
    plain = [
        text
        for row, text in zip(narrow, texts, strict=True)
        if row[0].y < top
        and not (has_date(text) or heading_kinds(text) or (_stands_out(row, usual) and len(text) < MAX_LABEL))
    ]
    return not plain and any(has_date(text) or heading_kinds(text) for text in texts)


def _stands_out(row: Sequence[Word], usual: float) -> bool:
    return all(word.bold for word in row) or row[0].size > 1.12 * usual
