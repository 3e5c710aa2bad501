"""The audit log in memory: for tests and experiments."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import RLock

from relance.records import Instant


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry as it was appended; `sequence` counts from 1 within the scope."""

    scope: str
    sequence: int
    actor: str
    action: str
    detail: Mapping[str, str]
    at: Instant


class MemoryAuditLog:
    """`ports.AuditLog` in a list; safe between threads."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._entries: list[AuditEntry] = []

    def append(self, scope: str, *, actor: str, action: str, detail: Mapping[str, str], at: Instant) -> None:
        """See the port."""
        with self._lock:
            sequence = 1 + sum(entry.scope == scope for entry in self._entries)
            self._entries.append(AuditEntry(scope, sequence, actor, action, dict(detail), at))

    def entries(self, scope: str) -> list[AuditEntry]:
        """The entries of a scope, oldest first."""
        with self._lock:
            return [entry for entry in self._entries if entry.scope == scope]
