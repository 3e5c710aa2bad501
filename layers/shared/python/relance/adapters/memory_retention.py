"""Where the daily walk has come to, in memory: for tests and experiments."""

from relance.privacy.walk import Place


class MemoryRetentionPlaces:
    """`ports.RetentionPlaces` in a field."""

    def __init__(self) -> None:
        self.place: Place | None = None

    def read(self) -> Place | None:
        """See the port."""
        return self.place

    def keep(self, place: Place) -> None:
        """See the port."""
        self.place = place
