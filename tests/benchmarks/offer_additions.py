"""Measures what the learnt map of the offer's side brings, through the product's own path, on trades it never saw.

    python -m tests.benchmarks.offer_additions --data FOLDER [--cache FOLDER] [--sets rome,esco-fr-en] [--folds 2]

The trades are cut into parts, ROME by professional domain, ESCO by 3-digit ISCO group. The offers of a part are asked
with a map learnt from the other parts; on esco-fr-en only the part's own documents are ranked. FOLDER holds `esco` and
`rome`; --cache keeps vectors between runs. The last line of each set, that with the map, is made for machines.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from infra.data.build_offer_map import Group, Lessons, fold, learn, lessons, sheet_group
from infra.data.build_word_table import build as build_word_table
from infra.data.kept_vectors import KeptVectors
from relance.adapters.embedded_search import EmbeddedCandidateIndex
from relance.matching.embedding import UniversalSentenceEncoder
from relance.matching.offer_additions import Additions
from relance.matching.offer_map import OfferMap
from relance.matching.ranking import DEPTH, fuse
from relance.matching.word_table import WordTable, shipped_word_table
from relance.ports.embedding import Embedder
from relance.ports.search import CandidateIndex
from relance.segments import Segment
from tests.benchmarks import build_sets
from tests.benchmarks.matching import NOW, Rows, fill, mean, query_of
from tests.benchmarks.metrics import measures, paired_interval
from tests.benchmarks.retrieval_sets import Given

SYSTEMS: Final = ("without", "map")
_SHOWN: Final = ("nDCG@10", "R@10", "R@50", "MAP")


@dataclass(frozen=True)
class Part:
    """Offers of one part, what is ranked for them, and a map that never saw their trades."""

    offers: Sequence[Given]
    documents: Sequence[Given]
    grades: Mapping[str, Mapping[str, float]]
    offer_map: OfferMap


def rome_parts(data: Path, taught: Lessons, folds: int) -> Iterator[Part]:
    """French offers and CVs; every CV of the set is ranked."""
    whole = build_sets.rome(data)
    for part in range(folds):

        def held_out(group: Group, part: int = part) -> bool:
            return fold(group, folds) == part

        offers = [each for each in whole.queries if held_out(sheet_group(each.id.removeprefix("q-")))]
        yield _part(whole, offers, whole.documents, learn(taught, but=held_out))


def esco_parts(data: Path, taught: Lessons, folds: int) -> Iterator[Part]:
    """French offers, English documents of the same part only."""
    whole = build_sets.esco_fr_en(data)
    group_of = {each.id: ("esco", each.group[:3]) for each in build_sets.occupations(data)}
    for part in range(folds):

        def held_out(group: Group, part: int = part) -> bool:
            return fold(group, folds) == part

        offers = [each for each in whole.queries if held_out(group_of[each.id.removeprefix("q-")])]
        documents = [each for each in whole.documents if held_out(group_of[each.id])]
        yield _part(whole, offers, documents, learn(taught, but=held_out))


def _part(
    whole: build_sets.RetrievalSet,
    offers: Sequence[build_sets.Text],
    documents: Sequence[build_sets.Text],
    offer_map: OfferMap,
) -> Part:
    grades: dict[str, dict[str, float]] = {}
    for query, document in whole.relevant:
        grades.setdefault(query, {})[document] = 1.0
    return Part([*map(_given, offers)], [*map(_given, documents)], grades, offer_map)


def _given(text: build_sets.Text) -> Given:
    return Given(text.id, text.title, text.text, "en" if text.language == "en" else "fr")


# --- asking -----------------------------------------------------------------------------------------


def ask(part: Part, index: CandidateIndex, embedder: Embedder, table: WordTable, rows: Rows) -> None:
    """Add the measures of each offer, with the map and without it."""
    used = {"without": Additions(), "map": Additions(offer_map=part.offer_map)}
    for offer in part.offers:
        for system in SYSTEMS:
            query = query_of(offer, embedder, table, used[system])
            order = [
                each.hit.id for each in fuse(index.legs(query, Segment(), at=NOW, top=DEPTH), asked_in=query.language)
            ]
            rows.setdefault(system, []).append(measures(order, part.grades[offer.id]))


@contextmanager
def indexed(documents: Sequence[Given], embedder: Embedder) -> Iterator[CandidateIndex]:
    """The embedded engine with these documents."""
    with TemporaryDirectory() as folder:
        index = EmbeddedCandidateIndex(Path(folder))
        fill(index, documents, embedder)
        yield index
        index.close()


def report(name: str, rows: Rows) -> None:
    """One line with the map and one without, the gain and its interval, and the line for machines."""
    print(f"{name}: {len(rows['without'])} offers, each asked with a map that never saw its trade")
    for system in SYSTEMS:
        cells = [f"{measure} {mean(rows, system, measure):.3f}{_gain(rows, system, measure)}" for measure in _SHOWN]
        print(f"  {system:<9} {'  '.join(cells)}")
    best = {measure: mean(rows, "map", measure) for measure in _SHOWN}
    print(f"{name} ndcg@10={best['nDCG@10']:.4f} recall@10={best['R@10']:.4f} map={best['MAP']:.4f}", flush=True)


def _gain(rows: Rows, system: str, measure: str) -> str:
    if system == "without":
        return " " * 24
    sides = ([row[measure] for row in rows[each]] for each in (system, "without"))
    return " {:+.3f} [{:+.3f}, {:+.3f}]".format(*paired_interval(*sides))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--sets", default="rome,esco-fr-en")
    parser.add_argument("--folds", type=int, default=2)
    options = parser.parse_args()
    embedder = KeptVectors(UniversalSentenceEncoder(), options.cache)
    taught = lessons(options.data, embedder)
    # Names of occupations are asked for on ESCO: its table has never seen them.
    sets: dict[str, tuple[Callable[[Path, Lessons, int], Iterator[Part]], Callable[[], WordTable]]] = {
        "rome": (rome_parts, shipped_word_table),
        "esco-fr-en": (esco_parts, lambda: build_word_table(options.data, ["skills"])),
    }
    for name in options.sets.split(","):
        parts, table = sets[name]
        rows: Rows = {}
        started = time.perf_counter()
        known = table()
        for part in parts(options.data, taught, options.folds):
            with indexed(part.documents, embedder) as index:
                ask(part, index, embedder, known, rows)
        print(f"{name} took {time.perf_counter() - started:.0f} s", file=sys.stderr)
        report(name, rows)


if __name__ == "__main__":
    main()
