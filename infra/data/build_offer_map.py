"""Learns the linear map of the offer's vectors from wordings of the same occupation, sheet or skill.

    python -m infra.data.build_offer_map [--data FOLDER] [--cache FOLDER] [-o FILE]

`--data` holds `esco` and `rome`. The embedding of 44,000 short texts takes minutes; `--cache` keeps it. The map `A`
moves an offer's vector q to unit(q + q A). It is learnt by symmetric InfoNCE over the other pairs of a batch (van den
Oord et al. 2018, "Representation learning with contrastive predictive coding") with Adam, from A = 0: no change.
"""

import argparse
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from infra.data.kept_vectors import KeptVectors
from infra.data.offer_texts import ATTRIBUTION, Occupation, Sheet, Skill, Wordings, occupations, sheets, skills
from relance.matching.embedding import UniversalSentenceEncoder
from relance.matching.offer_map import OfferMap, write
from relance.ports.embedding import Embedder

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROOT: Final = Path(__file__).parents[2]
_SHIPPED: Final = _ROOT / "layers/shared/python/relance/matching/data/offer_map.npz"
_DECAY: Final = (0.9, 0.99)

type Group = tuple[str, str]
"""What must not be in a training set and a test set both: kind, and domain of ROME or 3-digit group of ISCO."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Chosen on ROME and esco-fr-en; neighbouring settings are level."""

    steps: int = 500
    occupations: int = 256
    sheets: int = 256
    skills: int = 64
    """How many of each a batch holds."""
    rate: float = 1e-3
    temperature: float = 0.05
    strength: float = 0.75
    """How much of what was learnt is kept: a whole step would fit the taxonomies, not the offers."""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Concept:
    """Places of the vectors of one trade or skill, by view: any question belongs to any answer."""

    group: Group
    questions: tuple[range, ...]
    answers: tuple[range, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Lessons:
    """Everything that can be learnt from; a map for a test leaves out the test's groups."""

    model_id: str
    vectors: "NDArray[np.float32]"
    occupations: tuple[Concept, ...]
    sheets: tuple[Concept, ...]
    skills: tuple[Concept, ...]


def fold(group: Group, folds: int) -> int:
    """Which part of a cross-fitted measurement a group belongs to."""
    return zlib.crc32(group[1].encode()) % folds


def occupation_group(occupation: Occupation) -> Group:
    """The 3-digit group of ISCO."""
    return "esco", occupation.group[:3]


def sheet_group(code: str) -> Group:
    """The professional domain of ROME."""
    return "rome", code[:3]


def lessons(data: Path, embedder: Embedder) -> Lessons:
    """Read and embed the texts."""
    texts: list[str] = []

    def placed(wordings: Wordings) -> range:
        texts.extend(wordings)
        return range(len(texts) - len(wordings), len(texts))

    def of_occupation(each: Occupation) -> Concept:
        names = placed(each.french), placed(each.english)
        return Concept(occupation_group(each), names, (*names, placed((each.description,))))

    def of_sheet(each: Sheet) -> Concept:
        titles, cvs = placed(each.titles), placed(each.cvs)
        return Concept(sheet_group(each.code), (placed(each.offers), titles), (cvs, cvs, titles))

    def of_skill(each: Skill) -> Concept:
        views = tuple(placed((wording,)) for wording in each.wordings)
        return Concept(("skill", ""), views, views)

    taught = (
        tuple(map(of_occupation, occupations(data))),
        tuple(map(of_sheet, sheets(data))),
        tuple(map(of_skill, skills(data))),
    )
    return Lessons(embedder.model_id, embedder.embed(texts, kind="document"), *taught)


def learn(taught: Lessons, *, recipe: Recipe | None = None, but: Callable[[Group], bool] = lambda _: False) -> OfferMap:
    """The map of everything except the groups for which `but` holds."""
    recipe = recipe or Recipe()
    chance = np.random.default_rng(recipe.seed)
    kinds = (
        ([each for each in taught.occupations if not but(each.group)], recipe.occupations),
        ([each for each in taught.sheets if not but(each.group)], recipe.sheets),
        (taught.skills, recipe.skills),
    )
    size = taught.vectors.shape[1]
    matrix = np.zeros((size, size), np.float32)
    moments = [np.zeros_like(matrix), np.zeros_like(matrix)]
    for step in range(1, recipe.steps + 1):
        asked, answered = (list(side) for side in zip(*_pairs(kinds, chance), strict=True))
        slope = gradient(matrix, taught.vectors[asked], taught.vectors[answered], recipe.temperature)
        moments = [d * m + (1 - d) * g for d, m, g in zip(_DECAY, moments, (slope, slope**2), strict=True)]
        first, second = (m / (1 - d**step) for d, m in zip(_DECAY, moments, strict=True))
        # Full rate for the first half, then down to a twentieth.
        matrix -= recipe.rate * min(1.0, 2 * (1 - step / recipe.steps) + 0.05) * first / (np.sqrt(second) + 1e-8)
    return OfferMap(taught.model_id, (recipe.strength * matrix).astype(np.float32))


def _pairs(kinds: Sequence[tuple[Sequence[Concept], int]], chance: np.random.Generator) -> Iterator[tuple[int, int]]:
    """Places of a question and of an answer of the same concept, concepts of a batch all different."""
    for concepts, number in kinds:
        for place in chance.choice(len(concepts), min(number, len(concepts)), replace=False):
            concept = concepts[place]
            yield _drawn(concept.questions, chance), _drawn(concept.answers, chance)


def _drawn(views: tuple[range, ...], chance: np.random.Generator) -> int:
    view = views[chance.integers(len(views))]
    return view[chance.integers(len(view))]


def gradient(
    matrix: "NDArray[np.float32]",
    questions: "NDArray[np.float32]",
    answers: "NDArray[np.float32]",
    temperature: float,
) -> "NDArray[np.float32]":
    """Of the mean loss: each question should be nearest to its own answer, and each answer to its own question."""
    moved = questions + questions @ matrix
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    unit = moved / lengths
    likely = np.exp((unit @ answers.T - 1) / temperature)
    error = (likely / likely.sum(axis=1, keepdims=True) + likely / likely.sum(axis=0, keepdims=True)) / 2
    error[np.diag_indices(len(error))] -= 1
    pull = (error @ answers) / (len(error) * temperature)
    slope: NDArray[np.float32] = questions.T @ ((pull - unit * (pull * unit).sum(axis=1, keepdims=True)) / lengths)
    return slope


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=_SHIPPED)
    options = parser.parse_args()
    taught = lessons(options.data, KeptVectors(UniversalSentenceEncoder(), options.cache))
    write(learn(taught), options.output, attribution=ATTRIBUTION)
    print(f"{options.output}: for {taught.model_id}, {options.output.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
