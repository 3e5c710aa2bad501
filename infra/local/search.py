"""The search engine of the laptop: the embedded index, or a genuine OpenSearch node."""

import importlib
import os
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final

from infra.local.errors import LocalError
from infra.local.places import Places
from infra.local.processes import demand_free

ENGINES: Final = ("embedded", "opensearch")
OPENSEARCH_PORT: Final = 9200


@dataclass(frozen=True)
class Search:
    """One of the engines, and where it is."""

    engine: str
    port: int = OPENSEARCH_PORT

    def settings(self, places: Places) -> Mapping[str, str]:
        """What `infra.config` reads: SEARCH and its place. LocalError for an unknown engine.

        OPENSEARCH_URL names a node that runs already.
        """
        match self.engine:
            case "embedded":
                return {"SEARCH": self.engine, "SEARCH_PATH": str(places.search)}
            case "opensearch":
                return {"SEARCH": self.engine, "SEARCH_ENDPOINT": _given() or f"http://127.0.0.1:{self.port}"}
        raise LocalError(f"There is no search engine {self.engine!r}: choose one of {', '.join(ENGINES)}.")

    def running(self, places: Places) -> AbstractContextManager[object]:
        """Run a node if one is needed; its data stay below the state folder."""
        if self.engine == "embedded" or _given():
            return nullcontext()
        demand_free(self.port, used_for="OpenSearch node", flag="--search-port")
        try:
            module = importlib.import_module("infra.local.opensearch_node")
        except ModuleNotFoundError as error:
            raise LocalError(f"OpenSearch cannot start ({error}): name a running node in OPENSEARCH_URL.") from error
        node: AbstractContextManager[object] = module.opensearch_node(port=self.port, data=places.opensearch)
        return node


EMBEDDED: Final = Search("embedded")


def _given() -> str | None:
    return os.environ.get("OPENSEARCH_URL") or None
