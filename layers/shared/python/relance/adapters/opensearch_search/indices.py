"""The index behind an alias of OpenSearch, and the one that is built beside it to take its place."""

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import chain, repeat
from pathlib import Path
from typing import Any, Final

from opensearchpy import NotFoundError, OpenSearch, RequestError

from relance.adapters.opensearch_search.client import translated
from relance.errors import ConflictError

_TEMPLATE: Final = Path(__file__).parent / "index.json"
_VECTOR_FIELDS: Final = ("mean_direction", "title_direction")
_FIRST: Final = 1
# Nobody reads what is being built: each refresh would make a small graph that has to be merged into the others.
_WHILE_BUILDING: Final = {"refresh_interval": "-1"}
_STEP_SECONDS: Final = 600
_WORTH_WAITING_BYTES: Final = 100_000_000
_LOOKS_AT_LEASES: Final = 45
# Changes of candidates go on meanwhile.
_STILL_WRITTEN: Final = 1000
_LOOK_AGAIN_SECONDS: Final = (0.1, 0.2, 0.5, 1.0, 2.0)


class AliasedIndices:
    """Makes, exchanges and drops the indexes behind `alias`; their names are the alias and a number."""

    def __init__(
        self, client: OpenSearch, alias: str, *, dimensions: int, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.client = client
        self.alias = alias
        self.dimensions = dimensions
        self._sleep = sleep
        self._ready = False
        self._begun_now = False

    @property
    def building(self) -> str:
        """The alias of an index that is being filled."""
        return f"{self.alias}-building"

    def make_ready(self) -> None:
        """Have an index behind the alias."""
        if not self._ready and not self.exists(self.alias):
            with suppress(ConflictError):  # Made by another process meanwhile: that is what was wanted.
                self.create(self.alias, _FIRST)
        self._ready = True

    def exists(self, alias: str) -> bool:
        """Whether there is an index behind an alias."""
        with translated():
            return bool(self.client.indices.exists_alias(name=alias))

    def create(self, alias: str, number: int) -> None:
        """A new empty index behind `alias`, both at once. ConflictError when another process has just made it.

        The name is the number and nothing else: of those who create it at the same time, one succeeds.
        """
        body = _template()
        fields = body["mappings"]["properties"]
        for vector in (fields["chunks"]["properties"]["direction"], *(fields[name] for name in _VECTOR_FIELDS)):
            vector["dimension"] = self.dimensions
        if alias == self.building:
            body["settings"]["index"] |= _WHILE_BUILDING
        name = f"{self.alias}-{number:06d}"
        try:
            with translated():
                self.client.indices.create(index=name, body=body | {"aliases": {alias: {}}})
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
            raise ConflictError("another process has just made this search index") from error

    def begin(self) -> str | None:
        """Have an index behind the building alias; the place that was reached in one that was begun earlier.

        ConflictError when another process begins at the same time.
        """
        self.make_ready()
        if not self.exists(self.building):
            self.create(self.building, self._living() + 1)
            self._begun_now = True
            return None
        with translated():
            (held,) = self.client.indices.get_mapping(index=self.building).values()
        reached: str | None = held["mappings"].get("_meta", {}).get("reached")
        return reached

    def reach(self, place: str | None) -> None:
        """Keep with the index that is being built how far it is filled."""
        with translated():
            self.client.indices.put_mapping(index=self.building, body={"_meta": {"reached": place}})
            if self._begun_now:  # A lonely segment would not be merged at the end, hence stay as it was sent.
                self.client.indices.flush(index=self.building, request_timeout=_STEP_SECONDS)
        self._begun_now = False

    def exchange(self) -> None:
        """In one step the alias moves to the index that was built; then the old one is dropped.

        ConflictError when there is none: another process has exchanged it meanwhile.
        """
        indices = self.client.indices
        try:
            with translated():
                self._settle()
                old, new = (list(indices.get_alias(name=alias)) for alias in (self.alias, self.building))
                moves = [{"remove": {"index": name, "alias": self.alias}} for name in old]
                moves += [{"add": {"index": name, "alias": self.alias}} for name in new]
                moves += [{"remove": {"index": name, "alias": self.building}} for name in new]
                indices.update_aliases(body={"actions": moves})
                indices.delete(index=",".join(old))
        except NotFoundError as error:
            raise ConflictError("there is no rebuild to finish: start one") from error

    def _settle(self) -> None:
        """Make what was built fit to be asked: one graph for each vector field is searched faster than a dozen.

        The merge goes on in the engine while we look in now and then: it may take longer than any request.
        """
        indices, building = self.client.indices, self.building
        own = _template()["settings"]["index"]["refresh_interval"]
        indices.flush(index=building, request_timeout=_STEP_SECONDS)
        self._let_go()
        merge = {"max_num_segments": "1", "wait_for_completion": "false"}
        task = indices.forcemerge(index=building, params=merge)["task"]
        waits = chain(_LOOK_AGAIN_SECONDS, repeat(_LOOK_AGAIN_SECONDS[-1]))
        with suppress(NotFoundError):  # A node that was started anew has forgotten its tasks; its answers are right.
            while not self.client.tasks.get(task_id=task)["completed"]:
                self._sleep(next(waits))
        indices.put_settings(index=building, body={"index": {"refresh_interval": own}})
        indices.refresh(index=building, request_timeout=_STEP_SECONDS)

    def _let_go(self) -> None:
        """Wait until the engine no longer keeps what was sent for a copy that may lag behind: within half a minute.

        Only a merge after that leaves it out, which is two thirds of the room. Small indexes are not worth the wait.
        """
        for wait in repeat(_LOOK_AGAIN_SECONDS[-1], _LOOKS_AT_LEASES):
            told = self.client.indices.stats(index=self.building, params={"level": "shards"})
            if told["_all"]["primaries"]["store"]["size_in_bytes"] < _WORTH_WAITING_BYTES:
                return
            ((shard,),) = (each["shards"]["0"] for each in told["indices"].values())
            kept = [lease["retaining_seq_no"] for lease in shard["retention_leases"]["leases"]]
            if min(kept, default=0) > shard["seq_no"]["local_checkpoint"] - _STILL_WRITTEN:
                return
            self._sleep(wait)

    def _living(self) -> int:
        """Number of the index behind the alias; 0 when its name holds none."""
        with translated():
            names = self.client.indices.get_alias(name=self.alias)
        found = (re.fullmatch(r"\d{6,}", name.removeprefix(f"{self.alias}-")) for name in names)
        return max((int(each[0]) for each in found if each), default=0)


def _template() -> Any:
    return json.loads(_TEMPLATE.read_text(encoding="utf-8"))
