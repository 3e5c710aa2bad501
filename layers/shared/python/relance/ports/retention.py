"""What the domain needs to remember of its daily walk over everybody."""

from typing import Protocol

from relance.privacy.walk import RetentionCursor


class RetentionPlaces(Protocol):
    """Where today's walk over everybody has come to."""

    def read(self) -> RetentionCursor | None:
        """None before the first walk; consistent."""
        ...

    def keep(self, place: RetentionCursor) -> None:
        """Write over it: two walks at once do the same things twice, which is harmless."""
        ...
