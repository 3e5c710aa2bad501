"""Which module reads which format; each is imported only when such a file comes (cold start)."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final, cast

from relance.cv.document import Document, Format
from relance.cv.formats.recognised import document_of
from relance.cv.limits import Limits
from relance.cv.ocr import OcrPage

PICTURES: Final = "relance.cv.formats.pictures"
MODULES: Final[Mapping[Format, str]] = {
    Format.PDF: "relance.cv.formats.pdf",
    Format.DOCX: "relance.cv.formats.docx",
    Format.ODT: "relance.cv.formats.odt",
    Format.RTF: "relance.cv.formats.rtf",
    Format.DOC: "relance.cv.formats.doc",
    Format.HTML: "relance.cv.formats.html",
    Format.TXT: "relance.cv.formats.txt",
}


def document(content: bytes, file_format: Format, limits: Limits, recognised: Mapping[int, OcrPage]) -> Document:
    """The lines: of the file, of OCR where the file is a picture, of both where pages of a PDF are. UnreadableError."""
    if file_format.is_image:
        count = import_module(PICTURES).picture_count(content, file_format, limits)
        return document_of(recognised, file_format, count=count)
    read = import_module(MODULES[file_format]).read
    if file_format is Format.PDF:
        return cast("Document", read(content, limits, recognised))
    if recognised:
        return document_of(recognised, file_format, count=max(recognised))
    return cast("Document", read(content, limits))
