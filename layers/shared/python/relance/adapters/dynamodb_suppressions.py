"""Suppressed addresses in DynamoDB, by keyed hash."""

from typing import TYPE_CHECKING

from relance.adapters.dynamodb import Table
from relance.errors import ConflictError
from relance.records import Instant

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoDbSuppressions:
    """`ports.Suppressions` on the table Suppressions."""

    def __init__(self, client: "DynamoDBClient", *, table: str) -> None:
        self._table = Table(client, table, ("address_key",))

    def reason(self, address_key: str) -> str | None:
        """See the port."""
        item = self._table.get(address_key=address_key)
        return None if item is None else str(item["reason"])

    def add(self, address_key: str, reason: str, *, now: Instant) -> None:
        """See the port."""
        try:
            self._table.put(
                {"address_key": address_key, "reason": reason, "suppressed_at": now.isoformat()}, self._table.absent()
            )
        except ConflictError:
            return  # Suppressed already: the first reason stays.
