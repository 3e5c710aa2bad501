"""The French-English table of words: lets a French offer find English CVs by words, and back.

Learnt from the labels of ESCO by IBM model 1 (Brown et al. 1993, "The mathematics of statistical machine
translation"); `infra/data/build_word_table.py` makes the file. Keys and values are stems of `analysis`.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from relance.matching.analysis import LANGUAGES, Language, stems

type Translations = Mapping[str, tuple[tuple[str, float], ...]]

_SHIPPED: Final = Path(__file__).parent / "data" / "word_table.tsv.gz"
# Names of products and most technical words are written alike in both languages (Java, SAP, Excel).
AS_WRITTEN_WEIGHT: Final = 0.5
# A word that stands in one label is translated by each word of the other label alike, hence by none surely.
_SURE: Final = 0.3


@dataclass(frozen=True)
class WordTable:
    """For each direction, the likeliest stems of the other language with their probabilities."""

    directions: Mapping[tuple[Language, Language], Translations]

    def translate(self, text: str, source: Language, target: Language) -> dict[str, float]:
        """{stem of `target`: weight in 0..1} that stand for the text; every word also stands for itself."""
        weights: dict[str, float] = {}
        table = self.directions[source, target]
        for stem in set(stems(text, source)):
            for other, probability in table.get(stem, ()):
                weights[other] = max(weights.get(other, 0.0), probability)
        for stem in set(stems(text, target)):
            weights[stem] = max(weights.get(stem, 0.0), AS_WRITTEN_WEIGHT)
        return weights

    def sure(self, stem: str, source: Language, target: Language) -> tuple[str, ...]:
        """Translations that a screen may show: likely ones, and those that lead back to the word."""
        back = self.directions[target, source]
        return tuple(
            other
            for other, probability in self.directions[source, target].get(stem, ())
            if probability >= _SURE or any(origin == stem for origin, _ in back.get(other, ()))
        )

    def sources(self, text: str, source: Language, target: Language) -> dict[str, str]:
        """{stem of `target`: folded word or stem of `source` that it comes from}, for explanations."""
        origin: dict[str, tuple[float, str]] = {}
        for stem in sorted(set(stems(text, source))):
            for other, probability in self.directions[source, target].get(stem, ()):
                if probability > origin.get(other, (0.0, ""))[0]:
                    origin[other] = (probability, stem)
        return {other: stem for other, (_, stem) in origin.items()}


def write(table: WordTable, path: Path, *, attribution: str) -> None:
    """One line an entry: source, target, stem, then each translation with its probability; same table, same bytes."""
    lines = [f"# {attribution}"]
    for (source, target), translations in sorted(table.directions.items()):
        for stem, others in sorted(translations.items()):
            cells = (f"{other} {probability:.3f}" for other, probability in others)
            lines.append("\t".join((source, target, stem, *cells)))
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))


def read(path: Path) -> WordTable:
    """The table that `write` wrote."""
    directions: dict[tuple[Language, Language], dict[str, tuple[tuple[str, float], ...]]] = {
        (a, b): {} for a in LANGUAGES for b in LANGUAGES if a != b
    }
    names: dict[str, Language] = {language: language for language in LANGUAGES}
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        if line.startswith("#"):
            continue
        source, target, stem, *cells = line.split("\t")
        pairs = (cell.split(" ") for cell in cells)
        directions[names[source], names[target]][stem] = tuple((other, float(p)) for other, p in pairs)
    return WordTable(directions)


@cache
def shipped_word_table() -> WordTable:
    """The product's table, read once."""
    return read(_SHIPPED)
