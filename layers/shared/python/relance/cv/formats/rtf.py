# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""RTF: a small reader of its own, because tables, page headers and hidden text decide the reading order."""

import re
from dataclasses import dataclass, replace
from typing import Final

from relance.cv.document import Document, Format, Line, Link, PageFacts, spaced
from relance.cv.formats.cells import joined_cells
from relance.cv.limits import Limits
from relance.cv.problems import ProblemCode, UnreadableError
from relance.cv.text import paired

TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL
)
SKIPPED: Final = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata colorschememapping latentstyles datastore generator listtable "
    b"listoverridetable rsidtbl xmlnstbl pgptbl revtbl filetbl nonshppict footnote annotation atnid atnauthor atrfstart atrfend "
    b"bkmkstart bkmkend fldinst mmathPr private pntext listpicture objdata sp sn sv do shprslt passwordhash protusertbl "
    b"wgrffmtfilter falt panose xe tc userprops operator comment doccomm".split()
)
KEPT_STARRED: Final = frozenset(b"shpinst shptxt fldrslt".split())
MARKS: Final = {
    b"tab": "\t", b"bullet": "•", b"endash": "–", b"emdash": "—", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"line": "\n", b"enspace": " ", b"emspace": " ", b"softline": "\n", b"lbr": "\n",
}  # fmt: skip
BREAKS: Final = frozenset(b"par sect page column".split())
HEADERS: Final = frozenset(b"header headerf headerl headerr".split())
FOOTERS: Final = frozenset(b"footer footerf footerl footerr".split())
CODE_PAGES: Final = {
    0: "cp1252",
    77: "mac_roman",
    161: "cp1253",
    162: "cp1254",
    186: "cp1257",
    204: "cp1251",
    238: "cp1250",
}
MAX_DEPTH = 200
HYPERLINK: Final = re.compile(rb'HYPERLINK\s+(?:\\\\l\s+)?"([^"]{4,500})"')


@dataclass(slots=True)
class _State:
    """What a group inherits: where its text goes and how it looks."""

    skip: bool = False
    target: str = "body"
    bold: bool = False
    hidden: bool = False
    boxed: bool = False
    size: float = 0.0
    fallback: int = 1


def read(content: bytes, limits: Limits) -> Document:
    """The lines of an RTF file. Raises UnreadableError when it holds no text or nests without end."""
    reader = _Reader()
    reader.run(content[: limits.file_bytes])
    lines = reader.outcome()
    if not any(line.text.strip() for line in lines):
        raise UnreadableError(ProblemCode.SCANNED_NO_TEXT if b"\\pict" in content else ProblemCode.NO_TEXT)
    links = tuple(Link(found.decode("utf-8", "replace")) for found in HYPERLINK.findall(content)[:60])
    return Document(Format.RTF, spaced(lines), (PageFacts(sum(len(line.text) for line in lines)),), links)


class _Reader:
    """Keeps the open groups, the paragraph being written and the table row being filled."""

    def __init__(self) -> None:
        self._states = [_State()]
        self._encoding = "cp1252"
        self._parts: dict[str, list[str]] = {"body": [], "header": [], "footer": []}
        self._lines: dict[str, list[Line]] = {"body": [], "header": [], "footer": []}
        self._cells: list[list[Line]] = []
        self._cell: list[Line] = []
        self._in_table = self._starred = self._gap = self._listed = False
        self._look = [0, 0, 0.0]
        self._to_skip = 0

    def run(self, content: bytes) -> None:
        """Feed the whole file."""
        place = 0
        while place < len(content):
            token = TOKEN.match(content, place)
            if token is None:
                place += 1
                continue
            place = token.end()
            word, number, byte, symbol, brace, text = token.groups()
            if brace:
                self._brace(brace)
            elif word:
                if word == b"bin" and number:
                    place += max(0, int(number))
                self._word(word, int(number) if number else None)
            elif byte:
                self._bytes(bytes([int(byte, 16)]))
            elif symbol:
                self._symbol(symbol)
            elif text:
                self._bytes(text)
        self._end_paragraph()
        self._end_row()

    def outcome(self) -> list[Line]:
        """Page headers, body, then what only the footers say."""
        headers = list({line.text: line for line in self._lines["header"]}.values())
        known = {line.text for line in [*headers, *self._lines["body"]]}
        footers = {line.text: line for line in self._lines["footer"] if line.text not in known}
        return [*headers, *self._lines["body"], *footers.values()]

    @property
    def _state(self) -> _State:
        return self._states[-1]

    def _brace(self, brace: bytes) -> None:
        if brace == b"{":
            if len(self._states) > MAX_DEPTH:
                raise UnreadableError(ProblemCode.BOMB)
            self._states.append(replace(self._state))
        elif len(self._states) > 1:
            ended = self._states.pop()
            if ended.target != self._state.target:
                self._flush(ended.target)
        self._starred = False
        self._to_skip = 0

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
        elif symbol in b"\\{}":
            self._text(symbol.decode())
        elif symbol == b"~":
            self._text("\u00a0")
        elif symbol == b"_":
            self._text("-")
        elif symbol in b"\r\n":
            self._end_paragraph()

    def _word(self, word: bytes, number: int | None) -> None:
        starred, self._starred = self._starred, False
        state = self._state
        if word in {b"listtext", b"pntext"}:
            self._listed = not state.skip
            state.skip = True
        elif word in SKIPPED or (starred and word not in KEPT_STARRED):
            state.skip = True
        elif word in HEADERS or word in FOOTERS:
            state.target = "header" if word in HEADERS else "footer"
        elif word == b"u" and number is not None:
            self._text(chr(number % 0x10000))
            self._to_skip = state.fallback
        elif word == b"uc":
            state.fallback = max(0, min(number or 0, 8))
        elif word in MARKS:
            self._text(MARKS[word])
        elif word in BREAKS:
            self._end_paragraph()
        elif word in {b"cell", b"nestcell"}:
            self._end_cell()
        elif word in {b"row", b"nestrow"}:
            self._end_row()
        elif word == b"intbl":
            self._in_table = True
        elif word == b"pard":
            self._in_table = False
        else:
            self._look_word(word, number)

    def _look_word(self, word: bytes, number: int | None) -> None:
        state = self._state
        if word == b"shptxt":
            state.boxed = True
        elif word == b"b":
            state.bold = number != 0
        elif word in {b"v", b"deleted"}:
            state.hidden = number != 0
        elif word == b"fs" and number:
            state.size = number / 2
        elif word == b"plain":
            state.bold = state.hidden = False
        elif word == b"ansicpg" and number:
            self._encoding = (
                f"cp{number}" if number in {437, 850, 852, 866, 1250, 1251, 1252, 1253, 1254, 1257} else "cp1252"
            )
        elif word == b"mac":
            self._encoding = "mac_roman"

    def _bytes(self, data: bytes) -> None:
        if self._to_skip:
            cut = min(self._to_skip, len(data))
            self._to_skip -= cut
            data = data[cut:]
        if data:
            self._text(data.decode(self._encoding, "replace"))

    def _text(self, text: str) -> None:
        state = self._state
        if state.skip or state.hidden:
            return
        self._parts[state.target].append(text)
        letters = len(text.strip())
        self._look[0] += letters if state.bold else 0
        self._look[1] += letters
        self._look[2] = max(self._look[2], state.size) if letters else self._look[2]

    def _end_paragraph(self) -> None:
        self._flush(self._state.target)

    def _flush(self, target: str) -> None:
        text = paired("".join(self._parts[target]))
        self._parts[target].clear()
        bold, letters, size = self._look
        self._look = [0, 0, 0.0]
        listed, self._listed = self._listed, False
        pieces = [piece for piece in text.split("\n") if piece.strip()]
        if not pieces:
            self._gap = True
            return
        for place, piece in enumerate(pieces):
            written = f"• {piece.strip()}" if listed and place == 0 else piece
            starts = self._gap and place == 0
            line = Line(written, size=size, bold=bold > 0.6 * letters, starts_block=starts, boxed=self._state.boxed)
            (self._cell if self._in_table and target == "body" else self._lines[target]).append(line)
        self._gap = False

    def _end_cell(self) -> None:
        self._in_table = True
        self._flush("body")
        self._cells.append(self._cell)
        self._cell = []

    def _end_row(self) -> None:
        if self._cell:
            self._cells.append(self._cell)
        self._lines["body"] += joined_cells(self._cells)
        self._cells, self._cell = [], []
