"""Files that hold pictures of pages, and an OCR that has learnt its answers by heart."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import pypdfium2
from PIL import Image

from relance.cv.ocr import OcrPage, OcrWord, PagePicture
from tests.unit.cv.cv_files import pdf_of_lines


class LearntOcr:
    """Answers with the pages that it was given, and remembers what it was shown."""

    def __init__(self, pages: Mapping[int, OcrPage]) -> None:
        self._pages = pages
        self.shown: list[PagePicture] = []

    def recognise(self, pictures: Sequence[PagePicture]) -> Mapping[int, OcrPage]:
        """See the port."""
        self.shown += pictures
        return {picture.page: self._pages[picture.page] for picture in pictures if picture.page in self._pages}


def recognised(lines: Sequence[str], *, left: float = 0.1, top: float = 0.05) -> OcrPage:
    """A page on which these lines stand one under another."""
    words: list[OcrWord] = []
    for line in lines:
        place = left
        for text in line.split():
            room = 0.011 * len(text)
            words.append(OcrWord(text, place, top, place + room, top + 0.012, line=int(1000 * top)))
            place += room + 0.01
        top += 0.022
    return OcrPage(words)


def photo(lines: Sequence[str], *, turned: int = 0, dots_per_inch: int = 100) -> Image.Image:
    """A picture of a page with these lines, turned by so many degrees against the clock."""
    with pypdfium2.PdfDocument(pdf_of_lines(lines)) as file:
        drawn: Image.Image = file[0].render(scale=dots_per_inch / 72).to_pil().convert("RGB")
    return drawn.rotate(turned, expand=True)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file of this kind."""
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
