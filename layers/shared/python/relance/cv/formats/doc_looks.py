"""Looks of text and paragraphs in a DOC: the property pages of Word's binary format ([MS-DOC] 2.9, FKP and Sprm)."""

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

PAGE: Final = 512
MAX_PAGES: Final = 4_000
OPERAND: Final = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
"""Bytes behind an opcode by its three highest bits; 6 is of varying length."""
DELETED, HIDDEN, BOLD, HALF_POINTS = 0x0800, 0x083C, 0x0835, 0x4A43
ROW_END, INNER_CELL_END, INNER_ROW_END, IN_LIST = 0x2417, 0x244B, 0x244C, 0x460B
IN_TABLE, DEPTH, OUTLINE = 0x2416, 0x6649, 0x2640
BODY_LEVEL: Final = 9
NO_LIST: Final = 0xF801
HEADING_STYLES: Final = range(1, 10)
"""Fixed numbers of Word's own headings."""


@dataclass(frozen=True, slots=True)
class TextLook:
    """Look of characters; `size` in points, 0 when the style decides."""

    hidden: bool = False
    bold: bool = False
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What a paragraph is: a heading, an item of a list, the end of a table row, of a cell or row of a table inside.

    `depth` counts the tables around it.
    """

    heading: bool = False
    listed: bool = False
    depth: int = 0
    row_end: bool = False
    inner_cell_end: bool = False
    inner_row_end: bool = False


@dataclass(frozen=True, slots=True)
class Stretches[Look]:
    """Looks by stretch of the file, in bytes."""

    starts: Sequence[int]
    ends: Sequence[int]
    looks: Sequence[Look]

    def at(self, place: int) -> Look | None:
        """The look at this byte, or None where nothing is said."""
        number = bisect_right(self.starts, place) - 1
        return self.looks[number] if number >= 0 and place < self.ends[number] else None


def text_looks(word: bytes, table: bytes, place: tuple[int, int]) -> Stretches[TextLook]:
    """The looks of characters; none where the pages are broken."""
    return _stretches(word, table, place, entry=1, read=_text_look)


def paragraph_looks(word: bytes, table: bytes, place: tuple[int, int]) -> Stretches[ParagraphLook]:
    """The looks of paragraphs; none where the pages are broken."""
    return _stretches(word, table, place, entry=13, read=_paragraph_look)


def _stretches[Look](
    word: bytes, table: bytes, place: tuple[int, int], *, entry: int, read: Callable[[bytes, int], Look]
) -> Stretches[Look]:
    found: list[tuple[int, int, Look]] = []
    try:
        for number in _pages(table, place):
            found += _page(word[number * PAGE : (number + 1) * PAGE], entry, read)
    except (struct.error, IndexError):
        found = []
    found.sort(key=lambda stretch: stretch[:2])
    return Stretches([start for start, _, _ in found], [end for _, end, _ in found], [look for _, _, look in found])


def _pages(table: bytes, place: tuple[int, int]) -> Sequence[int]:
    """Numbers of the property pages."""
    offset, length = place
    count = min((length - 4) // 8, MAX_PAGES)
    return struct.unpack_from(f"<{count}I", table, offset + 4 * (count + 1)) if count > 0 else ()


def _page[Look](page: bytes, entry: int, read: Callable[[bytes, int], Look]) -> Iterator[tuple[int, int, Look]]:
    """The stretches of one page: first their bounds, then where their properties lie; the last byte counts them."""
    if len(page) < PAGE:
        return
    count = page[-1]
    bounds = struct.unpack_from(f"<{count + 1}I", page)
    for number in range(count):
        offset = 2 * page[4 * (count + 1) + entry * number]
        yield bounds[number], bounds[number + 1], read(page, offset)


def _text_look(page: bytes, offset: int) -> TextLook:
    if not offset:
        return TextLook()
    found = dict(_properties(page[offset + 1 : offset + 1 + page[offset]]))
    size = found.get(HALF_POINTS, 0)
    hidden = found.get(DELETED, 0) == 1 or found.get(HIDDEN, 0) == 1
    return TextLook(hidden, found.get(BOLD, 0) == 1, size / 2 if 8 <= size <= 200 else 0.0)


def _paragraph_look(page: bytes, offset: int) -> ParagraphLook:
    if not offset:
        return ParagraphLook()
    words = page[offset]
    start = offset + 1 if words else offset + 2
    length = 2 * words - 1 if words else 2 * page[offset + 1]
    (style,) = struct.unpack_from("<H", page, start)
    found = dict(_properties(page[start + 2 : start + length]))
    return ParagraphLook(
        heading=style in HEADING_STYLES or found.get(OUTLINE, BODY_LEVEL) < BODY_LEVEL,
        listed=found.get(IN_LIST, 0) not in {0, NO_LIST},
        depth=found.get(DEPTH, found.get(IN_TABLE, 0)),
        row_end=found.get(ROW_END, 0) == 1,
        inner_cell_end=found.get(INNER_CELL_END, 0) == 1,
        inner_row_end=found.get(INNER_ROW_END, 0) == 1,
    )


def _properties(data: bytes) -> Iterator[tuple[int, int]]:
    """Opcodes with their operands as numbers; operands of varying length are passed over."""
    place = 0
    while place + 2 < len(data):
        (opcode,) = struct.unpack_from("<H", data, place)
        kind = opcode >> 13
        place += 2
        if kind == 6:
            place += 1 + data[place]
            continue
        width = OPERAND[kind]
        yield opcode, int.from_bytes(data[place : place + width], "little")
        place += width
