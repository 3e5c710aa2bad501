"""What the domain needs of a model that turns texts into vectors."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    model_id: str

    def embed(self, texts: Sequence[str], *, kind: str) -> "NDArray[np.float32]":
        """Shape (len(texts), dimensions); kind is `query` or `document`."""
        ...
