"""List marks that a PDF draws as shapes, as browsers do: no letter says that a new item begins."""

from collections.abc import Sequence

import pypdfium2
from pypdfium2 import raw

from relance.cv.layout.words import Word

MAX_SHAPES = 4_000
MAX_MARKS = 200  # More small squares are a drawing, such as a code to be scanned.
LARGEST = 0.4  # In font sizes; a larger dot belongs to a timeline or is an icon.
SMALLEST = 0.15
SQUARE = 0.8  # The shorter side of a dot or a square, as a share of the longer one.
NEAREST, FURTHEST = 0.25, 1.6  # From the mark to its text, in font sizes.
LOWEST, HIGHEST = 0.05, 0.55  # Of the mark's middle above the baseline, in font sizes.

Mark = tuple[float, float, float]  # Right edge, middle height and size in points.


def mark_items(page: pypdfium2.PdfPage, words: Sequence[Word]) -> None:
    """Set `opens_item` of the words that stand right of a drawn dot or square."""
    marks = _marks(page)
    if not marks:
        return
    for word in words:
        word.opens_item = any(_marks_word(mark, word) for mark in marks)


def _marks(page: pypdfium2.PdfPage) -> list[Mark]:
    found: list[Mark] = []
    for count, shape in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1)):
        if count >= MAX_SHAPES:
            break
        try:
            left, bottom, right, top = shape.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        width, height = right - left, top - bottom
        if 1 < max(width, height) < 12 and min(width, height) >= SQUARE * max(width, height):
            found.append((right, (bottom + top) / 2, max(width, height)))
    return found if len(found) <= MAX_MARKS else []


def _marks_word(mark: Mark, word: Word) -> bool:
    right, middle, across = mark
    return (
        SMALLEST * word.size < across < LARGEST * word.size
        and NEAREST * word.size < word.x0 - right < FURTHEST * word.size
        and LOWEST * word.size < middle - word.y < HIGHEST * word.size
    )
