"""Segments: how many, and who; with a clear no to what must not be asked (R24)."""

from recruiter_api.dependencies import After, Campaigns, Candidates, Limit, Now
from recruiter_api.people import CandidateLine, lines_of
from recruiter_api.routing import new_router
from recruiter_api.viewing import Asked, Viewing
from relance.campaigns.audience import audience_segment
from relance.campaigns.desk import CampaignDesk
from relance.candidates import CandidateId
from relance.matching.offer import offer_query
from relance.matching.ranking import rank
from relance.records import Cursor, Instant, Page, Record
from relance.segments import Segment, SegmentDefinition
from relance.segments.sense import checked

router = new_router()


class SegmentQuestion(Record):
    """A segment that need not be saved."""

    segment: SegmentDefinition


class SegmentCount(Record):
    """How many people pass the filters; likeness does not filter, it takes the nearest `top` of them."""

    matching: int
    contactable: int
    """Of these, how many may be written to by a campaign now (R29)."""


@router.post("/segments/count", summary="How many people a segment holds now", tags=["segments"])
def count_segment(question: SegmentQuestion, desk: Campaigns, now: Now) -> SegmentCount:
    """Counted in the index, which is a few seconds behind the tables at most."""
    segment = audience_segment(checked(question.segment), search=desk.search, at=now)
    agreed = segment.model_copy(update={"contactable_only": True})
    index = desk.search.candidates
    return SegmentCount(matching=index.count(segment, at=now), contactable=index.count(agreed, at=now))


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
    segment = audience_segment(checked(question.segment), search=desk.search, at=view.at)
    page = _members(segment, desk=desk, at=view.at, after=after, limit=limit)
    if segment.like is not None:
        asked = Asked(job_id=segment.like.job_id, order="segment", filters=segment, after=after)
        view.note(asked, dict.fromkeys(page.items), search=desk.search)
    lines = lines_of(page.items, candidates=candidates, now=view.at)
    return Page(items=tuple(lines.values()), next=page.next)


def _members(
    segment: Segment, *, desk: CampaignDesk, at: Instant, after: Cursor | None, limit: int
) -> Page[CandidateId]:
    index = desk.search.candidates
    if segment.like is None:
        return index.members(segment, at=at, after=after, limit=limit)
    query = offer_query(desk.jobs.get(segment.like.job_id), embedder=desk.search.embedder)
    page = rank(query, segment, index=index, at=at, after=after, limit=limit)
    return Page(items=tuple(match.candidate_id for match in page.items), next=page.next)
