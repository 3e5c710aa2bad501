"""Jobs in memory: for tests and experiments, with the rules of the table."""

from threading import RLock

from relance.adapters.memory_pages import page_of
from relance.errors import ConflictError, NotFoundError
from relance.jobs import Job, JobId
from relance.records import Cursor, Page


class MemoryJobStore:
    """JobStore in a dictionary; safe between threads."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._jobs: dict[JobId, Job] = {}

    def get(self, job_id: JobId) -> Job:
        """See the port."""
        with self._lock:
            if job_id not in self._jobs:
                raise NotFoundError(f"no job {job_id}")
            return self._jobs[job_id]

    def save(self, job: Job) -> Job:
        """See the port."""
        with self._lock:
            held = self._jobs.get(job.job_id)
            if (held.revision if held else 0) != job.revision:
                raise ConflictError("another writer was quicker")
            new = job.model_copy(update={"revision": job.revision + 1})
            self._jobs[new.job_id] = new
        return new

    def page(self, *, after: Cursor | None, limit: int) -> Page[Job]:
        """See the port."""
        with self._lock:
            return page_of(self._jobs, after=after, limit=limit)
