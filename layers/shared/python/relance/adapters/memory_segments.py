"""Saved segments in memory: the twin for tests and trials."""

import threading
from collections.abc import Sequence

from relance.errors import ConflictError, NotFoundError
from relance.segments.saved import SavedSegment, SegmentId


class MemorySegmentStore:
    """`ports.SegmentStore` in a dictionary."""

    def __init__(self) -> None:
        self._held: dict[SegmentId, SavedSegment] = {}
        self._lock = threading.Lock()

    def get(self, segment_id: SegmentId) -> SavedSegment:
        """As last written; NotFoundError."""
        try:
            return self._held[segment_id]
        except KeyError:
            raise NotFoundError(f"no segment {segment_id}") from None

    def save(self, segment: SavedSegment) -> SavedSegment:
        """Create or write over the revision that was read; ConflictError."""
        with self._lock:
            self._check(segment)
            written = segment.model_copy(update={"revision": segment.revision + 1})
            self._held[segment.segment_id] = written
            return written

    def remove(self, segment: SavedSegment) -> None:
        """Forget the revision that was read; ConflictError."""
        with self._lock:
            self._check(segment)
            self._held.pop(segment.segment_id, None)

    def all(self) -> Sequence[SavedSegment]:
        """In the order of their ids."""
        with self._lock:
            return [segment for _, segment in sorted(self._held.items())]

    def _check(self, segment: SavedSegment) -> None:
        held = self._held.get(segment.segment_id)
        if segment.revision != (held.revision if held else 0):
            raise ConflictError(f"segment {segment.segment_id} has changed since it was read")
