"""Applications in memory: for tests and experiments, with the rules of the tables."""

from collections import defaultdict
from collections.abc import Sequence

from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.adapters.memory_pages import page_of
from relance.applications import Application
from relance.candidates import CandidateId
from relance.errors import ConflictError, NotFoundError
from relance.jobs import JobId
from relance.records import Cursor, Page


class MemoryApplicationStore:
    """ApplicationStore in a dictionary, beside the people whose bell it rings; safe between threads."""

    def __init__(self, candidates: MemoryCandidateStore) -> None:
        self._candidates = candidates
        self._applications: dict[tuple[JobId, CandidateId], Application] = {}
        self._jobs_of: defaultdict[CandidateId, set[JobId]] = defaultdict(set)

    def get(self, job_id: JobId, candidate_id: CandidateId) -> Application:
        """See the port."""
        with self._candidates.lock:
            if (job_id, candidate_id) not in self._applications:
                raise NotFoundError(f"candidate {candidate_id} has no application for job {job_id}")
            return self._applications[job_id, candidate_id]

    def save(self, application: Application) -> Application:
        """See the port."""
        key = application.job_id, application.candidate_id
        with self._candidates.lock:
            self._candidates.get(application.candidate_id)
            held = self._applications.get(key)
            if (held.revision if held else 0) != application.revision:
                raise ConflictError("another writer was quicker")
            new = application.model_copy(update={"revision": application.revision + 1})
            self._candidates.ring(new.candidate_id, applied_to=new.job_id)
            self._applications[key] = new
            self._jobs_of[new.candidate_id].add(new.job_id)
        return new

    def forget(self, job_id: JobId, candidate_id: CandidateId) -> int:
        """See the port."""
        with self._candidates.lock:
            self._applications.pop((job_id, candidate_id), None)
            self._jobs_of[candidate_id].discard(job_id)
        return 1

    def of_job(self, job_id: JobId, *, after: Cursor | None, limit: int) -> Page[Application]:
        """See the port."""
        with self._candidates.lock:
            rows = {who: application for (job, who), application in self._applications.items() if job == job_id}
            return page_of(rows, after=after, limit=limit)

    def of_candidate(self, candidate_id: CandidateId) -> Sequence[Application]:
        """See the port."""
        with self._candidates.lock:
            return [self._applications[job, candidate_id] for job in sorted(self._jobs_of[candidate_id])]
