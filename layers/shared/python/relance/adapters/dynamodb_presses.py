"""LinkPresses of portal links: a row for each link and minute, named by a hash of the link, gone after an hour."""

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from relance.adapters.dynamodb import Table, expression
from relance.records import Instant

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEPT: Final = timedelta(hours=1)


class DynamoDbPresses:
    """`ports.LinkPresses` in the table Batches."""

    def __init__(self, client: "DynamoDBClient", *, table: str) -> None:
        self._table = Table(client, table, ("batch_id",))

    def count(self, token: str, *, at: Instant) -> int:
        """See the port."""
        row = f"presses#{hashlib.sha256(token.encode()).hexdigest()}#{at:%Y%m%dT%H%M}"
        gone = int((at + _KEPT).timestamp())
        held = self._table.update(
            {"batch_id": row}, expression("SET #expires_at = :gone ADD #presses :one", gone=gone, one=1)
        )
        return int(held["presses"])
