"""Which search engine the laptop uses, and what the templates are told of it."""

import socket
from pathlib import Path

import pytest

from infra.local.errors import LocalError
from infra.local.places import Places
from infra.local.search import Search


@pytest.fixture(autouse=True)
def no_given_node(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENSEARCH_URL", raising=False)


def test_the_embedded_index_lies_in_the_state_folder(tmp_path: Path) -> None:
    places = Places.at(tmp_path)

    assert Search("embedded").settings(places) == {"SEARCH": "embedded", "SEARCH_PATH": str(places.search)}


def test_a_node_of_ours_is_told_by_its_port(tmp_path: Path) -> None:
    settings = Search("opensearch", 9311).settings(Places.at(tmp_path))

    assert settings == {"SEARCH": "opensearch", "SEARCH_ENDPOINT": "http://127.0.0.1:9311"}


def test_a_node_that_runs_already_is_used_and_none_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENSEARCH_URL", "http://127.0.0.1:9555")
    search, places = Search("opensearch"), Places.at(tmp_path)

    with search.running(places):
        assert search.settings(places)["SEARCH_ENDPOINT"] == "http://127.0.0.1:9555"


@pytest.mark.enable_socket
def test_a_busy_port_of_the_node_is_told(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()

        with pytest.raises(LocalError, match=r"OpenSearch node, is taken .* --search-port"):
            Search("opensearch", busy.getsockname()[1]).running(Places.at(tmp_path))


def test_an_unknown_engine_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="choose one of embedded, opensearch"):
        Search("solr").settings(Places.at(tmp_path))
