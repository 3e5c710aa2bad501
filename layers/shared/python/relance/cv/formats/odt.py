"""ODT: paragraphs, lists, tables, text boxes, page headers first; tracked deletions left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from relance.cv.document import Document, Format, Line, Link, PageFacts, spaced
from relance.cv.formats.archive import Archive, no_text
from relance.cv.formats.cells import joined_cells, nearest
from relance.cv.limits import Limits
from relance.cv.problems import ProblemCode, UnreadableError

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
SKIPPED = {
    f"{TEXT}tracked-changes",
    f"{OFFICE}annotation",
    f"{TEXT}note",
    f"{OFFICE}forms",
    f"{TEXT}sequence-decls",
    f"{SVG}title",
    f"{SVG}desc",
}
MAX_REPEATED_SPACES = 40
MAX_INHERITANCE = 12


@dataclass(frozen=True, slots=True)
class _Look:
    size: float = 0.0
    bold: bool = False


def read(content: bytes, limits: Limits) -> Document:
    """The lines of an ODT. Raises UnreadableError when it cannot be read."""
    archive = Archive(content, limits)
    if "encryption-data" in (archive.text("META-INF/manifest.xml") or ""):
        raise UnreadableError(ProblemCode.ENCRYPTED)
    root, styles = archive.xml("content.xml"), archive.xml("styles.xml")
    body = root.find(f"{OFFICE}body/{OFFICE}text") if root is not None else None
    if root is None or body is None:
        raise UnreadableError(ProblemCode.DAMAGED)
    reader = _Reader(_looks(root, styles))
    headers = list(_furniture(styles, reader, "header"))
    lines = headers + list(reader.lines(body))
    known = {line.text for line in lines}
    lines += [line for line in _furniture(styles, reader, "footer") if line.text not in known]
    if not any(line.text.strip() for line in lines):
        raise no_text(archive, "Pictures/")
    page = PageFacts(sum(len(line.text) for line in lines))
    return Document(Format.ODT, spaced(lines), (page,), tuple(reader.links))


def _furniture(styles: ET.Element | None, reader: "_Reader", kind: str) -> Iterator[Line]:
    """Lines of the page headers or footers, each text once."""
    known: set[str] = set()
    wanted = {f"{STYLE}{kind}", f"{STYLE}{kind}-first"}
    for element in (part for part in (styles.iter() if styles is not None else ()) if part.tag in wanted):
        for line in reader.lines(element):
            if line.text not in known:
                known.add(line.text)
                yield line


def _looks(*roots: ET.Element | None) -> Mapping[str, _Look]:
    """Size and weight by style name, parents first."""
    elements = {
        element.get(f"{STYLE}name", ""): element
        for root in roots
        if root is not None
        for element in root.iter(f"{STYLE}style")
    }
    return {name: _look(name, elements) for name in elements}


def _look(name: str, elements: Mapping[str, ET.Element]) -> _Look:
    look, depth = _Look(), 0
    chain: list[ET.Element] = []
    while name in elements and depth < MAX_INHERITANCE:
        chain.append(elements[name])
        name, depth = elements[name].get(f"{STYLE}parent-style-name", ""), depth + 1
    for element in reversed(chain):
        properties = element.find(f"{STYLE}text-properties")
        if properties is None:
            continue
        size = properties.get(f"{FO}font-size", "")
        weight = properties.get(f"{FO}font-weight")
        points = size.removesuffix("pt")
        look = _Look(
            float(points) if size.endswith("pt") and points.replace(".", "", 1).isdigit() else look.size,
            weight == "bold" or (weight or "").startswith(("6", "7", "8", "9")) if weight else look.bold,
        )
    return look


@dataclass(slots=True)
class _Paragraph:
    """What was gathered of one paragraph: its text, the lines of its text boxes, how many letters, how many bold."""

    parts: list[str]
    boxes: list[Line]
    letters: int = 0
    bold: int = 0

    def add(self, text: str | None, look: _Look) -> None:
        """Take a piece of text in this look."""
        if text:
            self.parts.append(text.replace("\n", " "))
            self.letters += len(text.strip())
            self.bold += len(text.strip()) if look.bold else 0


class _Reader:
    """Walks the document tree; gathers the links on its way."""

    def __init__(self, looks: Mapping[str, _Look]) -> None:
        self._looks = looks
        self.links: list[Link] = []

    def lines(self, container: ET.Element, bullet: bool = False) -> Iterator[Line]:
        """The lines of everything inside a body, cell, list, section or text box."""
        gap, first = False, True
        for child in container:
            if child.tag in SKIPPED:
                continue
            if child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                lines = self._paragraph(child, bullet=bullet and first)
                first = False
                for line in lines:
                    yield replace(line, starts_block=True) if gap else line
                    gap = False
                gap = gap or not lines
            elif child.tag == f"{TABLE}table":
                for row in nearest(child, f"{TABLE}table-row", SKIPPED):
                    cells = nearest(row, f"{TABLE}table-cell", SKIPPED)
                    yield from joined_cells([list(self.lines(cell)) for cell in cells])
                gap = True
            elif child.tag in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                yield from self.lines(child, bullet=child.tag == f"{TEXT}list-item")
            else:
                yield from self.lines(child)

    def _paragraph(self, paragraph: ET.Element, *, bullet: bool) -> list[Line]:
        look = self._looks.get(paragraph.get(f"{TEXT}style-name", ""), _Look())
        gathered = _Paragraph([], [])
        self._gather(paragraph, look, gathered)
        heading = paragraph.tag == f"{TEXT}h"
        pieces = [piece for piece in "".join(gathered.parts).split("\n") if piece.strip()]
        own = [
            Line(
                f"• {piece.strip()}" if bullet and place == 0 and not heading else piece,
                size=look.size,
                bold=gathered.bold > 0.6 * gathered.letters > 0,
                heading=heading,
                starts_block=heading and place == 0,
            )
            for place, piece in enumerate(pieces)
        ]
        return own + gathered.boxes

    def _gather(self, element: ET.Element, look: _Look, into: _Paragraph) -> None:
        into.add(element.text, look)
        for child in element:
            self._take(child, look, into)
            into.add(child.tail, look)

    def _take(self, child: ET.Element, look: _Look, into: _Paragraph) -> None:
        if child.tag == f"{TEXT}s":
            into.parts.append(" " * min(_count(child.get(f"{TEXT}c")), MAX_REPEATED_SPACES))
        elif child.tag == f"{TEXT}tab":
            into.parts.append("\t")
        elif child.tag == f"{TEXT}line-break":
            into.parts.append("\n")
        elif child.tag == f"{DRAW}text-box" or child.find(f"{TEXT}p") is not None:  # A shape may hold text too.
            into.boxes += [replace(line, boxed=True) for line in self.lines(child)]
        elif child.tag not in SKIPPED:
            if child.tag == f"{TEXT}a":
                self.links.append(Link(child.get(f"{XLINK}href", ""), "".join(child.itertext())))
            self._gather(child, self._looks.get(child.get(f"{TEXT}style-name", ""), look), into)


def _count(value: str | None) -> int:
    return int(value) if value and value.isdigit() and len(value) < 6 else 1
