"""Where the search index and the tables differ: after a restart, nightly, and before a rebuild is believed (R41)."""

from collections.abc import Iterator
from itertools import chain

from relance.candidates import Candidate, CandidateId
from relance.jobs import Job
from relance.ports.people import CandidateStore, IndexBell, IndexRetries, JobStore
from relance.ports.search import CandidateIndex, JobIndex
from relance.records import Instant
from relance.segments import Segment

PAGE = 200


def differences(
    *,
    candidates: CandidateStore,
    jobs: JobStore,
    candidate_index: CandidateIndex,
    job_index: JobIndex,
    at: Instant,
) -> Iterator[IndexBell]:
    """Bells of everybody whose document is missing, of another revision, or of nobody.

    A record that changes while it is compared may be named too: ringing once too often is harmless. A document that is
    newer than its record (tables restored from a backup) is named each time and only a rebuild mends it.
    """
    known: set[CandidateId] = set()
    for person in _everybody(candidates):
        known.add(person.candidate_id)
        if candidate_index.revision(person.candidate_id) != person.index_revision:
            yield IndexBell(kind="candidate", id=person.candidate_id)
    for candidate_id in _indexed(candidate_index, at=at):
        if candidate_id not in known:
            yield IndexBell(kind="candidate", id=candidate_id)
    for job in _all_jobs(jobs):
        if job_index.revision(job.job_id) != job.revision:
            yield IndexBell(kind="job", id=job.job_id)


def everything(*, candidates: CandidateStore, jobs: JobStore) -> Iterator[IndexBell]:
    """Bells of every record: fills an empty index."""
    return chain(
        (IndexBell(kind="candidate", id=person.candidate_id) for person in _everybody(candidates)),
        (IndexBell(kind="job", id=job.job_id) for job in _all_jobs(jobs)),
    )


def ring(bells: Iterator[IndexBell], *, retries: IndexRetries) -> int:
    """Hand all bells to `update_index` through its queue; how many there were."""
    rung = list(bells)
    retries.put(rung)
    return len(rung)


def _everybody(candidates: CandidateStore) -> Iterator[Candidate]:
    page = candidates.page(after=None, limit=PAGE)
    yield from page.items
    while page.next is not None:
        page = candidates.page(after=page.next, limit=PAGE)
        yield from page.items


def _all_jobs(jobs: JobStore) -> Iterator[Job]:
    page = jobs.page(after=None, limit=PAGE)
    yield from page.items
    while page.next is not None:
        page = jobs.page(after=page.next, limit=PAGE)
        yield from page.items


def _indexed(index: CandidateIndex, *, at: Instant) -> Iterator[CandidateId]:
    page = index.members(Segment(), at=at, after=None, limit=PAGE)
    yield from page.items
    while page.next is not None:
        page = index.members(Segment(), at=at, after=page.next, limit=PAGE)
        yield from page.items
