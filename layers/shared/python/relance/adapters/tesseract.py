"""Tesseract reads scanned pages on this machine, where somebody has installed tesserocr and its languages."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image

from relance.cv.ocr import Ocr, OcrPage, OcrWord, PagePicture

with suppress(ImportError):  # Optional: nothing that ships needs it.
    import tesserocr

LANGUAGES: Final = ("fra", "eng")
FOLDERS: Final = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
PAGE_MILLISECONDS: Final = 30_000


class TesseractOcr:
    """`relance.cv.ocr.Ocr` over tesserocr."""

    def __init__(self, *, folder: Path, languages: Sequence[str]) -> None:
        self._folder = folder
        self._languages = "+".join(languages)

    def recognise(self, pictures: Sequence[PagePicture]) -> Mapping[int, OcrPage]:
        """See the port. A page that takes too long is left out."""
        with tesserocr.PyTessBaseAPI(path=str(self._folder), lang=self._languages, psm=tesserocr.PSM.AUTO) as engine:
            found = {picture.page: self._page(engine, picture) for picture in pictures}
        return {number: page for number, page in found.items() if page is not None}

    def _page(self, engine: Any, picture: PagePicture) -> OcrPage | None:
        with Image.open(BytesIO(picture.image)) as image:
            grey = image.convert("L")
        engine.SetImageBytes(grey.tobytes(), grey.width, grey.height, 1, grey.width)
        if not engine.Recognize(PAGE_MILLISECONDS):
            return None
        return OcrPage(list(_words(engine, picture)), picture.ratio)


def installed(environment: Mapping[str, str] = os.environ) -> Ocr | None:
    """Tesseract with the languages that are there, or None. TESSDATA_PREFIX names a folder of one's own."""
    if "tesserocr" not in globals():
        return None
    for folder in map(Path, filter(None, (environment.get("TESSDATA_PREFIX"), *FOLDERS))):
        languages = [language for language in LANGUAGES if (folder / f"{language}.traineddata").is_file()]
        if languages:
            return TesseractOcr(folder=folder, languages=languages)
    return None


def _words(engine: Any, picture: PagePicture) -> Iterator[OcrWord]:
    line = 0
    for place in tesserocr.iterate_level(engine.GetIterator(), tesserocr.RIL.WORD):
        line += place.IsAtBeginningOf(tesserocr.RIL.TEXTLINE)
        with suppress(RuntimeError):  # No text at this place.
            text, sure = place.GetUTF8Text(tesserocr.RIL.WORD), place.Confidence(tesserocr.RIL.WORD)
            left, top, right, bottom = place.BoundingBox(tesserocr.RIL.WORD)
            across, down = picture.width, picture.height
            yield OcrWord(text, left / across, top / down, right / across, bottom / down, sure / 100, line)
