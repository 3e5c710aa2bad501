"""LinkPresses of portal links, in memory: the twin for tests and trials."""

from collections import Counter

from relance.records import Instant


class MemoryPresses:
    """`ports.LinkPresses` in a counter."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str]] = Counter()

    def count(self, token: str, *, at: Instant) -> int:
        """See the port."""
        place = token, f"{at:%Y%m%dT%H%M}"
        self._seen[place] += 1
        return self._seen[place]
