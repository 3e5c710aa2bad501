"""What the domain needs to keep batches of answers."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from relance.mail.mails import BatchId
    from relance.rejections.batches import Opened, RejectionBatch


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
