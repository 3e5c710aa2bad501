"""The search engine of the laptop: the embedded index, or a genuine OpenSearch node."""

import importlib
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from infra.local.errors import LocalError
from infra.local.places import Places

ENGINES: Final = ("embedded", "opensearch")


@contextmanager
def search_engine(engine: str, places: Places) -> Iterator[Mapping[str, str]]:
    """Have the engine ready and yield the settings that `infra.config` reads: SEARCH and its place.

    OPENSEARCH_URL names a node that runs already; without it one is started, with its data below the state folder.
    """
    match engine:
        case "embedded":
            places.search.mkdir(parents=True, exist_ok=True)
            yield {"SEARCH": engine, "SEARCH_PATH": str(places.search)}
        case "opensearch" if url := os.environ.get("OPENSEARCH_URL"):
            yield {"SEARCH": engine, "SEARCH_ENDPOINT": url}
        case "opensearch":
            with _node(places) as url:
                yield {"SEARCH": engine, "SEARCH_ENDPOINT": url}
        case _:
            raise LocalError(f"There is no search engine {engine!r}: choose one of {', '.join(ENGINES)}.")


def _node(places: Places) -> AbstractContextManager[str]:
    try:
        module = importlib.import_module("infra.local.opensearch_node")
    except ModuleNotFoundError as error:
        raise LocalError(f"OpenSearch cannot start ({error}): name a running node in OPENSEARCH_URL.") from error
    started: AbstractContextManager[str] = module.opensearch_node(data=places.opensearch)
    return started
