"""An uploaded file becomes a candidate, or a new version of one; twice or interrupted, the result is the same."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final

from ingest_cv.arrival import Arrival, Reader, receive
from ingest_cv.identity import Markers, candidate_id_of, markers
from ingest_cv.people import Holders, has_nothing_new, look_up, new_person, with_arrival
from relance.applications import Application
from relance.candidates import Candidate, CandidateId
from relance.cv.problems import ProblemCode
from relance.errors import ConflictError, NotFoundError
from relance.ports.people import ApplicationStore, CandidateStore, CvStore, JobStore, Upload
from relance.records import Instant, Record

TRIES: Final = 5
"""How often a write is tried anew after another writer was quicker; then the message returns to the queue."""


class Outcome(StrEnum):
    """What became of an upload; also the names of the metrics that count them."""

    NEW_PERSON = "NewPerson"
    NEW_VERSION = "NewVersion"
    KNOWN_FILE = "KnownFile"
    GONE = "UploadGone"
    ERASED = "PersonErased"
    NOT_A_FILE = "NotAFile"


class Settled(Record):
    """What became of an upload, in ids only."""

    outcome: Outcome
    candidate_id: CandidateId | None = None
    problem: ProblemCode | None = None
    job_known: bool | None = None
    """None when the key names no job; False: it names one that does not exist, and the person is in the pool."""


class ErasedError(NotFoundError):
    """The person was erased (R31)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Where uploads come from and where they go."""

    cvs: CvStore
    candidates: CandidateStore
    jobs: JobStore
    applications: ApplicationStore


def ingest(upload: Upload, *, stores: Stores, read: Reader, pepper: bytes, now: Instant) -> Settled:
    """Settle one upload. Every step may be repeated; the upload leaves the inbox last."""
    if upload.key.endswith("/"):
        return Settled(outcome=Outcome.NOT_A_FILE)  # An empty object with which consoles draw a folder.
    try:
        arrival = receive(upload, cvs=stores.cvs, read=read)
    except NotFoundError:
        return Settled(outcome=Outcome.GONE)  # Settled by another delivery of the same message, or withdrawn.
    own_id = candidate_id_of(arrival.upload, pepper=pepper)
    marks = markers(arrival.file.cv_id, arrival.profile, pepper=pepper)
    person, outcome = _again_after_conflicts(lambda: _write(arrival, marks, own_id=own_id, stores=stores, now=now))
    job_known = None
    if person is None:
        _forget(own_id, arrival, stores.cvs)
    elif person.candidate_id != own_id:
        stores.cvs.discard(own_id, arrival.file.cv_id)  # Left by a try that lost against another message.
    if person is not None:
        _flag_on_others(person, stores.candidates, now=now)
        job_known = _apply(person, upload, stores=stores, now=now)
    stores.cvs.release(arrival.upload)
    return Settled(
        outcome=outcome,
        candidate_id=person.candidate_id if person else None,
        problem=arrival.file.problem.code if arrival.file.problem else None,
        job_known=job_known,
    )


def _write(
    arrival: Arrival, marks: Markers, *, own_id: CandidateId, stores: Stores, now: Instant
) -> tuple[Candidate | None, Outcome]:
    """Find the person and write what is new; the file is kept before the record that names it. ConflictError."""
    try:
        sender = _sender(arrival.upload, stores.candidates)
    except ErasedError:
        return None, Outcome.ERASED
    holders = look_up(marks, stores.candidates)
    if sender is None and _came_before_the_erasure(arrival.upload, marks, stores.candidates):
        return None, Outcome.ERASED
    person = holders.of_file or sender or holders.person(arrival.profile)
    if person is None:
        return _write_new(new_person(own_id, arrival, holders.claims(own_id), now=now), arrival, holders, stores)
    if has_nothing_new(person, arrival):
        return person, Outcome.KNOWN_FILE
    claims = holders.claims(person.candidate_id)
    arrival.keep_for(person, stores.cvs)
    try:
        saved = stores.candidates.save(with_arrival(person, arrival, claims, now=now), new_keys=claims.keys)
    except ConflictError:
        if stores.candidates.erasure(person.candidate_id) is not None:
            stores.cvs.forget(person.candidate_id)  # What was kept a moment ago came after their files had gone.
        raise
    return saved, Outcome.NEW_VERSION


def _sender(upload: Upload, candidates: CandidateStore) -> Candidate | None:
    """The person whose own link the file came by; ErasedError when their data went since: it brings nobody back."""
    if upload.candidate_id is None:
        return None
    try:
        return candidates.get(upload.candidate_id)
    except NotFoundError as gone:
        if candidates.erasure(upload.candidate_id) is not None:
            raise ErasedError("whoever sent the file was erased") from gone
        return None


def _came_before_the_erasure(upload: Upload, marks: Markers, candidates: CandidateStore) -> bool:
    """Whether whoever had this address was erased after the file was sent: it comes late, or again (R31). Looked at
    after the markers: an erasure that begins later makes the write fail."""
    erased = candidates.erased_at(marks.address_key) if marks.address_key else None
    return erased is not None and upload.received_at <= erased


def _forget(own_id: CandidateId, arrival: Arrival, cvs: CvStore) -> None:
    """Nothing of an erased person stays, whatever an earlier try had kept: every version of it (R31)."""
    cvs.forget(own_id)
    if arrival.upload.candidate_id is not None:
        cvs.forget(arrival.upload.candidate_id)


def _write_new(
    person: Candidate, arrival: Arrival, holders: Holders, stores: Stores
) -> tuple[Candidate | None, Outcome]:
    if stores.candidates.erasure(person.candidate_id) is not None:
        return None, Outcome.ERASED
    arrival.keep_for(person, stores.cvs)
    try:
        return stores.candidates.create(person, keys=holders.claims(person.candidate_id).keys), Outcome.NEW_PERSON
    except NotFoundError:
        return None, Outcome.ERASED


def _flag_on_others(person: Candidate, candidates: CandidateStore, *, now: Instant) -> None:
    """Everybody on the same address knows of everybody else."""
    for other_id in person.shares_email_with:
        _again_after_conflicts(partial(_flag, other_id, person.candidate_id, candidates, now=now))


def _flag(other_id: CandidateId, person_id: CandidateId, candidates: CandidateStore, *, now: Instant) -> None:
    try:
        other = candidates.get(other_id)
    except NotFoundError:
        return  # Erased meanwhile.
    if person_id not in other.shares_email_with:
        sharing = (*other.shares_email_with, person_id)
        candidates.save(other.model_copy(update={"shares_email_with": sharing, "updated_at": now}))


def _apply(person: Candidate, upload: Upload, *, stores: Stores, now: Instant) -> bool | None:
    """An application when the key names a job; whether that job exists."""
    if upload.job_id is None:
        return None
    try:
        job = stores.jobs.get(upload.job_id)
    except NotFoundError:
        return False
    application = Application(
        job_id=job.job_id, candidate_id=person.candidate_id, applied_at=upload.received_at, updated_at=now
    )
    _again_after_conflicts(lambda: _add(application, stores.applications))
    return True


def _add(application: Application, applications: ApplicationStore) -> None:
    try:
        applications.get(application.job_id, application.candidate_id)
    except NotFoundError:
        applications.save(application)


def _again_after_conflicts[Result](act: Callable[[], Result]) -> Result:
    for _ in range(TRIES - 1):
        try:
            return act()
        except ConflictError:
            continue
    return act()
