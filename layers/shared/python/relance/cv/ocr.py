"""The port through which scans and photos are read (Textract in the cloud, tesserocr on a laptop)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from relance.cv.document import Format


@dataclass(frozen=True, slots=True)
class OcrWord:
    """One word; the box is in shares of the page, 0 to 1, from its top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class OcrPage:
    """The words of one page; width / height of the page as `ratio`."""

    words: Sequence[OcrWord]
    ratio: float = 0.707


class Ocr(Protocol):
    """Recognises the words on pictures. Raises UnavailableError when the service is down (retry)."""

    def pages(self, content: bytes, *, file_format: Format) -> Sequence[OcrPage]:
        """The pages of a JPEG, PNG, TIFF or scanned PDF, in order."""
        ...


def packed(pages: Sequence[OcrPage]) -> str:
    """The recognised words as text, for the way into the parsing process."""
    return json.dumps(
        [
            {
                "ratio": page.ratio,
                "words": [(w.text, w.left, w.top, w.right, w.bottom, w.confidence) for w in page.words],
            }
            for page in pages
        ]
    )
