"""From an upload to what stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from ingest_cv.identity import id_of_unread
from relance.candidates import Candidate, CvFile, CvId
from relance.cv.problems import Problem, ProblemCode, problem
from relance.cv.profile import Profile
from relance.cv.quality import Quality
from relance.cv.read import ReadCv
from relance.errors import InvalidInputError
from relance.ports.people import CvStore, Upload

LARGEST_PROFILE_BYTES: Final = 250_000
"""A DynamoDB item holds 400 KB, and the record holds more than the profile."""


class Reader(Protocol):
    """Reads a file and never raises on bad content."""

    def __call__(self, content: bytes, *, filename: str | None, today: date) -> ReadCv: ...


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that arrived and what was read in it."""

    upload: Upload
    file: CvFile
    profile: Profile | None
    text: str
    content: bytes | None
    """None when the file is too large to be fetched."""

    def keep_for(self, person: Candidate, cvs: CvStore) -> None:
        """Keep original and text with this person; the same twice is harmless."""
        if self.content is None:
            cvs.keep_unread(person.candidate_id, self.file.cv_id, self.upload)
        else:
            cvs.keep(person.candidate_id, self.file.cv_id, self.content, self.text)


def receive(upload: Upload, *, cvs: CvStore, read: Reader) -> Arrival:
    """Fetch and read; NotFoundError when the upload is gone."""
    upload = cvs.identify(upload)
    try:
        content = cvs.fetch(upload)
    except InvalidInputError:
        return Arrival(upload, _file(upload, id_of_unread(upload), problem(ProblemCode.TOO_LARGE)), None, "", None)
    reading = read(content, filename=upload.filename, today=upload.received_at.date())
    profile = _within_bounds(reading.profile)
    found = reading.problem or (problem(ProblemCode.TOO_COMPLEX) if reading.profile and profile is None else None)
    file = _file(upload, CvId(reading.cv_id), found, None if found else reading.quality)
    return Arrival(upload, file, profile, reading.text, content)


def newest_first(files: Sequence[CvFile]) -> tuple[CvFile, ...]:
    """The order of arrival, whatever the order of delivery."""
    return tuple(sorted(files, key=lambda file: (file.received_at, file.cv_id), reverse=True))


def _file(upload: Upload, cv_id: CvId, found: Problem | None, quality: Quality | None = None) -> CvFile:
    return CvFile(cv_id=cv_id, filename=upload.filename, received_at=upload.received_at, problem=found, quality=quality)


def _within_bounds(profile: Profile | None) -> Profile | None:
    """The profile, if need be without its details (the text keeps them all); None when even that is too much."""
    if profile is None or _size(profile) <= LARGEST_PROFILE_BYTES:
        return profile
    short = profile.model_copy(
        update={
            "basics": profile.basics.model_copy(update={"summary": None}),
            "work": tuple(job.model_copy(update={"highlights": ()}) for job in profile.work),
            "meta": profile.meta.model_copy(update={"sources": {}}),
        }
    )
    return short if _size(short) <= LARGEST_PROFILE_BYTES else None


def _size(profile: Profile) -> int:
    return len(profile.model_dump_json(exclude_none=True).encode())
