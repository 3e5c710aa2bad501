"""An embedder that keeps its vectors in a folder: building and measuring again costs no second embedding."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from relance.ports.embedding import Embedder

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Written as often as this, so that an interrupted run starts where it stopped.
_TEXTS_A_FILE: Final = 1000


class KeptVectors:
    """Passes on what it has not seen; each text is embedded once, whatever it is asked with."""

    def __init__(self, embedder: Embedder, folder: Path | None) -> None:
        self.model_id = embedder.model_id
        self._embedder = embedder
        self._folder = folder and folder / embedder.model_id
        self._held: dict[bytes, NDArray[np.float32]] = {}
        for file in sorted(self._folder.glob("*.npz")) if self._folder else ():
            with np.load(file) as kept:
                self._held.update(zip((bytes(key) for key in kept["keys"]), kept["vectors"], strict=True))

    def embed(self, texts: Sequence[str], *, kind: str) -> "NDArray[np.float32]":
        """`float32[len(texts), dimensions]`, as the embedder gives them."""
        keys = [hashlib.sha1(f"{kind}\0{text}".encode(), usedforsecurity=False).digest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._held}
        # Texts of near-equal length together: each file costs little padding.
        waiting = sorted(missing, key=lambda key: (len(missing[key]), key))
        for start in range(0, len(waiting), _TEXTS_A_FILE):
            self._add(waiting[start : start + _TEXTS_A_FILE], missing, kind)
        return np.array([self._held[key] for key in keys], np.float32)

    def _add(self, keys: Sequence[bytes], texts: dict[bytes, str], kind: str) -> None:
        vectors = self._embedder.embed([texts[key] for key in keys], kind=kind)
        self._held.update(zip(keys, vectors, strict=True))
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)
            name = hashlib.sha1(b"".join(keys), usedforsecurity=False).hexdigest()
            rows = np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), -1)
            np.savez(self._folder / f"{name}.npz", keys=rows, vectors=vectors)
