"""The employer's words in DynamoDB: rows of the Settings table, one in force and one for each version ever used."""

from typing import TYPE_CHECKING, Final

from relance.adapters.dynamodb import Table, expression, from_item, to_item
from relance.errors import ConflictError, NotFoundError
from relance.words.own import OwnWords

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_IN_FORCE: Final = "words"


class DynamoDbWords:
    """`ports.WordStore` on the table Settings: `words` and `words#<version>`."""

    def __init__(self, client: "DynamoDBClient", *, settings_table: str) -> None:
        self._table = Table(client, settings_table, ("name",))

    def in_force(self) -> OwnWords | None:
        """See the port."""
        item = self._table.get(name=_IN_FORCE)
        return None if item is None else from_item(item, OwnWords)

    def put(self, own: OwnWords) -> OwnWords:
        """See the port."""
        new = own.model_copy(update={"revision": own.revision + 1})
        unchanged = expression("#revision = :read", read=own.revision) if own.revision else self._table.absent()
        self._table.put({"name": _IN_FORCE, **to_item(new)}, unchanged)
        return new

    def keep(self, version: str, words: str) -> None:
        """See the port."""
        try:
            self._table.put({"name": f"{_IN_FORCE}#{version}", "words": words}, self._table.absent())
        except ConflictError:
            return  # The version names its content: it is the same.

    def kept(self, version: str) -> str:
        """See the port."""
        item = self._table.get(name=f"{_IN_FORCE}#{version}")
        if item is None:
            raise NotFoundError(f"no words of the version {version}")
        return str(item["words"])
