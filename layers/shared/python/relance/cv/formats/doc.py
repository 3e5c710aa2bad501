"""DOC (Word 97 and later): the text of the piece table, page headers first, cells kept in rows."""

import re
import struct
from collections.abc import Iterator, Sequence

from relance.cv.document import Document, Format, Line, PageFacts, spaced
from relance.cv.formats.cells import joined_cells
from relance.cv.formats.compound import Compound
from relance.cv.limits import Limits
from relance.cv.problems import ProblemCode, UnreadableError

WORD_97 = 101
ENCRYPTED_BIT = 0x0100
TABLE_BIT = 0x0200
COMPRESSED = 0x40000000
MAX_PIECES = 20_000
_FIELD = re.compile(r"\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")
_CHARACTERS = {
    "\x0b": "\n",
    "\x0c": "\r",
    "\x0e": "\r",
    "\x1e": "-",
    "\x1f": "",
    "\xa0": " ",
    "\x01": "",
    "\x08": "",
    "\x02": "",
    "\x05": "",
}


def read(content: bytes, limits: Limits) -> Document:
    """The lines of a DOC. Raises UnreadableError for encrypted, damaged or too old files."""
    compound = Compound(content)
    word = compound.stream("WordDocument")
    if word is None or len(word) < 0x1AA:
        raise UnreadableError(ProblemCode.DAMAGED)
    version, flags = struct.unpack_from("<H", word, 2)[0], struct.unpack_from("<H", word, 10)[0]
    if flags & ENCRYPTED_BIT:
        raise UnreadableError(ProblemCode.ENCRYPTED)
    if version < WORD_97:
        raise UnreadableError(ProblemCode.UNSUPPORTED_FORMAT)
    table = compound.stream("1Table" if flags & TABLE_BIT else "0Table")
    if table is None:
        raise UnreadableError(ProblemCode.DAMAGED)
    try:
        text = _text(word, table, limits.characters)
        body, notes, headers, _, remarks, ends, boxes = (
            struct.unpack_from("<I", word, 0x4C + 4 * place)[0] for place in (0, 1, 2, 3, 4, 5, 6)
        )
    except struct.error as error:
        raise UnreadableError(ProblemCode.DAMAGED) from error
    start = body + notes
    header_text = text[start : start + headers]
    box_start = start + headers + remarks + ends
    lines = _document_lines(text[:body], header_text, text[box_start : box_start + boxes])
    if not lines:
        raise UnreadableError(ProblemCode.SCANNED_NO_TEXT if len(content) > 100_000 else ProblemCode.NO_TEXT)
    return Document(Format.DOC, spaced(lines), (PageFacts(sum(len(line.text) for line in lines)),))


def _text(word: bytes, table: bytes, limit: int) -> str:
    """The characters of all stories, piece by piece."""
    offset, length = struct.unpack_from("<II", word, 0x01A2)
    clx = table[offset : offset + length]
    place = 0
    while place < len(clx) and clx[place] == 1:
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    if place >= len(clx) or clx[place] != 2:
        raise UnreadableError(ProblemCode.DAMAGED)
    size = struct.unpack_from("<I", clx, place + 1)[0]
    pieces = clx[place + 5 : place + 5 + size]
    count = (len(pieces) - 4) // 12
    if not 0 < count <= MAX_PIECES:
        raise UnreadableError(ProblemCode.DAMAGED)
    ends = struct.unpack_from(f"<{count + 1}I", pieces, 0)
    out: list[str] = []
    left = limit * 2
    for number in range(count):
        where = struct.unpack_from("<I", pieces, 4 * (count + 1) + 8 * number + 2)[0]
        characters = min(max(0, ends[number + 1] - ends[number]), left)
        left -= characters
        if where & COMPRESSED:
            begin = (where & ~COMPRESSED) // 2
            out.append(word[begin : begin + characters].decode("cp1252", "replace"))
        else:
            out.append(word[where : where + 2 * characters].decode("utf-16-le", "replace"))
    return "".join(out)


def _document_lines(body: str, headers: str, boxes: str) -> list[Line]:
    top = list(dict.fromkeys(line.text.strip() for line in _lines(headers)))
    inside = list(_lines(body))
    known = {line.text.strip() for line in inside} | set(top)
    late = [line for line in _lines(boxes) if line.text.strip() not in known]
    return [*(Line(text) for text in top if text), *inside, *late]


def _lines(story: str) -> Iterator[Line]:
    """Paragraphs; those that end with a cell mark are gathered into rows."""
    story = _without_fields(story)
    cell: list[Line] = []
    row: list[list[Line]] = []
    gap = False
    for paragraph, mark in re.findall(r"([^\r\x07]*)([\r\x07]|$)", story):
        lines = [Line(piece, starts_block=gap and place == 0) for place, piece in enumerate(_pieces(paragraph))]
        gap = not lines
        if mark != "\x07" and not row and not cell:
            yield from lines
        elif mark == "\x07" and not lines and not cell and row:
            yield from joined_cells(row)  # Two marks in a row end the table row.
            row = []
        else:
            cell += lines
            if mark == "\x07":
                row.append(cell)
                cell = []
    yield from joined_cells([*row, cell])


def _without_fields(story: str) -> str:
    """Fields keep what they show: the address of a link goes, its words stay."""
    for _ in range(8):
        shorter = _FIELD.sub(lambda found: found[1] or "", story)
        if shorter == story:
            break
        story = shorter
    return "".join(_CHARACTERS.get(char, char) for char in story)


def _pieces(paragraph: str) -> Sequence[str]:
    return [piece for piece in paragraph.split("\n") if piece.strip("\x00 \t")]
