"""Several processes that meet an empty or a building OpenSearch at the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from opensearchpy import OpenSearch

from relance.adapters.opensearch_search.storage import AliasStorage, Write
from relance.errors import ConflictError
from tests.contract.search_engines import EMBEDDER, no_network, node, remove

__all__ = ["no_network"]

AT_ONCE = 4


@pytest.fixture
def client() -> OpenSearch:
    """Of the genuine node."""
    return node()


@pytest.fixture
def alias(client: OpenSearch) -> Iterator[str]:
    """One that nothing is behind yet."""
    name = f"start-{uuid4().hex}"
    yield name
    remove(client, name)


def storages(client: OpenSearch, alias: str) -> list[AliasStorage]:
    """What each process holds: nothing is shared but the engine."""
    return [AliasStorage(client, alias, dimensions=EMBEDDER.dimensions, visible_at_once=True) for _ in range(AT_ONCE)]


def at_once[T](calls: list[Callable[[], T]]) -> list[T | Exception]:
    """Outcomes of calls that start together."""
    start = Barrier(len(calls))

    def call(one: Callable[[], T]) -> T | Exception:
        start.wait()
        try:
            return one()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))


def person(number: int) -> Write:
    return Write(f"person-{number}", 1, {"id": f"person-{number}"})


def test_the_first_writers_share_one_index(client: OpenSearch, alias: str) -> None:
    first = storages(client, alias)

    told = at_once([partial(one.write, [person(n)]) for n, one in enumerate(first)])

    assert told == [None] * AT_ONCE
    assert len(client.indices.get_alias(name=alias)) == 1
    assert first[0].count([]) == AT_ONCE


def test_one_rebuild_begins_and_the_others_are_told_so(client: OpenSearch, alias: str) -> None:
    builders = storages(client, alias)
    builders[0].write([person(0)])

    told = at_once([one.indices.begin for one in builders])

    assert len(client.indices.get_alias(name=builders[0].indices.building)) == 1
    assert None in told
    assert [type(each) for each in told if each is not None and not isinstance(each, ConflictError)] == []


def test_one_rebuild_follows_another(client: OpenSearch, alias: str) -> None:
    storage = storages(client, alias)[0]

    for number in range(3):
        storage.indices.begin()
        storage.fill_building([person(number)], reached=None)
        storage.indices.exchange()

    assert storage.count([]) == 1
    assert storage.revision("person-2") == 1
