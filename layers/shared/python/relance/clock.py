"""The time of day, handed in wherever it matters."""

from datetime import UTC, datetime

from relance.records import Instant


def now() -> Instant:
    """The current moment in UTC."""
    return datetime.now(UTC)
