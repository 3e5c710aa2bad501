"""How fast and how large the index is at N candidates: rebuilding, a whole match, and a plain BM25 search beside it.

    python -m tests.benchmarks.search_scale --candidates N [N …] [--engine opensearch|embedded] [--set DIR …] \
        [--offers 100] [--keep]

People are synthetic (`synthetic_people`), of a base embedded once from the sets DIR (made by `build_sets`; without one,
the samples of the repository). They are written by the product's own rebuild. A match is everything a recruiter waits
for: the offer's words and vectors, the three legs and their fusion. Plain BM25 is one search for the same words in the
engine's own scores. Both are asked in turn, so that other load on the machine hits both; the first tenth warms up.
--keep leaves the indexes on the node of OPENSEARCH_URL, and asks those of an earlier run without filling them anew.
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import batched
from pathlib import Path
from typing import Final

import numpy as np

from relance.adapters.embedded_search import EmbeddedCandidateIndex
from relance.adapters.opensearch_search import OpenSearchCandidateIndex, connect, questions, scoring
from relance.matching.document import CandidateDocument
from relance.matching.embedding import UniversalSentenceEncoder
from relance.matching.offer import OfferQuery
from relance.matching.ranking import DEPTH, fuse
from relance.matching.word_table import shipped_word_table
from relance.ports.embedding import Embedder
from relance.ports.search import CandidateIndex
from relance.segments import Segment
from tests.benchmarks.matching import NOW, opened, query_of
from tests.benchmarks.retrieval_sets import Given, load
from tests.benchmarks.synthetic_people import SAMPLES, SKILLS, base_of, people

_PAGE: Final = 500
_MEMBERS_PAGE: Final = 10_000
_COUNTS: Final = 30


@dataclass(frozen=True)
class Times:
    """Milliseconds."""

    p50: float
    p95: float

    @staticmethod
    def of(seconds: Sequence[float]) -> "Times":
        """Percentiles of measured seconds, the first tenth left out."""
        p50, p95 = np.percentile(np.array(seconds[len(seconds) // 10 :]) * 1000, (50, 95))
        return Times(float(p50), float(p95))

    def __str__(self) -> str:
        return f"p50 {self.p50:7.1f} ms   p95 {self.p95:7.1f} ms"


def plain_search(index: CandidateIndex, query: OfferQuery) -> Callable[[], object]:
    """The words leg alone, with the engine's plain BM25 scores, over everybody at once."""
    if isinstance(index, OpenSearchCandidateIndex):
        search = questions.words_of_anybody(scoring.chosen(index.storage, query), top=DEPTH)
        return lambda: index.storage.search_all([search])
    if isinstance(index, EmbeddedCandidateIndex):
        stems = sorted({stem for by_rules in query.terms.values() for terms in by_rules.values() for stem in terms})
        return lambda: index.plain_words(stems, top=DEPTH)
    raise TypeError(type(index).__name__)


def bytes_held(index: CandidateIndex) -> int:
    """Size of the index on disk."""
    if isinstance(index, OpenSearchCandidateIndex):
        held = index.storage.client.indices.stats(index=index.storage.alias)["_all"]["primaries"]
        return int(held["store"]["size_in_bytes"])
    if isinstance(index, EmbeddedCandidateIndex):
        return index.bytes_held()
    raise TypeError(type(index).__name__)


def fill(index: CandidateIndex, base: Sequence[CandidateDocument], number: int) -> None:
    """Rebuild the index as `relance reindex` does, and say how fast."""
    started = time.perf_counter()
    target = index.rebuild()
    found = written = int(target.resume() or 0)
    for page in batched(people(base, number, start=found), _PAGE, strict=False):
        written += len(page)
        target.put(page, reached=str(written))
    put = time.perf_counter() - started
    target.finish()
    whole, made = time.perf_counter() - started, number - found
    print(f"rebuild    {made / whole:.0f} a second ({made / put:.0f} written, then {whole - put:.0f} s of merging)")


def ask(index: CandidateIndex, offers: Sequence[Given], embedder: Embedder) -> tuple[Times, Times, Times]:
    """Times of a match, of the offer's part in it, and of a plain search, taken in turn over the same offers."""
    matches, questions_made, plains = [], [], []
    for offer in offers:
        started = time.perf_counter()
        query = query_of(offer, embedder, shipped_word_table())
        made = time.perf_counter()
        fuse(index.legs(query, Segment(), at=NOW, top=DEPTH), asked_in=query.language)
        matches.append(time.perf_counter() - started)
        questions_made.append(made - started)
        plain = plain_search(index, query)
        started = time.perf_counter()
        plain()
        plains.append(time.perf_counter() - started)
    return Times.of(matches), Times.of(questions_made), Times.of(plains)


def walk(index: CandidateIndex) -> tuple[Times, float]:
    """Times of counting a segment; ids a second when everybody is paged through."""
    counts = []
    for skill in SKILLS[:_COUNTS]:
        started = time.perf_counter()
        index.count(Segment(skills_any=frozenset({skill, SKILLS[-1]}), contactable_only=True), at=NOW)
        counts.append(time.perf_counter() - started)
    started, seen, after = time.perf_counter(), 0, None
    while True:
        page = index.members(Segment(), at=NOW, after=after, limit=_MEMBERS_PAGE)
        seen, after = seen + len(page.items), page.next
        if after is None:
            return Times.of(counts), seen / (time.perf_counter() - started)


@contextmanager
def kept_or_new(engine: str, number: int, *, keep: bool) -> Iterator[CandidateIndex]:
    """An index that ends with the run, or one that stays."""
    if not keep:
        with opened(engine, visible_at_once=False) as index:
            yield index
        return
    yield OpenSearchCandidateIndex(connect(os.environ["OPENSEARCH_URL"]), alias=f"scale-{number}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--candidates", type=int, nargs="+", required=True)
    parser.add_argument("--engine", choices=("embedded", "opensearch"), default="opensearch")
    parser.add_argument("--set", type=Path, nargs="+", default=SAMPLES, dest="folders")
    parser.add_argument("--offers", type=int, default=100)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # So that the node ends with this run.
    embedder = UniversalSentenceEncoder()
    share = options.offers // len(options.folders)
    offers = [query for folder in options.folders for query in load(folder).queries[:share]]
    base: list[CandidateDocument] = []
    measured: list[float] = []
    for number in options.candidates:
        with kept_or_new(options.engine, number, keep=options.keep) as index:
            print(f"{options.engine}, {number} candidates", flush=True)
            if not options.keep or index.count(Segment(), at=NOW) != number:
                base = base or base_of(options.folders, embedder)
                fill(index, base, number)
            match, question, plain = ask(index, offers, embedder)
            counted, walked = walk(index)
            print(f"size       {bytes_held(index) / number / 1000:.1f} kB a candidate")
            print(f"match      {match}\n  offer    {question}\nplain BM25 {plain}\ncount      {counted}")
            print(f"members    {walked:.0f} ids a second")
            ratio = match.p95 / plain.p95
            print(f"candidates={number} match_p95_ms={match.p95:.1f} ratio={ratio:.2f}", flush=True)
            measured.append(match.p95)
    if len(measured) > 1:
        print(f"growth={measured[-1] / measured[0]:.2f} from {options.candidates[0]} to {options.candidates[-1]}")


if __name__ == "__main__":
    main()
