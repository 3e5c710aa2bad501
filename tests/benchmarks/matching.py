r"""Measures the matching of a set of offers and CVs, through the product's own path: redaction, index, legs, fusion.

    python -m tests.benchmarks.matching --set DIR [--engine embedded|opensearch …] [--word-table FILE] \
        [--additions none|map]

DIR is a set as `retrieval_sets` reads it. Without --word-table: its word_table.tsv.gz, else the one that is shipped.
With both engines, the share of the ten best that they have in common is told; with queries that are the same offer in
another language ("same_as"), the share of the fifty best that both find.
The shipped map of the offer's side has learnt from the very texts of most sets of `build_sets`, as their `about.json`
says: those are asked without it unless told otherwise; `offer_additions` measures them held out.
BM25 is the words leg without word table. The last line is made for machines.
"""

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import batched
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import uuid4

from infra.local.opensearch_node import opensearch_node
from relance.adapters.embedded_search import EmbeddedCandidateIndex
from relance.adapters.opensearch_search import OpenSearchCandidateIndex, connect
from relance.candidates import Candidate, CandidateId
from relance.cv.profile import Basics, Meta, Profile
from relance.errors import InvalidInputError
from relance.jobs import Job, JobId
from relance.matching.analysis import LANGUAGES, guess_language, query_weights
from relance.matching.document import CandidateDocument
from relance.matching.embedding import UniversalSentenceEncoder
from relance.matching.indexing import candidate_document
from relance.matching.legs import Legs, LegScores
from relance.matching.offer import OfferQuery, offer_query
from relance.matching.offer_additions import Additions, usual_additions
from relance.matching.ranking import DEPTH, fuse
from relance.matching.word_table import WordTable, read, shipped_word_table
from relance.ports.embedding import Embedder
from relance.ports.search import CandidateIndex
from relance.segments import Segment
from tests.benchmarks.metrics import MEASURES, measures, overlap, paired_interval
from tests.benchmarks.retrieval_sets import Given, Loaded, load

NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
_BATCH: Final = 100
_OVERLAP_ENGINES: Final = 10
_OVERLAP_TWO_LANGUAGES: Final = 50
# The shipped additions learnt from the texts of our own sets: whoever asks with them says so.
NOTHING_ADDED: Final = Additions()

type Rows = dict[str, list[dict[str, float]]]
"""By system: the measures of each query."""


def document_of(given: Given, embedder: Embedder) -> CandidateDocument:
    """The CV of a set as the product would index it."""
    profile = Profile(basics=Basics(label=given.title or None), meta=Meta(language=given.language))
    candidate = Candidate(
        candidate_id=CandidateId(given.id), index_revision=1, profile=profile, created_at=NOW, updated_at=NOW
    )
    return candidate_document(candidate, given.text, (), embedder=embedder)


def query_of(given: Given, embedder: Embedder, table: WordTable, additions: Additions = NOTHING_ADDED) -> OfferQuery:
    """The offer of a set as the product would ask it; without a title, as pasted text."""
    if not given.title.strip():
        return offer_query(given.text, embedder=embedder, table=table, additions=additions)
    job = Job(
        job_id=JobId(given.id),
        title=given.title[:200],
        description=given.text[:100_000],
        language=given.language if given.language in LANGUAGES else guess_language(given.text),
        created_at=NOW,
        updated_at=NOW,
    )
    return offer_query(job, embedder=embedder, table=table, additions=additions)


def as_plain_words(query: OfferQuery) -> OfferQuery:
    """The same question without word table: what a plain search engine is asked."""
    return replace(
        query, terms={each: {rules: query_weights(query.text, rules) for rules in LANGUAGES} for each in LANGUAGES}
    )


def fill(index: CandidateIndex, documents: Sequence[Given], embedder: Embedder) -> None:
    """Index all documents, a batch at a time."""
    for some in batched(documents, _BATCH, strict=False):
        index.put([document_of(given, embedder) for given in some])


def fill_all(indexes: Sequence[CandidateIndex], documents: Sequence[Given]) -> None:
    """Index all documents in each engine; each is embedded once, with the product's model on all processors."""
    with ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_encoder) as pool:
        for made in pool.map(_documents_of, batched(documents, _BATCH, strict=False)):
            for index in indexes:
                index.put(made)


@cache
def _encoder() -> UniversalSentenceEncoder:
    """One for each process."""
    return UniversalSentenceEncoder()


def _documents_of(some: Sequence[Given]) -> list[CandidateDocument]:
    return [document_of(given, _encoder()) for given in some]


def ranked(
    index: CandidateIndex, given: Given, embedder: Embedder, table: WordTable, additions: Additions
) -> dict[str, list[str]]:
    """By system: who is found, best first; nobody for an offer without a word."""
    try:
        query = query_of(given, embedder, table, additions)
    except InvalidInputError:
        return {system: [] for system in ("BM25", *_LEGS, "fusion")}
    legs = index.legs(query, Segment(), at=NOW, top=DEPTH)
    plain = index.legs(as_plain_words(query), Segment(), at=NOW, top=DEPTH)
    return {
        "BM25": _order(plain, _LEGS["words"]),
        **{system: _order(legs, score) for system, score in _LEGS.items()},
        "fusion": [each.hit.id for each in fuse(legs, asked_in=query.language)],
    }


def measure(
    index: CandidateIndex,
    loaded: Loaded,
    embedder: Embedder,
    table: WordTable,
    additions: Additions = NOTHING_ADDED,
    *,
    best: dict[str, list[str]] | None = None,
) -> Rows:
    """Measures of BM25, of each leg and of their fusion, query by query. `best` receives the fused order by query."""
    rows: Rows = {}
    for given in loaded.queries:
        orders = ranked(index, given, embedder, table, additions)
        if best is not None:
            best[given.id] = orders["fusion"][:_OVERLAP_TWO_LANGUAGES]
        grades = loaded.grades.get(given.id, {})
        if any(grades.values()):
            for system, order in orders.items():
                rows.setdefault(system, []).append(measures(order, grades))
    return rows


_LEGS: Final[dict[str, Callable[[LegScores], float | None]]] = {
    "words": lambda hit: hit.words,
    "meaning": lambda hit: hit.meaning,
    "title": lambda hit: hit.title,
}


def _order(legs: Legs, score: Callable[[LegScores], float | None]) -> list[str]:
    found = [(score(hit), hit.id) for hit in legs.hits]
    return [name for value, name in sorted(((-value, name) for value, name in found if value), key=lambda each: each)]


@contextmanager
def opened(engine: str, *, visible_at_once: bool = True) -> Iterator[CandidateIndex]:
    """An empty index of that engine; OpenSearch is the node of OPENSEARCH_URL, else one started for this run."""
    with ExitStack() as stack:
        if engine == "embedded":
            embedded = EmbeddedCandidateIndex(Path(stack.enter_context(TemporaryDirectory())))
            stack.callback(embedded.close)
            yield embedded
            return
        url = os.environ.get("OPENSEARCH_URL") or stack.enter_context(opensearch_node(heap="2g", quick_start=False))
        client, alias = connect(url), f"benchmark-{uuid4().hex}"
        stack.callback(client.indices.delete, index=f"{alias}-*")
        yield OpenSearchCandidateIndex(client, alias=alias, visible_at_once=visible_at_once)


def mean(rows: Rows, system: str, measure_name: str) -> float:
    """Mean of one measure over the queries."""
    values = [row[measure_name] for row in rows[system]]
    return sum(values) / len(values)


def report(rows: Rows) -> None:
    """One line a system, the gain over BM25 with its interval, and the line for machines."""
    for system in rows:
        cells = "  ".join(f"{name} {mean(rows, system, name):.3f}" for name in MEASURES)
        print(f"{system:<8} {cells}")
    for name in ("nDCG@10", "MAP"):
        gain, low, high = paired_interval([r[name] for r in rows["fusion"]], [r[name] for r in rows["BM25"]])
        print(f"fusion over BM25, {name}: {gain:+.3f} [{low:+.3f}, {high:+.3f}] (95 %, paired bootstrap)")
    best = {name: mean(rows, "fusion", name) for name in MEASURES}
    print(f"ndcg@10={best['nDCG@10']:.4f} recall@50={best['R@50']:.4f} map={best['MAP']:.4f}")


def chosen_additions(name: str | None, folder: Path, model_id: str) -> Additions:
    """The shipped map or nothing; without a name, the map, but not for a set whose very texts it has learnt from."""
    known = folder / "about.json"
    seen = known.exists() and json.loads(known.read_text(encoding="utf-8")).get("map_has_seen_it", True)
    return usual_additions(model_id) if (name or ("none" if seen else "map")) == "map" else Additions()


def compare(loaded: Loaded, best: Mapping[str, Mapping[str, list[str]]]) -> None:
    """What the engines have in common, and what the same offer finds in two languages."""
    if len(best) > 1:
        ours, theirs = best.values()
        shares = [overlap(ours[name], theirs[name], top=_OVERLAP_ENGINES) for name in ours]
        print(f"engines: top-{_OVERLAP_ENGINES} overlap {sum(shares) / len(shares):.3f}, least {min(shares):.1f}")
    for engine, found in best.items():
        pairs = [(found[each.id], found[each.same_as]) for each in loaded.queries if each.same_as]
        shares = [overlap(ours, theirs, top=_OVERLAP_TWO_LANGUAGES) for ours, theirs in pairs]
        if shares:
            said = f"{engine}: same offer in two languages, {len(shares)} pairs"
            print(f"{said}: top-{_OVERLAP_TWO_LANGUAGES} overlap {sum(shares) / len(shares):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Path, required=True, dest="folder")
    parser.add_argument("--engine", choices=("embedded", "opensearch"), nargs="+", default=["embedded"])
    parser.add_argument("--word-table", type=Path)
    parser.add_argument("--additions", choices=("none", "map"))
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # So that the node ends with this run.
    own_table = options.word_table or options.folder / "word_table.tsv.gz"
    table = read(own_table) if own_table.exists() else shipped_word_table()
    loaded, embedder = load(options.folder), _encoder()
    additions = chosen_additions(options.additions, options.folder, embedder.model_id)
    best: dict[str, dict[str, list[str]]] = {}
    reports: list[tuple[str, Rows]] = []
    with ExitStack() as stack:
        indexes = {name: stack.enter_context(opened(name)) for name in dict.fromkeys(options.engine)}
        started = time.perf_counter()
        fill_all(list(indexes.values()), loaded.documents)
        print(f"indexed in {time.perf_counter() - started:.0f} s", file=sys.stderr)
        for name, index in indexes.items():
            started = time.perf_counter()
            reports.append((name, measure(index, loaded, embedder, table, additions, best=best.setdefault(name, {}))))
            print(f"asked {name} in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    compare(loaded, best)
    for name, rows in reports:
        print(f"{options.folder.name}: {len(loaded.queries)} queries, {len(loaded.documents)} documents, {name}")
        if rows:
            report(rows)


if __name__ == "__main__":
    main()
