"""Words with boxes of a PDF page, through pdfium's character calls."""

from ctypes import byref, c_double, c_int, create_string_buffer
from typing import Any

from pypdfium2 import raw

from relance.cv.layout.words import WORD_GAP, Word

HYPHENS = {0x02, 0xFFFE}  # What pdfium reports for a hyphen at the end of a line.
IGNORED = {0x00, 0xFFFD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
BOLD_WEIGHT = 600
GUESSED_GAP = 0.1  # Share of the font size.
BOLD_NAMES = (b"bold", b"black", b"heavy", b"semibold", b"demi")


def page_words(text_page: Any, limit: int) -> tuple[list[Word], bool]:
    """The page's words in file order, at most `limit` characters, and whether the file draws its spaces."""
    words: list[Word] = []
    current: Word | None = None
    spaced, drawn_spaces, letters, last_left = False, 0, 0, -1.0
    nominal: list[float] = []
    guessed = False  # pdfium itself put a space here.
    box, x, y = raw.FS_RECTF(), c_double(), c_double()
    for index in range(min(raw.FPDFText_CountChars(text_page), limit)):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if (code <= 32 and code not in HYPHENS) or code in {0xA0, 0x2009, 0x202F}:
            if not raw.FPDFText_IsGenerated(text_page, index):
                drawn_spaces += 1
                spaced = True
            elif code in {10, 13}:
                spaced = True
            guessed = True
            continue
        if code in IGNORED or not raw.FPDFText_GetLooseCharBox(text_page, index, byref(box)):
            continue
        raw.FPDFText_GetCharOrigin(text_page, index, byref(x), byref(y))
        letter = "-" if code in HYPHENS else LIGATURES.get(code) or chr(code)
        size = min(box.top - box.bottom, 200.0)
        height = max(size, current.size) if current else size
        letters += 1
        if current and not spaced and abs(current.y - y.value) < 0.35 * max(current.size, 4.0):
            gap = 0.0 if box.left == last_left else box.left - current.x1  # Both letters of a ligature have its box.
            last_left = box.left
            widest = GUESSED_GAP if guessed and _is_set_solid(current) else WORD_GAP
            guessed = False
            if -0.6 * height < gap < widest * height:
                current.text += letter
                current.x1 = max(current.x1, box.right)
                current.gaps.append(max(gap, 0.0))
                continue
        last_left = box.left
        current = Word(letter, box.left, max(box.right, box.left), y.value, size, after_space=spaced)
        current.bold = _is_bold(text_page, index)
        words.append(current)
        nominal.append(round(raw.FPDFText_GetFontSize(text_page, index), 1))
        spaced = guessed = False
    _level_sizes(words, nominal)
    return words, drawn_spaces > 0.06 * max(letters, 1)


def _is_set_solid(word: Word) -> bool:
    """True when the letters of a word touch: then a smaller gap already parts it from the next."""
    return len(word.gaps) > 0 and max(word.gaps) < 0.04 * word.size


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
