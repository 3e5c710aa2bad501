"""Erasures: a person is forgotten everywhere, and a certificate says so (R31)."""

from collections.abc import Mapping

from recruiter_api.access import Caller
from recruiter_api.dependencies import CandidatePath, Candidates, Erasing, Now
from recruiter_api.routing import new_router
from relance.candidates import CandidateId
from relance.errors import NotFoundError
from relance.privacy.erasure import KEPT, Erasure, ErasureOrder
from relance.records import Instant, Record

router = new_router()


class OrderedErasure(Record):
    """The order is kept: nothing can lose it any more."""

    candidate_id: CandidateId
    ordered_at: Instant


class Certificate(Record):
    """What was removed from which store, and what stays where."""

    candidate_id: CandidateId
    ordered_by: str
    """`candidate`, `retention` (their time was over), or the account of the colleague who passed the wish on."""
    ordered_at: Instant
    finished_at: Instant | None
    """None while the work is under way."""
    removed: dict[str, int]
    """Store -> how many things were removed from it."""
    kept: Mapping[str, Mapping[str, str]]
    """Store -> what stays there and why, in French and English: ids and states, never a name, an address or a text."""


@router.post(
    "/candidates/<candidate_id>/erase", status_code=202, summary="Erase a person everywhere", tags=["candidates"]
)
def erase_candidate(
    candidate_id: CandidatePath, user: Caller, candidates: Candidates, erasing: Erasing, now: Now
) -> OrderedErasure:
    """For a wish that came by letter or telephone; candidates do it themselves on their page. It cannot be undone.
    The certificate is at `/erasures/{candidate_id}`, in most cases within a minute, in all within 24 hours."""
    who = CandidateId(candidate_id)
    if candidates.erasure(who) is None:
        candidates.get(who)
    erasing.put(ErasureOrder(candidate_id=who, by=user.name, at=now))
    return OrderedErasure(candidate_id=who, ordered_at=now)


@router.get("/erasures/<candidate_id>", summary="The certificate of an erasure", tags=["candidates"])
def get_certificate(candidate_id: CandidatePath, candidates: Candidates) -> Certificate:
    """404 until the work has begun, and for everybody who was not erased."""
    erasure = candidates.erasure(CandidateId(candidate_id))
    if erasure is None:
        raise NotFoundError("nobody of this id was erased")
    return _certificate(erasure)


def _certificate(erasure: Erasure) -> Certificate:
    return Certificate(
        candidate_id=erasure.candidate_id,
        ordered_by=erasure.ordered_by,
        ordered_at=erasure.ordered_at,
        finished_at=erasure.finished_at,
        removed=erasure.removed,
        kept=KEPT,
    )
