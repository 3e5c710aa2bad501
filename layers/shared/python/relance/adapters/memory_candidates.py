"""People in memory: for tests and experiments, with the rules of the tables."""

from collections.abc import Sequence
from threading import RLock

from relance.adapters.memory_pages import page_of
from relance.candidates import Candidate, CandidateId
from relance.errors import ConflictError, NotFoundError
from relance.jobs import JobId
from relance.privacy.erasure import Erasure, ErasureOrder
from relance.records import Cursor, Instant, Page


class MemoryCandidateStore:
    """CandidateStore in a dictionary; safe between threads."""

    def __init__(self) -> None:
        self.lock = RLock()
        self._people: dict[CandidateId, Candidate] = {}
        self._keys: dict[str, CandidateId] = {}
        self._applied_to: dict[CandidateId, set[JobId]] = {}
        self._tombstones: dict[CandidateId, Erasure] = {}
        self._erased_addresses: dict[str, Instant] = {}

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

    def erase(self, person: Candidate, order: ErasureOrder, *, address_key: str | None, now: Instant) -> Erasure:
        """See the port."""
        who = person.candidate_id
        with self.lock:
            held = self._people.get(who)
            if held is None or held.revision != person.revision:
                raise ConflictError("another writer was quicker")
            erasure = Erasure(
                candidate_id=who,
                index_revision=held.index_revision,
                ordered_by=order.by,
                ordered_at=order.at,
                begun_at=now,
                jobs=tuple(sorted(self._applied_to.get(who, ()))),
                markers=tuple(sorted(key for key, holder in self._keys.items() if holder == who)),
                address_key=address_key,
                shared_with=held.shares_email_with,
            )
            del self._people[who]
            self._tombstones[who] = erasure
            if address_key is not None:
                self._erased_addresses[address_key] = order.at
        return erasure

    def erasure(self, candidate_id: CandidateId) -> Erasure | None:
        """See the port."""
        with self.lock:
            return self._tombstones.get(candidate_id)

    def erased_at(self, address_key: str) -> Instant | None:
        """See the port."""
        with self.lock:
            return self._erased_addresses.get(address_key)

    def release(self, markers: Sequence[str], of: CandidateId) -> int:
        """See the port."""
        with self.lock:
            for marker in markers:
                if self._keys.get(marker) == of:
                    del self._keys[marker]
        return len(markers)

    def note_erasure(self, erasure: Erasure) -> None:
        """See the port."""
        with self.lock:
            self._tombstones[erasure.candidate_id] = erasure

    def page(self, *, after: Cursor | None, limit: int) -> Page[Candidate]:
        """See the port."""
        with self.lock:
            return page_of(self._people, after=after, limit=limit)

    def lose(self, candidate_id: CandidateId) -> None:
        """A record that vanishes without a tombstone, as from a table that was restored to an earlier moment."""
        with self.lock:
            del self._people[candidate_id]
            self._keys = {key: holder for key, holder in self._keys.items() if holder != candidate_id}

    def ring(self, candidate_id: CandidateId, *, applied_to: JobId) -> None:
        """Raise `index_revision` and remember the job, as a write of an application does; NotFoundError."""
        with self.lock:
            held = self.get(candidate_id)
            self._people[candidate_id] = held.model_copy(update={"index_revision": held.index_revision + 1})
            self._applied_to.setdefault(candidate_id, set()).add(applied_to)
