"""Rejection batches in memory: for tests and experiments, with the rules of the tables."""

from threading import RLock

from relance.errors import ConflictError, NotFoundError
from relance.mail.mails import BatchId
from relance.rejections.batches import Opened, RejectionBatch


class MemoryBatches:
    """`ports.Batches` in dictionaries; safe between threads."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._batches: dict[BatchId, RejectionBatch] = {}
        self._opened: dict[tuple[str, str, str], Opened] = {}

    def get(self, batch_id: BatchId) -> RejectionBatch:
        """See the port."""
        with self._lock:
            if batch_id not in self._batches:
                raise NotFoundError(f"no batch {batch_id}")
            return self._batches[batch_id]

    def save(self, batch: RejectionBatch) -> RejectionBatch:
        """See the port."""
        with self._lock:
            held = self._batches.get(batch.batch_id)
            if (held.revision if held else 0) != batch.revision:
                raise ConflictError("another writer was quicker")
            new = batch.model_copy(update={"revision": batch.revision + 1})
            self._batches[new.batch_id] = new
        return new

    def record_opened(self, opened: Opened) -> None:
        """See the port."""
        with self._lock:
            self._opened.setdefault((opened.subject, opened.text_hash, opened.by), opened)

    def opened(self, subject: str, text_hash: str, by: str) -> Opened | None:
        """See the port."""
        with self._lock:
            return self._opened.get((subject, text_hash, by))
