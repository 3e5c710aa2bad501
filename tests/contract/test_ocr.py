"""The adapter of Textract: on moto's answers, on scripted refusals, and by whoever may be asked."""

from collections.abc import Iterator
from datetime import timedelta
from math import cos, radians, sin
from threading import Event
from typing import Any, cast

import boto3
import pytest
from botocore.config import Config
from botocore.stub import ANY, Stubber
from moto.textract.models import TextractBackend
from mypy_boto3_textract import TextractClient

from infra.config import EU_REGIONS
from relance.adapters.textract import REGIONS, TextractOcr, region_for
from relance.cv.ocr import PagePicture
from relance.errors import UnavailableError

A4 = 0.707
LINES = ("Éloi Fabre", "Gestionnaire de paie")


@pytest.fixture
def client(aws: None) -> TextractClient:
    """A client that tries once."""
    return boto3.client("textract", config=Config(retries={"total_max_attempts": 1}))


@pytest.fixture
def scripted(client: TextractClient) -> Iterator[Stubber]:
    """Answers in the order in which they were added."""
    with Stubber(client) as stubber:
        yield stubber


def picture(page: int = 1, *, width: int = 707, height: int = 1000) -> PagePicture:
    return PagePicture(page, b"a picture", width, height)


def blocks(*, turned: float = 0.0, ratio: float = A4) -> list[dict[str, Any]]:
    """Two lines as Textract tells them, on a page turned clockwise by so many degrees."""
    found: list[dict[str, Any]] = [{"BlockType": "PAGE", "Id": "page"}]
    for number, line in enumerate(LINES):
        ids = []
        for place, text in enumerate(line.split()):
            ids.append(f"word-{number}-{place}")
            corners = [(0.1 + 0.2 * place, 0.1 + 0.1 * number), (0.25 + 0.2 * place, 0.12 + 0.1 * number)]
            found.append(_word(ids[-1], text, corners, turned, ratio))
        relations = [{"Type": "CHILD", "Ids": ids}]
        found.append({"BlockType": "LINE", "Id": f"line-{number}", "Text": line, "Relationships": relations})
    return found


def _word(name: str, text: str, corners: list[tuple[float, float]], turned: float, ratio: float) -> dict[str, Any]:
    (left, top), (right, bottom) = corners
    points = [_point(x, y, turned, ratio) for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))]
    polygon = [{"X": x, "Y": y} for x, y in points]
    box = {"Left": 0.0, "Top": 0.0, "Width": 1.0, "Height": 1.0}
    geometry = {"BoundingBox": box, "Polygon": polygon}
    return {"BlockType": "WORD", "Id": name, "Text": text, "Confidence": 99.0, "Geometry": geometry}


def _point(x: float, y: float, turned: float, ratio: float) -> tuple[float, float]:
    """A point of the upright page in shares of the turned one."""
    angle, across, down = radians(turned), (x - 0.5) * ratio, y - 0.5
    wide, high = (1.0, ratio) if turned % 180 == 90 else (ratio, 1.0)
    return (
        (across * cos(angle) - down * sin(angle)) / wide + 0.5,
        (across * sin(angle) + down * cos(angle)) / high + 0.5,
    )


def answer(found: list[dict[str, Any]]) -> dict[str, Any]:
    return {"Blocks": found, "DocumentMetadata": {"Pages": 1}}


def test_words_come_with_their_boxes_their_line_and_how_sure_textract_is(
    client: TextractClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TextractBackend, "BLOCKS", blocks())

    page = TextractOcr(client).recognise([picture()])[1]

    assert [(word.text, word.line) for word in page.words] == [
        ("Éloi", 1), ("Fabre", 1), ("Gestionnaire", 2), ("de", 2), ("paie", 2),
    ]  # fmt: skip
    first = page.words[0]
    assert (first.left, first.top, first.right, first.bottom) == pytest.approx((0.1, 0.1, 0.25, 0.12))
    assert first.confidence == 0.99
    assert page.ratio == pytest.approx(A4)


@pytest.mark.parametrize("turned", [0, 5, 90, 180, 270])
def test_a_page_that_lies_on_its_side_or_hangs_askew_is_set_upright(
    scripted: Stubber, client: TextractClient, turned: float
) -> None:
    scripted.add_response("detect_document_text", answer(blocks(turned=turned)), {"Document": {"Bytes": b"a picture"}})
    size = {"width": 1000, "height": 707} if turned % 180 == 90 else {}

    page = TextractOcr(client).recognise([picture(**size)])[1]

    last = page.words[-1]
    assert (last.left, last.top) == pytest.approx((0.5, 0.2), abs=0.005)
    assert page.ratio == pytest.approx(A4)


def test_each_page_is_asked_for_once_and_keeps_its_number(scripted: Stubber, client: TextractClient) -> None:
    for _ in range(5):
        scripted.add_response("detect_document_text", answer(blocks()), {"Document": {"Bytes": ANY}})

    found = TextractOcr(client).recognise([picture(page) for page in (2, 3, 5, 7, 11)])

    assert sorted(found) == [2, 3, 5, 7, 11]
    scripted.assert_no_pending_responses()


@pytest.mark.parametrize("refusal", ["UnsupportedDocumentException", "BadDocumentException"])
def test_a_page_that_textract_refuses_is_left_out(scripted: Stubber, client: TextractClient, refusal: str) -> None:
    scripted.add_client_error("detect_document_text", refusal)

    assert TextractOcr(client).recognise([picture()]) == {}


@pytest.mark.parametrize(
    "trouble", ["ProvisionedThroughputExceededException", "ThrottlingException", "InternalServerError"]
)
def test_a_service_that_is_down_is_asked_again_another_time(
    scripted: Stubber, client: TextractClient, trouble: str
) -> None:
    scripted.add_client_error("detect_document_text", trouble)

    with pytest.raises(UnavailableError):
        TextractOcr(client).recognise([picture()])


def test_pages_that_take_too_long_are_asked_for_another_time() -> None:
    answered = Event()

    class Slow:
        def detect_document_text(self, **_: object) -> dict[str, Any]:
            answered.wait(20)
            return answer(blocks())

    ocr = TextractOcr(cast("TextractClient", Slow()), patience=timedelta(milliseconds=20))

    with pytest.raises(UnavailableError, match="4 of 4 pages"):
        ocr.recognise([picture(page) for page in range(1, 5)])
    answered.set()


def test_a_page_without_words_has_none(scripted: Stubber, client: TextractClient) -> None:
    scripted.add_response("detect_document_text", answer([{"BlockType": "PAGE", "Id": "page"}]))

    assert list(TextractOcr(client).recognise([picture()])[1].words) == []


def test_textract_is_asked_within_the_union() -> None:
    assert set(REGIONS) <= set(EU_REGIONS)
    assert set(REGIONS) <= set(boto3.session.Session().get_available_regions("textract"))
    assert [region_for(own) for own in ("eu-west-3", "eu-north-1", None)] == [
        "eu-west-3",
        "eu-central-1",
        "eu-central-1",
    ]
