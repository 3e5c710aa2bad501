"""What reading one CV gave."""

import hashlib
import json
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from relance.cv.document import Format
from relance.cv.problems import Problem, ProblemCode, problem
from relance.cv.profile import Profile
from relance.cv.quality import Quality


class ReadCv(BaseModel):
    """What reading one file gave. Exactly one of `profile` and `problem` is set.

    `cv_id` is the SHA-256 of the bytes in hex; `text` is in reading order, one logical line per line. `unread_pages`
    are the numbers, from 1, of pages that show writing which could not be read; OCR may.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cv_id: str
    filename: str | None
    format: Format | None
    pages: int
    text: str
    profile: Profile | None
    quality: Quality | None
    problem: Problem | None
    unread_pages: tuple[int, ...] = ()

    @classmethod
    def unreadable(
        cls,
        content: bytes,
        code: ProblemCode,
        *,
        filename: str | None,
        file_format: Format | None = None,
        unread_pages: tuple[int, ...] = (),
    ) -> Self:
        """A file that could not be read, with its problem."""
        return cls(
            cv_id=hashlib.sha256(content).hexdigest(),
            filename=filename,
            format=file_format,
            pages=0,
            text="",
            profile=None,
            quality=None,
            problem=problem(code),
            unread_pages=unread_pages,
        )

    def as_json_line(self) -> str:
        """One JSON object: "file", JSON Resume terms, "meta" (with id, format, pages, quality), "problem" when bad."""
        record: dict[str, Any] = {"file": self.filename}
        record |= self.profile.model_dump(mode="json", by_alias=True) if self.profile else {"meta": {}}
        record["meta"] |= {"cv_id": self.cv_id, "format": self.format, "pages": self.pages}
        if self.quality:
            record["meta"]["quality"] = self.quality.model_dump(mode="json")
        if self.problem:
            record["problem"] = self.problem.model_dump(mode="json")
        return json.dumps(record, ensure_ascii=False)
