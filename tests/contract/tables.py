"""The tables as adapters expect them: one description from which the contract tests make them."""

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class IndexShape:
    """A global secondary index; attributes ending in `_at` are numbers only where `numbers` says so."""

    key: tuple[str, ...]
    numbers: frozenset[str] = frozenset()
    projected: tuple[str, ...] | None = None
    """None: all attributes."""


@dataclass(frozen=True)
class TableShape:
    """A table by its key schema; keys are strings but for `numbers`."""

    key: tuple[str, ...]
    numbers: frozenset[str] = frozenset()
    indexes: dict[str, IndexShape] | None = None


TABLES: Final = {
    "Candidates": TableShape(("candidate_id",)),
    "CandidateKeys": TableShape(("key",)),
    "Jobs": TableShape(("job_id",)),
    "Applications": TableShape(("job_id", "candidate_id")),
    "Campaigns": TableShape(("campaign_id", "part")),
    "Batches": TableShape(("batch_id",)),
    "Mails": TableShape(
        ("mail_id",),
        indexes={
            "wake": IndexShape(
                ("wake_shard", "wake_at"), frozenset({"wake_at"}), projected=("revision", "state", "stream")
            ),
            "by_batch": IndexShape(("batch_shard", "mail_id")),
            "by_candidate": IndexShape(("candidate_id", "created_at")),
        },
    ),
    "MailGuards": TableShape(("guard",)),
    "Suppressions": TableShape(("address_key",)),
    "Settings": TableShape(("name",)),
    "MatchLog": TableShape(("query_id",)),
    "Audit": TableShape(("scope", "sequence"), frozenset({"sequence"})),
    "Erasures": TableShape(("candidate_id",)),
    "Ratings": TableShape(("kind", "name")),
}


def create_table_params(name: str, shape: TableShape) -> dict[str, Any]:
    """Parameters of CreateTable."""
    indexes = shape.indexes or {}
    numbers = shape.numbers.union(*(index.numbers for index in indexes.values()))
    attributes = sorted({*shape.key, *(part for index in indexes.values() for part in index.key)})
    params: dict[str, Any] = {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _key_schema(shape.key),
        "AttributeDefinitions": [
            {"AttributeName": part, "AttributeType": "N" if part in numbers else "S"} for part in attributes
        ],
    }
    if indexes:
        params["GlobalSecondaryIndexes"] = [_index_params(name, index) for name, index in indexes.items()]
    return params


def _index_params(name: str, index: IndexShape) -> dict[str, Any]:
    projection = (
        {"ProjectionType": "ALL"}
        if index.projected is None
        else {
            "ProjectionType": "INCLUDE",
            "NonKeyAttributes": list(index.projected),
        }
    )
    return {"IndexName": name, "KeySchema": _key_schema(index.key), "Projection": projection}


def _key_schema(key: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"AttributeName": part, "KeyType": kind} for part, kind in zip(key, ("HASH", "RANGE"), strict=False)]
