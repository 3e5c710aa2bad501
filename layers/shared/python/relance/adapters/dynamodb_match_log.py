"""Who was shown which ranking: one item per query, deleted by the table's TTL (R26)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from relance.adapters.dynamodb import Table
from relance.records import Instant

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEPT: Final = timedelta(days=730)
"""24 months (R26)."""


class DynamoDbMatchLog:
    """`ports.MatchLog` over the MatchLog table."""

    def __init__(self, client: "DynamoDBClient", *, table: str) -> None:
        self._table = Table(client, table, ("query_id",))

    def record(self, query_id: str, entry: Mapping[str, object], *, at: Instant) -> None:
        """Keep one entry until it expires."""
        expires = int((at + KEPT).timestamp())
        self._table.put({**entry, "query_id": query_id, "at": at.isoformat(), "expires_at": expires})
