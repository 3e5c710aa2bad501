"""Reading in this very process, without guard."""

import hashlib
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from relance.cv.assemble import profile_of
from relance.cv.document import Document, Format
from relance.cv.formats import registry
from relance.cv.judge import quality
from relance.cv.limits import LIMITS, Limits
from relance.cv.not_a_cv import is_cv
from relance.cv.ocr import OcrPage
from relance.cv.problems import ProblemCode, UnreadableError
from relance.cv.result import ReadCv
from relance.cv.sniff import sniff
from relance.cv.tidy import tidied


def read_here(
    content: bytes,
    *,
    filename: str | None,
    today: date,
    limits: Limits = LIMITS,
    recognised: Mapping[int, OcrPage] = MappingProxyType({}),
) -> ReadCv:
    """Read in this very process: no guard against a parser that hangs or dies (`read_cv` has one).

    `recognised` holds what OCR read, by page.
    """
    found: Format | None = None
    if len(content) > limits.file_bytes:
        return ReadCv.unreadable(content, ProblemCode.TOO_LARGE, filename=filename)
    try:
        found = sniff(content)
        document = registry.document(content, found, limits, recognised)
        return read_document(document, content, filename=filename, today=today, limits=limits)
    except UnreadableError as error:
        return ReadCv.unreadable(content, error.code, filename=filename, file_format=found, unread_pages=error.pages)
    except (MemoryError, RecursionError):
        return ReadCv.unreadable(content, ProblemCode.TOO_COMPLEX, filename=filename, file_format=found)
    except Exception:
        return ReadCv.unreadable(content, ProblemCode.DAMAGED, filename=filename, file_format=found)


def read_document(
    document: Document, content: bytes, *, filename: str | None, today: date, limits: Limits = LIMITS
) -> ReadCv:
    """The result for a file whose lines are known. Raises UnreadableError for one without words, or that is no CV."""
    document = tidied(document, limits)
    profile, parts = profile_of(document, today)
    if not is_cv(document, profile, parts):
        raise UnreadableError(ProblemCode.NOT_A_CV)
    return ReadCv(
        cv_id=hashlib.sha256(content).hexdigest(),
        filename=filename,
        format=document.format,
        pages=len(document.pages),
        text=document.text,
        profile=profile,
        quality=quality(document, profile, parts),
        problem=None,
        unread_pages=document.unread_pages,
    )
