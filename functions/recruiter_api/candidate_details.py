"""What recruiters note on a person for later: tags, and the wishes that the person told them."""

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from recruiter_api.access import Caller
from recruiter_api.dependencies import Audit, CandidatePath, Candidates, Now
from recruiter_api.routing import new_router
from relance.advice.linter import TONE, hits
from relance.candidates import Candidate, CandidateId, ContractWish
from relance.errors import ConflictError, InvalidInputError
from relance.records import Record
from relance.segments.areas import AREA

router = new_router()
_MOST_AREAS: Final = 150
_WISHES: Final = ("contracts", "areas", "available_from")

Tag = Annotated[str, Field(min_length=1, max_length=40)]
Area = Annotated[str, Field(pattern=rf"^(?:{AREA.pattern})$")]


class Details(Record):
    """What is to change; what is left out stays. An empty list, or null for the day, takes a wish back."""

    revision: int | None = Field(default=None, ge=1)
    """The revision that was read: 409 when the person's record has changed since."""
    tags: frozenset[Tag] = Field(default=frozenset(), max_length=50)
    contracts: frozenset[ContractWish] = frozenset()
    areas: frozenset[Area] = Field(default=frozenset(), max_length=_MOST_AREAS)
    """Where the person said they would work: "FR-69", "FR", "GB", "remote", "anywhere". Never where they live (R24)."""
    available_from: date | None = None


@router.patch("/candidates/<candidate_id>", summary="Note tags and wishes", tags=["candidates"])
def note_details(
    candidate_id: CandidatePath, details: Details, user: Caller, candidates: Candidates, audit: Audit, now: Now
) -> Candidate:
    """Wishes are what the person said, by phone or in an interview; the portal is theirs to change them again."""
    held = candidates.get(CandidateId(candidate_id))
    if details.revision not in (None, held.revision):
        raise ConflictError(f"the record has changed since revision {details.revision}: read it again")
    given = details.model_fields_set
    wishes: dict[str, object] = {name: getattr(details, name) for name in _WISHES if name in given}
    tags = frozenset(map(_fit_for_a_tag, details.tags)) if "tags" in given else held.tags
    changed = {"tags": tags, "wishes": held.wishes.model_copy(update=wishes), "updated_at": now}
    saved = candidates.save(held.model_copy(update=changed))
    told = {"fields": " ".join(sorted(given - {"revision"}))}
    audit.append(f"candidate#{candidate_id}", actor=user.name, action="details_noted", detail=told, at=now)
    return saved


def _fit_for_a_tag(tag: str) -> str:
    """A tag is a filter: what no filter may stand for, no tag may say."""
    told = " ".join(tag.split())
    wrong = [hit for hit in hits(told) if hit.category != TONE]
    if wrong or not told:
        raise InvalidInputError(
            f"“{told}” cannot be a tag: segments would filter on a protected ground (French labour code L1132-1) – "
            f"« {told} » ne peut être une étiquette : les segments filtreraient sur un motif protégé "
            "(code du travail, article L1132-1)"
        )
    return told
