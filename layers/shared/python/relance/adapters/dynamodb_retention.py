"""Where the daily walk has come to: one row of the Settings table."""

from typing import TYPE_CHECKING, Final

from relance.adapters.dynamodb import Table, from_item, to_item
from relance.privacy.walk import Place

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_ROW: Final = "retention"


class DynamoDbRetentionPlaces:
    """`ports.RetentionPlaces` on the table Settings."""

    def __init__(self, client: "DynamoDBClient", *, settings_table: str) -> None:
        self._settings = Table(client, settings_table, ("name",))

    def read(self) -> Place | None:
        """See the port."""
        row = self._settings.get(name=_ROW)
        return None if row is None else from_item(row, Place)

    def keep(self, place: Place) -> None:
        """See the port."""
        self._settings.put({"name": _ROW, **to_item(place)})
