"""A desk on which uploads arrive: the use case on twins, with a reader whose CVs are one line."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from ingest_cv.ingest import Settled, Stores, ingest
from relance.adapters.memory_applications import MemoryApplicationStore
from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.adapters.memory_cvs import MemoryCvStore
from relance.adapters.memory_jobs import MemoryJobStore
from relance.candidates import Candidate, CandidateId
from relance.cv.problems import ProblemCode
from relance.cv.quality import PageQuality, Quality
from relance.cv.read import ReadCv
from relance.jobs import JobId
from relance.ports.people import Upload
from tests.factories import NOW, profile

PEPPER = b"the pepper of the tests, long enough"


def read_line(content: bytes, *, filename: str | None, today: date) -> ReadCv:
    """`name|e-mail|label` is a CV; `!` is a damaged file."""
    if content.startswith(b"!"):
        return ReadCv.unreadable(content, ProblemCode.DAMAGED, filename=filename)
    name, email, label = [*content.decode().split("|"), "", ""][:3]
    return ReadCv(
        cv_id=hashlib.sha256(content).hexdigest(),
        filename=filename,
        format=None,
        pages=1,
        text=content.decode(),
        profile=profile(name=name or None, email=email or None, label=label or None),
        quality=None,
        problem=None,
    )


def read_with_pages(*readable: bool) -> Callable[..., ReadCv]:
    """A reader whose files have pages that can be read, or not."""
    pages = tuple(PageQuality(characters=500, image_share=0.0, columns=1, readable=one) for one in readable)
    quality = Quality(score=0.9, pages=pages, sections=(), missing=(), lines_not_understood=0, mean_confidence=0.9)

    def read(content: bytes, *, filename: str | None, today: date) -> ReadCv:
        return read_line(content, filename=filename, today=today).model_copy(update={"quality": quality})

    return read


@dataclass
class Desk:
    """Twins and the use case around them."""

    cvs: MemoryCvStore = field(default_factory=lambda: MemoryCvStore(largest_upload_bytes=1000))
    candidates: MemoryCandidateStore = field(default_factory=MemoryCandidateStore)
    jobs: MemoryJobStore = field(default_factory=MemoryJobStore)
    deliveries: int = 0
    read: Callable[..., ReadCv] = read_line

    def __post_init__(self) -> None:
        self.applications = MemoryApplicationStore(self.candidates)
        self.stores = Stores(cvs=self.cvs, candidates=self.candidates, jobs=self.jobs, applications=self.applications)

    def arrive(
        self,
        content: str,
        *,
        at: datetime = NOW,
        job: str | None = None,
        name: str | None = None,
        sent_by: CandidateId | None = None,
        source: str | None = None,
    ) -> Upload:
        """A file in the inbox."""
        self.deliveries += 1
        key = f"inbox/{job or 'pool'}/{self.deliveries}.pdf"
        upload = Upload(
            key=key,
            version_id="v1",
            filename=f"{self.deliveries}.pdf",
            received_at=at,
            job_id=JobId(job) if job else None,
        )
        return self.cvs.arrive(upload, content.encode(), filename=name, sent_by=sent_by, source=source)

    def deliver(self, upload: Upload, **stores: Any) -> Settled:
        """One delivery of the upload's message; stores may be replaced by faulty ones."""
        return ingest(upload, stores=replace(self.stores, **stores), read=self.read, pepper=PEPPER, now=NOW)

    def upload(self, content: str, **arrival: Any) -> Settled:
        """A file arrives and its message is delivered."""
        return self.deliver(self.arrive(content, **arrival))

    def everybody(self) -> list[Candidate]:
        """All people, in the order of their ids."""
        return list(self.candidates.page(after=None, limit=100).items)

    def person(self, settled: Settled) -> Candidate:
        """The person to whom an upload belongs."""
        assert settled.candidate_id is not None
        return self.candidates.get(CandidateId(settled.candidate_id))


class Crashed(BaseException):
    """The process dies; nothing of ours may catch it."""


@dataclass
class Clockwork:
    """Counts every call to a store and does something at the chosen one."""

    at: int
    before: Callable[[], object] = lambda: None
    after: Callable[[], object] = lambda: None
    calls: int = 0

    def over(self, store: Any) -> Any:
        """The store, watched."""
        return _Watched(store, self)

    def call(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """One call, disturbed when its turn has come."""
        self.calls += 1
        if self.calls != self.at:
            return method(*args, **kwargs)
        self.before()
        try:
            return method(*args, **kwargs)
        finally:
            self.after()


@dataclass(frozen=True)
class _Watched:
    store: Any
    clockwork: Clockwork

    def __getattr__(self, name: str) -> Any:
        return partial(self.clockwork.call, getattr(self.store, name))


def crash() -> None:
    """Die here."""
    raise Crashed
