"""The embedded engine: one SQLite file with FTS5 and numpy, for the laptop and fast tests."""

from relance.adapters.embedded_search.candidates import EmbeddedCandidateIndex
from relance.adapters.embedded_search.jobs import EmbeddedJobIndex

__all__ = ["EmbeddedCandidateIndex", "EmbeddedJobIndex"]
