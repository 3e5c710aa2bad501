"""Where the daily walk has come to: one row of the Settings table."""

from typing import TYPE_CHECKING, Final

from relance.adapters.dynamodb import Table, from_item, to_item
from relance.privacy.walk import RetentionCursor

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_ROW: Final = "retention"


class DynamoDbRetentionPlaces:
    """`ports.RetentionPlaces` on the table Settings."""

    def __init__(self, client: "DynamoDBClient", *, settings_table: str) -> None:
        self._settings = Table(client, settings_table, ("name",))

    def read(self) -> RetentionCursor | None:
        """See the port."""
        row = self._settings.get(name=_ROW)
        return None if row is None else from_item(row, RetentionCursor)

    def keep(self, place: RetentionCursor) -> None:
        """See the port."""
        self._settings.put({"name": _ROW, **to_item(place)})
