"""What every keeper of the daily walk's place does."""

from datetime import date

import pytest

from relance.adapters.dynamodb_retention import DynamoDbRetentionPlaces
from relance.adapters.memory_retention import MemoryRetentionPlaces
from relance.ports.retention import RetentionPlaces
from relance.privacy.walk import RetentionCursor


@pytest.fixture(params=["memory", "dynamodb"])
def places(request: pytest.FixtureRequest) -> RetentionPlaces:
    """Each kind in turn."""
    if request.param == "memory":
        return MemoryRetentionPlaces()
    return DynamoDbRetentionPlaces(request.getfixturevalue("dynamodb"), settings_table="Settings")


def test_there_is_no_place_before_the_first_walk(places: RetentionPlaces) -> None:
    assert places.read() is None


def test_the_last_place_is_the_one_that_counts(places: RetentionPlaces) -> None:
    places.keep(RetentionCursor(day=date(2026, 5, 10), after="cursor"))
    places.keep(RetentionCursor(day=date(2026, 5, 10), done=True))

    assert places.read() == RetentionCursor(day=date(2026, 5, 10), done=True)
