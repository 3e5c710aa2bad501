"""Saved segments in the Campaigns table: one partition, so that listing them is one query."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from relance.adapters.dynamodb import Table, expression, from_item, to_item
from relance.errors import NotFoundError
from relance.segments.saved import SavedSegment, SegmentId

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_PARTITION: Final = "segments"
_PART: Final = "segment#"


class DynamoDbSegmentStore:
    """`ports.SegmentStore` over the Campaigns table."""

    def __init__(self, client: "DynamoDBClient", *, table: str) -> None:
        self._table = Table(client, table, ("campaign_id", "part"))

    def get(self, segment_id: SegmentId) -> SavedSegment:
        """Consistent read; NotFoundError."""
        item = self._table.get(**_key(segment_id))
        if item is None:
            raise NotFoundError(f"no segment {segment_id}")
        return from_item(item, SavedSegment)

    def save(self, segment: SavedSegment) -> SavedSegment:
        """Create or write over the revision that was read; ConflictError."""
        read = segment.revision
        condition = expression("#revision = :read", read=read) if read else self._table.absent()
        written = segment.model_copy(update={"revision": read + 1})
        self._table.put(to_item(written) | _key(segment.segment_id), condition)
        return written

    def remove(self, segment: SavedSegment) -> None:
        """Forget the revision that was read; ConflictError."""
        self._table.delete(_key(segment.segment_id), expression("#revision = :read", read=segment.revision))

    def all(self) -> Sequence[SavedSegment]:
        """In the order of their ids."""
        every = expression("#campaign_id = :partition AND begins_with(#part, :part)", partition=_PARTITION, part=_PART)
        return [from_item(item, SavedSegment) for item in self._table.query_all(every)]


def _key(segment_id: SegmentId) -> dict[str, str]:
    return {"campaign_id": _PARTITION, "part": f"{_PART}{segment_id}"}
