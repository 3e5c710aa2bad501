"""Bytes of a CV -> profile and text, or the reason why not."""

from datetime import date

from relance.cv.isolation import PARSER
from relance.cv.limits import LIMITS
from relance.cv.ocr import Ocr
from relance.cv.problems import ProblemCode
from relance.cv.result import ReadCv

__all__ = ["ReadCv", "read_cv"]


def read_cv(content: bytes, *, filename: str | None = None, today: date, ocr: Ocr | None = None) -> ReadCv:
    """Read one CV. Never raises on bad content: the result then has a `problem` (R38).

    The file is parsed in a process of its own with bounds on time and memory. `today` closes the jobs that are still
    going on; `filename` is only repeated in the result. Scanned pages and photos go through `ocr`; without it a file
    of scans gives the problem `scanned_no_text`, and a page among others is told by `unread_pages`. Raises
    UnavailableError when the OCR service is down.
    """
    if len(content) > LIMITS.file_bytes:
        return ReadCv.unreadable(content, ProblemCode.TOO_LARGE, filename=filename)
    read = PARSER.read(content, filename=filename, today=today)
    if ocr is None or not read.unread_pages:
        return read
    drawn = (PARSER.picture(content, page) for page in read.unread_pages[: LIMITS.recognised_pages])
    pictures = [picture for picture in drawn if picture is not None]
    recognised = ocr.recognise(pictures) if pictures else {}
    if not recognised:
        return read
    whole = PARSER.read(content, filename=filename, today=today, recognised=recognised)
    return read if whole.problem and not read.problem else whole
