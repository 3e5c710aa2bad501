"""The truth about people, jobs and applications, and their files: what the domain needs of the stores."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol

from relance.applications import Application
from relance.candidates import Candidate, CandidateId, CvId
from relance.jobs import Job, JobId
from relance.privacy.erasure import Erasure, ErasureOrder
from relance.records import Cursor, Instant, Page, Record


class CandidateStore(Protocol):
    """The truth about people."""

    def get(self, candidate_id: CandidateId) -> Candidate:
        """Consistent read; NotFoundError."""
        ...

    def holder_of(self, key: str) -> CandidateId | None:
        """Who holds a unique marker `cv#<sha256>` or `email#<hmac>`; consistent read."""
        ...

    def create(self, candidate: Candidate, *, keys: Sequence[str]) -> Candidate:
        """Write a new person and their markers in one transaction; ConflictError when a marker or the id is taken;
        NotFoundError when this person was erased: they do not come back (R31). Returns revision 1."""
        ...

    def save(self, candidate: Candidate, *, new_keys: Sequence[str] = ()) -> Candidate:
        """Write over the revision that was read, in one transaction with new markers (their own again is harmless);
        ConflictError when another was quicker or a marker belongs to somebody else. `index_revision` is the store's:
        it rises by one whatever the record says; the one returned is a lower bound."""
        ...

    def erase(self, person: Candidate, order: ErasureOrder, *, address_key: str | None, now: Instant) -> Erasure:
        """Delete the record that was read, leave a tombstone and note when the address was erased, in one transaction;
        ConflictError when anything of the person was written since."""
        ...

    def erasure(self, candidate_id: CandidateId) -> Erasure | None:
        """The tombstone of an erased person; consistent read."""
        ...

    def erased_at(self, address_key: str) -> Instant | None:
        """When whoever had this address last asked to be erased; None when nobody did. Consistent read."""
        ...

    def release(self, markers: Sequence[str], of: CandidateId) -> int:
        """Free markers that this person held; returns how many were asked for. Again is harmless."""
        ...

    def note_erasure(self, erasure: Erasure) -> None:
        """Replace the tombstone by one that has come further."""
        ...

    def page(self, *, after: Cursor | None, limit: int) -> Page[Candidate]:
        """Everybody, in a stable order."""
        ...


class JobStore(Protocol):
    """The truth about jobs."""

    def get(self, job_id: JobId) -> Job:
        """Consistent read; NotFoundError."""
        ...

    def save(self, job: Job) -> Job:
        """Create (revision 0) or write over the revision that was read; ConflictError."""
        ...

    def page(self, *, after: Cursor | None, limit: int) -> Page[Job]:
        """All jobs, in a stable order."""
        ...


class ApplicationsOfJobs(Protocol):
    """Applications as far as jobs know of them."""

    def of_job(self, job_id: JobId, *, after: Cursor | None, limit: int) -> Page[Application]:
        """All applications for a job."""
        ...


class ApplicationStore(ApplicationsOfJobs, Protocol):
    """The truth about applications."""

    def get(self, job_id: JobId, candidate_id: CandidateId) -> Application:
        """Consistent read; NotFoundError."""
        ...

    def save(self, application: Application) -> Application:
        """Create (revision 0) or write over the revision that was read; raises the candidate's `index_revision` in the
        same transaction. ConflictError when another was quicker; NotFoundError when there is no such candidate."""
        ...

    def forget(self, job_id: JobId, candidate_id: CandidateId) -> int:
        """Delete an application of an erased person (R31), absent or not; returns 1."""
        ...

    def of_candidate(self, candidate_id: CandidateId) -> Sequence[Application]:
        """All applications of a person; consistent read."""
        ...


class Upload(Record):
    """A file that arrived in the inbox."""

    key: str
    version_id: str | None = None
    filename: str
    """The name the person's file had, as far as it is known; at first the last part of the key."""
    received_at: Instant
    job_id: JobId | None = None
    """Set when the key names a job: `inbox/<job_id>/…`."""
    candidate_id: CandidateId | None = None
    """Set when it came by the person's own signed link."""
    source: str | None = None
    """Where the uploader says that it comes from ("forum-2026"); None when it does not say so."""


class UploadForm(Record):
    """A form of HTML, `multipart/form-data`: these fields as they are, then the file in a field `file`."""

    url: str
    fields: Mapping[str, str]


class CvStore(Protocol):
    """Uploaded files and what was read from them."""

    def upload_form(self, *, sent_by: CandidateId, name: str, then: str) -> UploadForm:
        """A form with which a person sends one file of 1 byte to 15 MB from their own page straight into the inbox, for
        an hour; `name` is random, `then` is where the browser goes afterwards (with a query: more is added to it)."""
        ...

    def fetch(self, upload: Upload) -> bytes:
        """The bytes of a fresh upload; NotFoundError when it is gone; InvalidInputError above 15 MB (R38)."""
        ...

    def identify(self, upload: Upload) -> Upload:
        """The upload with its version (the newest one when the event did not say) and, if the metadata tell, the name
        that the person's file had, whose link it came by and its source; NotFoundError when it is gone."""
        ...

    def keep(self, candidate_id: CandidateId, cv_id: CvId, content: bytes, text: str) -> None:
        """Keep original and text under `cvs/<candidate_id>/<cv_id>`; the same twice is harmless."""
        ...

    def discard(self, candidate_id: CandidateId, cv_id: CvId) -> None:
        """Forget a kept CV that no record names; absent is fine."""
        ...

    def forget(self, candidate_id: CandidateId) -> int:
        """Delete every version of everything that is kept of an erased person, and of what they sent from their own
        page and nobody has read yet (R31); returns how many there were."""
        ...

    def release(self, upload: Upload) -> None:
        """Remove an upload from the inbox once it is settled; absent is fine."""
        ...

    def text(self, candidate_id: CandidateId, cv_id: CvId) -> str:
        """The text read from a kept CV; NotFoundError."""
        ...

    def keep_unread(self, candidate_id: CandidateId, cv_id: CvId, upload: Upload) -> None:
        """Keep an original that was not fetched, without reading it; the same twice is harmless; NotFoundError."""
        ...

    def link(self, candidate_id: CandidateId, cv_id: CvId, *, filename: str | None = None) -> str:
        """A short-lived link that downloads the original under this name, never shows it in the browser."""
        ...


class ErasureRequests(Protocol):
    """Orders to erase a person, which outlive whoever gave them."""

    def put(self, order: ErasureOrder) -> None:
        """Queue an order; UnavailableError when it could not be."""
        ...


class IndexBell(Record):
    """Says that a candidate or a job may differ from its search document; never what the difference is."""

    kind: Literal["candidate", "job"]
    id: str


class IndexRetries(Protocol):
    """Bells to be rung later, one by one, until the search document is right."""

    def put(self, bells: Iterable[IndexBell]) -> None:
        """Queue them; UnavailableError when not all of them could be."""
        ...
