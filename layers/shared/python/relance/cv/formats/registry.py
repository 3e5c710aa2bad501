"""Which module reads which format; each is imported only when such a file comes (cold start)."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final, cast

from relance.cv.document import Document, Format
from relance.cv.limits import Limits

Reader = Callable[[bytes, Limits], Document]

MODULES: Final[Mapping[Format, str]] = {
    Format.PDF: "relance.cv.formats.pdf",
    Format.DOCX: "relance.cv.formats.docx",
    Format.ODT: "relance.cv.formats.odt",
    Format.RTF: "relance.cv.formats.rtf",
    Format.DOC: "relance.cv.formats.doc",
    Format.HTML: "relance.cv.formats.html",
    Format.TXT: "relance.cv.formats.txt",
}


def reader(file_format: Format) -> Reader:
    """The `read` function for a format that holds text."""
    return cast("Reader", import_module(MODULES[file_format]).read)
