"""Builds the French-English word table of matching from ESCO's parallel labels.

    python -m infra.data.build_word_table [--data FOLDER] [--kinds occupations,skills] [-o FILE]

`--data` holds a folder `esco` with `occupations_fr.csv`, `occupations_en.csv`, `skills_fr.csv`, `skills_en.csv`.
`--kinds skills` gives a table that never saw the name of an occupation: a benchmark that asks for those needs it.
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Final

from relance.matching.analysis import Language, stems
from relance.matching.gender import neutral
from relance.matching.word_table import Translations, WordTable, write

KINDS: Final = ("occupations", "skills")
ATTRIBUTION: Final = (
    "French-English word table learnt from the labels of ESCO. "
    "This service uses the ESCO classification of the European Commission."
)
_ROOT: Final = Path(__file__).parents[2]
_SHIPPED: Final = _ROOT / "layers/shared/python/relance/matching/data/word_table.tsv.gz"
# Chosen on the benchmark sets: more rounds or translations change nothing there, rarer ones add noise.
_ROUNDS: Final = 6
_MOST_TRANSLATIONS: Final = 4
_LEAST_PROBABILITY: Final = 0.12

type Pair = tuple[tuple[str, ...], tuple[str, ...]]


def preferred_labels(path: Path) -> dict[str, str]:
    """{URI of the concept: its preferred label}."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["conceptUri"]: row["preferredLabel"] for row in csv.DictReader(file)}


def label_pairs(data: Path, kinds: Sequence[str], *, but: Set[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """French and English label of each concept but these URIs; of "directeur/directrice" the first form."""
    for kind in kinds:
        french = preferred_labels(data / "esco" / f"{kind}_fr.csv")
        english = preferred_labels(data / "esco" / f"{kind}_en.csv")
        known = ((uri, name) for uri, name in french.items() if english.get(uri) and uri not in but)
        yield from ((name.split("/")[0], english[uri]) for uri, name in known)


def learn(pairs: Sequence[Pair]) -> Translations:
    """Translation probabilities by expectation maximisation (IBM model 1 without the empty word)."""
    probability: dict[tuple[str, str], float] = defaultdict(lambda: 1e-3)
    for _ in range(_ROUNDS):
        count: dict[tuple[str, str], float] = defaultdict(float)
        total: dict[str, float] = defaultdict(float)
        for source, target in pairs:
            for word in target:
                mass = sum(probability[origin, word] for origin in source)
                for origin in source:
                    share = probability[origin, word] / mass
                    count[origin, word] += share
                    total[origin] += share
        probability = defaultdict(float, {key: value / total[key[0]] for key, value in count.items()})
    table: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (origin, word), value in probability.items():
        if value >= _LEAST_PROBABILITY:
            table[origin].append((word, round(value, 3)))
    return {
        origin: tuple(sorted(found, key=lambda pair: (-pair[1], pair[0]))[:_MOST_TRANSLATIONS])
        for origin, found in table.items()
    }


def build(data: Path, kinds: Sequence[str], *, but: Set[str] = frozenset()) -> WordTable:
    """The table of both directions, learnt without the concepts of these URIs."""
    labels = list(label_pairs(data, kinds, but=but))

    def one_way(source: Language, target: Language) -> Translations:
        sides = ((fr, en) if source == "fr" else (en, fr) for fr, en in labels)
        pairs = ((_distinct(a, source), _distinct(b, target)) for a, b in sides)
        return learn([(a, b) for a, b in pairs if a and b])

    return WordTable({("fr", "en"): one_way("fr", "en"), ("en", "fr"): one_way("en", "fr")})


def _distinct(label: str, language: Language) -> tuple[str, ...]:
    return tuple(sorted(set(stems(neutral(label), language))))  # As offers and CVs are indexed.


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("-o", "--output", type=Path, default=_SHIPPED)
    options = parser.parse_args()
    table = build(options.data, options.kinds.split(","))
    write(table, options.output, attribution=ATTRIBUTION)
    sizes = ", ".join(f"{a} to {b}: {len(entries)} stems" for (a, b), entries in table.directions.items())
    print(f"{options.output}: {sizes}, {options.output.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
