"""Rows of tables, the same for every format: what belongs on one line stays on one line."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

from relance.cv.dates import has_date
from relance.cv.document import Line

ONE_LINE = 200
DATE_CELL = 40


def joined_cells(cells: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """A table row: one line when each cell holds one, or when the first one is a date; else cell after cell."""
    cells = [cell for cell in cells if cell]
    if not cells:
        return
    if len(cells) > 1 and all(len(cell) == 1 for cell in cells) and sum(len(cell[0].text) for cell in cells) < ONE_LINE:
        text = "\t".join(cell[0].text for cell in cells)
        yield replace(cells[0][0], text=text, bold=all(cell[0].bold for cell in cells))
        return
    if len(cells) == 2 and _is_date_cell(cells[0]):
        first, *rest = cells[1]
        dates = " ".join(line.text for line in cells[0])
        yield replace(first, text=f"{dates}\t{first.text}", starts_block=True)
        yield from rest
        return
    for cell in cells:
        yield replace(cell[0], starts_block=True)
        yield from cell[1:]


def nearest(parent: ET.Element, tag: str, but: Container[str] = ()) -> Iterator[ET.Element]:
    """Rows of a table or cells of a row, also inside wrappers (content controls, header rows), never those of a table
    inside."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in but:
            yield from nearest(child, tag, but)


def _is_date_cell(cell: Sequence[Line]) -> bool:
    text = " ".join(line.text for line in cell)
    return len(cell) <= 3 and len(text) < DATE_CELL and has_date(text)
