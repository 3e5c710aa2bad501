"""The house's own paragraphs as rows of the Settings table: the latest of each, and every version for good."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, get_args

from relance.adapters.dynamodb import Table, expression, from_item, to_item, transact
from relance.errors import NotFoundError
from relance.mail.paragraphs import Slot, Wording
from relance.mail.typography import Language

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_LANGUAGES: Final[tuple[Language, ...]] = get_args(Language.__value__)


class DynamoDbWordings:
    """`ports.Wordings`."""

    def __init__(self, client: "DynamoDBClient", *, settings_table: str) -> None:
        self._client = client
        self._table = Table(client, settings_table, ("name",))

    def current(self) -> Mapping[tuple[Slot, Language], Wording]:
        """See the port."""
        names = [{"name": _name(slot, language)} for slot in Slot for language in _LANGUAGES]
        found = (from_item(item, Wording) for item in self._table.get_many(names))
        return {(wording.slot, wording.language): wording for wording in found}

    def keep(self, wording: Wording) -> Wording:
        """See the port."""
        name = _name(wording.slot, wording.language)
        follows = expression("#version = :before", before=wording.version - 1)
        unchanged = self._table.absent() if wording.version == 1 else follows
        # Nobody writes the row of this version but who also writes the latest: one condition keeps both.
        writes = [
            self._table.to_put({"name": name, **to_item(wording)}, unchanged),
            self._table.to_put({"name": f"{name}#{wording.version:06d}", **to_item(wording)}),
        ]
        transact(self._client, writes)
        return wording

    def version(self, slot: Slot, language: Language, version: int) -> Wording:
        """See the port."""
        item = self._table.get(name=f"{_name(slot, language)}#{version:06d}")
        if item is None:
            raise NotFoundError(f"there is no version {version} of {slot} in {language}")
        return from_item(item, Wording)


def _name(slot: Slot, language: Language) -> str:
    return f"wording#{slot}#{language}"
