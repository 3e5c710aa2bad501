"""What readers did: sets of mail ids, of mail and job for applications, beside a run's row: each counts once."""

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from relance.adapters.dynamodb import Table, expression
from relance.jobs import JobId
from relance.mail.mails import BatchId, MailId
from relance.ports.responses import Response, counted, response_key

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KINDS: Final[tuple[Response, ...]] = ("interested", "applied", "paused", "unsubscribed")
_SHARDS: Final = 16
"""A set of ids may grow to 400 KB: ten thousand presses, on each of these rows."""


class DynamoDbResponses:
    """`ports.Responses` in the table Batches."""

    def __init__(self, client: "DynamoDBClient", *, table: str) -> None:
        self._table = Table(client, table, ("batch_id",))

    def add(self, batch_id: BatchId, mail_id: MailId, response: Response, *, job_id: JobId | None = None) -> None:
        """See the port."""
        shard = int(hashlib.sha256(mail_id.encode()).hexdigest()[:8], 16) % _SHARDS
        key = response_key(mail_id, job_id)
        self._table.update({"batch_id": _row(batch_id, shard)}, expression(f"ADD #{response} :key", key={key}))

    def of_occurrence(self, batch_id: BatchId) -> Mapping[Response, int]:
        """See the port."""
        rows = self._table.get_many([{"batch_id": _row(batch_id, shard)} for shard in range(_SHARDS)])
        counts = {kind: sum(counted(row.get(kind, ())) for row in rows) for kind in _KINDS}
        return {kind: count for kind, count in counts.items() if count}


def _row(batch_id: BatchId, shard: int) -> str:
    return f"responses#{batch_id}#{shard}"
