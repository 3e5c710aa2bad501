"""A learnt linear map of an offer's vectors: offers and CVs say the same in other words, in directions that repeat.

Only the offer's side goes through it, so no CV is embedded or indexed again and a CV's bytes cannot change by it
(R21, R27). Learnt on ESCO and ROME by `infra/data/build_offer_map.py`; gains in docs/decisions.md.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from relance.errors import InvalidInputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHIPPED: Final = Path(__file__).parent / "data" / "offer_map.npz"


@dataclass(frozen=True, eq=False, slots=True)
class OfferMap:
    """Moves vectors of one embedding model; those of another one mean something else and must not be given."""

    model_id: str
    matrix: "NDArray[np.float32]"
    """Shape (dimensions, dimensions): what is added to a vector, as a linear function of it; zeros change nothing."""

    def moved(self, vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
        """The vector of unit length that stands for `vector` (unit length) on the side of CVs."""
        moved = vector + vector @ self.matrix
        unit: NDArray[np.float32] = (moved / max(float((moved * moved).sum()) ** 0.5, 1e-9)).astype("float32")
        return unit


def write(offer_map: OfferMap, path: Path, *, attribution: str) -> None:
    """Half precision, with the model's name and a hash of both; same map, same bytes."""
    import numpy as np  # noqa: PLC0415  Not at cold start.

    matrix = offer_map.matrix.astype("<f2")
    np.savez_compressed(
        path,
        matrix=matrix,
        model_id=np.array(offer_map.model_id),
        sha256=np.array(_digest(offer_map.model_id, matrix.tobytes())),
        attribution=np.array(attribution),
    )


def read(path: Path) -> OfferMap:
    """The map that `write` wrote; InvalidInputError when its content is not what was written."""
    import numpy as np  # noqa: PLC0415  Not at cold start.

    with np.load(path, allow_pickle=False) as held:
        model_id, matrix, written = str(held["model_id"]), held["matrix"], str(held["sha256"])
    if _digest(model_id, matrix.tobytes()) != written:
        raise InvalidInputError(f"{path.name} is damaged: build it again with infra/data/build_offer_map.py")
    return OfferMap(model_id, matrix.astype(np.float32))


def shipped_offer_map(model_id: str) -> OfferMap | None:
    """The product's map; None for an embedding model that it was not learnt for: matching then works without a map."""
    offer_map = _shipped()
    return offer_map if offer_map.model_id == model_id else None


@cache
def _shipped() -> OfferMap:
    return read(_SHIPPED)


def _digest(model_id: str, content: bytes) -> str:
    return hashlib.sha256(model_id.encode() + b"\0" + content).hexdigest()
