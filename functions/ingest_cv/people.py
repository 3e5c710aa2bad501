"""Which person of the base an arrival belongs to, and what it changes of them."""

from dataclasses import dataclass

from ingest_cv.arrival import Arrival, newest_first
from ingest_cv.identity import Markers, same_name
from relance.candidates import UPLOADED, Candidate, CandidateId
from relance.cv.profile import Profile
from relance.errors import ConflictError, NotFoundError
from relance.ports.people import CandidateStore
from relance.records import Instant


@dataclass(frozen=True, slots=True)
class Claims:
    """What a record of this arrival must be written with."""

    keys: tuple[str, ...]
    """Markers that were free when we looked; the write fails when one no longer is, and we look again."""
    sharing: tuple[CandidateId, ...]
    """Other people on the same address."""


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds the markers of an arrival: one look, on which every decision of a try rests."""

    marks: Markers
    of_file: Candidate | None
    of_address: Candidate | None
    of_person: Candidate | None

    def person(self, profile: Profile | None) -> Candidate | None:
        """Whoever sent the same bytes, else whoever has the same address and the same name."""
        if self.of_file is not None:
            return self.of_file
        if self.of_address is None or (profile and same_name(self.of_address.name, profile.basics.name)):
            return self.of_address
        return self.of_person

    def claims(self, me: CandidateId) -> Claims:
        """Markers of this arrival for the person `me`."""
        first = self.of_address
        free = [self.marks.file]
        if first is None:
            free += [self.marks.address] if self.marks.address else []
            return Claims(tuple(free), ())
        if first.candidate_id == me:
            return Claims(tuple(free), ())
        free += [self.marks.person] if self.marks.person and self.of_person is None else []
        others = dict.fromkeys((first.candidate_id, *first.shares_email_with))
        return Claims(tuple(free), tuple(other for other in others if other != me))


def look_up(marks: Markers, candidates: CandidateStore) -> Holders:
    """Consistent reads of all markers; ConflictError when somebody is just being erased."""
    return Holders(
        marks=marks,
        of_file=_holder(marks.file, candidates),
        of_address=_holder(marks.address, candidates),
        of_person=_holder(marks.person, candidates),
    )


def new_person(candidate_id: CandidateId, arrival: Arrival, claims: Claims, *, now: Instant) -> Candidate:
    """Somebody who was not known."""
    return Candidate(
        candidate_id=candidate_id,
        profile=arrival.profile,
        cvs=(arrival.file,),
        shares_email_with=claims.sharing,
        source=arrival.upload.source or UPLOADED,
        created_at=now,
        updated_at=now,
    )


def has_nothing_new(person: Candidate, arrival: Arrival) -> bool:
    """They have this file already, unless it, or a page of it, could not be read then and can be now."""
    held = next((file for file in person.cvs if file.cv_id == arrival.file.cv_id), None)
    if held is None:
        return False
    if held.problem is None and arrival.file.problem is None:
        return arrival.file.unread_pages >= held.unread_pages
    return held.problem is None or arrival.file.problem is not None


def with_arrival(person: Candidate, arrival: Arrival, claims: Claims, *, now: Instant) -> Candidate:
    """The person with one more file; the newest readable one gives the profile."""
    files = newest_first([arrival.file, *(file for file in person.cvs if file.cv_id != arrival.file.cv_id)])
    newest_readable = next((file for file in files if file.problem is None), None)
    return person.model_copy(
        update={
            "cvs": files,
            "profile": arrival.profile if newest_readable == arrival.file else person.profile,
            "shares_email_with": tuple(dict.fromkeys((*person.shares_email_with, *claims.sharing))),
            "updated_at": now,
        }
    )


def _holder(key: str | None, candidates: CandidateStore) -> Candidate | None:
    held_by = candidates.holder_of(key) if key else None
    if held_by is None:
        return None
    try:
        return candidates.get(held_by)
    except NotFoundError as gone:
        raise ConflictError(f"candidate {held_by} is being erased") from gone
