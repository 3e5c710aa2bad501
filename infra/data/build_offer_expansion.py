"""Builds the file of ESCO occupations that lend their words to offers.

    python -m infra.data.build_offer_expansion [--data FOLDER] [--cache FOLDER] [-o FILE]

`--data` holds `esco`. Each occupation gets one vector and, in each language, the stems that tell it from the others.
"""

import argparse
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from infra.data.kept_vectors import KeptVectors
from infra.data.offer_texts import ATTRIBUTION, Occupation, occupations
from relance.matching.analysis import Language, stems
from relance.matching.embedding import UniversalSentenceEncoder
from relance.matching.generic_words import generic_stems
from relance.matching.offer_expansion import OfferExpansion, Terms, write
from relance.ports.search import Embedder

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROOT: Final = Path(__file__).parents[2]
_SHIPPED: Final = _ROOT / "layers/shared/python/relance/matching/data/offer_expansion.npz"
_TERMS_OF_ONE: Final = 24


def build(known: Sequence[Occupation], embedder: Embedder) -> OfferExpansion:
    """The expansion by these occupations."""
    return OfferExpansion(
        model_id=embedder.model_id,
        vectors=middles(known, embedder),
        terms={
            "fr": _telling([" ".join(each.french) for each in known], "fr"),
            "en": _telling([" ".join((*each.english, each.description)) for each in known], "en"),
        },
    )


def middles(known: Sequence[Occupation], embedder: Embedder) -> "NDArray[np.float32]":
    """Unit vectors between French names, English names and description of each."""
    sides = (
        _mean_vectors([each.french for each in known], embedder),
        _mean_vectors([each.english for each in known], embedder),
        _mean_vectors([(each.description,) for each in known], embedder),
    )
    return _unit(np.sum(sides, axis=0))


def _mean_vectors(texts: Sequence[Sequence[str]], embedder: Embedder) -> "NDArray[np.float32]":
    vectors = embedder.embed([text for each in texts for text in each], kind="document")
    starts = np.cumsum([0, *(len(each) for each in texts[:-1])])
    return _unit(np.add.reduceat(vectors, starts, axis=0))


def _unit(vectors: "NDArray[np.float32]") -> "NDArray[np.float32]":
    unit: NDArray[np.float32] = (vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)).astype(
        np.float32
    )
    return unit


def _telling(texts: Sequence[str], language: Language) -> tuple[Terms, ...]:
    """Of each text, the stems that few others say, with frequency × rarity as shares of the whole."""
    counts = [Counter(stem for stem in stems(text, language) if _tells(stem, language)) for text in texts]
    said_by = Counter(stem for each in counts for stem in each)
    told = []
    for each in counts:
        weights = {stem: number * math.log(1 + len(counts) / said_by[stem]) for stem, number in each.items()}
        chosen = sorted(weights, key=lambda stem: (-weights[stem], stem))[:_TERMS_OF_ONE]
        total = sum(weights.values())
        told.append({stem: weights[stem] / total for stem in chosen})
    return tuple(told)


def _tells(stem: str, language: Language) -> bool:
    return stem not in generic_stems(language) and not stem.isdigit()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=_SHIPPED)
    options = parser.parse_args()
    expansion = build(occupations(options.data), KeptVectors(UniversalSentenceEncoder(), options.cache))
    write(expansion, options.output, attribution=ATTRIBUTION)
    print(f"{options.output}: {len(expansion.vectors)} occupations, {options.output.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
