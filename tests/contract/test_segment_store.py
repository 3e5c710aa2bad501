"""What every store of segments promises."""

import pytest
from mypy_boto3_dynamodb import DynamoDBClient

from relance.adapters.dynamodb_campaigns import DynamoDbCampaignStore
from relance.adapters.dynamodb_segments import DynamoDbSegmentStore
from relance.adapters.memory_segments import MemorySegmentStore
from relance.errors import ConflictError, NotFoundError
from relance.ports.segments import SegmentStore
from relance.segments import SegmentDefinition
from relance.segments.saved import SavedSegment, SegmentId
from tests import factories

DEEP = SegmentDefinition.model_validate(
    {
        "any_of": [{"none_of": [{"any_of": [{"all_of": [{"any_of": [{"skills_all": ["sage"]}]}]}]}]}],
        "history": {"jobs": ["accountant"], "at_least_days_ago": 90},
        "finalists_of_jobs_like": {"job_id": "nurse", "minimum_likeness": 0.75},
        "like": {"job_id": "nurse"},
    }
)


def saved(segment_id: str = "s1", **overrides: object) -> SavedSegment:
    fields: dict[str, object] = {
        "segment_id": segment_id,
        "name": "Finalistes",
        "definition": DEEP,
        "created_by": "rachel",
        "created_at": factories.NOW,
        "updated_at": factories.NOW,
    }
    return SavedSegment.model_validate(fields | overrides)


@pytest.fixture(params=["memory", "dynamodb"])
def segments(request: pytest.FixtureRequest) -> SegmentStore:
    """Each kind in turn."""
    if request.param == "memory":
        return MemorySegmentStore()
    return DynamoDbSegmentStore(request.getfixturevalue("dynamodb"), table="Campaigns")


def test_a_segment_comes_back_as_it_was_kept(segments: SegmentStore) -> None:
    kept = segments.save(saved())

    assert kept == saved(revision=1)
    assert segments.get(SegmentId("s1")) == kept


def test_an_unknown_segment(segments: SegmentStore) -> None:
    with pytest.raises(NotFoundError):
        segments.get(SegmentId("nothing"))


def test_the_slower_of_two_writers_is_told(segments: SegmentStore) -> None:
    read = segments.save(saved())
    segments.save(read.model_copy(update={"name": "first"}))

    with pytest.raises(ConflictError):
        segments.save(read.model_copy(update={"name": "second"}))
    with pytest.raises(ConflictError):
        segments.save(saved())
    with pytest.raises(ConflictError):
        segments.remove(read)
    assert segments.get(SegmentId("s1")).name == "first"


def test_what_is_removed_is_gone(segments: SegmentStore) -> None:
    kept = segments.save(saved())
    segments.save(saved("s2"))

    segments.remove(kept)

    assert [each.segment_id for each in segments.all()] == ["s2"]
    with pytest.raises(NotFoundError):
        segments.get(SegmentId("s1"))


def test_all_are_listed_in_the_order_of_their_ids(segments: SegmentStore) -> None:
    for segment_id in ("b", "c", "a"):
        segments.save(saved(segment_id))

    assert [each.segment_id for each in segments.all()] == ["a", "b", "c"]


def test_segments_are_no_campaigns(dynamodb: DynamoDBClient) -> None:
    DynamoDbSegmentStore(dynamodb, table="Campaigns").save(saved())

    assert DynamoDbCampaignStore(dynamodb, table="Campaigns").page(after=None, limit=10).items == ()
