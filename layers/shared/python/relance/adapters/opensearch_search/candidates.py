"""The candidate index on OpenSearch."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from opensearchpy import OpenSearch

from relance.adapters.opensearch_search.filters import clause, clauses, filter_fields
from relance.adapters.opensearch_search.scoring import legs, rules_of, text_fields
from relance.adapters.opensearch_search.storage import AliasStorage, Write
from relance.candidates import CandidateId
from relance.matching.document import CandidateDocument, IndexedText
from relance.matching.legs import Legs
from relance.matching.offer import OfferQuery
from relance.ports.search import IndexRebuild
from relance.records import Cursor, Instant, Page
from relance.segments import CandidateFacts, Condition, Segment

# OpenSearch answers with so many at most.
_MOST_HITS: Final = 10_000


class OpenSearchCandidateIndex:
    """Candidates behind one alias; a write is searchable within a second."""

    def __init__(
        self, client: OpenSearch, *, alias: str = "candidates", dimensions: int = 512, visible_at_once: bool = False
    ) -> None:
        self.storage = AliasStorage(client, alias, dimensions=dimensions, visible_at_once=visible_at_once)

    def put(self, documents: Sequence[CandidateDocument]) -> None:
        """Write documents; one older than what is held is ignored."""
        self.storage.write([as_write(each) for each in documents])

    def delete(self, candidate_id: CandidateId, *, index_revision: int) -> None:
        """Forget a person; an older document cannot bring them back while OpenSearch remembers the deletion (hours)."""
        self.storage.write([Write(candidate_id, index_revision, None)])

    def legs(self, query: OfferQuery, among: Segment, *, at: Instant, top: int) -> Legs:
        """Union of each leg's best `top` people who pass the filters, with every leg's score for each of them."""
        return legs(self.storage, query, clauses(among, at=at), top=top)

    def members(self, segment: Segment, *, at: Instant, after: Cursor | None, limit: int) -> Page[CandidateId]:
        """Everybody who passes the filters, in the order of their ids.

        An id never changes and is unique, so going on after the last one misses and repeats nobody, also across writes
        and rebuilds: no point in time has to be kept open on the engine between two pages.
        """
        found: list[CandidateId] = []
        while len(found) <= limit:  # One more than asked for: whether there is another page.
            size = min(limit + 1 - len(found), _MOST_HITS)
            some = self.storage.ids(clauses(segment, at=at), after=found[-1] if found else after, size=size)
            found += map(CandidateId, some)
            if len(some) < size:
                break
        return Page(items=tuple(found[:limit]), next=found[limit - 1] if len(found) > limit else None)

    def count(self, segment: Segment, *, at: Instant) -> int:
        """How many pass the filters."""
        return self.storage.count(clauses(segment, at=at))

    def tally(self, segment: Segment, cases: Sequence[Condition], *, at: Instant) -> Sequence[int]:
        """How many of the segment fulfil each case and none before it; last, how many none: one question."""
        return self.storage.tally(clauses(segment, at=at), [clause(case, at=at) for case in cases])

    def documents(self, candidate_ids: Sequence[CandidateId]) -> Mapping[CandidateId, CandidateDocument]:
        """What explanations need of these people: facts, title and text, without tokens and vectors."""
        found = self.storage.sources(candidate_ids)
        return {CandidateId(name): _document(source) for name, source in found.items()}

    def revision(self, candidate_id: CandidateId) -> int | None:
        """Version of the indexed document; None when there is none."""
        return self.storage.revision(candidate_id)

    def rebuild(self) -> IndexRebuild:
        """Fills a new index behind a second alias."""
        return _BesideTheOld(self.storage)


class _BesideTheOld:
    """A rebuild that survives its process: the place it reached is kept with the new index."""

    def __init__(self, storage: AliasStorage) -> None:
        self._storage = storage

    def resume(self) -> Cursor | None:
        """Begin a new index, or go on with the one that was begun."""
        return self._storage.indices.begin()

    def put(self, documents: Sequence[CandidateDocument], *, reached: Cursor | None) -> None:
        """Write one page to the new index, then its place."""
        self._storage.fill_building([as_write(each) for each in documents], reached=reached)

    def finish(self) -> None:
        """Move the alias."""
        self._storage.indices.exchange()


def as_write(document: CandidateDocument) -> Write:
    """A document as OpenSearch holds it."""
    facts = document.facts
    source = {
        "id": facts.candidate_id,
        "rules": rules_of(facts.language),
        "language": facts.language,
        "facts": facts.model_dump_json(),
        **filter_fields(facts),
        **text_fields(document.content),
    }
    return Write(facts.candidate_id, facts.index_revision, source)


def _document(source: Mapping[str, Any]) -> CandidateDocument:
    content = IndexedText(
        title=source["title"],
        text=source["text"],
        tokens={"fr": (), "en": ()},
        title_tokens={"fr": (), "en": ()},
        chunk_vectors=np.zeros((0, 0), np.float32),
        title_vector=None,
        model_id=source["model_id"],
    )
    return CandidateDocument(CandidateFacts.model_validate_json(source["facts"]), content)
