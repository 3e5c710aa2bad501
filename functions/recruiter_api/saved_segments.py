"""Segments that recruiters keep, and those that come with the product: each with its sentence and its live count."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import Field

from recruiter_api.access import Caller
from recruiter_api.dependencies import ID, Campaigns, Name, NewId, Now, Segments
from recruiter_api.routing import new_router
from recruiter_api.segment_checks import validated_segment
from recruiter_api.segment_words import Sentence, told
from recruiter_api.segments import counted_for
from relance.campaigns.audience import audience_segment
from relance.campaigns.desk import CampaignDesk
from relance.errors import ConflictError, NotFoundError
from relance.mail.typography import Language
from relance.records import Instant, Record
from relance.segments import SegmentDefinition
from relance.segments.saved import MOST_MONTHS, ReadyMade, SavedSegment, SegmentId, ready_made

router = new_router()

SegmentPath = Annotated[str, Path(description="id of the segment", pattern=ID)]


class NewSegment(Record):
    """A segment to keep."""

    name: Name
    segment: SegmentDefinition


class ChangedSegment(NewSegment):
    """The same, over the revision that was read."""

    revision: int = Field(ge=1)


class Live(Record):
    """What a segment means and holds now."""

    sentence: Sentence | None
    """None: it speaks of a job that is gone."""
    matching: int
    reachable: int
    """Of these, how many a campaign may write to."""


class SegmentView(Live):
    """A kept segment as it is now."""

    segment: SavedSegment


class ReadyMadeView(Live):
    """A segment that comes with the product, as it is now."""

    id: str
    name: dict[Language, str]
    definition: SegmentDefinition


@router.get("/segments", summary="The segments that were kept", tags=["segments"])
def list_segments(segments: Segments, desk: Campaigns, now: Now) -> list[SegmentView]:
    """By name."""
    kept = sorted(segments.all(), key=lambda each: (each.name.casefold(), each.segment_id))
    return desk.each(lambda each: _view(each, desk=desk, at=now), kept)


@router.get("/segments/ready-made", summary="Segments that come with the product", tags=["segments"])
def list_ready_made(
    desk: Campaigns,
    now: Now,
    months: Annotated[int | None, Query(description="how long ago the processes ended", ge=0, le=MOST_MONTHS)] = None,
) -> list[ReadyMadeView]:
    """Finalists some months after their process, people who withdrew, people who were interested last time."""
    return desk.each(lambda each: _ready_made_view(each, desk=desk, at=now), ready_made(months=months))


@router.post("/segments", status_code=201, summary="Keep a segment", tags=["segments"])
def keep_segment(
    new: NewSegment, user: Caller, segments: Segments, desk: Campaigns, segment_id: NewId, now: Now
) -> SegmentView:
    """Refused when nobody can fulfil it, or when it speaks of a job that does not exist."""
    definition = validated_segment(new.segment, desk=desk, at=now)
    kept = SavedSegment(
        segment_id=SegmentId(segment_id),
        name=new.name,
        definition=definition,
        created_by=user.name,
        created_at=now,
        updated_at=now,
    )
    return _view(segments.save(kept), desk=desk, at=now)


@router.get("/segments/<segment_id>", summary="One kept segment", tags=["segments"])
def get_segment(segment_id: SegmentPath, segments: Segments, desk: Campaigns, now: Now) -> SegmentView:
    """With what it means and holds now."""
    return _view(segments.get(SegmentId(segment_id)), desk=desk, at=now)


@router.put("/segments/<segment_id>", summary="Change a kept segment", tags=["segments"])
def change_segment(
    segment_id: SegmentPath, changed: ChangedSegment, segments: Segments, desk: Campaigns, now: Now
) -> SegmentView:
    """Campaigns that were approved with it keep what they were approved with."""
    held = segments.get(SegmentId(segment_id))
    if held.revision != changed.revision:
        raise ConflictError(f"the segment has changed since revision {changed.revision}: read it again")
    definition = validated_segment(changed.segment, desk=desk, at=now)
    update = {"name": changed.name, "definition": definition, "updated_at": now}
    return _view(segments.save(held.model_copy(update=update)), desk=desk, at=now)


@router.delete("/segments/<segment_id>", summary="Forget a kept segment", tags=["segments"])
def forget_segment(segment_id: SegmentPath, segments: Segments) -> SavedSegment:
    """What was forgotten. Campaigns that were approved with it keep what they were approved with."""
    held = segments.get(SegmentId(segment_id))
    segments.remove(held)
    return held


def _view(kept: SavedSegment, *, desk: CampaignDesk, at: Instant) -> SegmentView:
    return SegmentView(segment=kept, **dict(_live(kept.definition, desk=desk, at=at)))


def _ready_made_view(made: ReadyMade, *, desk: CampaignDesk, at: Instant) -> ReadyMadeView:
    return ReadyMadeView(**dict(made), **dict(_live(made.definition, desk=desk, at=at)))


def _live(definition: SegmentDefinition, *, desk: CampaignDesk, at: Instant) -> Live:
    try:
        segment = audience_segment(definition, search=desk.search, at=at)
    except NotFoundError:
        return Live(sentence=None, matching=0, reachable=0)
    counted = counted_for(segment, (), desk=desk, at=at)
    return Live(sentence=told(definition, desk=desk), matching=counted.matching, reachable=counted.reachable)
