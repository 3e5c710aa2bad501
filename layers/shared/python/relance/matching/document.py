"""What the search engines hold of a candidate and of a job; built from the tables, never the truth."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relance.jobs import JobId
from relance.matching.analysis import LANGUAGES, Language
from relance.segments import CandidateFacts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False, slots=True)
class IndexedText:
    """A text as both engines hold it: redacted, tokenised, embedded."""

    title: str
    """Redacted headline; empty when none was found."""
    text: str
    """Redacted, in one gender, one line of the source a line; what explanations quote."""
    tokens: Mapping[Language, tuple[str, ...]]
    """Stems of title and text in order, once by the rules of each language."""
    title_tokens: Mapping[Language, tuple[str, ...]]
    chunk_vectors: "NDArray[np.float32]"
    """Shape (chunks, dimensions), unit length; (0, dimensions) when there is no text."""
    title_vector: "NDArray[np.float32] | None"
    """Shape (dimensions,), unit length; None when there is no title."""
    model_id: str
    """Which model made the vectors; those of another one are never compared with them."""

    def fingerprint(self) -> str:
        """SHA-256 over everything that a score depends on: equal texts, equal fingerprints (R21, R27)."""
        digest = hashlib.sha256()
        for part in (self.text, self.title, self.model_id):
            digest.update(part.encode() + b"\0")
        for held in (self.tokens, self.title_tokens):
            for language in LANGUAGES:
                digest.update(" ".join(held[language]).encode() + b"\0")
        digest.update(self.chunk_vectors.tobytes())
        digest.update(b"" if self.title_vector is None else self.title_vector.tobytes())
        return digest.hexdigest()


def mean_vector(chunk_vectors: "NDArray[np.float32]") -> "NDArray[np.float32] | None":
    """The chunks' common direction, unit length; None when there is no chunk."""
    if not len(chunk_vectors):
        return None
    total = chunk_vectors.sum(axis=0)
    unit: NDArray[np.float32] = (total / max(float((total * total).sum()) ** 0.5, 1e-9)).astype("float32")
    return unit


@dataclass(frozen=True, eq=False, slots=True)
class CandidateDocument:
    """One candidate as indexed: facts for the filters, content for the legs."""

    facts: CandidateFacts
    content: IndexedText


@dataclass(frozen=True, eq=False, slots=True)
class JobDocument:
    """One job as indexed."""

    job_id: JobId
    revision: int
    language: str
    content: IndexedText
