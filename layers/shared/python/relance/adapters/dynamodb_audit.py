"""The audit log in DynamoDB: one item per entry, never written over, each with the hash of the one before it (R35)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from relance.adapters.dynamodb import Table, expression, from_item, to_item
from relance.errors import ConflictError, UnavailableError
from relance.privacy.audit import AuditEntry, following
from relance.records import Instant

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_TRIES: Final = 10


class DynamoDbAuditLog:
    """`ports.AuditLog` on the table Audit (scope, sequence)."""

    def __init__(self, client: "DynamoDBClient", *, table: str) -> None:
        self._table = Table(client, table, ("scope", "sequence"))

    def append(self, scope: str, *, actor: str, action: str, detail: Mapping[str, str], at: Instant) -> None:
        """See the port."""
        for _ in range(_TRIES):
            entry = following(self._last(scope), scope, actor=actor, action=action, detail=detail, at=at)
            try:
                self._table.put(to_item(entry), self._table.absent())
            except ConflictError:
                continue  # Another entry took this number; ours comes after it.
            return
        raise UnavailableError("too many write to one scope of the audit log at once")

    def entries(self, scope: str) -> Sequence[AuditEntry]:
        """See the port."""
        found = self._table.query_all(expression("#scope = :scope", scope=scope))
        return tuple(from_item(item, AuditEntry) for item in found)

    def _last(self, scope: str) -> AuditEntry | None:
        condition = expression("#scope = :scope", scope=scope)
        newest, _ = self._table.query(condition, limit=1, newest_first=True)
        return from_item(newest[0], AuditEntry) if newest else None
