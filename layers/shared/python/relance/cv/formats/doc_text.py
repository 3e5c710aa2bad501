"""The characters of a DOC with its stories: body, page headers, text boxes, and where the boxes hang ([MS-DOC] 2.4)."""

import struct
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from relance.cv.formats.doc_looks import ParagraphLook, Stretches, TextLook, paragraph_looks, text_looks
from relance.cv.problems import ProblemCode, UnreadableError

COMPRESSED: Final = 0x40000000
MAX_PIECES: Final = 20_000
MAX_PLACES: Final = 4_000
ANCHOR: Final = "\x08"
CELL_END: Final = "\x07"
BREAKS: Final = frozenset("\r\x07\x0c\x0e")
LENGTHS: Final = 0x4C
"""Where the lengths of the stories stand: body, footnotes, headers, macros, remarks, endnotes, boxes."""
HEADERS, TEXT_LOOKS, PARAGRAPH_LOOKS, PIECES, SHAPES, BOXES = 0xF2, 0xFA, 0x102, 0x1A2, 0x1DA, 0x25A
"""Where offset and length of each table stand."""
SHAPE_BYTES, BOX_BYTES, BOX_SHAPE = 26, 22, 14


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    """Its first character's number."""
    byte: int
    width: int
    """Bytes of a character: 1 or 2."""


@dataclass(frozen=True, slots=True)
class WordText:
    """All stories behind each other as `characters`; stories are (first, end) in characters."""

    characters: str
    body: tuple[int, int]
    headers: tuple[int, int]
    boxes: tuple[int, int]
    header_bounds: Sequence[int]
    """Where the stories of headers and footers begin, counted from the first."""
    box_bounds: Sequence[tuple[int, int, int]]
    """First, end (counted from the first box) and shape of each text box."""
    anchors: Mapping[int, int]
    """Shape -> the character of the body at which it hangs."""
    _pieces: Sequence[_Piece]
    _starts: Sequence[int]
    _text_looks: Stretches[TextLook]
    _paragraph_looks: Stretches[ParagraphLook]

    @property
    def tells_rows(self) -> bool:
        """Whether the file says what each paragraph is."""
        return len(self._paragraph_looks.starts) > 0

    def text_look(self, place: int) -> TextLook:
        """The look of a character."""
        return self._text_looks.at(self._byte(place)) or PLAIN

    def paragraph_look(self, place: int) -> ParagraphLook:
        """The look of the paragraph that ends here."""
        return self._paragraph_looks.at(self._byte(place)) or ORDINARY

    def _byte(self, place: int) -> int:
        piece = self._pieces[bisect_right(self._starts, place) - 1]
        return piece.byte + piece.width * (place - piece.start)


PLAIN: Final = TextLook()
ORDINARY: Final = ParagraphLook()


def word_text(word: bytes, table: bytes, limit: int) -> WordText:
    """The text of the streams WordDocument and Table. Raises UnreadableError, struct.error."""
    characters, pieces = _characters(word, table, limit)
    body, notes, headers, _, remarks, ends, boxes = struct.unpack_from("<7I", word, LENGTHS)
    first_header = body + notes
    first_box = first_header + headers + remarks + ends
    return WordText(
        characters=characters,
        body=(0, body),
        headers=(first_header, first_header + headers),
        boxes=(first_box, first_box + boxes),
        header_bounds=_numbers(table, _place(word, HEADERS)),
        box_bounds=_box_bounds(table, _place(word, BOXES)),
        anchors=_anchors(table, _place(word, SHAPES)),
        _pieces=pieces,
        _starts=[piece.start for piece in pieces],
        _text_looks=text_looks(word, table, _place(word, TEXT_LOOKS)),
        _paragraph_looks=paragraph_looks(word, table, _place(word, PARAGRAPH_LOOKS)),
    )


def _place(word: bytes, at: int) -> tuple[int, int]:
    """Offset and length of a table; nothing where an older head does not know it."""
    return struct.unpack_from("<II", word, at) if at + 8 <= len(word) else (0, 0)


def _numbers(table: bytes, place: tuple[int, int]) -> Sequence[int]:
    offset, length = place
    count = min(length // 4, MAX_PLACES)
    return struct.unpack_from(f"<{count}I", table, offset) if offset + 4 * count <= len(table) else ()


def _entries(table: bytes, place: tuple[int, int], size: int) -> tuple[Sequence[int], Sequence[bytes]]:
    """The places of a table (one more than entries) and its entries of this size."""
    offset, length = place
    count = min((length - 4) // (4 + size), MAX_PLACES)
    if count <= 0 or offset + 4 * (count + 1) + size * count > len(table):
        return (), ()
    first = offset + 4 * (count + 1)
    entries = [table[first + size * number : first + size * (number + 1)] for number in range(count)]
    return struct.unpack_from(f"<{count + 1}I", table, offset), entries


def _box_bounds(table: bytes, place: tuple[int, int]) -> list[tuple[int, int, int]]:
    places, entries = _entries(table, place, BOX_BYTES)
    shapes = [int.from_bytes(entry[BOX_SHAPE : BOX_SHAPE + 4], "little") for entry in entries]
    return [(places[number], places[number + 1], shape) for number, shape in enumerate(shapes)]


def _anchors(table: bytes, place: tuple[int, int]) -> dict[int, int]:
    places, entries = _entries(table, place, SHAPE_BYTES)
    return {int.from_bytes(entry[:4], "little"): places[number] for number, entry in enumerate(entries)}


def _characters(word: bytes, table: bytes, limit: int) -> tuple[str, list[_Piece]]:
    """The characters of all stories, piece by piece."""
    pieces = _piece_table(table, _place(word, PIECES))
    count = (len(pieces) - 4) // 12
    if not 0 < count <= MAX_PIECES:
        raise UnreadableError(ProblemCode.DAMAGED)
    ends = struct.unpack_from(f"<{count + 1}I", pieces, 0)
    out: list[str] = []
    found: list[_Piece] = []
    done, left = 0, limit * 2
    for number in range(count):
        where = struct.unpack_from("<I", pieces, 4 * (count + 1) + 8 * number + 2)[0]
        room = min(max(0, ends[number + 1] - ends[number]), left)
        if where & COMPRESSED:
            begin, width = (where & ~COMPRESSED) // 2, 1
            text = word[begin : begin + room].decode("cp1252", "replace")
        else:
            begin, width = where, 2
            text = _wide(word[begin : begin + 2 * room])
        found.append(_Piece(done, begin, width))
        out.append(text)
        done += len(text)
        left -= room
    return "".join(out), found


def _wide(data: bytes) -> str:
    """One character for each two bytes, so that places can be counted; halves of pairs stay apart."""
    return "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])))


def _piece_table(table: bytes, place: tuple[int, int]) -> bytes:
    offset, length = place
    clx = table[offset : offset + length]
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise UnreadableError(ProblemCode.DAMAGED)
    size = struct.unpack_from("<I", clx, at + 1)[0]
    return clx[at + 5 : at + 5 + size]
