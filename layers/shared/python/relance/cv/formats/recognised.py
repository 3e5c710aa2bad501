"""Words that OCR recognised -> lines, by the same reading order as PDFs."""

import json

from relance.cv.document import Document, Format, Line, PageFacts, spaced
from relance.cv.layout.columns import blocks
from relance.cv.layout.words import Word
from relance.cv.layout.wrapping import logical_lines
from relance.cv.problems import ProblemCode, UnreadableError

WIDTH = 595.0  # An A4 page in points; OCR gives shares of the page.
LEAST_CONFIDENCE = 0.3
DESCENDERS = 0.2  # Share of a word's box below its baseline.


def document_of(packed_pages: str, file_format: Format) -> Document:
    """The lines of recognised pages. Raises UnreadableError when nothing legible was recognised."""
    lines: list[Line] = []
    facts: list[PageFacts] = []
    for number, page in enumerate(json.loads(packed_pages), 1):
        words = _words(page["words"], WIDTH / max(page["ratio"], 0.1))
        parts = blocks(words)
        for part in parts:
            lines += logical_lines(part, page=number, spaces_drawn=True)
        facts.append(PageFacts(sum(len(word.text) for word in words), 1.0, 2 if len(parts) > 1 else 1))
    if not lines:
        raise UnreadableError(ProblemCode.SCANNED_NO_TEXT)
    return Document(file_format, spaced(lines), tuple(facts))


def _words(found: list[tuple[str, float, float, float, float, float]], height: float) -> list[Word]:
    """Boxes in points with y upwards; heights of words on one text line vary, so each size is rounded."""
    out: list[Word] = []
    for text, left, top, right, bottom, confidence in found:
        if confidence < LEAST_CONFIDENCE or not text.strip():
            continue
        size = max(4.0, round((bottom - top) * height))
        deep = any(char in "gjpqy,;ç(" for char in text)
        baseline = (1 - bottom) * height + (DESCENDERS * size if deep else 0.0)
        out.append(Word(text.strip(), left * WIDTH, right * WIDTH, baseline, size))
    return out
