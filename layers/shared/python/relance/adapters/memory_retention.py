"""Where the daily walk has come to, in memory: for tests and experiments."""

from relance.privacy.walk import RetentionCursor


class MemoryRetentionPlaces:
    """`ports.RetentionPlaces` in a field."""

    def __init__(self) -> None:
        self.place: RetentionCursor | None = None

    def read(self) -> RetentionCursor | None:
        """See the port."""
        return self.place

    def keep(self, place: RetentionCursor) -> None:
        """See the port."""
        self.place = place
