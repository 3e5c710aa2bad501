"""A genuine node is killed in the middle of a rebuild and of a batch of changes: nothing is lost, nothing is stale."""

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from opensearchpy import OpenSearch

from infra.local.opensearch_node import opensearch_node
from relance.adapters.opensearch_search import OpenSearchCandidateIndex, connect
from relance.candidates import CandidateId
from relance.errors import UnavailableError
from relance.matching.document import CandidateDocument
from relance.matching.indexing import indexed_text
from relance.ports.search import CandidateIndex
from relance.segments import CandidateFacts, Segment
from tests import factories
from tests.contract.search_engines import EMBEDDER, no_network, node

__all__ = ["no_network"]

NOW = factories.NOW
PAGE = 150
CONTENT = indexed_text("Comptable fournisseurs\nTenue des comptes sous Sage", "Comptable", embedder=EMBEDDER)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where the node keeps its data; skips where no node can be had."""
    node()
    with TemporaryDirectory(prefix="relance-killed-") as made:
        Path(made).chmod(0o755)
        yield Path(made) / "data"


@contextmanager
def killable_node(folder: Path) -> Iterator[OpenSearch]:
    """A client of a node of its own, which may be dead at the end of the block."""
    with opensearch_node(data=folder) as url:
        yield connect(url)


def kill(client: OpenSearch) -> None:
    """As a power cut would."""
    (told,) = client.nodes.info(metric="process")["nodes"].values()
    os.kill(told["process"]["id"], signal.SIGKILL)


class KilledAt:
    """A client whose node is killed while its n-th bulk request is under way."""

    def __init__(self, client: OpenSearch, request: int) -> None:
        self._client, self._left = client, request

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def bulk(self, **request: Any) -> Any:
        self._left -= 1
        if self._left:
            return self._client.bulk(**request)
        with ThreadPoolExecutor(1) as other:
            killed = other.submit(kill, self._client)
            try:
                return self._client.bulk(**request)
            finally:
                killed.result()


def index_of(client: Any) -> OpenSearchCandidateIndex:
    return OpenSearchCandidateIndex(client, alias="people", dimensions=EMBEDDER.dimensions, visible_at_once=True)


def person(number: int, *, revision: int, skill: str = "") -> CandidateDocument:
    facts = CandidateFacts(
        candidate_id=CandidateId(f"person-{number:03}"),
        index_revision=revision,
        language="fr",
        readable=True,
        skills=frozenset({skill} - {""}),
    )
    return CandidateDocument(facts, CONTENT)


def everybody(index: CandidateIndex) -> list[str]:
    return [str(each) for each in index.members(Segment(), at=NOW, after=None, limit=1000).items]


def names(numbers: Sequence[int]) -> list[str]:
    return [f"person-{number:03}" for number in numbers]


def test_a_killed_node_loses_nothing_and_keeps_nothing_stale(folder: Path) -> None:
    tables = [person(number, revision=2, skill="sage") for number in range(3 * PAGE)]
    changes = [person(number, revision=3, skill="excel") for number in range(PAGE)]
    with killable_node(folder) as client:
        index = index_of(client)
        index.put([person(number, revision=1) for number in range(3 * PAGE)])
        target = index.rebuild()
        target.resume()
        target.put(tables[:PAGE], reached="1")
        with ThreadPoolExecutor(2) as both, suppress(UnavailableError):
            # What was answered before the node died is no failure; whatever was not is told as one.
            rebuilding = both.submit(target.put, tables[PAGE : 2 * PAGE], reached="2")
            changing = both.submit(index_of(KilledAt(client, 3)).put, changes)
            changing.result()
            rebuilding.result()
        client.close()

    with killable_node(folder) as client:
        index = index_of(client)
        found, stale = everybody(index), index.count(Segment(skills_all=frozenset({"sage"})), at=NOW)
        index.put([*changes, person(0, revision=1)])
        index.delete(CandidateId("person-449"), index_revision=3)
        target = index.rebuild()
        reached = int(target.resume() or 0)
        for page in range(reached, 3):
            target.put(tables[page * PAGE : (page + 1) * PAGE], reached=str(page + 1) if page < 2 else None)
        target.finish()

        assert isinstance(changing.exception(), UnavailableError)
        assert (found, stale) == (names(range(3 * PAGE)), 0)
        assert reached in {1, 2}
        assert everybody(index) == names(range(3 * PAGE - 1))
        assert index.count(Segment(skills_all=frozenset({"excel"})), at=NOW) == PAGE
        assert index.count(Segment(skills_all=frozenset({"sage"})), at=NOW) == 2 * PAGE - 1
        assert {index.revision(CandidateId(name)) for name in names(range(PAGE))} == {3}
