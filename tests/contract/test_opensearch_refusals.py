"""What the adapter does with the answers of a busy or a refusing engine; the transport says them by heart."""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from opensearchpy import OpenSearch
from opensearchpy.connection.base import Connection

from relance.adapters.opensearch_search.storage import AliasStorage, Write
from relance.errors import ConflictError, UnavailableError

WRITES = [Write(f"person-{number}", 1, {"id": f"person-{number}"}) for number in range(3)]
type Outcome = tuple[int, dict[str, str] | None]

TOO_BUSY: Outcome = 429, {"type": "rejected_execution_exception"}
WRITTEN: Outcome = 201, None
NEWER: Outcome = 409, {"type": "version_conflict_engine_exception"}
MALFORMED: Outcome = 400, {"type": "mapper_parsing_exception"}


class Scripted(Connection):
    """Answers bulk requests from a list, keeps their ids, and knows one index."""

    script: list[int | list[Outcome]]
    asked: list[list[str]]
    builds = False

    def perform_request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        body = args[1] if len(args) > 1 else kwargs.get("body")
        if "/_alias/" in url:
            if "building" in url and not self.builds:
                self._raise_error(404, "", "application/json") if method != "HEAD" else None
                return 404, {}, ""
            return 200, {}, "{}"
        lines = [json.loads(line) for line in (body or b"").decode().splitlines()]
        type(self).asked.append([line["index"]["_id"] for line in lines if "index" in line])
        answer = type(self).script.pop(0)
        if isinstance(answer, int):
            return self._raise_error(answer, "{}", "application/json")
        items = [{"index": {"status": status, "error": error or {}}} for status, error in answer]
        return 200, {"content-type": "application/json"}, json.dumps({"errors": True, "items": items})


def storage(script: Iterable[int | list[Outcome]]) -> tuple[AliasStorage, list[list[str]], list[float]]:
    """An adapter on a scripted engine; the ids of each bulk request and the waits between them."""
    asked: list[list[str]] = []
    waits: list[float] = []
    transport = type("Said", (Scripted,), {"script": list(script), "asked": asked})
    client = OpenSearch(hosts=["127.0.0.1"], connection_class=transport, max_retries=0)
    return AliasStorage(client, "people", dimensions=4, sleep=waits.append), asked, waits


def test_only_what_was_refused_is_sent_again_after_a_longer_wait_each_time() -> None:
    engine, asked, waits = storage([[WRITTEN, TOO_BUSY, TOO_BUSY], [TOO_BUSY, WRITTEN], [WRITTEN]])

    engine.write(WRITES)

    assert asked == [["person-0", "person-1", "person-2"], ["person-1", "person-2"], ["person-1"]]
    assert waits == sorted(waits)
    assert waits[0] > 0


def test_an_engine_that_stays_too_busy_is_unavailable_and_no_document_is_forgotten() -> None:
    engine, asked, _ = storage([[WRITTEN, TOO_BUSY, WRITTEN], *[[TOO_BUSY]] * 20])

    with pytest.raises(UnavailableError, match="1 of 3"):
        engine.write(WRITES)

    assert asked[-1] == ["person-1"]
    assert 3 <= len(asked) <= 10


def test_a_newer_version_in_the_index_is_no_failure() -> None:
    engine, asked, _ = storage([[WRITTEN, NEWER, WRITTEN]])

    engine.write(WRITES)

    assert len(asked) == 1


def test_a_refused_document_is_a_defect_and_is_not_sent_again() -> None:
    engine, asked, _ = storage([[WRITTEN, MALFORMED, WRITTEN]])

    with pytest.raises(ConflictError, match="mapper_parsing_exception"):
        engine.write(WRITES)

    assert len(asked) == 1


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_refused_request_may_work_another_time(status: int) -> None:
    engine, _, _ = storage([status])

    with pytest.raises(UnavailableError):
        engine.write(WRITES)


def test_a_request_that_was_turned_away_as_a_whole_is_sent_again_after_a_wait() -> None:
    engine, asked, waits = storage([429, [WRITTEN] * 3])

    engine.write(WRITES)

    assert asked == [["person-0", "person-1", "person-2"]] * 2
    assert len(waits) == 1
