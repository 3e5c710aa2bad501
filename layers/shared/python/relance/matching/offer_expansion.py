"""Words that the offer does not say but its trade does: terms of the nearest ESCO occupations, added lightly.

The words leg then also finds the CV that says "soudage à l'arc" where the offer says "soudeur". Terms are added for
French CVs in French and for English CVs in English, inside the weights that every engine already reads.
Made by `infra/data/build_offer_expansion.py`; gains in docs/decisions.md.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from relance.errors import InvalidInputError
from relance.matching.analysis import LANGUAGES, Language
from relance.matching.term_choice import MOST_TERMS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

type Terms = Mapping[str, float]

_SHIPPED: Final = Path(__file__).parent / "data" / "offer_expansion.npz"
_NEAREST: Final = 8
_ADDED_TERMS: Final = 20
# How fast an occupation's say falls with its distance from the nearest one (difference of cosines).
_NEARNESS: Final = 0.05
# All added terms together weigh this share of the offer's own.
SHARE: Final = 0.15


@dataclass(frozen=True, eq=False, slots=True)
class OfferExpansion:
    """Occupations by vector and by words."""

    model_id: str
    vectors: "NDArray[np.float32]"
    """Shape (occupations, dimensions), unit length: the middle of an occupation's names and description."""
    terms: Mapping[Language, Sequence[Terms]]
    """By language, of each occupation: stems with their share of what it says, the telling ones only."""

    def near(self, vector: "NDArray[np.float32]", language: Language) -> dict[str, float]:
        """The most telling stems of the occupations nearest to a unit vector, with weights that sum to one."""
        import numpy as np  # noqa: PLC0415  Not at cold start.

        likeness = self.vectors @ vector
        nearest = np.argsort(-likeness, kind="stable")[:_NEAREST]
        say = np.exp((likeness[nearest] - likeness[nearest].max(initial=-1.0)) / _NEARNESS)
        weights: dict[str, float] = defaultdict(float)
        for occupation, its_say in zip(nearest, say, strict=True):
            for stem, share in self.terms[language][occupation].items():
                weights[stem] += float(its_say) * share
        chosen = nlargest(_ADDED_TERMS, weights.items(), key=lambda pair: (pair[1], pair[0]))
        total = sum(weight for _, weight in chosen)
        return {stem: weight / total for stem, weight in chosen}


def widened(
    terms: Mapping[Language, Mapping[Language, Terms]],
    vector: "NDArray[np.float32]",
    expansion: OfferExpansion,
    *,
    share: float = SHARE,
) -> dict[Language, dict[Language, Terms]]:
    """An offer's terms (by language of the CV, then of the rules) with those of its trade beside them."""
    wider = {language: dict(by_rules) for language, by_rules in terms.items()}
    for language in LANGUAGES:
        own = terms[language][language]
        # Engines ask for no more than this many: a long offer must not lend its weight to the added terms.
        mass = sum(nlargest(MOST_TERMS, own.values()))
        added = {stem: share * mass * weight for stem, weight in expansion.near(vector, language).items()}
        wider[language][language] = {stem: own.get(stem, 0.0) + added.get(stem, 0.0) for stem in {**own, **added}}
    return wider


# --- file -------------------------------------------------------------------------------------------


def write(expansion: OfferExpansion, path: Path, *, attribution: str) -> None:
    """Vectors in eight bits, words once; same expansion, same bytes."""
    import numpy as np  # noqa: PLC0415  Not at cold start.

    peaks = np.maximum(np.abs(expansion.vectors).max(axis=1, keepdims=True), 1e-9)
    parts = {"vectors": np.round(expansion.vectors / peaks * 127).astype(np.int8)}
    for language in LANGUAGES:
        vocabulary = sorted({stem for each in expansion.terms[language] for stem in each})
        place = {stem: number for number, stem in enumerate(vocabulary)}
        pairs = [(place[stem], share) for each in expansion.terms[language] for stem, share in sorted(each.items())]
        parts[f"words_{language}"] = np.frombuffer("\n".join(vocabulary).encode(), np.uint8)
        parts[f"sizes_{language}"] = np.array([len(each) for each in expansion.terms[language]], np.uint8)
        parts[f"stems_{language}"] = np.array([number for number, _ in pairs], "<u2")
        parts[f"shares_{language}"] = np.array([share for _, share in pairs], "<f2")
    texts = {"model_id": expansion.model_id, "sha256": _digest(expansion.model_id, parts), "attribution": attribution}
    np.savez_compressed(path, allow_pickle=False, **parts, **{name: np.array(text) for name, text in texts.items()})


def read(path: Path) -> OfferExpansion:
    """The expansion that `write` wrote; InvalidInputError when its content is not what was written."""
    import numpy as np  # noqa: PLC0415  Not at cold start.

    with np.load(path, allow_pickle=False) as held:
        parts = {name: held[name] for name in held.files}
    model_id, written, _ = (str(parts.pop(name)) for name in ("model_id", "sha256", "attribution"))
    if _digest(model_id, parts) != written:
        raise InvalidInputError(f"{path.name} is damaged: build it again with infra/data/build_offer_expansion.py")
    vectors = parts["vectors"].astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return OfferExpansion(model_id, vectors, {language: _terms(parts, language) for language in LANGUAGES})


def _terms(parts: "Mapping[str, NDArray[np.generic]]", language: Language) -> tuple[Terms, ...]:
    vocabulary = parts[f"words_{language}"].tobytes().decode().split("\n")
    stems = [vocabulary[number] for number in parts[f"stems_{language}"].tolist()]
    pairs = iter(zip(stems, parts[f"shares_{language}"].tolist(), strict=True))
    return tuple(dict(islice(pairs, size)) for size in parts[f"sizes_{language}"].tolist())


def _digest(model_id: str, parts: "Mapping[str, NDArray[np.generic]]") -> str:
    digest = hashlib.sha256(model_id.encode())
    for name in sorted(parts):
        digest.update(b"\0" + name.encode() + parts[name].tobytes())
    return digest.hexdigest()


def shipped_offer_expansion(model_id: str) -> OfferExpansion | None:
    """The product's expansion; None for another embedding model: matching then works without one."""
    expansion = _shipped()
    return expansion if expansion.model_id == model_id else None


@cache
def _shipped() -> OfferExpansion:
    return read(_SHIPPED)
