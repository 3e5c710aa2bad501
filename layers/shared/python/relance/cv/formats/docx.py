"""DOCX: paragraphs, tables, text boxes once, page headers first, tracked deletions and hidden text left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from relance.cv.document import Document, Format, Line, Link, PageFacts, spaced
from relance.cv.formats.archive import Archive, no_text
from relance.cv.formats.cells import joined_cells, nearest
from relance.cv.formats.docx_styles import Style, Styles
from relance.cv.limits import Limits
from relance.cv.problems import ProblemCode, UnreadableError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
RELATIONS = "word/_rels/document.xml.rels"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SKIPPED = {f"{W}del", f"{W}moveFrom", f"{MC}Fallback", f"{W}instrText", f"{W}footnoteReference", f"{W}commentReference"}


@dataclass(slots=True)
class _Paragraph:
    """Text pieces of one paragraph while they are gathered; boxes are paragraphs of text boxes inside it."""

    parts: list[str]
    boxes: list[Line]
    bold: int = 0
    letters: int = 0
    size: float = 0.0


def read(content: bytes, limits: Limits) -> Document:
    """The lines of a DOCX. Raises UnreadableError when it cannot be read."""
    archive = Archive(content, limits)
    root = archive.xml("word/document.xml")
    if root is None:
        raise UnreadableError(ProblemCode.DAMAGED)
    reader = _Reader(Styles.of(archive.xml("word/styles.xml")), _diagrams(archive))
    headers, footers, links = _furniture(archive, reader)
    body = root.find(f"{W}body")
    lines = headers + list(reader.lines(body if body is not None else root))
    known = {line.text for line in lines}
    lines += [line for line in footers if line.text not in known]
    if not any(line.text.strip() for line in lines):
        raise no_text(archive, "word/media/")
    page = PageFacts(sum(len(line.text) for line in lines))
    return Document(Format.DOCX, spaced(lines), (page,), tuple(links))


def _furniture(archive: Archive, reader: "_Reader") -> tuple[list[Line], list[Line], list[Link]]:
    """Lines of page headers, of page footers, and the hyperlinks."""
    found: dict[str, list[Line]] = {"header": [], "footer": []}
    links: list[Link] = []
    for relation, kind, target in _relations(archive):
        if kind == "hyperlink" and relation.get("TargetMode") == "External":
            links.append(Link(relation.get("Target", "")))
        elif kind in found:
            part = archive.xml(target)
            lines = list(reader.lines(part)) if part is not None else []
            known = {line.text for line in found[kind]}
            found[kind] += [line for line in lines if line.text not in known]
    return found["header"], found["footer"], links


def _relations(archive: Archive) -> Iterator[tuple[ET.Element, str, str]]:
    """What the document refers to: the element, its kind, the name of the part."""
    relations = archive.xml(RELATIONS)
    for relation in relations if relations is not None else ():
        target = relation.get("Target", "")
        name = target.lstrip("/") if target.startswith("/") else f"word/{target}"
        yield relation, relation.get("Type", "").rsplit("/", 1)[-1], name


def _diagrams(archive: Archive) -> Mapping[str, list[Line]]:
    """The lines of drawn diagrams (SmartArt), by the id under which the document refers to them."""
    found: dict[str, list[Line]] = {}
    for relation, kind, name in _relations(archive):
        root = archive.xml(name) if kind == "diagramData" else None
        if root is not None:
            texts = ("".join(piece.text or "" for piece in line.iter(f"{A}t")) for line in root.iter(f"{A}p"))
            found[relation.get("Id", "")] = [Line(text, boxed=True) for text in texts if text.strip()]
    return found


class _Reader:
    """Walks the document tree; holds the styles, and the diagrams that the tree refers to."""

    def __init__(self, styles: Styles, diagrams: Mapping[str, list[Line]]) -> None:
        self._styles = styles
        self._diagrams = diagrams

    def lines(self, container: ET.Element) -> Iterator[Line]:
        """The lines of everything inside a body, cell, header or text box."""
        gap = False
        for child in container:
            if child.tag == f"{W}p":
                lines = self._paragraph_lines(child)
                for line in lines:
                    yield replace(line, starts_block=True) if gap else line
                    gap = False
                gap = gap or not lines
            elif child.tag == f"{W}tbl":
                yield from self._table_lines(child)
                gap = True
            elif child.tag not in SKIPPED:
                yield from self.lines(child)

    def _table_lines(self, table: ET.Element) -> Iterator[Line]:
        for row in nearest(table, f"{W}tr", SKIPPED):
            yield from joined_cells([list(self.lines(cell)) for cell in nearest(row, f"{W}tc", SKIPPED)])

    def _paragraph_lines(self, paragraph: ET.Element) -> list[Line]:
        properties = paragraph.find(f"{W}pPr")
        style = self._styles.of_paragraph(properties)
        gathered = _Paragraph([], [])
        self._gather(paragraph, style, gathered)
        text = "".join(gathered.parts)
        listed = (properties is not None and (properties.find(f"{W}numPr") is not None)) or style.listed
        pieces = [piece for piece in text.split("\n") if piece.strip()]
        bold = gathered.bold > 0.6 * gathered.letters > 0
        lines = [
            Line(
                f"• {piece.strip()}" if listed and place == 0 and not style.heading else piece,
                size=gathered.size or style.size,
                bold=bold,
                heading=style.heading,
                starts_block=style.heading and place == 0,
            )
            for place, piece in enumerate(pieces)
        ]
        return lines + gathered.boxes

    def _gather(self, element: ET.Element, style: Style, into: _Paragraph) -> None:
        for child in element:
            if child.tag in SKIPPED:
                continue
            if child.tag == f"{W}r":
                self._run(child, style, into)
            elif child.tag == f"{W}txbxContent":
                into.boxes += [replace(line, boxed=True) for line in self.lines(child)]
            elif child.tag == f"{DIAGRAM}relIds":
                into.boxes += self._diagrams.get(child.get(f"{R}dm", ""), [])
            elif child.tag != f"{W}pPr":
                self._gather(child, style, into)

    def _run(self, run: ET.Element, style: Style, into: _Paragraph) -> None:
        look = style.with_run(run.find(f"{W}rPr"))
        if look.hidden:
            return
        for child in run:
            if child.tag == f"{W}t":
                text = (child.text or "").replace("\n", " ")
                into.parts.append(text.upper() if look.capitals else text)
                into.letters += len(text.strip())
                into.bold += len(text.strip()) if look.bold else 0
                into.size = max(into.size, look.size) if text.strip() else into.size
            elif child.tag in {f"{W}tab", f"{W}ptab"}:
                into.parts.append("\t")
            elif child.tag in {f"{W}br", f"{W}cr"}:
                into.parts.append("\n")
            elif child.tag == f"{W}noBreakHyphen":
                into.parts.append("-")
            elif child.tag == f"{W}sym":
                into.parts.append("•")  # A sign of a symbol font: in CVs a bullet or an icon.
            elif child.tag not in SKIPPED and child.tag != f"{W}rPr":
                self._gather(child, style, into)
