"""Bytes of a CV -> profile and text, or the reason why not."""

from datetime import date

from relance.cv.here import read_here
from relance.cv.ocr import Ocr
from relance.cv.result import ReadCv

__all__ = ["ReadCv", "read_cv"]


def read_cv(content: bytes, *, filename: str | None = None, today: date, ocr: Ocr | None = None) -> ReadCv:
    """Read one CV. Never raises on bad content: the result then has a `problem` (R38).

    `today` closes the jobs that are still going on; `filename` is only repeated in the result; without `ocr`, scans and
    photos give the problem `scanned_no_text`.
    """
    return read_here(content, filename=filename, today=today)
