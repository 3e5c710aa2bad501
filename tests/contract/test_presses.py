"""How often a link was pressed, counted alike by every store of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from relance.adapters.dynamodb_presses import DynamoDbPresses
from relance.adapters.memory_presses import MemoryPresses
from relance.ports.link_presses import LinkPresses

AT = datetime(2026, 11, 23, 10, 0, 30, tzinfo=UTC)


@pytest.fixture(params=["memory", "dynamodb"])
def presses(request: pytest.FixtureRequest) -> LinkPresses:
    if request.param == "memory":
        return MemoryPresses()
    return DynamoDbPresses(request.getfixturevalue("dynamodb"), table="Batches")


def test_each_link_has_its_own_count_in_each_minute(presses: LinkPresses) -> None:
    first = [presses.count("one", at=AT + timedelta(seconds=i)) for i in range(3)]

    assert first == [1, 2, 3]
    assert presses.count("other", at=AT) == 1
    assert presses.count("one", at=AT + timedelta(minutes=1)) == 1


def test_the_row_names_no_link_and_goes_by_itself(dynamodb: Any) -> None:
    DynamoDbPresses(dynamodb, table="Batches").count("the-token", at=AT)

    (row,) = dynamodb.scan(TableName="Batches")["Items"]
    assert "the-token" not in str(row)
    assert int(row["expires_at"]["N"]) == int((AT + timedelta(hours=1)).timestamp())
