from collections.abc import Sequence

import numpy as np
import pytest
from threadpoolctl import threadpool_info  # type: ignore[import-untyped]

from relance.matching.embedding import HashingEmbedder, UniversalSentenceEncoder
from relance.ports.embedding import Embedder


@pytest.fixture(params=["model", "twin"], scope="module")
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return UniversalSentenceEncoder() if request.param == "model" else HashingEmbedder()


def test_rows_follow_the_texts_and_have_length_one(embedder: Embedder) -> None:
    texts = ["comptable confirmé à Lyon " * 20, "soudeur", "comptable"]

    together = embedder.embed(texts, kind="document")

    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
    for text, row in zip(texts, together, strict=True):
        assert np.allclose(embedder.embed([text], kind="document")[0], row, atol=1e-5)


def test_an_empty_text_has_no_direction(embedder: Embedder) -> None:
    vectors = embedder.embed(["", " \n", "soudeur"], kind="query")

    assert not vectors[:2].any()
    assert vectors[2].any()


def test_nothing_gives_no_row(embedder: Embedder) -> None:
    assert embedder.embed([], kind="query").shape[0] == 0


def test_the_same_texts_give_the_same_bytes(embedder: Embedder) -> None:
    texts = ["infirmier de nuit", "tenue des comptes et clôture"]

    assert embedder.embed(texts, kind="document").tobytes() == embedder.embed(texts, kind="document").tobytes()


def test_the_model_hears_the_same_trade_in_both_languages() -> None:
    accountant, nurse, comptable = UniversalSentenceEncoder().embed(["accountant", "nurse", "comptable"], kind="query")

    assert comptable @ accountant > comptable @ nurse + 0.2


def test_the_model_computes_on_one_thread_beside_other_work(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = UniversalSentenceEncoder()
    seen: list[int] = []
    compute = encoder._model._model._encode

    def watched(texts: Sequence[str]) -> object:
        seen.extend(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas")
        return compute(texts)

    monkeypatch.setattr(encoder._model._model, "_encode", watched)
    encoder.embed(["soudeur"], kind="query")

    assert set(seen) == {1}
