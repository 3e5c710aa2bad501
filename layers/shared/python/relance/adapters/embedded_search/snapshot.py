"""The documents in memory, laid out for scoring: one row a document, all chunks of all documents in one matrix."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from relance.adapters.embedded_search.rows import Row
from relance.adapters.embedded_search.storage import FIELDS, Storage
from relance.matching.document import mean_vector

# Lucene's BM25 parameters; both engines use them.
K1: Final = 1.2
B: Final = 0.75


@dataclass(frozen=True, eq=False, slots=True)
class Snapshot:
    """Documents in the order of their ids at one generation of the file."""

    rows: tuple[Row, ...]
    numbers: NDArray[np.int64]
    """Document numbers, ascending."""
    places: NDArray[np.int64]
    """Place in `rows` of each of `numbers`."""
    lengths: Mapping[str, NDArray[np.float64]]
    """By field: the part of BM25's denominator that depends on the length only."""
    holding: Mapping[str, int]
    """By field: how many documents have a word in it."""
    chunks: NDArray[np.float32]
    """Of all documents that have any, one after the other."""
    first_chunk: NDArray[np.int64]
    """Where the chunks of each of these begin."""
    means: NDArray[np.float32]
    """The common direction of each of these."""
    has_chunks: NDArray[np.bool_]
    """By place in `rows`."""
    titles: NDArray[np.float32]
    """Of all documents that have one."""
    has_title: NDArray[np.bool_]
    """By place in `rows`."""
    postings: dict[tuple[str, str], NDArray[np.int64]] = field(default_factory=dict)
    """By stem and field: pairs of place and frequency, as far as they were asked for."""

    def places_of(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where the documents of these numbers stand in `rows`."""
        found: NDArray[np.int64] = self.places[np.searchsorted(self.numbers, numbers)]
        return found


class Documents:
    """Keeps a snapshot in step with the file; loads only what changed."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._generation = 0
        self._rows: dict[str, Row] = {}
        self._snapshots: dict[str, Snapshot] = {}

    def current(self) -> dict[str, Row]:
        """All documents by id. Call inside `storage.reading()`."""
        if self._storage.generation() != self._generation:
            changes = self._storage.changes(self._generation)
            for document_id in changes.deleted:
                self._rows.pop(document_id, None)
            self._rows |= {row.id: row for row in changes.written}
            self._rows = dict(sorted(self._rows.items()))
            self._generation, self._snapshots = changes.generation, {}
        return self._rows

    def snapshot(self, model_id: str, dimensions: int) -> Snapshot:
        """Laid out for queries of that model; documents of another model take part by their words only."""
        rows = tuple(self.current().values())
        if model_id not in self._snapshots:
            self._snapshots[model_id] = lay_out(rows, model_id, dimensions)
        return self._snapshots[model_id]


def lay_out(rows: tuple[Row, ...], model_id: str, dimensions: int) -> Snapshot:
    """Stack what the legs multiply."""
    nothing = np.zeros((0, dimensions), np.float32)
    vectors = [row.chunk_vectors if row.model_id == model_id else nothing for row in rows]
    sizes = np.array([len(chunks) for chunks in vectors], np.int64)
    means = [mean for mean in map(mean_vector, vectors) if mean is not None]
    titles = [row.title_vector if row.model_id == model_id else None for row in rows]
    lengths = {field: np.array([row.lengths[i] for row in rows], np.int64) for i, field in enumerate(FIELDS)}
    numbers = np.array([row.number for row in rows], np.int64)
    return Snapshot(
        rows=rows,
        numbers=np.sort(numbers),
        places=np.argsort(numbers),
        lengths={field: _length_part(lengths[field]) for field in FIELDS},
        holding={field: int((lengths[field] > 0).sum()) for field in FIELDS},
        chunks=np.concatenate([nothing, *vectors]),
        first_chunk=(np.cumsum(sizes) - sizes)[sizes > 0],
        means=np.array(means, np.float32).reshape(-1, dimensions),
        has_chunks=sizes > 0,
        titles=np.array([title for title in titles if title is not None], np.float32).reshape(-1, dimensions),
        has_title=np.array([title is not None for title in titles], np.bool_),
    )


def _length_part(lengths: NDArray[np.int64]) -> NDArray[np.float64]:
    held = lengths[lengths > 0]
    average = held.mean() if len(held) else 1.0
    return (K1 * (1 - B + B * as_lucene_stores(lengths) / average)).astype(np.float64)


def as_lucene_stores(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Lengths rounded down as Lucene's norms are (SmallFloat.intToByte4): exact below 40, then to four leading bits."""
    beyond = np.maximum(lengths - 24, 0)
    shift = np.maximum(np.floor(np.log2(np.maximum(beyond, 1))).astype(np.int64) - 3, 0)
    return np.where(lengths < 24, lengths, ((beyond >> shift) << shift) + 24)
