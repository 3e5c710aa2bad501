"""Fine-grained access control on the genuine security plugin: readers ask, and do nothing else."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any

import pytest
import pytest_socket
from opensearchpy import AuthorizationException, OpenSearch

from relance.adapters.opensearch_search import OpenSearchCandidateIndex, OpenSearchJobIndex
from relance.adapters.opensearch_search.roles import READER, admit_readers
from relance.errors import ConflictError, NotLetInError, UnavailableError
from relance.matching.embedding import HashingEmbedder
from relance.matching.indexing import candidate_document, job_document
from relance.matching.offer import offer_query
from relance.segments import Segment
from tests import factories
from tests.contract.secured_node import MASTER, client_of, secured_node

API, RUNNER, STRANGER = (
    f"arn:aws:iam::111122223333:role/{name}" for name in ("RecruiterApi", "RunCampaign", "SendMail")
)
EMBEDDER = HashingEmbedder()
NOW = factories.NOW


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Only this machine can be reached."""
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1", "localhost"], allow_unix_socket=True)
    yield
    pytest_socket.socket_allow_hosts(None)


@pytest.fixture(scope="module")
def domain() -> Iterator[str]:
    """One secured node for all tests here, with a candidate and a job in it."""
    with ExitStack() as stack:
        pytest_socket.enable_socket()
        pytest_socket.socket_allow_hosts(None)
        try:
            url = stack.enter_context(secured_node())
        except Exception as error:
            if os.environ.get("REQUIRE_OPENSEARCH"):
                pytest.fail(f"a genuine secured OpenSearch node is required: {error}")
            pytest.skip(f"NO GENUINE SECURED OPENSEARCH NODE: {error}")
        candidates, jobs = indexes(client_of(url, MASTER))
        candidates.put([candidate_document(factories.candidate(), "Comptable, Sage", [], embedder=EMBEDDER)])
        jobs.put([job_document(factories.job(revision=1), embedder=EMBEDDER)])
        yield url


def indexes(client: OpenSearch) -> tuple[OpenSearchCandidateIndex, OpenSearchJobIndex]:
    """As a function with that role has them."""
    made: Any = {"dimensions": EMBEDDER.dimensions, "visible_at_once": True}
    return OpenSearchCandidateIndex(client, **made), OpenSearchJobIndex(client, **made)


def test_a_function_that_nobody_let_in_yet_is_told_to_come_again(domain: str) -> None:
    candidates, _ = indexes(client_of(domain, STRANGER))
    query = offer_query(factories.job(), embedder=EMBEDDER)

    asked = (
        partial(candidates.count, Segment(), at=NOW),
        partial(candidates.members, Segment(), at=NOW, after=None, limit=5),
        partial(candidates.legs, query, Segment(), at=NOW, top=5),
        partial(candidates.documents, [factories.candidate().candidate_id]),
    )
    for ask in asked:
        with pytest.raises(NotLetInError, match="Search refuses"):
            ask()


def test_readers_can_ask_everything_that_matching_asks(domain: str) -> None:
    admit_readers(client_of(domain, MASTER), [API, RUNNER])

    for arn in (API, RUNNER):
        candidates, jobs = indexes(client_of(domain, arn))
        query = offer_query(factories.job(), embedder=EMBEDDER)
        assert candidates.count(Segment(), at=NOW) == 1
        assert candidates.members(Segment(), at=NOW, after=None, limit=5).items == ("zoe",)
        assert [hit.id for hit in candidates.legs(query, Segment(), at=NOW, top=5).hits] == ["zoe"]
        assert set(candidates.documents([factories.candidate().candidate_id])) == {"zoe"}
        assert candidates.revision(factories.candidate().candidate_id) == 0
        assert [hit.id for hit in jobs.legs(query, top=5).hits] == ["accountant"]
        assert jobs.revision(factories.job().job_id) == 1


def test_readers_can_change_nothing_and_look_nowhere_else(domain: str) -> None:
    master, reader = client_of(domain, MASTER), client_of(domain, API)
    admit_readers(master, [API])
    master.indices.create(index="others-1", params={"wait_for_active_shards": "1"})
    candidates, _ = indexes(reader)

    forbidden = (
        partial(reader.index, index="candidates-000001", body={}),
        partial(reader.indices.delete, index="candidates-000001"),
        partial(reader.indices.create, index="candidates-000009"),
        partial(reader.search, index="others-1"),
        partial(reader.cat.indices),
        partial(reader.transport.perform_request, "GET", "/_plugins/_security/api/roles"),
    )
    for act in forbidden:
        with pytest.raises(AuthorizationException):
            act()
    with pytest.raises(UnavailableError):
        candidates.delete(factories.candidate().candidate_id, index_revision=9)
    with pytest.raises(ConflictError, match="master"):
        admit_readers(reader, [API, STRANGER])
    assert indexes(master)[0].count(Segment(), at=NOW) == 1


def test_letting_in_again_changes_nothing_and_a_new_list_replaces_the_old_one(domain: str) -> None:
    master = client_of(domain, MASTER)

    admit_readers(master, [API, RUNNER])
    again = admit_readers(master, [RUNNER, API])
    fewer = admit_readers(master, [API])

    assert (again, fewer) == (False, True)
    assert indexes(client_of(domain, API))[0].count(Segment(), at=NOW) == 1
    with pytest.raises(UnavailableError):
        indexes(client_of(domain, RUNNER))[0].count(Segment(), at=NOW)


def test_a_role_that_somebody_widened_is_put_right(domain: str) -> None:
    master = client_of(domain, MASTER)
    admit_readers(master, [API])
    wide = {"cluster_permissions": ["*"], "index_permissions": [{"index_patterns": ["*"], "allowed_actions": ["*"]}]}
    master.transport.perform_request("PUT", f"/_plugins/_security/api/roles/{READER}", body=wide)

    assert admit_readers(master, [API])
    with pytest.raises(AuthorizationException):
        client_of(domain, API).cat.indices()


def test_a_domain_that_cannot_be_reached_is_unavailable() -> None:
    with pytest.raises(UnavailableError):
        admit_readers(client_of("http://127.0.0.1:9", MASTER), [API])
