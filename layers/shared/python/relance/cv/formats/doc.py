"""DOC (Word 97 and later): headers first, text boxes where they hang, cells kept in rows, deleted text left out."""

import struct
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from relance.cv.document import Document, Format, Line, PageFacts, spaced
from relance.cv.formats.cells import joined_cells
from relance.cv.formats.compound import Compound
from relance.cv.formats.doc_looks import TextLook
from relance.cv.formats.doc_text import ANCHOR, BREAKS, CELL_END, WordText, word_text
from relance.cv.limits import Limits
from relance.cv.problems import ProblemCode, UnreadableError
from relance.cv.text import paired

WORD_97: Final = 101
ENCRYPTED_BIT: Final = 0x0100
TABLE_BIT: Final = 0x0200
SHOWN: Final = {
    "\x0b": "\n", "\x1e": "-", "\x1f": "", "\xa0": " ", "\x00": "", "\x01": "", "\x02": "", "\x05": "", ANCHOR: "",
}  # fmt: skip
FIELD_START, FIELD_RESULT, FIELD_END = "\x13", "\x14", "\x15"
FIRST_HEADER: Final = 6
"""The stories before it part footnotes from the page."""
HEADER_KINDS: Final = {0, 1, 4}
"""Of the six stories that each section has: headers of even, odd and first pages. The others are footers."""
LARGE: Final = 100_000


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
        lines = list(_document_lines(word_text(word, table, limits.characters)))
    except struct.error as error:
        raise UnreadableError(ProblemCode.DAMAGED) from error
    if not lines:
        raise UnreadableError(ProblemCode.SCANNED_NO_TEXT if len(content) > LARGE else ProblemCode.NO_TEXT)
    return Document(Format.DOC, spaced(lines), (PageFacts(sum(len(line.text) for line in lines)),))


def _document_lines(text: WordText) -> Iterator[Line]:
    """Page headers, the body with its boxes, then what only the footers say; boxes that hang nowhere come last."""
    headers, footers = _furniture(text)
    yield from headers
    boxes = _boxes(text)
    body = list(_lines(text, *text.body, boxes))
    yield from body
    known = {line.text.strip() for line in (*headers, *body)}
    late = [line for place in sorted(boxes) for line in boxes[place]]
    yield from (line for line in (*late, *footers) if line.text.strip() not in known)


def _furniture(text: WordText) -> tuple[list[Line], list[Line]]:
    """Lines of page headers and of page footers, each text once."""
    found: tuple[dict[str, Line], dict[str, Line]] = ({}, {})
    start = text.headers[0]
    places = list(enumerate(pairwise(text.header_bounds))) or [(FIRST_HEADER, (0, text.headers[1] - start))]
    for number, (first, last) in places:
        if number >= FIRST_HEADER:
            into = found[0] if (number - FIRST_HEADER) % 6 in HEADER_KINDS else found[1]
            for line in _lines(text, start + first, min(start + last, text.headers[1])):
                into.setdefault(line.text.strip(), line)
    return list(found[0].values()), list(found[1].values())


def _boxes(text: WordText) -> dict[int, list[Line]]:
    """The lines of each text box by the place of the body where it hangs, or by a place behind the body."""
    start, end = text.boxes
    found: dict[int, list[Line]] = {}
    bounds = text.box_bounds or [(0, end - start, 0)]
    for number, (first, last, shape) in enumerate(bounds):
        lines = [replace(line, boxed=True) for line in _lines(text, start + first, min(start + last, end))]
        if lines:
            found[text.anchors.get(shape, end + number)] = lines
    return found


@dataclass(slots=True)
class _Paragraph:
    """Characters of one paragraph while they are gathered."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Line] = field(default_factory=list)
    bold: int = 0
    letters: int = 0
    size: float = 0.0

    def take(self, char: str, look: TextLook) -> None:
        """One character more, unless it is hidden or deleted."""
        if look.hidden:
            return
        self.parts.append(char)
        if not char.isspace():
            self.letters += 1
            self.bold += look.bold
            self.size = max(self.size, look.size)

    def lines(self, *, heading: bool, listed: bool) -> list[Line]:
        """Its lines, then those of the boxes that hang in it."""
        pieces = [piece for piece in paired("".join(self.parts)).split("\n") if piece.strip()]
        bold = self.bold > 0.6 * self.letters > 0
        own = [
            Line(
                f"• {piece.strip()}" if listed and place == 0 and not heading else piece,
                size=self.size,
                bold=bold,
                heading=heading,
                starts_block=heading and place == 0,
            )
            for place, piece in enumerate(pieces)
        ]
        return own + self.boxes


@dataclass(slots=True)
class _Rows:
    """The table row being filled, and that of a table inside one of its cells."""

    cell: list[Line] = field(default_factory=list)
    row: list[list[Line]] = field(default_factory=list)
    inner: list[list[Line]] = field(default_factory=list)
    inner_cell: list[Line] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether a row has begun."""
        return bool(self.cell or self.row or self.inner or self.inner_cell)

    def may_end(self, lines: Sequence[Line]) -> bool:
        """Whether an empty cell is the end of the row: all that is left to go by when the looks are lost."""
        return not lines and not self.cell and bool(self.row)

    def end_cell(self) -> None:
        self.row.append(self.cell)
        self.cell = []

    def end_row(self) -> Iterator[Line]:
        row, self.row, self.cell = [*self.row, self.cell], [], []
        return joined_cells(row)

    def end_inner_cell(self) -> None:
        self.inner.append(self.inner_cell)
        self.inner_cell = []

    def end_inner_row(self) -> None:
        self.cell += joined_cells(self.inner)
        self.inner = []


def _lines(
    text: WordText, start: int, end: int, boxes: MutableMapping[int, list[Line]] | None = None
) -> Iterator[Line]:
    """The lines of one story; `boxes` are taken out of the mapping where they hang."""
    rows, gap = _Rows(), False
    for paragraph, mark, place in _paragraphs(text, start, end, {} if boxes is None else boxes):
        look = text.paragraph_look(place)
        lines = paragraph.lines(heading=look.heading, listed=look.listed)
        if gap and lines:
            lines[0] = replace(lines[0], starts_block=True)
        gap = not lines
        if look.depth > 1:
            rows.inner_cell += lines
            if look.inner_row_end:
                rows.end_inner_row()
            elif look.inner_cell_end:
                rows.end_inner_cell()
        elif mark == CELL_END and (look.row_end if text.tells_rows else rows.may_end(lines)):
            yield from rows.end_row()
        elif mark == CELL_END or rows.is_open or look.depth:
            rows.cell += lines
            if mark == CELL_END:
                rows.end_cell()
        else:
            yield from lines
    yield from rows.end_row()


def _paragraphs(
    text: WordText, start: int, end: int, boxes: MutableMapping[int, list[Line]]
) -> Iterator[tuple[_Paragraph, str, int]]:
    """The paragraphs of a story, each with its mark and the place of the mark. Fields keep what they show."""
    paragraph, end = _Paragraph(), min(end, len(text.characters))
    shown: list[bool] = []  # One entry an open field: whether its result has begun.
    for place in range(start, end):
        char = text.characters[place]
        if char == FIELD_START:
            shown.append(False)
        elif char == FIELD_RESULT and shown:
            shown[-1] = True
        elif char == FIELD_END and shown:
            shown.pop()
        elif char in BREAKS:
            yield paragraph, char, place
            paragraph = _Paragraph()
        elif char == ANCHOR:
            paragraph.boxes += boxes.pop(place, [])
        elif all(shown):
            paragraph.take(SHOWN.get(char, char), text.text_look(place))
    if paragraph.parts or paragraph.boxes:
        yield paragraph, "\r", max(start, end - 1)
