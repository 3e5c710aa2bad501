"""Words that OCR recognised -> lines, by the same reading order as PDFs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

from relance.cv.document import Document, Format, Line, PageFacts, spaced
from relance.cv.layout.columns import blocks
from relance.cv.layout.edges import right_edges
from relance.cv.layout.words import Word
from relance.cv.layout.wrapping import logical_lines
from relance.cv.ocr import OcrPage, OcrWord
from relance.cv.problems import ProblemCode, UnreadableError

WIDTH = 595.0  # An A4 page in points; OCR gives shares of the page.
LEAST_CONFIDENCE = 0.3
DESCENDERS = 0.2  # Share of a word's box below its baseline.
DEEP = frozenset("gjpqy,;ç(")
BULLETS = frozenset("¢*+«»°·©®¤□■▪►>•")
ROUND_LETTERS = frozenset("eo")
FEW_LETTERS = 12  # A picture with fewer is a photo or a stamp, not a page that was read.


def document_of(pages: Mapping[int, OcrPage], file_format: Format, *, count: int) -> Document:
    """The lines of `count` recognised pages. Raises UnreadableError when nothing legible was recognised."""
    words = {number: words_of(pages[number]) if number in pages else [] for number in range(1, count + 1)}
    parts = [blocks(found) for found in words.values()]
    lines: list[Line] = []
    for number, blocks_of_page, edges in zip(words, parts, right_edges(parts), strict=True):
        for block, edge in zip(blocks_of_page, edges, strict=True):
            lines += logical_lines(block, page=number, spaces_drawn=True, right_edge=edge)
    if not lines:
        raise UnreadableError(ProblemCode.SCANNED_NO_TEXT, pages=tuple(range(1, count + 1)))
    facts = tuple(_facts(found, len(part)) for found, part in zip(words.values(), parts, strict=True))
    return Document(file_format, spaced(lines), facts)


def _facts(words: Sequence[Word], parts: int) -> PageFacts:
    return PageFacts(sum(len(word.text) for word in words), 1.0, 2 if parts > 1 else 1, readable=bool(words))


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
    ordered = sorted(line, key=lambda word: word.left)
    texts = [word.text.strip() for word in ordered]
    if _begins_with_bullet(texts):
        texts[0] = "•"
    return [
        Word(text, word.left * width, word.right * width, baseline, size)
        for text, word in zip(texts, ordered, strict=True)
    ]


def _begins_with_bullet(texts: Sequence[str]) -> bool:
    """Engines take a dot in front of an item for another sign, or for a small round letter before a capital."""
    if len(texts) < 2:
        return False
    return texts[0] in BULLETS or (texts[0] in ROUND_LETTERS and texts[1][0].isupper())


def _baseline(word: OcrWord, height: float) -> float:
    deep = not DEEP.isdisjoint(word.text)
    return (1 - word.bottom) * height + (DESCENDERS * (word.bottom - word.top) * height if deep else 0.0)
