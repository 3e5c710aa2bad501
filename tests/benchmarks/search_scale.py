"""How fast and how large the index is at N candidates: filling, a whole match, and a plain BM25 search beside it.

    python -m tests.benchmarks.search_scale --candidates N [--engine opensearch|embedded] --set DIR

People are synthetic: each mixes the lines of three documents of the set (made by `build_sets`), their chunk vectors are
those documents' own, slightly turned. A match is everything a recruiter waits for: the offer's words and vectors, the
three legs and their fusion. Both kinds of question are asked in turn, so that other load on the machine hits both.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from pathlib import Path
from typing import Final

import numpy as np

from relance.adapters.embedded_search import EmbeddedCandidateIndex
from relance.adapters.opensearch_search import OpenSearchCandidateIndex, questions
from relance.applications import Outcome, Stage
from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.matching.document import CandidateDocument, IndexedText
from relance.matching.embedding import UniversalSentenceEncoder
from relance.matching.offer import OfferQuery
from relance.matching.ranking import DEPTH, fuse
from relance.matching.word_table import shipped_word_table
from relance.ports.search import CandidateIndex, Embedder
from relance.segments import ApplicationFact, CandidateFacts, Segment
from tests.benchmarks.matching import NOW, Given, document_of, load, opened, query_of

_BASE_DOCUMENTS: Final = 300
_BATCH: Final = 500
_SKILLS: Final = tuple(f"skill {i}" for i in range(200))


@dataclass(frozen=True)
class Times:
    """Milliseconds."""

    p50: float
    p95: float

    @staticmethod
    def of(seconds: Sequence[float]) -> "Times":
        """Percentiles of measured seconds."""
        p50, p95 = np.percentile(np.array(seconds) * 1000, (50, 95))
        return Times(float(p50), float(p95))


def people(base: Sequence[CandidateDocument], number: int, *, seed: int = 7) -> Iterator[CandidateDocument]:
    """Synthetic candidates, the same ones for the same seed."""
    chance, noise = random.Random(seed), np.random.default_rng(seed)
    for i in range(number):
        contents = [each.content for each in chance.sample(base, 3)]
        vectors = np.concatenate([each.chunk_vectors for each in contents])
        vectors = vectors + noise.normal(0, 0.01, vectors.shape).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        first = contents[0]
        content = IndexedText(
            title=first.title,
            text="\n".join(each.text for each in contents),
            tokens={
                "fr": sum((e.tokens["fr"] for e in contents), ()),
                "en": sum((e.tokens["en"] for e in contents), ()),
            },
            title_tokens=first.title_tokens,
            chunk_vectors=vectors.astype(np.float32),
            title_vector=first.title_vector,
            model_id=first.model_id,
        )
        yield CandidateDocument(_facts(i, chance), content)


def _facts(number: int, chance: random.Random) -> CandidateFacts:
    fact = ApplicationFact(
        job_id=JobId(f"job-{chance.randrange(500)}"),
        stage=chance.choice(list(Stage)),
        outcome=chance.choice(list(Outcome)),
        updated_at=NOW,
    )
    return CandidateFacts(
        candidate_id=CandidateId(f"{number:08d}"),
        index_revision=1,
        language="fr",
        readable=True,
        skills=frozenset(chance.sample(_SKILLS, 8)),
        spoken_languages=frozenset({"fr"}),
        history=(fact,),
    )


def plain_search(index: CandidateIndex, query: OfferQuery) -> Callable[[], object]:
    """The words leg alone, with the engine's plain BM25 scores."""
    terms = query.terms["fr"]["fr"]
    if isinstance(index, OpenSearchCandidateIndex):
        search = questions.words({"fr": {"fr": terms}}, "fr", [], top=DEPTH)
        return lambda: index.storage.search_all([search])
    if isinstance(index, EmbeddedCandidateIndex):
        return lambda: index.plain_words(sorted(terms), top=DEPTH)
    raise TypeError(type(index).__name__)


def bytes_held(index: CandidateIndex) -> int:
    """Size of the index on disk."""
    if isinstance(index, OpenSearchCandidateIndex):
        client, alias = index.storage.client, index.storage.alias
        client.indices.forcemerge(index=alias, params={"max_num_segments": "1"}, request_timeout=1800)
        return int(client.indices.stats(index=alias)["_all"]["primaries"]["store"]["size_in_bytes"])
    if isinstance(index, EmbeddedCandidateIndex):
        return index.bytes_held()
    raise TypeError(type(index).__name__)


def ask(index: CandidateIndex, offers: Sequence[Given], embedder: Embedder) -> tuple[Times, Times]:
    """Times of a match and of a plain search, taken in turn over the same offers; the first tenth only warms up."""
    matches, plains = [], []
    for offer in offers:
        started = time.perf_counter()
        query = query_of(offer, embedder, shipped_word_table())
        fuse(index.legs(query, Segment(), at=NOW, top=DEPTH))
        asked = time.perf_counter()
        plain_search(index, query)()
        matches.append(asked - started)
        plains.append(time.perf_counter() - asked)
    warm = len(offers) // 10
    return Times.of(matches[warm:]), Times.of(plains[warm:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--candidates", type=int, required=True)
    parser.add_argument("--engine", choices=("embedded", "opensearch"), default="opensearch")
    parser.add_argument("--set", type=Path, required=True, dest="folder")
    parser.add_argument("--offers", type=int, default=100)
    options = parser.parse_args()
    loaded, embedder = load(options.folder), UniversalSentenceEncoder()
    base = [document_of(each, embedder) for each in loaded.documents[:_BASE_DOCUMENTS]]
    with opened(options.engine, visible_at_once=False) as index:
        started = time.perf_counter()
        for some in batched(people(base, options.candidates), _BATCH, strict=False):
            index.put(some)
        rate = options.candidates / (time.perf_counter() - started)
        size = bytes_held(index) / options.candidates
        match, plain = ask(index, loaded.queries[: options.offers], embedder)
    print(f"{options.engine}, {options.candidates} candidates: {rate:.0f} a second, {size / 1024:.1f} kB each")
    print(f"match      p50 {match.p50:.1f} ms   p95 {match.p95:.1f} ms")
    print(f"plain BM25 p50 {plain.p50:.1f} ms   p95 {plain.p95:.1f} ms")
    print(f"candidates={options.candidates} match_p95_ms={match.p95:.1f} ratio={match.p95 / plain.p95:.2f}")


if __name__ == "__main__":
    main()
