"""Words that OCR recognised -> lines, by the same reading order as PDFs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

from relance.cv.document import Document, Format, Line, PageFacts, spaced
from relance.cv.layout.columns import blocks
from relance.cv.layout.words import Word
from relance.cv.layout.wrapping import logical_lines
from relance.cv.ocr import OcrPage, OcrWord
from relance.cv.problems import ProblemCode, UnreadableError

WIDTH = 595.0  # An A4 page in points; OCR gives shares of the page.
LEAST_CONFIDENCE = 0.3
DESCENDERS = 0.2  # Share of a word's box below its baseline.
DEEP = frozenset("gjpqy,;ç(")
FEW_LETTERS = 12  # A picture with fewer is a photo or a stamp, not a page that was read.


def document_of(pages: Mapping[int, OcrPage], file_format: Format, *, count: int) -> Document:
    """The lines of `count` recognised pages. Raises UnreadableError when nothing legible was recognised."""
    lines: list[Line] = []
    facts: list[PageFacts] = []
    for number in range(1, count + 1):
        words = words_of(pages[number]) if number in pages else []
        parts = blocks(words)
        for part in parts:
            lines += logical_lines(part, page=number, spaces_drawn=True)
        characters = sum(len(word.text) for word in words)
        facts.append(PageFacts(characters, 1.0, 2 if len(parts) > 1 else 1, readable=bool(words)))
    if not lines:
        raise UnreadableError(ProblemCode.SCANNED_NO_TEXT, pages=tuple(range(1, count + 1)))
    return Document(file_format, spaced(lines), tuple(facts))


def words_of(page: OcrPage, *, width: float = WIDTH) -> list[Word]:
    """The legible words of a page that is `width` points wide, y upwards; none when they are too few to be a text.

    Boxes of words are as high as their letters: one printed line gets one size and one baseline.
    """
    height = width / max(page.ratio, 0.1)
    legible = [word for word in page.words if word.confidence >= LEAST_CONFIDENCE and word.text.strip()]
    if sum(char.isalpha() for word in legible for char in word.text) < FEW_LETTERS:
        return []
    by_line: dict[int, list[OcrWord]] = defaultdict(list)
    for place, word in enumerate(legible):
        by_line[word.line or -place].append(word)
    return [word for line in by_line.values() for word in _line_words(line, width, height)]


def _line_words(line: Sequence[OcrWord], width: float, height: float) -> list[Word]:
    size = max(4.0, round(median((word.bottom - word.top) * height for word in line)))
    baseline = median(_baseline(word, height) for word in line)
    return [Word(word.text.strip(), word.left * width, word.right * width, baseline, size) for word in line]


def _baseline(word: OcrWord, height: float) -> float:
    deep = not DEEP.isdisjoint(word.text)
    return (1 - word.bottom) * height + (DESCENDERS * (word.bottom - word.top) * height if deep else 0.0)
