"""Dates that stand apart on a page: those at the right edge of their job's row, and those on two rows."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from relance.cv.dates import has_date, periods
from relance.cv.layout.words import Word, row_text, rows

MAX_DATE: Final = 34
APART: Final = 0.7  # In font sizes: a gap that no two words of a sentence have.
SAME_ROW: Final = 0.3
SAME_EDGE: Final = 0.3
NEXT_ROW: Final = 1.7
SPACE: Final = 0.25
ENOUGH: Final = 2
MOST: Final = 0.8
MAINLY: Final = 0.6
FEW: Final = 2
LEAD: Final = re.compile(r"(?:d[eu]\s|d['’]|from\s|since\s|depuis\s(?:le\s)?|dès\s|between\s)\s*", re.IGNORECASE)

Piece = list[Word]


def with_whole_periods(words: Sequence[Word]) -> list[Word]:
    """The words, where a narrow column broke a period in two ("mars 2020 -" above "juin 2021") on its first row."""
    pieces = _pieces(words)
    moved: dict[int, Word] = {}
    for piece in pieces:
        rest = _rest_of_period(piece, pieces)
        if rest:
            moved |= zip(map(id, (*piece, *rest)), _on_one_row(piece, rest), strict=True)
    return [moved.get(id(word), word) for word in words]


def dates_at_edges(words: Sequence[Word]) -> list[tuple[Word, Piece]]:
    """Each date that stands at a common edge right of a text, with the last word of the text on whose row it stands.

    Such a date belongs to its row, however wide the gap and whatever column begins beside it.
    """
    pieces = _pieces(words)
    dates = [piece for piece in pieces if _is_date(piece)]
    found: dict[int, tuple[Word, Piece]] = {}
    for date in dates:
        for edge in (_right_edge, _left_edge):
            group = [other for other in dates if _at_one_edge(date, other, edge)]
            texts = {id(other): _text_left_of(other, pieces) for other in group}
            text = texts[id(date)]
            if text and _is_apart(date, pieces) and (_belong_to_texts(group, texts, pieces) or _is_lone(date, pieces)):
                found[id(date)] = text[-1], date
    return list(found.values())


def _belong_to_texts(group: Sequence[Piece], texts: Mapping[int, Piece | None], pieces: Sequence[Piece]) -> bool:
    """True when most dates of the group have a text on their left, and fewer have one on their right."""
    preceded = sum(text is not None for text in texts.values())
    followed = sum(any(_beside(date, piece) for piece in pieces) for date in group)
    return preceded >= max(ENOUGH, MOST * len(group)) and followed < preceded


def _is_lone(date: Piece, pieces: Sequence[Piece]) -> bool:
    """True for a period with which no other text begins, at the right edge of the page."""
    if not periods(_text(date))[0].is_range or any(_beside(date, piece) for piece in pieces):
        return False
    begun = [piece for piece in pieces if piece is not date and _at_one_edge(date, piece, _left_edge)]
    return not begun and date[-1].x1 > max(piece[-1].x1 for piece in pieces) - 2 * date[0].size


def _is_apart(date: Piece, pieces: Sequence[Piece]) -> bool:
    """True unless other texts begin where the date does: then it is a row of a column."""
    below = [piece for piece in pieces if _at_one_edge(date, piece, _left_edge)]
    dates = sum(map(_is_date, below))
    return len(below) - dates <= max(FEW, (1 - MAINLY) * len(below))


def _pieces(words: Iterable[Word]) -> list[Piece]:
    """The rows cut at their gaps, top to bottom."""
    out: list[Piece] = []
    for row in rows(words):
        out.append([row[0]])
        for before, word in pairwise(row):
            if word.x0 - before.x1 <= APART * max(word.size, before.size):
                out[-1].append(word)
            else:
                out.append([word])
    return out


def _text(piece: Sequence[Word]) -> str:
    return row_text(piece, spaces_drawn=True)


def _is_date(piece: Sequence[Word]) -> bool:
    text = _text(piece)
    if len(text) >= MAX_DATE or not has_date(text):
        return False
    lead = _lead(text)
    found = periods(text)
    dated = sum(period.finish - period.begin for period in found)
    return found[0].begin <= lead and dated >= MAINLY * (len(text) - lead)


def _lead(text: str) -> int:
    """How many signs a preposition takes before a date."""
    found = LEAD.match(text)
    return found.end() if found else 0


def _right_edge(piece: Piece) -> float:
    return piece[-1].x1


def _left_edge(piece: Piece) -> float:
    return piece[0].x0


def _at_one_edge(piece: Piece, other: Piece, edge: Callable[[Piece], float]) -> bool:
    return abs(edge(piece) - edge(other)) < SAME_EDGE * piece[0].size


def _level(piece: Piece, other: Piece) -> bool:
    return piece is not other and abs(piece[0].y - other[0].y) < SAME_ROW * max(piece[0].size, other[0].size)


def _beside(date: Piece, piece: Piece) -> bool:
    return piece[0].x0 > date[-1].x1 and _level(date, piece)


def _text_left_of(date: Piece, pieces: Sequence[Piece]) -> Piece | None:
    left = [piece for piece in pieces if _level(date, piece) and piece[-1].x1 < date[0].x0]
    nearest = max(left, key=_right_edge, default=None)
    if nearest is None or _is_date(nearest) or not any(char.isalpha() for char in _text(nearest)):
        return None
    return nearest


def _rest_of_period(piece: Piece, pieces: Sequence[Piece]) -> Piece | None:
    """The second row of a period whose first row is the piece."""
    upper = _text(piece)
    if len(upper) >= MAX_DATE or not has_date(upper) or periods(upper)[0].begin > _lead(upper):
        return None
    for other in pieces:
        step = piece[0].y - other[0].y
        if not 0.5 * piece[0].size < step < NEXT_ROW * piece[0].size:
            continue
        if not (_at_one_edge(piece, other, _left_edge) or _at_one_edge(piece, other, _right_edge)):
            continue
        whole = f"{upper} {_text(other)}"
        joined = periods(whole)
        if (
            len(joined) == 1
            and joined[0].is_range
            and joined[0].begin <= _lead(whole)
            and joined[0].finish == len(whole)
        ):
            return other
    return None


def _on_one_row(piece: Piece, rest: Piece) -> list[Word]:
    """Both rows on the first one's baseline, drawn together to the width that they take on the page."""
    words = (*piece, *rest)
    left, right = min(piece[0].x0, rest[0].x0), max(piece[-1].x1, rest[-1].x1)
    space = SPACE * piece[0].size
    share = max(right - left - space * (len(words) - 1), 0.0) / sum(word.x1 - word.x0 for word in words)
    out: list[Word] = []
    place = left
    for word in words:
        width = (word.x1 - word.x0) * share
        out.append(replace(word, x0=place, x1=place + width, y=piece[0].y, after_space=True, gaps=[]))
        place += width + space
    return out
