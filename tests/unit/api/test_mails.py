"""Mails by person or by batch over the API."""

from typing import Any

import pytest

from tests.unit.api.world import World
from tests.unit.mail.world import BATCH, answer


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("candidate=zoe", ["zoe"]),
        (f"batch={BATCH}", ["ines", "zoe"]),
        ("candidate=nobody", []),
        ("batch=another", []),
    ],
)
def test_mails_are_listed_by_person_or_by_batch(world: World, asked: str, found: list[str]) -> None:
    for person in ("zoe", "ines"):
        world.mails.plan(answer(person))
    name, _, value = asked.partition("=")
    query: dict[str, Any] = {name: value}

    told = world.call("GET", "/mails", None, **query)

    assert told.status == 200
    assert sorted(mail["candidate_id"] for mail in told.body["items"]) == found


@pytest.mark.parametrize("query", [{}, {"candidate": "zoe", "batch": BATCH}])
def test_mails_are_asked_for_by_one_of_both(world: World, query: dict[str, Any]) -> None:
    assert world.call("GET", "/mails", None, **query).status == 400
