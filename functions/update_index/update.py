"""A bell rings: read the record again, and write, replace or delete its search document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from relance.candidates import CandidateId
from relance.errors import NotFoundError
from relance.jobs import JobId
from relance.matching.document import CandidateDocument, JobDocument
from relance.matching.indexing import job_document
from relance.matching.sources import Sources, document_of
from relance.ports.embedding import Embedder
from relance.ports.people import CandidateStore, IndexBell, JobStore
from relance.ports.responses import Responses
from relance.ports.search import CandidateIndex, JobIndex
from update_index.applications import count_applications


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What documents are made of."""

    candidates: CandidateStore
    sources: Sources
    jobs: JobStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Where documents go."""

    candidates: CandidateIndex
    jobs: JobIndex
    embedder: Embedder


@dataclass(frozen=True, slots=True)
class Failure:
    """A bell that could not be answered, and why."""

    bell: IndexBell
    error: Exception


def update(bells: Sequence[IndexBell], *, truth: Truth, search: Search, responses: Responses) -> Sequence[Failure]:
    """Bring the documents behind these bells up to date. One that fails does not stop the others: a bad record must not
    hold up everybody who changed after it."""
    people = _Batch[CandidateDocument](search.candidates.put)
    jobs = _Batch[JobDocument](search.jobs.put)
    failures: list[Failure] = []
    for bell in bells:
        try:
            if bell.kind == "candidate":
                people.add(bell, _candidate(CandidateId(bell.id), truth=truth, search=search, responses=responses))
            else:
                jobs.add(bell, _job(JobId(bell.id), truth=truth, search=search))
        except Exception as error:
            failures.append(Failure(bell, error))
    return [*failures, *people.write(), *jobs.write()]


class _Batch[Document]:
    """Documents that are written in one go."""

    def __init__(self, put: Callable[[Sequence[Document]], None]) -> None:
        self._put = put
        self._waiting: list[tuple[IndexBell, Document]] = []

    def add(self, bell: IndexBell, document: Document | None) -> None:
        """None: nothing is to be written for this bell."""
        if document is not None:
            self._waiting.append((bell, document))

    def write(self) -> list[Failure]:
        """All or none: when the engine refuses, every bell of the batch has failed."""
        if not self._waiting:
            return []
        try:
            self._put([document for _, document in self._waiting])
        except Exception as error:
            return [Failure(bell, error) for bell, _ in self._waiting]
        return []


def _candidate(
    candidate_id: CandidateId, *, truth: Truth, search: Search, responses: Responses
) -> CandidateDocument | None:
    tombstone = truth.candidates.erasure(candidate_id)
    if tombstone is not None:
        search.candidates.delete(candidate_id, index_revision=tombstone.index_revision)
        return None
    try:
        person = truth.candidates.get(candidate_id)
    except NotFoundError:
        held = search.candidates.revision(candidate_id)
        if held is not None:
            search.candidates.delete(candidate_id, index_revision=held)
        return None
    document = document_of(person, sources=truth.sources, embedder=search.embedder)
    count_applications(document, mails=truth.sources.mails, responses=responses)
    return document


def _job(job_id: JobId, *, truth: Truth, search: Search) -> JobDocument | None:
    try:
        job = truth.jobs.get(job_id)
    except NotFoundError:
        held = search.jobs.revision(job_id)
        if held is not None:
            search.jobs.delete(job_id, revision=held)
        return None
    return job_document(job, embedder=search.embedder)
