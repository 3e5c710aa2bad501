"""What the domain needs to keep who decided what, and who was shown which ranking."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from relance.records import Instant

if TYPE_CHECKING:
    from relance.privacy.audit import AuditEntry


class AuditLog(Protocol):
    """Append-only record of who decided what."""

    def append(self, scope: str, *, actor: str, action: str, detail: Mapping[str, str], at: Instant) -> None:
        """Add one entry after the last of its scope (for example `mail#<id>`); UnavailableError when too many do."""
        ...

    def entries(self, scope: str) -> Sequence["AuditEntry"]:
        """The entries of a scope, oldest first; consistent read."""
        ...


class MatchLog(Protocol):
    """Which ranking was shown to whom (R26)."""

    def record(self, query_id: str, entry: Mapping[str, object], *, at: Instant) -> None:
        """Keep one entry until it expires."""
        ...
