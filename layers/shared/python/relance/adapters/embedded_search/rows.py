"""How documents of the embedded engine stand in their table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from relance.errors import InvalidInputError, UnavailableError
from relance.matching.analysis import LANGUAGES
from relance.matching.document import IndexedText

DAMAGED: Final = "the embedded search index is damaged: delete its file and reindex"


@dataclass(frozen=True, eq=False, slots=True)
class Row:
    """What scoring needs of one document. `facts` is JSON of the caller's making."""

    number: int
    id: str
    facts: str
    lengths: tuple[int, ...]
    """Number of stems in each of FIELDS."""
    model_id: str
    chunk_vectors: NDArray[np.float32]
    title_vector: NDArray[np.float32] | None


def columns_of(content: IndexedText) -> tuple[object, ...]:
    """Title, text, the four token columns, model, dimensions and vectors, in the order of the table."""
    vectors = content.chunk_vectors
    if vectors.ndim != 2 or vectors.dtype != np.float32:
        raise InvalidInputError("chunk vectors must be float32 of shape (chunks, dimensions)")
    return (
        content.title,
        content.text,
        *(" ".join(content.tokens[language]) for language in LANGUAGES),
        *(" ".join(content.title_tokens[language]) for language in LANGUAGES),
        content.model_id,
        vectors.shape[1],
        vectors.tobytes(),
        None if content.title_vector is None else content.title_vector.astype(np.float32).tobytes(),
    )


def row_of(columns: Sequence[object]) -> Row:
    """What scoring needs, from number, id, facts, four lengths, model, dimensions and vectors."""
    number, name, facts, fr, en, title_fr, title_en, model, dimensions, chunks, title_vector = columns
    return Row(
        number=_whole(number),
        id=str(name),
        facts=str(facts),
        lengths=(_whole(fr), _whole(en), _whole(title_fr), _whole(title_en)),
        model_id=str(model),
        chunk_vectors=_vector(chunks).reshape(-1, _whole(dimensions)),
        title_vector=None if title_vector is None else _vector(title_vector),
    )


def content_of(columns: Sequence[object]) -> IndexedText:
    """The reverse of `columns_of`."""
    title, text, fr, en, title_fr, title_en, model, dimensions, chunks, title_vector = columns
    return IndexedText(
        title=str(title),
        text=str(text),
        tokens={"fr": tuple(str(fr).split()), "en": tuple(str(en).split())},
        title_tokens={"fr": tuple(str(title_fr).split()), "en": tuple(str(title_en).split())},
        chunk_vectors=_vector(chunks).reshape(-1, _whole(dimensions)),
        title_vector=None if title_vector is None else _vector(title_vector),
        model_id=str(model),
    )


def _whole(stored: object) -> int:
    if not isinstance(stored, int):
        raise UnavailableError(DAMAGED)
    return stored


def _vector(stored: object) -> NDArray[np.float32]:
    if not isinstance(stored, bytes):
        raise UnavailableError(DAMAGED)
    return np.frombuffer(stored, np.float32)
