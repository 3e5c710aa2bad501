"""The OpenSearch engine: production's, and a genuine local node's."""

from relance.adapters.opensearch_search.candidates import OpenSearchCandidateIndex
from relance.adapters.opensearch_search.client import connect
from relance.adapters.opensearch_search.jobs import OpenSearchJobIndex

__all__ = ["OpenSearchCandidateIndex", "OpenSearchJobIndex", "connect"]
