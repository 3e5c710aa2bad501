"""A small part of the benchmark sets, measured with each run of the tests: ranking worse is seen at once."""

from pathlib import Path
from typing import Final

import pytest

from relance.matching.embedding import UniversalSentenceEncoder
from relance.matching.word_table import read, shipped_word_table
from tests.benchmarks.matching import fill, load, mean, measure, opened

SAMPLES: Final = Path(__file__).parent / "samples"


@pytest.mark.parametrize(("name", "least_ndcg", "least_gain"), [("rome", 0.90, 0.0), ("esco-fr-en", 0.86, 0.5)])
def test_the_fusion_keeps_its_quality(name: str, least_ndcg: float, least_gain: float) -> None:
    loaded, embedder = load(SAMPLES / name), UniversalSentenceEncoder(threads=1)
    own_table = SAMPLES / name / "word_table.tsv.gz"
    table = read(own_table) if own_table.exists() else shipped_word_table()

    with opened("embedded") as index:
        fill(index, loaded.documents, embedder)
        rows = measure(index, loaded, embedder, table)

    assert mean(rows, "fusion", "nDCG@10") >= least_ndcg
    assert mean(rows, "fusion", "nDCG@10") >= mean(rows, "BM25", "nDCG@10") + least_gain
    assert mean(rows, "fusion", "R@50") >= mean(rows, "words", "R@50")
