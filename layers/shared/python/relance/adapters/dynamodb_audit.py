"""The audit log in DynamoDB: one item per entry, numbered without gaps within its scope, never written over.

Each entry carries the SHA-256 of the one before it, so that a removed or changed entry shows (R35).
"""

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from relance.adapters.dynamodb import Item, Table, expression
from relance.errors import ConflictError, UnavailableError
from relance.records import Instant

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_TRIES: Final = 8
FIRST_HASH: Final = "0" * 64
_HASHED: Final = ("scope", "sequence", "actor", "action", "detail", "at", "previous_hash")


class DynamoDbAuditLog:
    """`ports.AuditLog` on the table Audit (scope, sequence)."""

    def __init__(self, client: "DynamoDBClient", *, table: str) -> None:
        self._table = Table(client, table, ("scope", "sequence"))

    def append(self, scope: str, *, actor: str, action: str, detail: Mapping[str, str], at: Instant) -> None:
        """See the port. UnavailableError when too many write to one scope at once."""
        for _ in range(_TRIES):
            last = self._last(scope)
            entry: Item = {
                "scope": scope,
                "sequence": last["sequence"] + 1 if last else 1,
                "actor": actor,
                "action": action,
                "detail": dict(detail),
                "at": at.isoformat(),
                "previous_hash": last["hash"] if last else FIRST_HASH,
            }
            try:
                self._table.put({**entry, "hash": entry_hash(entry)}, self._table.absent())
            except ConflictError:
                continue  # Another entry took this number; ours comes after it.
            return
        raise UnavailableError("the audit log is written to by too many at once")

    def entries(self, scope: str) -> list[Item]:
        """The entries of a scope, oldest first."""
        return self._table.query_all(expression("#scope = :scope", scope=scope))

    def _last(self, scope: str) -> Item | None:
        newest, _ = self._table.query(expression("#scope = :scope", scope=scope), limit=1, newest_first=True)
        return newest[0] if newest else None


def entry_hash(entry: Item) -> str:
    """SHA-256 of an entry and, through `previous_hash`, of all before it."""
    told = {name: int(entry[name]) if name == "sequence" else entry[name] for name in _HASHED}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
