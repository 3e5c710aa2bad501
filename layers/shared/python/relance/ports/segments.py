"""What the domain needs to keep segments."""

from collections.abc import Sequence
from typing import Protocol

from relance.segments.saved import SavedSegment, SegmentId


class SegmentStore(Protocol):
    """Segments that recruiters keep."""

    def get(self, segment_id: SegmentId) -> SavedSegment:
        """Consistent read; NotFoundError."""
        ...

    def save(self, segment: SavedSegment) -> SavedSegment:
        """Create (revision 0) or write over the revision that was read; ConflictError."""
        ...

    def remove(self, segment: SavedSegment) -> None:
        """Forget the revision that was read; ConflictError when another was quicker."""
        ...

    def all(self) -> Sequence[SavedSegment]:
        """Every one, in the order of their ids: a house has dozens."""
        ...
