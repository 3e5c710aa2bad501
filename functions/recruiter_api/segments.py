"""Segments: what one means, how many it holds, who; with a clear no to what must not be asked (R24)."""

from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import Field

from recruiter_api.dependencies import ID, After, Campaigns, Candidates, Limit, Now
from recruiter_api.exclusions import Exclusion, exclusions
from recruiter_api.people import CandidateLine, lines_of
from recruiter_api.routing import new_router
from recruiter_api.segment_checks import validated_segment
from recruiter_api.segment_words import Sentence, told
from recruiter_api.viewing import Asked, Viewing
from relance.campaigns.audience import audience_segment, nearest_first
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.job_kinds import contracts_of
from relance.campaigns.reach import Reach, exclusion_conditions, reach
from relance.candidates import CandidateId
from relance.errors import InvalidInputError
from relance.jobs import JobId
from relance.records import Cursor, Instant, Page, Record
from relance.segments import Segment, SegmentDefinition

router = new_router()
_NEAREST: Final = "nearest"
_REST: Final = "rest"
"""Parts of a list by likeness: those in its order, then everybody else."""


class SegmentQuestion(Record):
    """A segment that need not be saved."""

    segment: SegmentDefinition


class PreviewQuestion(SegmentQuestion):
    """The same, for the offers that a campaign would make."""

    jobs: tuple[Annotated[JobId, Field(pattern=ID)], ...] = Field(default=(), max_length=10)


class SegmentCount(Record):
    """How many people pass the filters; likeness does not filter, it takes the nearest `top` of them."""

    matching: int
    contactable: int
    """Of these, how many may be written to by a campaign now (R29)."""


class SegmentPreview(Record):
    """What a segment means and holds now. A run of a campaign re-reads each person before anything is written."""

    sentence: Sentence
    matching: int
    """People who pass the filters."""
    exclusions: tuple[Exclusion, ...]
    """How many of them a campaign would leave out, each under the first reason that holds; most first."""
    reachable: int
    """The others: matching less all exclusions."""
    taken: int
    """Of these, how many likeness keeps at most: the nearest `like.top`, or all. Who has no text is near to nothing."""
    people: Page[CandidateLine]
    """The first page; `/segments/members` gives the others."""


@router.post("/segments/count", summary="How many people a segment holds now", tags=["segments"])
def count_segment(question: SegmentQuestion, desk: Campaigns, now: Now) -> SegmentCount:
    """Counted in the index, which is a few seconds behind the tables at most."""
    segment = _asked(question, desk=desk, at=now)
    agreed = segment.model_copy(update={"contactable_only": True})
    index = desk.search.candidates
    return SegmentCount(matching=index.count(segment, at=now), contactable=index.count(agreed, at=now))


@router.post("/segments/preview", summary="What a segment means, how many it reaches, and who", tags=["segments"])
def preview_segment(
    question: PreviewQuestion, desk: Campaigns, candidates: Candidates, view: Viewing, limit: Limit = 10
) -> SegmentPreview:
    """In one sentence of each language; with `jobs`, also who applied to them or was sent them before."""
    for job_id in question.jobs:
        desk.jobs.get(job_id)
    segment = _asked(question, desk=desk, at=view.at)
    counted = counted_for(segment, question.jobs, desk=desk, at=view.at)
    top = segment.like.top if segment.like else None
    return SegmentPreview(
        sentence=told(question.segment, desk=desk),
        matching=counted.matching,
        exclusions=exclusions(counted.excluded, every=desk.rules.every),
        reachable=counted.reachable,
        taken=counted.reachable if top is None else min(top, counted.reachable),
        people=_page(segment, desk=desk, candidates=candidates, view=view, after=None, limit=limit),
    )


@router.post("/segments/members", summary="Who is in a segment now", tags=["segments"])
def list_members(
    question: SegmentQuestion,
    desk: Campaigns,
    candidates: Candidates,
    view: Viewing,
    after: After = None,
    limit: Limit = 50,
) -> Page[CandidateLine]:
    """By likeness when the segment asks for it, else in a stable order."""
    segment = _asked(question, desk=desk, at=view.at)
    return _page(segment, desk=desk, candidates=candidates, view=view, after=after, limit=limit)


def counted_for(segment: Segment, jobs: Sequence[JobId], *, desk: CampaignDesk, at: Instant) -> Reach:
    """How many a campaign with these offers would reach, and how many not for which reason."""
    contracts = {job: contracts_of(desk.jobs.get(job).contract or "") for job in jobs}
    cases = exclusion_conditions(jobs, contracts=contracts, mailed_since=desk.rules.quiet_since(at))
    return reach(segment, cases, index=desk.search.candidates, at=at)


def _asked(question: SegmentQuestion, *, desk: CampaignDesk, at: Instant) -> Segment:
    """The filters to ask the index for; errors as for `validated_segment`."""
    return audience_segment(validated_segment(question.segment, desk=desk, at=at), search=desk.search, at=at)


def _page(
    segment: Segment, *, desk: CampaignDesk, candidates: Candidates, view: Viewing, after: Cursor | None, limit: int
) -> Page[CandidateLine]:
    page = _members(segment, desk=desk, at=view.at, after=after, limit=limit)
    if segment.like is not None:
        asked = Asked(job_id=segment.like.job_id, order="segment", filters=segment, after=after)
        view.note(asked, dict.fromkeys(page.items), search=desk.search)
    lines = lines_of(page.items, candidates=candidates, eligibility=desk.eligibility, now=view.at)
    return Page(items=tuple(lines.values()), next=page.next)


def _members(
    segment: Segment, *, desk: CampaignDesk, at: Instant, after: Cursor | None, limit: int
) -> Page[CandidateId]:
    """In the order in which a campaign would walk them."""
    if segment.like is None:
        return desk.search.candidates.members(segment, at=at, after=after, limit=limit)
    part, place = _place(after)
    first = nearest_first(segment, segment.like, search=desk.search, at=at)
    if part == _NEAREST:
        end = int(place) + limit
        if end < len(first):
            return Page(items=first[int(place) : end], next=f"{_NEAREST}:{end}")
        return Page(items=first[int(place) :], next=None if segment.like.top else f"{_REST}:")
    page = desk.search.candidates.members(segment, at=at, after=place or None, limit=limit)
    others = tuple(candidate_id for candidate_id in page.items if candidate_id not in set(first))
    return Page(items=others, next=None if page.next is None else f"{_REST}:{page.next}")


def _place(after: Cursor | None) -> tuple[str, str]:
    part, colon, place = (after or f"{_NEAREST}:0").partition(":")
    if colon and (part == _REST or (part == _NEAREST and place.isdecimal())):
        return part, place
    raise InvalidInputError("this place in the list is not known: start again at its beginning")
