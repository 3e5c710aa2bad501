"""PDF: words with boxes by pypdfium2, then our own reading order."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from ctypes import byref, c_int, create_string_buffer
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pypdfium2
from pypdfium2 import raw

from relance.cv.document import Document, Format, Line, Link, PageFacts, spaced
from relance.cv.formats.legible import is_garbled
from relance.cv.formats.pdf_bullets import mark_items
from relance.cv.formats.pdf_words import page_words
from relance.cv.formats.recognised import WIDTH, words_of
from relance.cv.layout.columns import blocks
from relance.cv.layout.edges import right_edges
from relance.cv.layout.words import Word, rows
from relance.cv.layout.wrapping import logical_lines
from relance.cv.limits import Limits
from relance.cv.ocr import OcrPage
from relance.cv.problems import ProblemCode, UnreadableError

PASSWORD_ERROR = 4
PAGE_NUMBER = re.compile(
    r"^\s*(?:page|p\.)?\s*\d{1,2}\s*(?:(?:/|sur|of|de|von)\s*\d{1,2})?\s*$|^\s*[-–]\s*\d{1,2}\s*[-–]\s*$", re.IGNORECASE
)
EDGE_SHARE = 0.13  # Page headers and footers stand in the outer part of the page.
MAX_LINKS = 60
STAMP = 100  # Characters that a scanner or a page footer writes over a scan.
BARE = 20
STROKES_OF_A_TEXT = 400


@dataclass(slots=True)
class _Page:
    number: int
    height: float
    words: list[Word]
    spaces_drawn: bool = True
    image_share: float = 0.0
    links: Sequence[Link] = ()
    lost: ProblemCode | None = None
    """Why its writing could not be read."""


def read(content: bytes, limits: Limits, recognised: Mapping[int, OcrPage] = MappingProxyType({})) -> Document:
    """The lines of a PDF; `recognised` holds what OCR read on its scanned pages.

    Raises UnreadableError for encrypted, damaged, too long or text-less files.
    """
    with opened(content) as pdf:
        if len(pdf) == 0:
            raise UnreadableError(ProblemCode.DAMAGED)
        if len(pdf) > limits.pages:
            raise UnreadableError(ProblemCode.TOO_MANY_PAGES)
        pages, room = [], limits.characters
        for place in range(len(pdf)):
            page = _page(pdf, place, room)
            if page.lost and place + 1 in recognised:
                _take(page, recognised[place + 1])
            pages.append(page)
            room -= sum(len(word.text) for word in page.words)
    _refuse_unread(pages)
    _drop_running_lines(pages)
    return _document(pages)


def opened(content: bytes) -> pypdfium2.PdfDocument:
    """The file in pdfium, the empty password tried. Raises UnreadableError."""
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) == PASSWORD_ERROR or b"/Encrypt" in content[-4096:]
        raise UnreadableError(ProblemCode.ENCRYPTED if encrypted else ProblemCode.DAMAGED) from error


def _page(pdf: pypdfium2.PdfDocument, place: int, room: int) -> _Page:
    try:
        page = pdf[place]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        return _Page(place + 1, 0.0, [], lost=ProblemCode.DAMAGED)
    found = page_words(text_page.raw, max(room, 0))
    width, height = page.get_size()
    share = _image_share(page, width * height)
    words, lost = found.words, None
    if is_garbled(text_page.raw, (word.text for word in words)):
        words, lost = [], ProblemCode.TEXT_NOT_LEGIBLE
    elif _is_scan(page, words, share):
        lost = ProblemCode.SCANNED_NO_TEXT
    mark_items(page, words)
    links = _links(pdf, page)
    text_page.close()
    page.close()
    return _Page(place + 1, height, words, found.spaces_drawn, share, links, lost)


def _take(page: _Page, recognised: OcrPage) -> None:
    """The words that OCR read, when they are legible, in the place of the page's own."""
    words = words_of(recognised, width=page.height * recognised.ratio or WIDTH)
    if words:
        page.words, page.spaces_drawn, page.lost = words, True, None


def _is_scan(page: pypdfium2.PdfPage, words: Sequence[Word], image_share: float) -> bool:
    """True when pictures fill the page and a stamp at most is written on it, or when letters are drawn as shapes."""
    characters = sum(len(word.text) for word in words)
    if characters >= STAMP:
        return False
    if image_share > 0.5 or (characters < BARE and image_share > 0.3):
        return True
    return characters < BARE and _draws_letters(page)


def _draws_letters(page: pypdfium2.PdfPage) -> bool:
    """True when a page has as many strokes as a text written in outlines."""
    strokes = 0
    for shape in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        strokes += max(raw.FPDFPath_CountSegments(shape.raw), 0)
        if strokes >= STROKES_OF_A_TEXT:
            return True
    return False


def _refuse_unread(pages: Sequence[_Page]) -> None:
    """Raise UnreadableError when no page has a text that can be read."""
    if any(page.words and page.lost is None for page in pages):
        return
    lost = [page for page in pages if page.lost]
    reasons = {page.lost for page in lost}
    order = (ProblemCode.TEXT_NOT_LEGIBLE, ProblemCode.SCANNED_NO_TEXT, ProblemCode.DAMAGED)
    code = next((code for code in order if code in reasons), ProblemCode.NO_TEXT)
    raise UnreadableError(code, pages=tuple(page.number for page in lost if page.lost is not ProblemCode.DAMAGED))


def _image_share(page: pypdfium2.PdfPage, area: float) -> float:
    covered = 0.0
    for count, picture in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
        if count >= 200:
            break
        try:
            left, bottom, right, top = picture.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        covered += max(right - left, 0) * max(top - bottom, 0)
    return round(min(covered / area, 1.0), 3) if area > 0 else 0.0


def _links(pdf: pypdfium2.PdfDocument, page: Any) -> list[Link]:
    """Targets of the page's web links."""
    found: list[Link] = []
    position, link = c_int(0), raw.FPDF_LINK()
    while len(found) < MAX_LINKS and raw.FPDFLink_Enumerate(page.raw, byref(position), byref(link)):
        action = raw.FPDFLink_GetAction(link)
        length = raw.FPDFAction_GetURIPath(pdf.raw, action, None, 0) if action else 0
        if 1 < length < 2_000:
            buffer = create_string_buffer(length)
            raw.FPDFAction_GetURIPath(pdf.raw, action, buffer, length)
            found.append(Link(buffer.value.decode("utf-8", "replace")))
    return found


def _drop_running_lines(pages: Sequence[_Page]) -> None:
    """Page numbers go; a header or footer that repeats stays on its first page only."""
    seen: Counter[str] = Counter()
    for page in pages:
        for row in rows(page.words):
            text = " ".join(word.text for word in row)
            edge = not EDGE_SHARE * page.height < row[0].y < (1 - EDGE_SHARE) * page.height
            if not edge:
                continue
            seen[text] += 1
            if PAGE_NUMBER.match(text) or (seen[text] > 1 and page.number > 1):
                gone = {id(word) for word in row}
                page.words = [word for word in page.words if id(word) not in gone]


def _document(pages: Sequence[_Page]) -> Document:
    lines: list[Line] = []
    facts: list[PageFacts] = []
    blocks_by_page = [blocks(page.words) for page in pages]
    for page, parts, edges in zip(pages, blocks_by_page, right_edges(blocks_by_page), strict=True):
        for part, edge in zip(parts, edges, strict=True):
            lines += logical_lines(part, page=page.number, spaces_drawn=page.spaces_drawn, right_edge=edge)
        characters = sum(len(word.text) for word in page.words)
        facts.append(PageFacts(characters, page.image_share, 2 if len(parts) > 1 else 1, readable=page.lost is None))
    links = tuple(link for page in pages for link in page.links)
    return Document(Format.PDF, spaced(lines), tuple(facts), links)
