"""What the domain needs to keep batches of answers, and what people thought of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from relance.records import Cursor, Page

if TYPE_CHECKING:
    from relance.mail.mails import BatchId, MailId
    from relance.ratings.rating import Rating
    from relance.ratings.statistics import Count
    from relance.rejections.batches import Opened, RejectionBatch
    from relance.words.own import OwnWords


class Batches(Protocol):
    """Rejection batches, and who was shown which text before approving it (R18)."""

    def get(self, batch_id: "BatchId") -> "RejectionBatch":
        """Consistent read; NotFoundError."""
        ...

    def save(self, batch: "RejectionBatch") -> "RejectionBatch":
        """Create (revision 0) or write over the revision that was read; ConflictError. Returns the next revision."""
        ...

    def record_opened(self, opened: "Opened") -> None:
        """Keep that a person was shown exactly this text; the first time stays."""
        ...

    def opened(self, subject: str, text_hash: str, by: str) -> "Opened | None":
        """Whether that person was shown exactly this text; consistent read."""
        ...


class Ratings(Protocol):
    """What people thought of their answers: one rating a mail, and counts that name nobody."""

    def get(self, mail_id: "MailId") -> "Rating | None":
        """Consistent read."""
        ...

    def save(self, rating: "Rating", *, replaces: "Rating | None") -> "Rating":
        """Write a rating and count it in one transaction, over `replaces` or as the first; ConflictError when another
        writer was quicker. Returns the next revision."""
        ...

    def counts(self) -> "Sequence[Count]":
        """How many gave which score, by reason and version of the words."""
        ...

    def page(self, *, after: Cursor | None, limit: int) -> "Page[Rating]":
        """All ratings in a stable order."""
        ...

    def forget(self, mail_id: "MailId") -> int:
        """Delete a rating with its comment; the counts stay. How many were deleted: 0 or 1."""
        ...


class WordStore(Protocol):
    """The employer's own words, and every complete set that an answer was ever written with."""

    def in_force(self) -> "OwnWords | None":
        """Consistent read."""
        ...

    def put(self, own: "OwnWords") -> "OwnWords":
        """Write over the revision that was read (0: the first); ConflictError. Returns the next revision."""
        ...

    def keep(self, version: str, words: str) -> None:
        """Keep a complete set as JSON under its version; what is there already stays."""
        ...

    def kept(self, version: str) -> str:
        """NotFoundError."""
        ...
