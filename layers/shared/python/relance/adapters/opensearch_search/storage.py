"""One alias of OpenSearch and the index behind it: versions, bulk, rebuild beside the living one.

While a rebuild runs, every write goes to both indexes, so that the new one misses nothing when the alias moves.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from opensearchpy import NotFoundError, OpenSearch, TransportError

from relance.adapters.opensearch_search.client import NOT_LET_IN, translated
from relance.adapters.opensearch_search.indices import AliasedIndices
from relance.errors import ConflictError, NotLetInError, UnavailableError

type Source = dict[str, Any]

# The rest of an answer, repeated with each hit, would be most of what is sent and parsed.
_ANSWERED: Final = ",".join(
    f"responses.{path}" for path in ("status", "error.type", "hits.hits._score", "hits.hits.fields")
)
_BULK_ACTIONS: Final = 100
_TOO_MANY: Final = 429
_WAITS_SECONDS: Final = (0.2, 0.5, 1.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True)
class Write:
    """One document to write, or (without source) to delete."""

    id: str
    revision: int
    source: Source | None

    @property
    def version(self) -> int:
        """External version: a deletion at a revision is newer than the document of that revision."""
        return 2 * self.revision + (self.source is None)


class AliasStorage:
    """Documents behind `alias`. `visible_at_once` makes each write searchable before it returns (tests)."""

    def __init__(
        self,
        client: OpenSearch,
        alias: str,
        *,
        dimensions: int,
        visible_at_once: bool = False,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.client = client
        self.alias = alias
        self.dimensions = dimensions
        self._refresh = "true" if visible_at_once else "false"
        self._sleep = sleep
        self.indices = AliasedIndices(client, alias, dimensions=dimensions, sleep=sleep)

    # --- writing ------------------------------------------------------------------------------------

    def write(self, writes: Sequence[Write]) -> None:
        """Write all; an older one than what is held is ignored. UnavailableError when some are refused for long."""
        self.indices.make_ready()
        for start in range(0, len(writes), _BULK_ACTIONS):
            self._write_everywhere(writes[start : start + _BULK_ACTIONS])

    def write_to(self, alias: str, writes: Sequence[Write]) -> None:
        """Write to one alias; NotFoundError when nothing is behind it any more."""
        left = list(writes)
        for wait in (*_WAITS_SECONDS, None):
            left = self._bulk(alias, left)
            if not left:
                return
            if wait is not None:
                self._sleep(wait)
        raise UnavailableError(f"the search engine refused {len(left)} of {len(writes)} documents: it is too busy")

    def _write_everywhere(self, writes: Sequence[Write]) -> None:
        for _ in range(3):
            building = self.indices.exists(self.indices.building)
            self.write_to(self.alias, writes)
            if not building:
                return
            try:
                self.write_to(self.indices.building, writes)
            except NotFoundError:  # The alias has just moved: what we wrote to may be the old index.
                continue
            return
        raise UnavailableError("the search index is being exchanged: try again")

    def fill_building(self, writes: Sequence[Write], *, reached: str | None) -> None:
        """Write to the index that is being built, then remember the place; ConflictError when it has gone."""
        try:
            for start in range(0, len(writes), _BULK_ACTIONS):
                self.write_to(self.indices.building, writes[start : start + _BULK_ACTIONS])
            self.indices.reach(reached)
        except NotFoundError as error:
            raise ConflictError("another rebuild has ended while this one was running: start it again") from error

    def _bulk(self, alias: str, writes: Sequence[Write]) -> list[Write]:
        """What has to be tried again because the node was too busy."""
        params = {"refresh": self._refresh, "require_alias": "true"}
        try:
            with translated():
                answer = self.client.bulk(body="".join(_bulk_lines(alias, writes)), params=params)
        except UnavailableError as error:
            if isinstance(error.__cause__, TransportError) and error.__cause__.status_code == _TOO_MANY:
                return list(writes)
            raise
        again = []
        for write, item in zip(writes, answer["items"], strict=True):
            (outcome,) = item.values()
            match outcome["status"]:
                case 429 | 503:
                    again.append(write)
                case 404 if outcome.get("error", {}).get("type") == "index_not_found_exception":
                    raise NotFoundError(404, "index_not_found_exception", outcome["error"])
                case status if status < 300 or status in {404, 409}:
                    pass  # Written, nothing to delete, or a newer version is held.
                case status:
                    raise ConflictError(f"the search engine refused a document ({status}, {outcome['error']['type']})")
        return again

    # --- reading ------------------------------------------------------------------------------------

    def search_all(self, searches: Sequence[Source]) -> list[list[Source]]:
        """Hits of each search; none while there is no index."""
        lines = "".join(f'{{"index":"{self.alias}"}}\n{json.dumps(each)}\n' for each in searches)
        with translated():
            answers = self.client.msearch(body=lines, params={"filter_path": _ANSWERED})["responses"]
        return [self._hits(answer) for answer in answers]

    def ids(self, filters: Sequence[Source], *, after: str | None, size: int) -> list[str]:
        """Ids of those who pass all filters, in their order, beginning after one of them."""
        search: Source = {
            "query": {"bool": {"filter": list(filters)}},
            "sort": [{"id": "asc"}],
            "size": size,
            "_source": False,
            "stored_fields": "_none_",
            "docvalue_fields": ["id"],
            "track_total_hits": False,
        }
        (hits,) = self.search_all([search | ({"search_after": [after]} if after is not None else {})])
        return [str(hit["fields"]["id"][0]) for hit in hits]

    def count(self, filters: Sequence[Source]) -> int:
        """How many documents pass all filters."""
        try:
            with translated():
                return int(
                    self.client.count(index=self.alias, body={"query": {"bool": {"filter": list(filters)}}})["count"]
                )
        except NotFoundError:
            return 0

    def tally(self, filters: Sequence[Source], cases: Sequence[Source]) -> list[int]:
        """How many of those who pass all filters pass each case and none before it; last, how many none."""
        buckets = [{"bool": {"filter": [case], "must_not": list(cases[:i])}} for i, case in enumerate(cases)]
        body: Source = {
            "size": 0,
            "track_total_hits": True,
            "query": {"bool": {"filter": list(filters)}},
            "aggs": {"cases": {"filters": {"filters": buckets}}} if buckets else {},
        }
        try:
            with translated():
                answer = self.client.search(index=self.alias, body=body)
        except NotFoundError:
            return [0] * (len(cases) + 1)
        counted = [bucket["doc_count"] for bucket in answer["aggregations"]["cases"]["buckets"]] if buckets else []
        return [*counted, answer["hits"]["total"]["value"] - sum(counted)]

    def sources(self, ids: Sequence[str]) -> dict[str, Source]:
        """Stored parts by id, as of now."""
        if not ids:
            return {}
        try:
            with translated():
                found = self.client.mget(index=self.alias, body={"ids": list(ids)})["docs"]
        except NotFoundError:
            return {}
        return {each["_id"]: each["_source"] for each in found if each.get("found")}

    def revision(self, document_id: str) -> int | None:
        """Revision of a document, as of now; None when it is not there."""
        try:
            with translated():
                found = self.client.get(index=self.alias, id=document_id, params={"_source": "false"})
        except NotFoundError:
            return None
        return int(found["_version"]) // 2

    def frequencies(self, tokens: Mapping[str, Iterable[str]]) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
        """By field: in how many documents each of the tokens stands, and how many documents have the field."""
        document = {field: " ".join(each) for field, each in tokens.items()}
        body = {
            "doc": document,
            "term_statistics": True,
            "field_statistics": True,
            "positions": False,
            "offsets": False,
        }
        try:
            with translated():
                vectors = self.client.termvectors(index=self.alias, body=body).get("term_vectors", {})
        except NotFoundError:
            vectors = {}
        found = {
            field: {stem: term.get("doc_freq", 0) for stem, term in vectors.get(field, {}).get("terms", {}).items()}
            for field in tokens
        }
        return found, {
            field: vectors.get(field, {}).get("field_statistics", {}).get("doc_count", 0) for field in tokens
        }

    def _hits(self, answer: Source) -> list[Source]:
        if "error" not in answer:
            hits: list[Source] = answer.get("hits", {}).get("hits", [])
            return hits
        if answer["error"]["type"] == "index_not_found_exception":
            return []
        if answer["status"] in {429, 503}:
            raise UnavailableError("the search engine is too busy")
        if answer["status"] == HTTPStatus.FORBIDDEN:
            raise NotLetInError(NOT_LET_IN)
        raise ConflictError(f"the search engine refused a question ({answer['error']['type']})")


def _bulk_lines(alias: str, writes: Sequence[Write]) -> Iterable[str]:
    for write in writes:
        where = {"_index": alias, "_id": write.id, "version": write.version, "version_type": "external_gte"}
        if write.source is None:
            yield json.dumps({"delete": where}) + "\n"
        else:
            yield json.dumps({"index": where}) + "\n" + json.dumps(write.source) + "\n"
