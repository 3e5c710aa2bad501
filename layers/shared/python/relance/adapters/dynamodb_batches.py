"""Rejection batches in DynamoDB, with the records of who was shown which text beside them."""

import hashlib
from typing import TYPE_CHECKING

from relance.adapters.dynamodb import Table, expression, from_item, to_item
from relance.errors import ConflictError, NotFoundError
from relance.mail.mails import BatchId
from relance.rejections.batches import Opened, RejectionBatch

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoDbBatches:
    """`ports.Batches` on the table Batches; an `Opened` is an item whose key says subject, text and person."""

    def __init__(self, client: "DynamoDBClient", *, table: str) -> None:
        self._table = Table(client, table, ("batch_id",))

    def get(self, batch_id: BatchId) -> RejectionBatch:
        """See the port."""
        item = self._table.get(batch_id=batch_id)
        if item is None:
            raise NotFoundError(f"no batch {batch_id}")
        return from_item(item, RejectionBatch)

    def save(self, batch: RejectionBatch) -> RejectionBatch:
        """See the port."""
        new = batch.model_copy(update={"revision": batch.revision + 1})
        unchanged = expression("#revision = :read", read=batch.revision) if batch.revision else self._table.absent()
        self._table.put(to_item(new), unchanged)
        return new

    def record_opened(self, opened: Opened) -> None:
        """See the port."""
        key = _key(opened.subject, opened.text_hash, opened.by)
        try:
            self._table.put({**to_item(opened), "batch_id": key}, self._table.absent())
        except ConflictError:
            return  # It was shown before: the first time is the one that counts.

    def opened(self, subject: str, text_hash: str, by: str) -> Opened | None:
        """See the port."""
        item = self._table.get(batch_id=_key(subject, text_hash, by))
        return None if item is None else from_item(item, Opened)


def _key(subject: str, text_hash: str, by: str) -> str:
    """One short key: ids and names can be long, and must not run into each other."""
    return "opened#" + hashlib.sha256("\n".join((subject, text_hash, by)).encode()).hexdigest()
