"""HTML: what a browser would show, block by block, through selectolax."""

import re
from email import message_from_bytes
from email.policy import default
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

from relance.cv.document import Document, Format, Line, Link, PageFacts, spaced
from relance.cv.formats.cells import joined_cells
from relance.cv.formats.txt import decoded
from relance.cv.limits import Limits
from relance.cv.problems import ProblemCode, UnreadableError
from relance.cv.sniff import SAVED_PAGE
from relance.cv.text import word_set

SKIPPED: Final = word_set(
    "script style head title noscript template svg iframe object select option button nav textarea "
    "del s strike"  # What was struck out no longer holds.
)
BLOCKS: Final = word_set(
    "p div section article header footer main aside ul ol li dl dt dd h1 h2 h3 h4 h5 h6 table tr td th "
    "tbody thead tfoot blockquote pre hr address figure form fieldset body html center details summary"
)
HEADINGS: Final = {"h1": 24.0, "h2": 18.0, "h3": 14.0, "h4": 12.0, "h5": 11.0, "h6": 11.0}
GROUPS: Final = word_set("section article header footer aside main table ul ol dl")
HIDDEN: Final = re.compile(r"display:none|visibility:hidden|font-size:0(?![.\d])|opacity:0(?![.\d])|line-through")
KNOWN_CHARSETS: Final = frozenset({"utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "us-ascii"})
MAX_DEPTH = 200
MAX_NODES = 200_000


def read(content: bytes, limits: Limits) -> Document:
    """The lines of an HTML page. Raises UnreadableError when it shows no text."""
    parser = LexborHTMLParser(_text(content)[: 4 * limits.characters])
    reader = _Reader()
    if parser.body is not None:
        reader.walk(parser.body, 0)
    reader.end_line()
    if not reader.lines:
        raise UnreadableError(ProblemCode.SCANNED_NO_TEXT if b"<img" in content else ProblemCode.NO_TEXT)
    page = PageFacts(sum(len(line.text) for line in reader.lines))
    return Document(Format.HTML, spaced(reader.lines), (page,), tuple(reader.links[:60]))


def _text(content: bytes) -> str:
    """By the declared character set when there is one that Python knows."""
    saved = _saved_page(content)
    if saved is not None:
        return saved
    head = content[:2048].lower()
    for encoding in ("iso-8859-1", "iso-8859-15", "windows-1252", "latin1"):
        if b"charset=" + encoding.encode() in head or b'charset="' + encoding.encode() in head:
            return content.decode("cp1252" if encoding != "iso-8859-15" else encoding, "replace")
    return decoded(content)


def _saved_page(content: bytes) -> str | None:
    """The page inside a file in which a browser or Word saved it with its pictures (MHTML); None for a plain page."""
    if content.lstrip()[:1] == b"<" or not SAVED_PAGE.search(content[:8192]):
        return None
    message = message_from_bytes(content, policy=default)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        raise UnreadableError(ProblemCode.UNSUPPORTED_FORMAT)
    data = page.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = page.get_content_charset() or ""
    return data.decode(charset, "replace") if charset in KNOWN_CHARSETS else decoded(data)


class _Reader:
    """Writes lines while it walks the tree."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.links: list[Link] = []
        self._parts: list[str] = []
        self._bold = self._letters = 0
        self._size, self._gap, self._bullet = 0.0, False, False
        self._nodes = 0

    def walk(self, node: Any, depth: int, bold: bool = False) -> None:
        """Add the node's children in order."""
        if depth > MAX_DEPTH:
            raise UnreadableError(ProblemCode.BOMB)
        child = node.child
        while child is not None:
            self._nodes += 1
            if self._nodes > MAX_NODES:
                raise UnreadableError(ProblemCode.BOMB)
            self._child(child, depth, bold)
            child = child.next

    def _child(self, child: Any, depth: int, bold: bool) -> None:
        tag = child.tag
        if tag == "-text":
            self._add(child.text_content or "", bold)
            return
        if tag in SKIPPED or tag.startswith("-") or _is_hidden(child):
            return
        if tag == "br":
            self.end_line()
            return
        if tag == "a":
            self.links.append(Link(child.attributes.get("href") or "", child.text(deep=True)[:80]))
        if tag == "tr":
            self._row(child, depth)
            return
        block = tag in BLOCKS
        if block:
            self.end_line()
            self._gap = self._gap or tag in GROUPS or tag in HEADINGS
            self._bullet = tag == "li"
            self._size = HEADINGS.get(tag, 0.0)
        self.walk(child, depth + 1, bold or tag in {"b", "strong", "th"} or tag in HEADINGS)
        if block:
            self.end_line(heading=tag in HEADINGS)
            self._size, self._bullet = 0.0, False

    def _row(self, row: Any, depth: int) -> None:
        self.end_line()
        cells = []
        before = self.lines
        cell = row.child
        while cell is not None:
            if cell.tag in {"td", "th"}:
                self.lines = []
                self.walk(cell, depth + 1, cell.tag == "th")
                self.end_line()
                cells.append(self.lines)
            cell = cell.next
        self.lines = before + list(joined_cells(cells))

    def _add(self, text: str, bold: bool) -> None:
        self._parts.append(text)
        letters = len(text.strip())
        self._letters += letters
        self._bold += letters if bold else 0

    def end_line(self, *, heading: bool = False) -> None:
        """Close the line being written."""
        text = " ".join("".join(self._parts).split())
        self._parts.clear()
        if text:
            written = f"• {text}" if self._bullet and text[:1] not in "•-–" else text
            bold = self._bold > 0.6 * self._letters
            self.lines.append(Line(written, size=self._size, bold=bold, heading=heading, starts_block=self._gap))
            self._gap = self._bullet = False
        self._bold = self._letters = 0


def _is_hidden(node: Any) -> bool:
    attributes = node.attributes
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "hidden" in attributes or bool(HIDDEN.search(style))
