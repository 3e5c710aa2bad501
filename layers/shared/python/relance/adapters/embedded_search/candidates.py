"""The candidate index on the embedded engine."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from relance.adapters.embedded_search.rows import Row
from relance.adapters.embedded_search.scoring import legs
from relance.adapters.embedded_search.snapshot import Documents
from relance.adapters.embedded_search.storage import Storage
from relance.candidates import CandidateId
from relance.matching.document import CandidateDocument
from relance.matching.legs import Legs
from relance.matching.offer import OfferQuery
from relance.ports.search import IndexRebuild
from relance.records import Cursor, Instant, Page
from relance.segments import CandidateFacts, Condition, Segment


class EmbeddedCandidateIndex:
    """Candidates in `folder/candidates.sqlite`: survives restarts; readers in other processes see each write."""

    def __init__(self, folder: Path) -> None:
        self._storage = Storage(folder / "candidates.sqlite")
        self._documents = Documents(self._storage)

    def close(self) -> None:
        """Give the file back."""
        self._storage.close()

    def put(self, documents: Sequence[CandidateDocument]) -> None:
        """Write documents in one transaction; one older than what is held is ignored."""
        self._storage.put(
            [
                (each.facts.candidate_id, each.facts.index_revision, each.facts.model_dump_json(), each.content)
                for each in documents
            ]
        )

    def delete(self, candidate_id: CandidateId, *, index_revision: int) -> None:
        """Forget a person; an older document cannot bring them back."""
        self._storage.delete(candidate_id, index_revision)

    def legs(self, query: OfferQuery, among: Segment, *, at: Instant, top: int) -> Legs:
        """Union of each leg's best `top` people who pass the filters, with every leg's score for each of them."""
        unfiltered = among == Segment(like=among.like)
        with self._storage.reading():
            snapshot = self._documents.snapshot(query.model_id, len(query.vector))
            facts = [_facts(row.facts) for row in snapshot.rows]
            allowed = np.array([unfiltered or among.matches(each, at=at) for each in facts], np.bool_)
            return legs(self._storage, snapshot, [each.language for each in facts], allowed, query, top=top)

    def members(self, segment: Segment, *, at: Instant, after: Cursor | None, limit: int) -> Page[CandidateId]:
        """Everybody who passes the filters, in the order of their ids."""
        found = [name for name in self._matching(segment, at) if after is None or name > after]
        page = tuple(found[:limit])
        return Page(items=page, next=page[-1] if len(found) > limit else None)

    def count(self, segment: Segment, *, at: Instant) -> int:
        """How many pass the filters."""
        return len(self._matching(segment, at))

    def tally(self, segment: Segment, cases: Sequence[Condition], *, at: Instant) -> Sequence[int]:
        """How many of the segment fulfil each case and none before it; last, how many none."""
        counted = [0] * (len(cases) + 1)
        for facts in self._known():
            if segment.matches(facts, at=at):
                counted[next((i for i, case in enumerate(cases) if case.matches(facts, at=at)), len(cases))] += 1
        return counted

    def documents(self, candidate_ids: Sequence[CandidateId]) -> Mapping[CandidateId, CandidateDocument]:
        """What is indexed of these people; unknown ones are left out."""
        found = self._storage.contents(candidate_ids)
        return {
            CandidateId(name): CandidateDocument(_facts(facts), content) for name, (facts, content) in found.items()
        }

    def revision(self, candidate_id: CandidateId) -> int | None:
        """Version of the indexed document; None when there is none."""
        return self._storage.revision(candidate_id)

    def plain_words(self, stems: Sequence[str], *, top: int) -> Sequence[CandidateId]:
        """What SQLite's own BM25 finds for these stems: the yardstick of measurements."""
        return [CandidateId(name) for name in self._storage.plain_words(stems, top)]

    def bytes_held(self) -> int:
        """Size of the file."""
        return self._storage.bytes_held()

    def rebuild(self) -> IndexRebuild:
        """Writes everybody anew in place: each document is exchanged for its successor, what is left over goes."""
        return _InPlace(self, self._storage)

    def _matching(self, segment: Segment, at: Instant) -> list[CandidateId]:
        return [facts.candidate_id for facts in self._known() if segment.matches(facts, at=at)]

    def _known(self) -> list[CandidateFacts]:
        """Of everybody, in the order of ids."""
        with self._storage.reading():
            rows: Sequence[Row] = tuple(self._documents.current().values())
        return [_facts(row.facts) for row in rows]


@lru_cache(maxsize=100_000)
def _facts(stored: str) -> CandidateFacts:
    return CandidateFacts.model_validate_json(stored)


class _InPlace:
    """A rebuild that begins anew when it is interrupted: with one file on one machine that costs seconds."""

    def __init__(self, index: EmbeddedCandidateIndex, storage: Storage) -> None:
        self._index, self._storage = index, storage
        self._began_after = 0

    def resume(self) -> Cursor | None:
        """Remember what is older than this rebuild."""
        self._began_after = self._storage.generation()
        return None

    def put(self, documents: Sequence[CandidateDocument], *, reached: Cursor | None) -> None:  # noqa: ARG002
        """Write one page."""
        self._index.put(documents)

    def finish(self) -> None:
        """Drop everybody whom neither this rebuild nor anything since its beginning has written."""
        self._storage.forget_until(self._began_after)
