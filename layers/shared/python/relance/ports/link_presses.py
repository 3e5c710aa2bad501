"""How often the forms behind one link were sent."""

from typing import Protocol

from relance.records import Instant


class LinkPresses(Protocol):
    """Counts by link and minute; nothing tells which link or whose it is."""

    def count(self, token: str, *, at: Instant) -> int:
        """This press and those before it in the same minute, of the same link, from whatever machine."""
        ...
