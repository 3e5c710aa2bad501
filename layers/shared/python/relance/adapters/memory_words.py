"""Words in memory: for tests and experiments, with the rules of the table."""

from threading import RLock

from relance.errors import ConflictError, NotFoundError
from relance.words.own import OwnWords


class MemoryWords:
    """`ports.WordStore` in dictionaries; safe between threads."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._own: OwnWords | None = None
        self._sets: dict[str, str] = {}

    def in_force(self) -> OwnWords | None:
        """See the port."""
        with self._lock:
            return self._own

    def put(self, own: OwnWords) -> OwnWords:
        """See the port."""
        with self._lock:
            if (self._own.revision if self._own else 0) != own.revision:
                raise ConflictError("another writer was quicker")
            self._own = own.model_copy(update={"revision": own.revision + 1})
            return self._own

    def keep(self, version: str, words: str) -> None:
        """See the port."""
        with self._lock:
            self._sets.setdefault(version, words)

    def kept(self, version: str) -> str:
        """See the port."""
        with self._lock:
            if version not in self._sets:
                raise NotFoundError(f"no words of the version {version}")
            return self._sets[version]
