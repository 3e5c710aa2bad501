"""What one mail costs: requests by kind, and DynamoDB's read and write units counted by its published rules.

Sizes are those of the items as they travel. Reads: 1 unit for each 4 KB, consistent; of an index, half of that.
Writes: 1 unit for each KB, twice within a transaction; an index takes 1 unit for each KB that it writes, and writes
two entries where its key changes.
"""

import json
from collections import Counter
from collections.abc import Mapping
from math import ceil
from typing import Any, Final

from tests.contract.tables import TABLES

READ_BYTES: Final = 4096
WRITE_BYTES: Final = 1024
type Wire = Mapping[str, Mapping[str, Any]]


class Meter:
    """Hangs on clients of the SDK and counts; `items` knows what each table held before."""

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.units: Counter[str] = Counter()
        self._items: dict[tuple[str, str], Wire] = {}

    def watch(self, client: Any) -> None:
        """Count all requests of this client from now on."""
        client.meta.events.register("provide-client-params", self._asked)
        client.meta.events.register("after-call", self._answered)

    def knows(self, table: str, item: Wire) -> None:
        """What a table holds before anything is counted."""
        self._items[table, self._key(table, item)] = item

    @staticmethod
    def _key(table: str, item: Wire) -> str:
        return json.dumps([item[name] for name in TABLES[table].key], sort_keys=True)

    def reset(self) -> None:
        """Zero; what the tables hold is remembered."""
        self.requests.clear()
        self.units.clear()

    def _asked(self, model: Any, params: Any, **_: Any) -> None:
        self.requests[model.name] += 1
        match model.name:
            case "TransactWriteItems":
                for write in params["TransactItems"]:
                    ((kind, body),) = write.items()
                    self._written(kind, body, twice=2)
            case "PutItem":
                self._written("Put", params, twice=1)
            case "DeleteItem":
                self._written("Delete", params, twice=1)
            case "UpdateItem":
                self._written("Update", params, twice=1)

    def _answered(self, model: Any, parsed: Any, **_: Any) -> None:
        match model.name:
            case "GetItem":
                self._read([parsed.get("Item", {})])
            case "BatchGetItem":
                self._read([item for items in parsed.get("Responses", {}).values() for item in items] or [{}])
            case "Query":
                size = sum(map(size_of, parsed.get("Items", [])))
                self.units["read"] += max(0.5, ceil(size / READ_BYTES) / 2)  # type: ignore[assignment]

    def _read(self, items: list[Wire]) -> None:
        for item in items:
            self.units["read"] += max(1, ceil(size_of(item) / READ_BYTES))

    def _written(self, kind: str, body: Any, *, twice: int) -> None:
        table = body["TableName"]
        key = self._key(table, body.get("Item") or body["Key"])
        before = self._items.get((table, key), {})
        after: Wire = body["Item"] if kind == "Put" else {} if kind == "Delete" else _updated(before, body)
        self.units["write"] += twice * max(1, ceil(max(size_of(before), size_of(after)) / WRITE_BYTES))
        for index in (TABLES[table].indexes or {}).values():
            entries = [_entry(item, index.key, index.projected, TABLES[table].key) for item in (before, after)]
            self.units["write in indexes"] += _index_units(entries, index.key)
        self._items[table, key] = after


def _updated(before: Wire, body: Any) -> Wire:
    """An UpdateItem of ours sets plain values: `SET #a = :a, #b = :b`."""
    names, values = body.get("ExpressionAttributeNames", {}), body.get("ExpressionAttributeValues", {})
    changed = dict(before)
    for part in body["UpdateExpression"].removeprefix("SET ").split(","):
        name, _, value = part.partition("=")
        if value.strip() in values:
            changed[names[name.strip()]] = values[value.strip()]
    return changed


def _entry(item: Wire, key: tuple[str, ...], projected: tuple[str, ...] | None, own: tuple[str, ...]) -> Wire | None:
    if not all(name in item for name in key):
        return None
    return item if projected is None else {name: item[name] for name in (*own, *key, *projected) if name in item}


def _index_units(entries: list[Wire | None], key: tuple[str, ...]) -> int:
    before, after = entries
    if before == after:
        return 0
    sizes = [max(1, ceil(size_of(entry) / WRITE_BYTES)) for entry in entries if entry is not None]
    if before and after and all(before[name] == after[name] for name in key):
        return max(sizes)
    return sum(sizes)


def size_of(item: Wire) -> int:
    """Bytes of an item by DynamoDB's rules: names and values."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: Mapping[str, Any]) -> int:
    ((kind, inner),) = value.items()
    match kind:
        case "S":
            return len(inner.encode())
        case "N":
            return len(inner.strip("-.")) // 2 + 2
        case "M":
            return 3 + sum(len(name.encode()) + _value(part) + 1 for name, part in inner.items())
        case "L":
            return 3 + sum(_value(part) + 1 for part in inner)
        case _:
            return 1
