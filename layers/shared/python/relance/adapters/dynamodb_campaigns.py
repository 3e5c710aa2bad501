"""Campaigns and their runs in one DynamoDB table: partition = campaign, one part for the definition and one per run."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel

from relance.adapters.dynamodb import Item, Table, expression, from_item, to_item
from relance.campaigns import Campaign, CampaignId, Occurrence
from relance.errors import NotFoundError
from relance.records import Cursor, Instant, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_DEFINITION: Final = "campaign"
_RUN: Final = "occurrence#"


class DynamoDbCampaignStore:
    """`ports.CampaignStore` over the Campaigns table."""

    def __init__(self, client: "DynamoDBClient", *, table: str) -> None:
        self._table = Table(client, table, ("campaign_id", "part"))

    def get(self, campaign_id: CampaignId) -> Campaign:
        """Consistent read; NotFoundError."""
        item = self._table.get(campaign_id=campaign_id, part=_DEFINITION)
        if item is None:
            raise NotFoundError(f"no campaign {campaign_id}")
        return from_item(item, Campaign)

    def save(self, campaign: Campaign) -> Campaign:
        """Create or write over the revision that was read; ConflictError."""
        return self._save(campaign, part=_DEFINITION)

    def page(self, *, after: Cursor | None, limit: int) -> Page[Campaign]:
        """Campaigns in the table's own order; a page may be shorter than `limit` before the last one."""
        items, place = self._table.scan(after=after, limit=limit)
        found = [item for item in items if item["part"] == _DEFINITION]
        return Page(items=tuple(from_item(item, Campaign) for item in found), next=place)

    def occurrence(self, campaign_id: CampaignId, scheduled_for: Instant) -> Occurrence | None:
        """Consistent read of one run."""
        item = self._table.get(campaign_id=campaign_id, part=_part(scheduled_for))
        return None if item is None else from_item(item, Occurrence)

    def save_occurrence(self, occurrence: Occurrence) -> Occurrence:
        """Create or write over the revision that was read; ConflictError."""
        return self._save(occurrence, part=_part(occurrence.scheduled_for))

    def occurrences(self, campaign_id: CampaignId) -> Sequence[Occurrence]:
        """All runs, oldest first."""
        runs = expression("#campaign_id = :campaign AND begins_with(#part, :run)", campaign=campaign_id, run=_RUN)
        return [from_item(item, Occurrence) for item in self._table.query_all(runs)]

    def _save[Part: (Campaign, Occurrence)](self, record: Part, *, part: str) -> Part:
        read = record.revision
        condition = expression("#revision = :read", read=read) if read else self._table.absent()
        written = record.model_copy(update={"revision": read + 1})
        self._table.put(_item(written, part=part), condition)
        return written


def _part(scheduled_for: Instant) -> str:
    return f"{_RUN}{scheduled_for.isoformat()}"


def _item(record: BaseModel, *, part: str) -> Item:
    return to_item(record) | {"part": part}
