"""How an invented CV lies on the page: one column, side columns, dates in a margin, tables, spaced headings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from xml.sax.saxutils import escape

from tests.benchmarks.cv_variant_forms import Row
from tests.unit.cv.cv_files import Text, docx, paragraph, pdf, width

PAGE_TOP, PAGE_BOTTOM, LEFT, RIGHT = 800.0, 45.0, 50.0, 545.0
SIZES: Final = {"name": 20.0, "heading": 13.0}
TEXT_SIZE: Final = 10.0
NARROW = 200.0  # A column of fewer points has no room for a table.


@dataclass(frozen=True)
class Block:
    """The rows of one section with its heading; `side` blocks go to the narrow column where there is one."""

    rows: Sequence[Row]
    side: bool = False


Blocks = Sequence[Block]


@dataclass
class _Pen:
    """Draws rows downwards in one column of a PDF; a full page opens the next one."""

    pages: list[list[Text]]
    x: float
    right: float
    y: float
    page: int = 0
    styled: bool = True
    spaced: bool = False
    margin: float = 0.0  # Width of the margin in which the dates of a timeline stand.

    def row(self, row: Row) -> None:
        """Draw one row with the style of its kind."""
        size = SIZES.get(row.kind, TEXT_SIZE) if self.styled else TEXT_SIZE
        bold = self.styled and row.kind in {"name", "heading", "head"}
        spacing = 3.0 if self.spaced and row.kind == "heading" else 0.0
        text = row.text.upper() if spacing else row.text
        self.y -= size * 0.9 if row.gap else 0.0
        start = self.x + (self.margin if row.kind in {"head", "bullet", "text"} else 0.0)
        if self.y < PAGE_BOTTOM:
            self._turn()
        if row.left:
            self.pages[self.page].append(Text(self.x, self.y, row.left, TEXT_SIZE))
        for line in broken(
            text if self.right - start > NARROW else text.replace("\t", " – "), size, self.right - start, spacing
        ):
            if self.y < PAGE_BOTTOM:
                self._turn()
            x = start
            cells = line.split("\t")
            for nth, part in enumerate(cells, 1):
                self.pages[self.page].append(Text(x, self.y, part, size, bold, spacing))
                x = max(x + width(part, size) + 24, start + nth * min(190.0, (self.right - start) / len(cells)))
            self.y -= size * 1.35

    def _turn(self) -> None:
        self.page += 1
        self.y = PAGE_TOP
        if self.page == len(self.pages):
            self.pages.append([])


def broken(text: str, size: float, room: float, spacing: float = 0.0) -> list[str]:
    """The text cut at spaces so that no line is wider than `room` points."""
    lines: list[str] = []
    for word in text.strip().split(" "):
        if lines and width(f"{lines[-1]} {word}", size, spacing) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _rows(blocks: Blocks) -> Iterator[Row]:
    for place, block in enumerate(blocks):
        for nth, row in enumerate(block.rows):
            yield replace(row, gap=row.gap or (place > 0 and nth == 0))


def pdf_single(blocks: Blocks, *, styled: bool = True, spaced: bool = False, margin: float = 0.0) -> bytes:
    """One column; with a margin, dates of jobs stand left of their text."""
    pen = _Pen([[]], LEFT, RIGHT, PAGE_TOP, styled=styled, spaced=spaced, margin=margin)
    for row in _rows(blocks):
        pen.row(row if margin else _without_left(row))
    return pdf(pen.pages)


def pdf_columns(blocks: Blocks, *, side_left: bool, spaced: bool = False) -> bytes:
    """The header over two columns: skills, languages and the like in the narrow one."""
    header, *others = blocks
    pages: list[list[Text]] = [[]]
    top = _Pen(pages, LEFT, RIGHT, PAGE_TOP)
    for row in header.rows:
        top.row(_without_left(row))
    narrow, wide = ((LEFT, 185.0), (215.0, RIGHT)) if side_left else ((395.0, RIGHT), (LEFT, 370.0))
    for (left, right), side in ((narrow, True), (wide, False)):
        pen = _Pen(pages, left, right, top.y - 14, spaced=spaced)
        for row in _rows([block for block in others if block.side == side]):
            pen.row(_without_left(row))
    return pdf(pages)


def _without_left(row: Row) -> Row:
    return replace(row, text=f"{row.left}\t{row.text}", left="") if row.left else row


def text(blocks: Blocks) -> bytes:
    """Plain text: an empty line before each section and before each spaced row."""
    lines: list[str] = []
    for row in _rows(blocks):
        lines += ["", _without_left(row).text] if row.gap else [_without_left(row).text]
    return "\n".join(lines).encode()


def html(blocks: Blocks) -> bytes:
    """A page with headings and lists."""
    tags = {"name": "h1", "heading": "h2", "head": "h3", "bullet": "li"}
    body = "".join(
        f"<{tag}>{escape(row.text.lstrip('•- ') if tag == 'li' else row.text)}</{tag}>"
        for row in map(_without_left, _rows(blocks))
        for tag in [tags.get(row.kind, "p")]
    )
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>x</title></head><body>{body}</body></html>".encode()
    )


def _docx_row(row: Row, styled: bool) -> str:
    look = ""
    if styled and row.kind in {"name", "heading", "head"}:
        look = "<w:b/>" + (f'<w:sz w:val="{int(SIZES[row.kind] * 2)}"/>' if row.kind in SIZES else "")
    return ("<w:p/>" if row.gap else "") + paragraph(row.text, look=look)


def docx_single(blocks: Blocks, *, styled: bool = True) -> bytes:
    """Paragraphs in one column."""
    return docx("".join(_docx_row(_without_left(row), styled) for row in _rows(blocks)))


def _table(cells: Sequence[str]) -> str:
    return f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"


def docx_sidebar(blocks: Blocks) -> bytes:
    """The header, then a table of two cells: the narrow column and the wide one."""
    header, *others = blocks
    cells = (
        "".join(_docx_row(_without_left(row), styled=True) for row in _rows([b for b in others if b.side == side]))
        for side in (True, False)
    )
    return docx("".join(_docx_row(row, styled=True) for row in header.rows) + _table(list(cells)))


def docx_dates_table(blocks: Blocks) -> bytes:
    """Each job is a table row: its dates in the first cell, the rest in the second."""
    body, cell = "", ""
    left = ""
    for row in [*_rows(blocks), Row("", "heading")]:
        in_cell = bool(left) and row.kind in {"head", "text", "bullet"} and not row.left
        if left and not in_cell:
            body += _table([paragraph(left), cell])
            left, cell = "", ""
        if row.left:
            left, cell = row.left, _docx_row(replace(row, gap=False), styled=True)
        elif in_cell:
            cell += _docx_row(replace(row, gap=False), styled=True)
        else:
            body += _docx_row(row, styled=True)
    return docx(body)


def docx_heading_cells(blocks: Blocks) -> bytes:
    """The header, then a table: the section's name in the left cell, its lines in the right one."""
    header, *others = blocks
    body = "".join(_docx_row(_without_left(row), styled=True) for row in header.rows)
    for block in others:
        name, *rows = block.rows
        cell = "".join(_docx_row(replace(_without_left(row), gap=False), styled=True) for row in rows)
        body += _table([_docx_row(name, styled=True), cell])
    return docx(body)


def docx_boxes(blocks: Blocks) -> bytes:
    """Each section's name in a text box above its lines."""
    body = ""
    for row in _rows(blocks):
        shown = _docx_row(_without_left(row), styled=True)
        body += (
            f"<w:p><w:r><w:drawing><w:txbxContent>{shown}</w:txbxContent></w:drawing></w:r></w:p>"
            if row.kind == "heading"
            else shown
        )
    return docx(body)


def pdf_heading_margin(blocks: Blocks) -> bytes:
    """Section names stand in a margin left of their first line."""
    pages: list[list[Text]] = [[]]
    pen = _Pen(pages, LEFT + 150, RIGHT, PAGE_TOP)
    for block in blocks:
        rows = [_without_left(row) for row in block.rows]
        if rows[0].kind == "heading":
            pen.y -= 10
            name = _Pen(pages, LEFT, LEFT + 135, pen.y, page=pen.page)
            name.row(rows.pop(0))
        for row in rows:
            pen.row(row)
    return pdf(pages)


LAYOUTS: Final[Mapping[str, Callable[[Blocks], bytes]]] = {
    "txt": text,
    "html": html,
    "docx styled": docx_single,
    "docx plain": lambda blocks: docx_single(blocks, styled=False),
    "docx sidebar": docx_sidebar,
    "docx table": docx_dates_table,
    "pdf styled": pdf_single,
    "pdf plain": lambda blocks: pdf_single(blocks, styled=False),
    "pdf spaced headings": lambda blocks: pdf_single(blocks, spaced=True),
    "pdf timeline": lambda blocks: pdf_single(blocks, margin=130.0),
    "pdf side left": lambda blocks: pdf_columns(blocks, side_left=True),
    "pdf side right": lambda blocks: pdf_columns(blocks, side_left=False),
    "pdf side spaced": lambda blocks: pdf_columns(blocks, side_left=True, spaced=True),
}
# Layouts that keep the section names apart from their text.
ALL_LAYOUTS: Final[Mapping[str, Callable[[Blocks], bytes]]] = {
    **LAYOUTS,
    "docx heading cells": docx_heading_cells,
    "docx boxes": docx_boxes,
    "pdf heading margin": pdf_heading_margin,
}
