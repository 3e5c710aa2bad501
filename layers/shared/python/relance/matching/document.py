"""What the search index holds of a candidate and of a job; built from the tables, never the truth."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relance.jobs import JobId
from relance.segments import CandidateFacts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class CandidateDocument:
    """One candidate as indexed: redacted, tokenised, embedded."""

    facts: CandidateFacts
    title: str
    """Redacted headline; empty when none was found."""
    text: str
    """Redacted text of the newest readable CV."""
    title_tokens: tuple[str, ...]
    tokens: tuple[str, ...]
    chunk_vectors: "NDArray[np.float32]"
    """Shape (chunks, dimensions), unit length; (0, dimensions) when there is no text."""
    title_vector: "NDArray[np.float32] | None"
    """Shape (dimensions,), unit length; None when there is no title."""
    model_id: str


@dataclass(frozen=True, slots=True)
class JobDocument:
    """One job as indexed."""

    job_id: JobId
    revision: int
    title: str
    title_tokens: tuple[str, ...]
    tokens: tuple[str, ...]
    chunk_vectors: "NDArray[np.float32]"
    title_vector: "NDArray[np.float32] | None"
    model_id: str
