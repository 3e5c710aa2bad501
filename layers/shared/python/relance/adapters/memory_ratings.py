"""Ratings in memory: for tests and experiments, with the rules of the table."""

from collections.abc import Sequence
from threading import RLock

from relance.adapters.memory_pages import page_of
from relance.errors import ConflictError
from relance.mail.mails import MailId
from relance.ratings.rating import Rating
from relance.ratings.statistics import SCORES, Count
from relance.records import Cursor, Page


class MemoryRatings:
    """`ports.Ratings` in dictionaries; safe between threads."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._ratings: dict[MailId, Rating] = {}
        self._counts: dict[tuple[str, str], list[int]] = {}

    def get(self, mail_id: MailId) -> Rating | None:
        """See the port."""
        with self._lock:
            return self._ratings.get(mail_id)

    def save(self, rating: Rating, *, replaces: Rating | None) -> Rating:
        """See the port."""
        with self._lock:
            held = self._ratings.get(rating.mail_id)
            if (held.revision if held else 0) != (replaces.revision if replaces else 0):
                raise ConflictError("another writer was quicker")
            new = rating.model_copy(update={"revision": rating.revision + 1})
            scores = self._counts.setdefault((new.reason_id, new.words_version), [0] * len(SCORES))
            scores[new.score] += 1
            if replaces is not None:
                scores[replaces.score] -= 1
            self._ratings[new.mail_id] = new
        return new

    def counts(self) -> Sequence[Count]:
        """See the port."""
        with self._lock:
            return tuple(
                Count(reason_id=reason_id, words_version=version, scores=tuple(scores))
                for (reason_id, version), scores in sorted(self._counts.items())
            )

    def page(self, *, after: Cursor | None, limit: int) -> Page[Rating]:
        """See the port."""
        with self._lock:
            return page_of(self._ratings, after=after, limit=limit)

    def forget(self, mail_id: MailId) -> int:
        """See the port."""
        with self._lock:
            return 0 if self._ratings.pop(mail_id, None) is None else 1
