"""Search documents that are still to be written, in memory: for tests and experiments."""

from collections.abc import Iterable

from relance.ports.people import IndexBell


class MemoryIndexRetries:
    """IndexRetries in a list."""

    def __init__(self) -> None:
        self.waiting: list[IndexBell] = []

    def put(self, bells: Iterable[IndexBell]) -> None:
        """See the port."""
        self.waiting += bells
