"""Both search engines for the contract suites: the embedded one, and a genuine OpenSearch node started once a run.

OPENSEARCH_URL names a node that runs already. Without one, and where none can be started, those tests are skipped
loudly; with REQUIRE_OPENSEARCH=1 they fail.
"""

import atexit
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_socket
from opensearchpy import OpenSearch

from infra.local.opensearch_node import opensearch_node
from relance.adapters.embedded_search import EmbeddedCandidateIndex, EmbeddedJobIndex
from relance.adapters.opensearch_search import OpenSearchCandidateIndex, OpenSearchJobIndex, connect
from relance.matching.embedding import HashingEmbedder
from relance.ports.search import CandidateIndex, JobIndex

ENGINES = ("embedded", "opensearch")
EMBEDDER = HashingEmbedder()


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Only this machine can be reached."""
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1", "localhost"], allow_unix_socket=True)
    yield
    pytest_socket.socket_allow_hosts(None)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine's name."""
    name: str = request.param
    return name


@pytest.fixture
def new_index(engine: str, tmp_path: Path) -> Iterator[Callable[[], CandidateIndex]]:
    """Makes empty candidate indexes of one engine, which end with the test."""
    with ExitStack() as stack:

        def make() -> CandidateIndex:
            if engine == "embedded":
                embedded = EmbeddedCandidateIndex(tmp_path / uuid4().hex)
                stack.callback(embedded.close)
                return embedded
            client, alias = node(), f"candidates-{uuid4().hex}"
            stack.callback(remove, client, alias)
            return OpenSearchCandidateIndex(client, alias=alias, dimensions=EMBEDDER.dimensions, visible_at_once=True)

        yield make


@pytest.fixture
def job_index(engine: str, tmp_path: Path) -> Iterator[JobIndex]:
    """An empty job index of each engine."""
    if engine == "embedded":
        embedded = EmbeddedJobIndex(tmp_path)
        yield embedded
        embedded.close()
        return
    client, alias = node(), f"jobs-{uuid4().hex}"
    yield OpenSearchJobIndex(client, alias=alias, dimensions=EMBEDDER.dimensions, visible_at_once=True)
    remove(client, alias)


def node() -> OpenSearch:
    """A client of the genuine node; skips or fails the test where there is none."""
    started = _started()
    if isinstance(started, OpenSearch):
        return started
    if os.environ.get("REQUIRE_OPENSEARCH"):
        pytest.fail(f"a genuine OpenSearch node is required: {started}")
    pytest.skip(f"NO GENUINE OPENSEARCH NODE: {started}")


def remove(client: OpenSearch, alias: str) -> None:
    """Delete every index behind an alias or being built for it."""
    client.indices.delete(index=f"{alias}-*", params={"ignore_unavailable": "true"})


@cache
def _started() -> OpenSearch | str:
    """A client, or why there is none."""
    if url := os.environ.get("OPENSEARCH_URL"):
        return connect(url)
    stack = ExitStack()
    atexit.register(stack.close)
    try:
        with warnings.catch_warnings(action="ignore"):  # Of the packages that fetch the server.
            pytest_socket.socket_allow_hosts(None)
            return connect(stack.enter_context(opensearch_node()))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        pytest_socket.socket_allow_hosts(["127.0.0.1", "localhost"], allow_unix_socket=True)
