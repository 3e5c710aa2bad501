"""Records as items, and places in listings."""

import base64
import json
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from relance.adapters.dynamodb import Table, decode_cursor, encode_cursor, expression, from_item, to_item
from relance.adapters.dynamodb_values import from_wire, to_wire
from relance.candidates import Candidate, ConsentChannel
from relance.errors import InvalidInputError, UnavailableError
from relance.records import Instant, Record
from tests.factories import candidate, consent, job


class Sample(Record):
    """Every kind of value that our records hold."""

    whole: int
    real: float
    text: str | None = None
    at: Instant | None = None
    names: tuple[str, ...] = ()
    labels: frozenset[str] = frozenset()
    scores: dict[str, float | None] = Field(default_factory=dict)


SAMPLES = st.builds(
    Sample,
    whole=st.integers(-(10**15), 10**15),
    real=st.floats(allow_nan=False, allow_infinity=False, min_value=-1e100, max_value=1e100).filter(
        lambda value: value == 0 or abs(value) > 1e-100
    ),
    text=st.none() | st.text(),
    at=st.none() | st.datetimes(timezones=st.just(UTC)),
    names=st.lists(st.text(), max_size=3).map(tuple),
    labels=st.frozensets(st.text(), max_size=3),
    scores=st.dictionaries(st.text(), st.floats(0, 1), max_size=3),
)


@given(SAMPLES)
def test_every_record_comes_back_from_its_item(sample: Sample) -> None:
    assert from_item(to_item(sample), Sample) == sample


def test_a_row_holds_numbers_as_they_print_and_leaves_out_fields_that_are_none() -> None:
    row = to_wire(to_item(Sample(whole=3, real=0.1, scores={"a": 0.5})))["M"]

    assert row == {
        "whole": {"N": "3"}, "real": {"N": "0.1"}, "names": {"L": []}, "labels": {"L": []},
        "scores": {"M": {"a": {"N": "0.5"}}},
    }  # fmt: skip


def test_attributes_that_are_no_fields_are_ignored_but_a_broken_field_is_not() -> None:
    item = to_item(candidate(consent=consent()))

    assert from_item({**item, "applied_to": {"accountant"}, "wake_shard": "x"}, Candidate).consent == consent()
    with pytest.raises(ValidationError):
        from_item({**item, "created_at": "yesterday"}, Candidate)


def test_an_instant_is_kept_to_the_microsecond_in_utc() -> None:
    at = datetime(2026, 3, 29, 2, 30, 0, 1, tzinfo=UTC)

    item = to_item(job(created_at=at))

    assert item["created_at"] == "2026-03-29T02:30:00.000001Z"


def test_a_broken_record_does_not_quote_what_it_was_given() -> None:
    with pytest.raises(ValidationError) as refused:
        from_item({**to_item(candidate()), "revision": "Zoé Lambert"}, Candidate)

    assert "Zoé" not in str(refused.value)


@given(st.text(min_size=1), st.integers())
def test_a_cursor_leads_back_to_its_key(name: str, number: int) -> None:
    cursor = encode_cursor({"scope": name, "sequence": number})

    assert decode_cursor(cursor, ("scope", "sequence")) == {"scope": name, "sequence": number}
    assert all(letter.isascii() and (letter.isalnum() or letter in "-_") for letter in cursor)


def as_cursor(value: object) -> str:
    """Somebody's own cursor."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "!!!",
        "é",
        "bm90IGpzb24",
        as_cursor([]),
        as_cursor({}),
        as_cursor({"job_id": "a"}),
        as_cursor({"candidate_id": "a", "job_id": "b", "extra": "c"}),
        as_cursor({"candidate_id": {"S": "a"}, "job_id": "b"}),
        as_cursor({"candidate_id": True, "job_id": "b"}),
        as_cursor({"candidate_id": None, "job_id": "b"}),
    ],
)
def test_a_cursor_that_is_not_ours_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInputError):
        decode_cursor(cursor, ("job_id", "candidate_id"))


def test_every_field_of_an_expression_gets_a_name_and_every_value_a_place() -> None:
    condition = expression("#state = :held AND #revision = :read", held="held", read=3)

    assert condition.names == {"#state": "state", "#revision": "revision"}
    assert condition.wire_values == {":held": {"S": "held"}, ":read": {"N": "3"}}


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.text()
    | st.binary()
    | st.integers(-(10**30), 10**30)
    | st.decimals(-(10**9), 10**9, places=6)
    | st.sampled_from(ConsentChannel)
    | st.sets(st.text(), min_size=1, max_size=3)
    | st.sets(st.integers(0, 99), min_size=1, max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(VALUES)
def test_values_are_on_the_wire_and_back_as_the_sdk_has_them(value: object) -> None:
    wire = to_wire(value)

    assert wire == TypeSerializer().serialize(value)
    assert from_wire(wire) == TypeDeserializer().deserialize(wire)


class Throttled:
    """A table's client that answers one key a request and leaves the others."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def batch_get_item(self, *, RequestItems: Any) -> Any:  # noqa: N803  The SDK's name.
        ((name, asked),) = RequestItems.items()
        first, *left = asked["Keys"]
        self.asked.append(len(asked["Keys"]))
        return {"Responses": {name: [first]}, "UnprocessedKeys": {name: {"Keys": left}} if left else {}}


def test_keys_that_a_throttled_table_left_out_are_asked_for_again_after_growing_pauses() -> None:
    client, pauses = Throttled(), list[float]()
    table = Table(cast("Any", client), "Jobs", ("job_id",), wait=pauses.append)

    found = table.get_many([{"job_id": "a"}, {"job_id": "b"}, {"job_id": "c"}])

    assert [item["job_id"] for item in found] == ["a", "b", "c"]
    assert client.asked == [3, 2, 1]
    assert [0 <= pause <= most for pause, most in zip(pauses, (0.1, 0.2), strict=True)] == [True, True]


def test_a_table_that_stays_throttled_is_an_error_and_no_half_answer() -> None:
    client, pauses = Throttled(), list[float]()
    table = Table(cast("Any", client), "Jobs", ("job_id",), wait=pauses.append)

    with pytest.raises(UnavailableError):
        table.get_many([{"job_id": str(number)} for number in range(9)])

    assert len(pauses) == len(client.asked) - 1
