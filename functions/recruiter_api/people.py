"""People as lists show them."""

from collections.abc import Iterable

from relance.candidates import Candidate, CandidateId
from relance.cv.problems import Problem
from relance.errors import NotFoundError
from relance.matching.indexing import title_of
from relance.ports.people import CandidateStore
from relance.records import Instant, Record


class CandidateLine(Record):
    """One person in a list."""

    candidate_id: CandidateId
    name: str | None
    headline: str | None
    language: str
    problem: Problem | None
    """What is wrong with the newest file, in French and English."""
    contactable: bool
    """Whether campaigns may write to this person now."""
    shares_email: bool
    """Somebody else gave the same address under another name."""
    updated_at: Instant


def line_of(candidate: Candidate, now: Instant) -> CandidateLine:
    """A person in one line."""
    return CandidateLine(
        candidate_id=candidate.candidate_id,
        name=candidate.name,
        headline=headline(candidate),
        language=candidate.language,
        problem=candidate.problem,
        contactable=candidate.may_be_offered_jobs(now),
        shares_email=bool(candidate.shares_email_with),
        updated_at=candidate.updated_at,
    )


def lines_of(
    ids: Iterable[CandidateId], *, candidates: CandidateStore, now: Instant
) -> dict[CandidateId, CandidateLine]:
    """Lines by id in the order given; people who are gone since the index was written are left out."""
    lines = {}
    for candidate_id in ids:
        try:
            lines[candidate_id] = line_of(candidates.get(candidate_id), now)
        except NotFoundError:
            continue
    return lines


def headline(candidate: Candidate) -> str | None:
    """The title of the CV."""
    return title_of(candidate.profile) or None
