"""What people and jobs are found with."""

from functools import cache
from typing import TYPE_CHECKING

from relance.errors import InvalidInputError
from relance.wiring.base import address_key, settings
from relance.wiring.files import cv_store
from relance.wiring.tables import applications, mails, suppressions

if TYPE_CHECKING:
    from pathlib import Path

    from opensearchpy import OpenSearch

    from relance.matching.sources import Sources
    from relance.ports.embedding import Embedder
    from relance.ports.search import CandidateIndex, JobIndex


@cache
def embedder() -> "Embedder":
    """The model that turns texts into vectors, loaded at the first text."""
    from relance.matching.embedding import UniversalSentenceEncoder

    return UniversalSentenceEncoder()


@cache
def candidate_index() -> "CandidateIndex":
    """Where candidates are found."""
    if settings().search_engine == "opensearch":
        from relance.adapters.opensearch_search import OpenSearchCandidateIndex

        return OpenSearchCandidateIndex(search_client())
    from relance.adapters.embedded_search import EmbeddedCandidateIndex

    return EmbeddedCandidateIndex(_embedded_folder())


@cache
def job_index() -> "JobIndex":
    """Where jobs like a job are found."""
    if settings().search_engine == "opensearch":
        from relance.adapters.opensearch_search import OpenSearchJobIndex

        return OpenSearchJobIndex(search_client())
    from relance.adapters.embedded_search import EmbeddedJobIndex

    return EmbeddedJobIndex(_embedded_folder())


@cache
def document_sources() -> "Sources":
    """What search documents of people are made of, beside their own record."""
    from relance.matching.sources import Sources

    return Sources(
        applications=applications(),
        cvs=cv_store(),
        mails=mails(),
        suppressions=suppressions(),
        address_key=address_key,
    )


@cache
def search_client() -> "OpenSearch":
    """One connection pool for the search domain, signed with the function's role; a local node takes no signature."""
    import boto3

    from relance.adapters.opensearch_search import connect

    given = settings()
    if not given.search_endpoint:
        raise InvalidInputError("set SEARCH_ENDPOINT to the address of OpenSearch")
    session = boto3.Session()
    return connect(given.search_endpoint, region=session.region_name or "", credentials=session.get_credentials())


@cache
def admit_search_readers() -> bool:
    """Let the roles of the functions that search into the domain, once a process; False: nothing was to be done."""
    from relance.adapters.opensearch_search.roles import admit_readers

    readers = [arn for arn in settings().search_reader_role_arns.split(",") if arn]
    return bool(readers) and admit_readers(search_client(), readers)


def _embedded_folder() -> "Path":
    from pathlib import Path

    given = settings()
    if given.search_engine != "embedded" or not given.search_path:
        raise InvalidInputError("set SEARCH_ENGINE=embedded and SEARCH_PATH to the folder of the index")
    return Path(given.search_path)
