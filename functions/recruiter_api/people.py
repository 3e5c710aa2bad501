"""People as lists show them."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from relance.campaigns.eligibility import Contactable, EligibilityPorts, contactable
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
    """Whether campaigns may write to this person now: agreed, an address that takes our mails, not hired."""
    shares_email: bool
    """Somebody else gave the same address under another name."""
    updated_at: Instant


def lines(people: Sequence[Candidate], *, eligibility: EligibilityPorts, now: Instant) -> tuple[CandidateLine, ...]:
    """Each in one line, in the order given."""
    asked = contactable([one.candidate_id for one in people], eligibility=eligibility, at=now)
    return tuple(_line(one, may=isinstance(asked[one.candidate_id], Contactable)) for one in people)


def lines_of(
    ids: Iterable[CandidateId], *, candidates: CandidateStore, eligibility: EligibilityPorts, now: Instant
) -> dict[CandidateId, CandidateLine]:
    """Lines by id in the order given; people who are gone since the index was written are left out."""
    people = []
    for candidate_id in ids:
        with suppress(NotFoundError):
            people.append(candidates.get(candidate_id))
    return {line.candidate_id: line for line in lines(people, eligibility=eligibility, now=now)}


def _line(candidate: Candidate, *, may: bool) -> CandidateLine:
    return CandidateLine(
        candidate_id=candidate.candidate_id,
        name=candidate.name,
        headline=headline(candidate),
        language=candidate.language,
        problem=candidate.problem,
        contactable=may,
        shares_email=bool(candidate.shares_email_with),
        updated_at=candidate.updated_at,
    )


def headline(candidate: Candidate) -> str | None:
    """The title of the CV."""
    return title_of(candidate.profile) or None
