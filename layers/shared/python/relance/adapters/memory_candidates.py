"""People in memory: for tests and experiments, with the rules of the tables."""

from collections.abc import Mapping, Sequence
from threading import RLock

from relance.adapters.memory_pages import page_of
from relance.candidates import Candidate, CandidateId
from relance.errors import ConflictError, NotFoundError
from relance.records import Cursor, Page


class MemoryCandidateStore:
    """CandidateStore in a dictionary; safe between threads."""

    def __init__(self, *, tombstones: Mapping[CandidateId, int] | None = None) -> None:
        self.lock = RLock()
        self._people: dict[CandidateId, Candidate] = {}
        self._keys: dict[str, CandidateId] = {}
        self._tombstones = dict(tombstones or {})

    def get(self, candidate_id: CandidateId) -> Candidate:
        """See the port."""
        with self.lock:
            if candidate_id not in self._people:
                raise NotFoundError(f"no candidate {candidate_id}")
            return self._people[candidate_id]

    def holder_of(self, key: str) -> CandidateId | None:
        """See the port."""
        with self.lock:
            return self._keys.get(key)

    def create(self, candidate: Candidate, *, keys: Sequence[str]) -> Candidate:
        """See the port."""
        new = candidate.model_copy(update={"revision": 1, "index_revision": 1})
        with self.lock:
            if new.candidate_id in self._tombstones:
                raise NotFoundError(f"candidate {new.candidate_id} was erased")
            if new.candidate_id in self._people or any(key in self._keys for key in keys):
                raise ConflictError("the id or a marker is taken")
            self._people[new.candidate_id] = new
            self._keys.update(dict.fromkeys(keys, new.candidate_id))
        return new

    def save(self, candidate: Candidate, *, new_keys: Sequence[str] = ()) -> Candidate:
        """See the port."""
        with self.lock:
            held = self._people.get(candidate.candidate_id)
            if held is None or held.revision != candidate.revision:
                raise ConflictError("another writer was quicker")
            if any(self._keys.get(key, held.candidate_id) != held.candidate_id for key in new_keys):
                raise ConflictError("a marker is taken")
            new = candidate.model_copy(
                update={"revision": held.revision + 1, "index_revision": held.index_revision + 1}
            )
            self._people[new.candidate_id] = new
            self._keys.update(dict.fromkeys(new_keys, new.candidate_id))
        return new

    def erased(self, candidate_id: CandidateId) -> int | None:
        """See the port."""
        return self._tombstones.get(candidate_id)

    def page(self, *, after: Cursor | None, limit: int) -> Page[Candidate]:
        """See the port."""
        with self.lock:
            return page_of(self._people, after=after, limit=limit)

    def ring(self, candidate_id: CandidateId) -> None:
        """Raise `index_revision`, as a write of an application does; NotFoundError."""
        with self.lock:
            held = self.get(candidate_id)
            self._people[candidate_id] = held.model_copy(update={"index_revision": held.index_revision + 1})

    def remove(self, candidate_id: CandidateId, *, tombstone: bool = True) -> None:
        """Forget a person and their markers; with a tombstone they cannot come back."""
        with self.lock:
            held = self._people.pop(candidate_id)
            self._keys = {key: holder for key, holder in self._keys.items() if holder != candidate_id}
            if tombstone:
                self._tombstones[candidate_id] = held.index_revision
