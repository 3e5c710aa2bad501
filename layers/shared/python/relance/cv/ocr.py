"""The port through which scans and photos are read (Textract in the cloud, Tesseract on a laptop)."""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a grey PNG or JPEG, upright, bounded in pixels and bytes: our own drawing, never the upload itself."""

    page: int
    """From 1."""
    image: bytes
    width: int
    """In pixels, as the height."""
    height: int

    @property
    def ratio(self) -> float:
        """Width / height."""
        return self.width / max(self.height, 1)


@dataclass(frozen=True, slots=True)
class OcrWord:
    """One word; the box is in shares of the page, 0 to 1, from its top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0
    line: int = 0
    """Words of one printed line share a number; 0 when the engine does not tell lines apart."""


@dataclass(frozen=True, slots=True)
class OcrPage:
    """The words of one page; width / height of the page as `ratio`."""

    words: Sequence[OcrWord]
    ratio: float = 0.707


class Ocr(Protocol):
    """Recognises the words on pictures. Raises UnavailableError when the service is down (retry)."""

    def recognise(self, pictures: Sequence[PagePicture]) -> Mapping[int, OcrPage]:
        """What stands on each page, by its number; a page that the engine refuses is left out."""
        ...


HEAD = struct.Struct(">III")
"""How a picture crosses the pipe: page, width, height, then its bytes."""


def packed_picture(picture: PagePicture) -> bytes:
    """A picture for the way out of the parsing process."""
    return HEAD.pack(picture.page, picture.width, picture.height) + picture.image


def unpacked_picture(data: bytes) -> PagePicture:
    """The inverse of `packed_picture`."""
    page, width, height = HEAD.unpack_from(data)
    return PagePicture(page, data[HEAD.size :], width, height)


def packed(pages: Mapping[int, OcrPage]) -> str:
    """The recognised words as text, for the way into the parsing process."""
    words = {number: {"ratio": page.ratio, "words": [astuple(w) for w in page.words]} for number, page in pages.items()}
    return json.dumps(words)


def unpacked(text: str) -> dict[int, OcrPage]:
    """The inverse of `packed`."""
    return {
        int(number): OcrPage([OcrWord(*word) for word in page["words"]], page["ratio"])
        for number, page in json.loads(text).items()
    }
