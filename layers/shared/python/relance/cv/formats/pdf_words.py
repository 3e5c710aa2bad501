"""Words with boxes of a PDF page, through pdfium's character calls."""

from collections.abc import Sequence
from ctypes import byref, c_double, c_int, create_string_buffer
from dataclasses import dataclass
from itertools import count
from math import pi
from typing import Any

from pypdfium2 import raw

from relance.cv.layout.words import WORD_GAP, Word, row_text, rows

HYPHENS = {0x02, 0xFFFE}  # What pdfium reports for a hyphen at the end of a line.
IGNORED = {0x00, 0xAD, 0xFFFD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}
SPACES = {0xA0, 0x2009, 0x202F}
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
BOLD_WEIGHT = 600
GUESSED_GAP = 0.1  # Share of the font size.
TOUCHING = 0.04  # The same.
ALIKE = 0.5  # Points between two heights of letters.
BOLD_NAMES = (b"bold", b"black", b"heavy", b"semibold", b"demi")
TALLEST = 200.0


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page in file order, and whether the file draws its spaces."""

    words: list[Word]
    spaces_drawn: bool


def page_words(text_page: Any, limit: int) -> PageWords:
    """The page's words, at most `limit` characters, along the direction in which most of them are written.

    Words written in another direction follow below all others.
    """
    gatherer = _Gatherer(text_page)
    for index in range(min(raw.FPDFText_CountChars(text_page), limit)):
        gatherer.take(index)
    return PageWords(gatherer.words(), gatherer.drawn_spaces > 0.06 * max(gatherer.letters, 1))


class _Gatherer:
    """Joins characters to words while they come. A quarter is the direction of writing: 0 to the right, 1 upwards."""

    def __init__(self, text_page: Any) -> None:
        self._page = text_page
        self._found: dict[int, list[Word]] = {0: [], 1: [], 2: [], 3: []}
        self._nominal: dict[int, list[float]] = {0: [], 1: [], 2: [], 3: []}
        self._current: Word | None = None
        self._quarter = 0
        self._spaced = self._guessed = self._broken = False  # Guessed, broken: pdfium itself put a space, a break here.
        self._solid_size = 0.0  # Of the last word whose letters touch.
        self._last_left = -1.0
        self._box, self._x, self._y = raw.FS_RECTF(), c_double(), c_double()
        self.drawn_spaces = self.letters = 0

    def take(self, index: int) -> None:
        """The next character of the page."""
        code = raw.FPDFText_GetUnicode(self._page, index)
        if (code <= 32 and code not in HYPHENS) or code in SPACES:
            self._space(index, code)
            return
        if code in IGNORED or not raw.FPDFText_GetLooseCharBox(self._page, index, byref(self._box)):
            return
        raw.FPDFText_GetCharOrigin(self._page, index, byref(self._x), byref(self._y))
        letter = "-" if code in HYPHENS else LIGATURES.get(code) or chr(code)
        self.letters += 1
        if self._current is None or self._spaced or not self._joins(letter, self._current):
            self._start(letter, index)

    def words(self) -> list[Word]:
        """All words, those of the main direction first."""
        main = max(range(4), key=lambda quarter: sum(len(word.text) for word in self._found[quarter]))
        for quarter, found in self._found.items():
            _level_sizes(found, self._nominal[quarter])
        words = self._found[main]
        if main:
            lowest, left = min(word.y for word in words), min(word.x0 for word in words)
            for word in words:
                word.y, word.x0, word.x1 = word.y - lowest, word.x0 - left, word.x1 - left
        others = [found for quarter, found in self._found.items() if quarter != main and found]
        return words + _below(words, others) if others else words

    def _space(self, index: int, code: int) -> None:
        if not raw.FPDFText_IsGenerated(self._page, index):
            self.drawn_spaces += 1
            self._spaced = True
        elif code in {10, 13} and self._quarter == 0:  # In text on its side pdfium ends a line after some letters.
            self._broken = True
        self._guessed = True

    def _joins(self, letter: str, current: Word) -> bool:
        """Whether the letter goes on with the word; then it is part of it."""
        left, right, y, size = self._framed(self._quarter)
        if abs(current.y - y) >= 0.35 * max(current.size, 4.0):
            return False
        gap = 0.0 if left == self._last_left else left - current.x1  # Both letters of a ligature have its box.
        self._last_left = left
        if not self._is_narrow(gap, max(size, current.size), current):
            return False
        self._guessed = self._broken = False
        current.text += letter
        current.x1 = max(current.x1, right)
        current.gaps.append(max(gap, 0.0))
        return True

    def _is_narrow(self, gap: float, height: float, current: Word) -> bool:
        """Whether a gap in points parts no words: spaces and breaks of pdfium count by how the letters are set."""
        if self._broken:
            return abs(gap) < TOUCHING * height
        if _is_set_solid(current):
            self._solid_size = current.size
        solid = _is_set_solid(current) or (not current.gaps and abs(self._solid_size - current.size) < ALIKE)
        widest = GUESSED_GAP if self._guessed and solid else WORD_GAP
        return -0.6 * height < gap < widest * height

    def _start(self, letter: str, index: int) -> None:
        self._quarter = _quarter(raw.FPDFText_GetCharAngle(self._page, index))
        left, right, y, size = self._framed(self._quarter)
        self._last_left = left
        after_space = self._spaced or self._broken
        self._current = Word(letter, left, max(right, left), y, size, after_space=after_space)
        self._current.bold = _is_bold(self._page, index)
        self._found[self._quarter].append(self._current)
        self._nominal[self._quarter].append(round(raw.FPDFText_GetFontSize(self._page, index), 1))
        self._spaced = self._guessed = self._broken = False

    def _framed(self, quarter: int) -> tuple[float, float, float, float]:
        """Left, right, baseline and height of the character, as if the page were turned so that it stands upright."""
        box, x, y = self._box, self._x.value, self._y.value
        if quarter == 0:
            return box.left, box.right, y, min(box.top - box.bottom, TALLEST)
        if quarter == 1:
            return box.bottom, box.top, -x, min(box.right - box.left, TALLEST)
        if quarter == 2:
            return -box.right, -box.left, -y, min(box.top - box.bottom, TALLEST)
        return -box.top, -box.bottom, x, min(box.right - box.left, TALLEST)


def _quarter(angle: float) -> int:
    """The direction of writing: 0 to the right, 1 upwards, 2 upside down, 3 downwards. pdfium turns clockwise."""
    return round(-angle / (pi / 2)) % 4 if angle > 0 else 0


def _below(words: Sequence[Word], others: Sequence[Sequence[Word]]) -> list[Word]:
    """What is written in other directions, one line under another at the foot of the page."""
    places = count(1)
    foot = min((word.y for word in words), default=0.0)
    left = min((word.x0 for word in words), default=0.0)
    out: list[Word] = []
    for found in others:
        for row in rows(found):
            text, size = row_text(row, spaces_drawn=True), row[0].size
            y = foot - 3 * size * next(places)
            out.append(Word(text, left, left + 0.5 * size * len(text), y, size, bold=row[0].bold))
    return out


def _is_set_solid(word: Word) -> bool:
    """True when the letters of a word touch: then a smaller gap already parts it from the next."""
    return len(word.gaps) > 0 and max(word.gaps) < TOUCHING * word.size


def _level_sizes(words: list[Word], nominal: list[float]) -> None:
    """One size per font size of the file: some fonts give each letter a box of its own height."""
    tallest: dict[float, float] = {}
    for word, points in zip(words, nominal, strict=True):
        tallest[points] = max(tallest.get(points, 0.0), word.size)
    for word, points in zip(words, nominal, strict=True):
        word.size = tallest[points] if tallest[points] > 0.5 else points or 10.0


def _is_bold(text_page: Any, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(text_page, index) >= BOLD_WEIGHT:
        return True
    flags = c_int()
    name = create_string_buffer(96)
    raw.FPDFText_GetFontInfo(text_page, index, name, 96, byref(flags))
    lowered = name.value.lower()
    return any(mark in lowered for mark in BOLD_NAMES)
