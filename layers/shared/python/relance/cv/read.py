"""Bytes of a CV -> profile and text, or the reason why not."""

from datetime import date

from relance.cv.isolation import PARSER
from relance.cv.limits import LIMITS
from relance.cv.ocr import Ocr, packed
from relance.cv.problems import ProblemCode
from relance.cv.result import ReadCv

__all__ = ["ReadCv", "read_cv"]


def read_cv(content: bytes, *, filename: str | None = None, today: date, ocr: Ocr | None = None) -> ReadCv:
    """Read one CV. Never raises on bad content: the result then has a `problem` (R38).

    The file is parsed in a process of its own with bounds on time and memory. `today` closes the jobs that are still
    going on; `filename` is only repeated in the result; without `ocr`, scans and photos give the problem
    `scanned_no_text`. Raises UnavailableError when the OCR service is down.
    """
    if len(content) > LIMITS.file_bytes:
        return ReadCv.unreadable(content, ProblemCode.TOO_LARGE, filename=filename)
    read = PARSER.read(content, filename=filename, today=today)
    scanned = read.problem is not None and read.problem.code is ProblemCode.SCANNED_NO_TEXT and read.format
    if not scanned or ocr is None or not read.format:
        return read
    pages = ocr.pages(content, file_format=read.format)
    return PARSER.read(content, filename=filename, today=today, words=packed(pages))
