"""The audit log in memory: for tests and experiments."""

from collections.abc import Mapping, Sequence
from threading import RLock

from relance.privacy.audit import AuditEntry, following
from relance.records import Instant


class MemoryAuditLog:
    """`ports.AuditLog` in a dictionary; safe between threads."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._entries: dict[str, list[AuditEntry]] = {}

    def append(self, scope: str, *, actor: str, action: str, detail: Mapping[str, str], at: Instant) -> None:
        """See the port."""
        with self._lock:
            entries = self._entries.setdefault(scope, [])
            last = entries[-1] if entries else None
            entries.append(following(last, scope, actor=actor, action=action, detail=detail, at=at))

    def entries(self, scope: str) -> Sequence[AuditEntry]:
        """See the port."""
        with self._lock:
            return tuple(self._entries.get(scope, ()))
