"""Pages as pictures for OCR: scanned pages of PDFs, photos, pictures that stand in a DOCX or ODT instead of text.

Runs inside the parsing process: whatever is hostile in a picture meets Pillow and pdfium there, and OCR sees our own
drawing only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from relance.cv.document import Format
from relance.cv.formats.archive import Archive
from relance.cv.formats.pdf import opened
from relance.cv.limits import Limits
from relance.cv.ocr import PagePicture
from relance.cv.problems import ProblemCode, UnreadableError
from relance.cv.sniff import sniff

LONG_SIDE: Final = 3_000
"""Pixels: an A4 page at 257 dpi, on which letters of 5 points are 15 pixels high, the least that Textract reads."""
DOTS_PER_POINT: Final = 300 / 72
LARGEST_IMAGE: Final = 4_500_000
"""Bytes; Textract takes 5 MB by value."""
QUALITIES: Final = (80, 50, 20)
"""Of JPEG, for photos whose grain a PNG would keep."""
PILLOW: Final = {Format.JPEG: "JPEG", Format.PNG: "PNG", Format.TIFF: "TIFF"}


def picture(content: bytes, page: int, limits: Limits) -> PagePicture:
    """The page of this number, from 1. Raises UnreadableError when it cannot be drawn."""
    found = sniff(content)
    drawn = _pdf_page(content, page) if found is Format.PDF else _picture(content, page, found, limits)
    return _encoded(drawn, page)


def picture_count(content: bytes, file_format: Format, limits: Limits) -> int:
    """Pages of a picture file, told by its head. Raises UnreadableError for damaged and for boundless pictures."""
    with _opened(content, tuple(PILLOW.values()), limits) as image:
        count = int(getattr(image, "n_frames", 1)) if file_format is Format.TIFF else 1
    if count > limits.pages:
        raise UnreadableError(ProblemCode.TOO_MANY_PAGES)
    return count


def _picture(content: bytes, page: int, file_format: Format, limits: Limits) -> Image.Image:
    frame = page - 1
    if file_format in {Format.DOCX, Format.ODT}:
        archive = Archive(content, limits)
        names = archive.pictures("word/media/" if file_format is Format.DOCX else "Pictures/")
        if not 0 < page <= len(names):
            raise UnreadableError(ProblemCode.DAMAGED)
        content, frame = archive.data(names[page - 1]), 0
    elif file_format not in PILLOW:
        raise UnreadableError(ProblemCode.UNSUPPORTED_FORMAT)
    with _opened(content, tuple(PILLOW.values()), limits) as image:
        return _grey(image, frame, limits)


def _grey(image: Image.Image, frame: int, limits: Limits) -> Image.Image:
    """Upright, on white, at most LONG_SIDE pixels long."""
    if frame:
        image.seek(frame)
        _check_size(image, limits)
    image.draft("L", (LONG_SIDE, LONG_SIDE))  # A JPEG can be decoded at a half, a quarter, an eighth.
    upright = ImageOps.exif_transpose(image)
    if "A" in upright.mode or "transparency" in upright.info:
        clear = upright.convert("RGBA")
        upright = Image.new("RGBA", clear.size, "white")
        upright.alpha_composite(clear)
    grey = upright.convert("L")
    grey.thumbnail((LONG_SIDE, LONG_SIDE))
    return grey


def _pdf_page(content: bytes, page: int) -> Image.Image:
    with opened(content) as pdf:
        try:
            drawn = pdf[page - 1]
            width, height = drawn.get_size()
            scale = min(DOTS_PER_POINT, LONG_SIDE / max(width, height, 1.0))
            found: Image.Image = drawn.render(scale=scale, grayscale=True).to_pil()
            return found.convert("L")
        except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
            raise UnreadableError(ProblemCode.DAMAGED) from error


def _encoded(image: Image.Image, page: int) -> PagePicture:
    data = _saved(image, "PNG", compress_level=3)
    for quality in QUALITIES:
        if len(data) <= LARGEST_IMAGE:
            break
        data = _saved(image, "JPEG", quality=quality)
    return PagePicture(page, data, image.width, image.height)


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@contextmanager
def _opened(content: bytes, formats: tuple[str, ...], limits: Limits) -> Iterator[Image.Image]:
    """The picture, decoded as far as it is used. Pillow's many errors for broken files become one of ours."""
    try:
        with Image.open(BytesIO(content), formats=formats) as image:
            _check_size(image, limits)
            yield image
    except Image.DecompressionBombError as error:
        raise UnreadableError(ProblemCode.BOMB) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as error:
        raise UnreadableError(ProblemCode.DAMAGED) from error


def _check_size(image: Image.Image, limits: Limits) -> None:
    if image.width * image.height > limits.pixels:
        raise UnreadableError(ProblemCode.BOMB)
