"""A small part of the benchmark sets, measured on both engines with each run of the tests: ranking worse is seen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import pytest

from relance.adapters.embedded_search import EmbeddedCandidateIndex
from relance.adapters.opensearch_search import OpenSearchCandidateIndex
from relance.matching.embedding import UniversalSentenceEncoder
from relance.matching.word_table import read, shipped_word_table
from relance.ports.search import CandidateIndex
from tests.benchmarks.matching import Rows, fill, mean, measure
from tests.benchmarks.metrics import overlap
from tests.benchmarks.retrieval_sets import load
from tests.contract.search_engines import ENGINES, no_network, node, remove

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["no_network"]

SAMPLES: Final = Path(__file__).parent / "samples"
type Measured = tuple[Rows, dict[str, list[str]]]


class Remembering(UniversalSentenceEncoder):
    """Embeds a text once, although two engines hold it."""

    def __init__(self) -> None:
        super().__init__(threads=1)
        self._known: dict[tuple[str, ...], NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[str], *, kind: str) -> "NDArray[np.float32]":
        key = tuple(texts)
        if key not in self._known:
            self._known[key] = super().embed(texts, kind=kind)
        return self._known[key]


ENCODER: Final = Remembering()


@contextmanager
def opened(engine: str) -> Iterator[CandidateIndex]:
    """An empty index for vectors of the product's own model."""
    if engine == "embedded":
        with TemporaryDirectory() as folder:
            embedded = EmbeddedCandidateIndex(Path(folder))
            yield embedded
            embedded.close()
        return
    client, alias = node(), f"sample-{uuid4().hex}"
    yield OpenSearchCandidateIndex(client, alias=alias, dimensions=ENCODER.dimensions, visible_at_once=True)
    remove(client, alias)


@cache
def measured(engine: str, name: str) -> Measured:
    """Measures and the best of each query."""
    loaded = load(SAMPLES / name)
    own_table = SAMPLES / name / "word_table.tsv.gz"
    table = read(own_table) if own_table.exists() else shipped_word_table()
    best: dict[str, list[str]] = {}
    with opened(engine) as index:
        fill(index, loaded.documents, ENCODER)
        return measure(index, loaded, ENCODER, table, best=best), best


# Of the whole sets .77 and .64 are asked for. A hundred documents are easier: what falls below those there falls below
# these here. They stand at .925 and .901; without the words leg .881 and .914, without the meaning leg .925 and .868,
# without the title leg .914 and .909: each of the three is missed by one of them.
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("name", "least_ndcg", "least_gain"), [("rome", 0.918, 0.015), ("esco-fr-en", 0.88, 0.5)])
def test_the_fusion_keeps_its_quality(engine: str, name: str, least_ndcg: float, least_gain: float) -> None:
    rows, _ = measured(engine, name)

    assert mean(rows, "fusion", "nDCG@10") >= least_ndcg
    assert mean(rows, "fusion", "nDCG@10") >= mean(rows, "BM25", "nDCG@10") + least_gain
    assert mean(rows, "fusion", "R@50") >= mean(rows, "words", "R@50")


@pytest.mark.parametrize("name", ["rome", "esco-fr-en"])
def test_both_engines_find_the_same_people(name: str) -> None:
    (_, ours), (_, theirs) = (measured(engine, name) for engine in ENGINES)

    shares = [overlap(ours[query], theirs[query], top=10) for query in ours]

    assert sum(shares) / len(shares) >= 0.95
