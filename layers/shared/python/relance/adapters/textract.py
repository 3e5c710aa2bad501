"""Amazon Textract reads scanned pages, one synchronous call a page.

Limits of DetectDocumentText: 5 MB by value as PNG or JPEG, 10,000 pixels a side, one page a call, letters of 15 pixels;
French and English among six languages. Pages come as our own drawings within these bounds, a few at a time, so that a
scan costs seconds and needs neither a second function nor a right of Textract on the bucket.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from datetime import timedelta
from math import atan2, cos, pi, sin
from statistics import median
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

from relance.adapters.aws_errors import translated
from relance.cv.ocr import OcrPage, OcrWord, PagePicture
from relance.errors import UnavailableError

if TYPE_CHECKING:
    from mypy_boto3_textract import TextractClient
    from mypy_boto3_textract.type_defs import BlockTypeDef

REGIONS: Final = ("eu-central-1", "eu-south-2", "eu-west-1", "eu-west-3")
"""Of the Union's regions, those that have Textract."""
PAGES_AT_ONCE: Final = 3
PATIENCE: Final = timedelta(seconds=45)
"""For all pages of a file; a scan of ten pages takes ten to twenty seconds."""
REFUSED: Final = frozenset(
    {"BadDocumentException", "DocumentTooLargeException", "InvalidParameterException", "UnsupportedDocumentException"}
)
"""What Textract says of a page that it will refuse at every try."""
LONG_WORD: Final = 4
"""Letters; the edges of shorter words say little about the direction of writing."""


class TextractOcr:
    """`relance.cv.ocr.Ocr` over Textract."""

    def __init__(self, client: "TextractClient", *, patience: timedelta = PATIENCE) -> None:
        self._client = client
        self._patience = patience

    def recognise(self, pictures: Sequence[PagePicture]) -> Mapping[int, OcrPage]:
        """See the port. Gives up in time for its caller to hand the upload back to the queue."""
        threads = ThreadPoolExecutor(PAGES_AT_ONCE)
        try:
            asked = {picture.page: threads.submit(self._page, picture) for picture in pictures}
            done, late = wait(asked.values(), self._patience.total_seconds(), return_when=FIRST_EXCEPTION)
            found = {page: answer.result() for page, answer in asked.items() if answer in done}
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
        if late:
            raise UnavailableError(f"Textract has not read {len(late)} of {len(pictures)} pages in time")
        return {page: answer for page, answer in found.items() if answer is not None}

    def _page(self, picture: PagePicture) -> OcrPage | None:
        try:
            with translated():
                answer = self._client.detect_document_text(Document={"Bytes": picture.image})
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in REFUSED:
                return None
            raise
        return page_of(answer["Blocks"], ratio=picture.ratio)


def page_of(blocks: Sequence["BlockTypeDef"], *, ratio: float) -> OcrPage:
    """The words of an answer, turned upright: a photo may lie on its side or hang askew."""
    line_of = {word: number for number, line in enumerate(_of_type(blocks, "LINE"), 1) for word in _children(line)}
    words = list(_of_type(blocks, "WORD"))
    corners = [[(point["X"] * ratio, point["Y"]) for point in word["Geometry"]["Polygon"]] for word in words]
    angle = _direction([c for c, word in zip(corners, words, strict=True) if len(word["Text"]) >= LONG_WORD])
    quarter_turned = round(angle / (pi / 2)) % 2 == 1
    width, height = (1.0, ratio) if quarter_turned else (ratio, 1.0)
    found = []
    for word, polygon in zip(words, corners, strict=True):
        turned = [_turned(x - ratio / 2, y - 0.5, -angle) for x, y in polygon]
        xs, ys = [x / width + 0.5 for x, _ in turned], [y / height + 0.5 for _, y in turned]
        sure = word["Confidence"] / 100
        found.append(OcrWord(word["Text"], min(xs), min(ys), max(xs), max(ys), sure, line_of.get(word["Id"], 0)))
    return OcrPage(found, width / height)


def _of_type(blocks: Iterable["BlockTypeDef"], kind: str) -> Iterable["BlockTypeDef"]:
    return (block for block in blocks if block["BlockType"] == kind)


def _children(block: "BlockTypeDef") -> Iterable[str]:
    relations = (relation for relation in block.get("Relationships", ()) if relation["Type"] == "CHILD")
    return (name for relation in relations for name in relation["Ids"])


def _direction(corners: Sequence[Sequence[tuple[float, float]]]) -> float:
    """The angle at which lines are written, in radians, clockwise from the right; a polygon begins at the word's own
    top left."""
    if not corners:
        return 0.0
    rises = [(right[0] - left[0], right[1] - left[1]) for left, right, *_ in corners]
    return atan2(median(y for _, y in rises), median(x for x, _ in rises))


def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
    return x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)


def region_for(own: str | None) -> str:
    """The region whose Textract is asked: one's own, else one of the Union (R37)."""
    return own if own in REGIONS else REGIONS[0]
