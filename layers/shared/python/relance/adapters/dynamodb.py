"""Records as DynamoDB items, conditional writes, transactions and pages: what every table of ours has in common."""

import base64
import binascii
import json
import random
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel

from relance.adapters.aws_errors import translated
from relance.adapters.dynamodb_values import from_wire, numbers, to_wire
from relance.errors import InvalidInputError, UnavailableError
from relance.records import Cursor

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

type Item = dict[str, Any]
"""Attributes as plain Python values; numbers as int, float or, when read, Decimal."""
type Key = Mapping[str, str | int]

BATCH_GET_LIMIT: Final = 100
BATCH_GET_TRIES: Final = 5
FIRST_PAUSE_SECONDS: Final = 0.05
"""At most, before the second try; twice as long before each further one, and by chance, or all would meet again."""


def to_item(record: BaseModel) -> Item:
    """The record's fields as item attributes: JSON values, fields that are None left out."""
    return record.model_dump(mode="json", exclude_none=True)


def from_item[Model: BaseModel](item: Item, model: type[Model]) -> Model:
    """The record of an item; attributes that are no fields (keys, index attributes) are ignored."""
    fields = model.model_fields
    return model.model_validate({name: numbers(value) for name, value in item.items() if name in fields})


def encode_cursor(key: Key) -> Cursor:
    """An opaque place in a listing, fit for a URL."""
    return base64.urlsafe_b64encode(json.dumps(dict(key), separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: Cursor, names: Iterable[str]) -> Item:
    """The key that a cursor stands for; InvalidInputError unless it has exactly these attributes."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise InvalidInputError("the cursor is not one of ours: start again from the first page") from error
    if not isinstance(key, dict) or set(key) != set(names) or not all(_is_key_value(value) for value in key.values()):
        raise InvalidInputError("the cursor is not one of ours: start again from the first page")
    return key


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition or an update as DynamoDB wants it: `#field` names and `:value` places, values given by name."""

    text: str
    values: Mapping[str, Any]

    @property
    def names(self) -> dict[str, str]:
        """`#field` → `field`, for every field of the expression (many of ours are reserved words)."""
        return dict(_names(self.text))

    @property
    def wire_values(self) -> dict[str, Any]:
        """`:value` → value in the wire's form."""
        return {f":{name}": to_wire(value) for name, value in self.values.items()}


def expression(text: str, **values: Any) -> Expression:
    """For example `expression("#revision = :read", read=3)`."""
    return Expression(text, values)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: Python values in and out, our errors, reads that see every earlier write."""

    client: "DynamoDBClient"
    name: str
    key: tuple[str, ...]
    wait: Callable[[float], None] = time.sleep
    """For so many seconds, before what the table has left out of an answer is asked for again."""

    def get(self, **key: str | int) -> Item | None:
        """Consistent read of one item."""
        with translated():
            answer = self.client.get_item(TableName=self.name, Key=_wire(key), ConsistentRead=True)
        return _plain(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Sequence[Key], *, only: Sequence[str] = ()) -> list[Item]:
        """Consistent read of many items, in no order; missing ones are left out. UnavailableError when throttled.

        `only` names the attributes to read, with dots into maps; empty: all.
        """
        found: list[Item] = []
        for start in range(0, len(keys), BATCH_GET_LIMIT):
            found.extend(self._get_batch([_wire(key) for key in keys[start : start + BATCH_GET_LIMIT]], _only(only)))
        return found

    def _get_batch(self, keys: list[dict[str, Any]], only: dict[str, Any]) -> list[Item]:
        found: list[Item] = []
        for tries in range(BATCH_GET_TRIES):
            if tries:
                self.wait(random.uniform(0, FIRST_PAUSE_SECONDS * 2**tries))  # noqa: S311  Not for secrets.
            asked: Any = {self.name: {"Keys": keys, "ConsistentRead": True, **only}}
            with translated():
                answer = self.client.batch_get_item(RequestItems=asked)
            found.extend(_plain(item) for item in answer["Responses"].get(self.name, []))
            left = answer.get("UnprocessedKeys", {}).get(self.name)
            if left is None:
                return found
            keys = [dict(key) for key in left["Keys"]]
        raise UnavailableError("the table answers only in part")

    def put(self, item: Item, condition: Expression | None = None) -> None:
        """Write an item; ConflictError when the condition does not hold."""
        with translated():
            self.client.put_item(**self._put(item, condition))

    def update(self, key: Key, change: Expression, condition: Expression | None = None) -> Item:
        """Change an item and return all of it; ConflictError when the condition does not hold."""
        with translated():
            answer = self.client.update_item(**self._update(key, change, condition), ReturnValues="ALL_NEW")
        return _plain(answer["Attributes"])

    def delete(self, key: Key, condition: Expression | None = None) -> None:
        """Delete an item, absent or not; ConflictError when the condition does not hold."""
        with translated():
            self.client.delete_item(**self._keyed(key, condition))

    def to_put(self, item: Item, condition: Expression | None = None) -> "TransactWriteItemTypeDef":
        """The same as a part of a transaction."""
        return {"Put": self._put(item, condition)}

    def to_update(
        self, key: Key, change: Expression, condition: Expression | None = None
    ) -> "TransactWriteItemTypeDef":
        """The same as a part of a transaction."""
        return {"Update": self._update(key, change, condition)}

    def to_delete(self, key: Key, condition: Expression | None = None) -> "TransactWriteItemTypeDef":
        """The same as a part of a transaction."""
        return {"Delete": self._keyed(key, condition)}

    def to_check(self, key: Key, condition: Expression) -> "TransactWriteItemTypeDef":
        """A condition on an item that the transaction does not write."""
        return {"ConditionCheck": self._keyed(key, condition)}

    def absent(self) -> Expression:
        """Condition: there is no such item yet."""
        return Expression(f"attribute_not_exists(#{self.key[0]})", {})

    def present(self) -> Expression:
        """Condition: there is such an item."""
        return Expression(f"attribute_exists(#{self.key[0]})", {})

    def scan(self, *, after: Cursor | None, limit: int) -> tuple[list[Item], Cursor | None]:
        """A page of the whole table in the table's own stable order; consistent."""
        params: dict[str, Any] = {"TableName": self.name, "Limit": limit, "ConsistentRead": True}
        if after is not None:
            params["ExclusiveStartKey"] = _wire(decode_cursor(after, self.key))
        with translated():
            answer = self.client.scan(**params)
        return _page(answer)

    def query(
        self,
        condition: Expression,
        *,
        index: str | None = None,
        index_key: tuple[str, ...] = (),
        after: Cursor | None = None,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> tuple[list[Item], Cursor | None]:
        """A page of one partition in the order of the sort key. Of the table: consistent; of an index: a moment behind.

        `index_key` names the index's own key attributes, which its cursors carry beside the table's.
        """
        params: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": condition.text,
            "ExpressionAttributeNames": condition.names,
            "ExpressionAttributeValues": condition.wire_values,
            "ScanIndexForward": not newest_first,
        }
        params |= {"ConsistentRead": True} if index is None else {"IndexName": index}
        if limit is not None:
            params["Limit"] = limit
        if after is not None:
            params["ExclusiveStartKey"] = _wire(decode_cursor(after, {*self.key, *index_key}))
        with translated():
            answer = self.client.query(**params)
        return _page(answer)

    def query_all(
        self, condition: Expression, *, index: str | None = None, index_key: tuple[str, ...] = ()
    ) -> list[Item]:
        """Every item of one partition."""
        items, cursor = self.query(condition, index=index, index_key=index_key)
        while cursor is not None:
            more, cursor = self.query(condition, index=index, index_key=index_key, after=cursor)
            items += more
        return items

    def _put(self, item: Item, condition: Expression | None) -> Any:
        return {"TableName": self.name, "Item": _wire(item), **_conditions(condition)}

    def _update(self, key: Key, change: Expression, condition: Expression | None) -> Any:
        return {
            "TableName": self.name,
            "Key": _wire(key),
            "UpdateExpression": change.text,
            **_conditions(condition, change),
        }

    def _keyed(self, key: Key, condition: Expression | None) -> Any:
        return {"TableName": self.name, "Key": _wire(key), **_conditions(condition)}


@lru_cache(maxsize=500)
def _names(text: str) -> Mapping[str, str]:
    return {f"#{name}": name for name in re.findall(r"#(\w+)", text)}


def transact(client: "DynamoDBClient", writes: Sequence["TransactWriteItemTypeDef"]) -> None:
    """All writes or none. TransactionRefusedError (a ConflictError) says which condition failed.

    The SDK's own repetitions carry the same token, so that a lost reply is not taken for another writer's success.
    """
    with translated():
        client.transact_write_items(TransactItems=list(writes))


def _conditions(condition: Expression | None, change: Expression | None = None) -> dict[str, Any]:
    parts = [part for part in (condition, change) if part is not None]
    names = {name: field for part in parts for name, field in part.names.items()}
    values = {name: value for part in parts for name, value in part.wire_values.items()}
    return (
        ({"ConditionExpression": condition.text} if condition else {})
        | ({"ExpressionAttributeNames": names} if names else {})
        | ({"ExpressionAttributeValues": values} if values else {})
    )


def _only(attributes: Sequence[str]) -> dict[str, Any]:
    """A projection, or none."""
    if not attributes:
        return {}
    names = {f"#{part}": part for attribute in attributes for part in attribute.split(".")}
    paths = [".".join(f"#{part}" for part in attribute.split(".")) for attribute in attributes]
    return {"ProjectionExpression": ", ".join(paths), "ExpressionAttributeNames": names}


def _page(answer: Any) -> tuple[list[Item], Cursor | None]:
    last = answer.get("LastEvaluatedKey")
    place = None if not last else encode_cursor({name: numbers(value) for name, value in _plain(last).items()})
    return [_plain(item) for item in answer["Items"]], place


def _wire(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: to_wire(value) for name, value in item.items()}


def _plain(item: Mapping[str, Any]) -> Item:
    return {name: from_wire(value) for name, value in item.items()}


def _is_key_value(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)
