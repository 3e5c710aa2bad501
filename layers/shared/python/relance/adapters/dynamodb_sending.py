"""Stop signs and the sending allowance: rows of the Settings table, read and written consistently."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from relance.adapters.dynamodb import Table, expression, from_item, to_item, transact
from relance.errors import ConflictError, UnavailableError
from relance.mail.allowance import AllowanceBook, refreshed, take
from relance.mail.mails import BatchId, Stream
from relance.mail.standing import Counts, Grant, Sign
from relance.ports.mail import SendQuotaSource
from relance.records import Instant

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_TRIES: Final = 8


class DynamoDbStopSigns:
    """`ports.StopSigns` on the tables Settings and Batches."""

    def __init__(self, client: "DynamoDBClient", *, settings_table: str, batches_table: str) -> None:
        self._settings = Table(client, settings_table, ("name",))
        self._batches = Table(client, batches_table, ("batch_id",))

    def stop_all(self) -> bool:
        """See the port."""
        row = self._settings.get(name="stop_all")
        return row is not None and bool(row.get("on"))

    def set_stop_all(self, on: bool, *, by: str, now: Instant) -> None:
        """See the port."""
        self._settings.put({"name": "stop_all", "on": on, "by": by, "at": now.isoformat()})

    def stream_paused(self, stream: Stream) -> str | None:
        """See the port."""
        row = self._settings.get(name=f"pause#{stream}")
        return None if row is None else row.get("why")

    def pause_stream(self, stream: Stream, why: str | None, *, by: str, now: Instant) -> None:
        """See the port."""
        reason = {} if why is None else {"why": why}
        self._settings.put({"name": f"pause#{stream}", "at": now.isoformat(), "by": by, **reason})

    def switch(self) -> Sign | None:
        """See the port."""
        row = self._settings.get(name="stop_all")
        return None if row is None else Sign(why="stop_all" if row.get("on") else None, by=row["by"], at=row["at"])

    def pause(self, stream: Stream) -> Sign | None:
        """See the port."""
        row = self._settings.get(name=f"pause#{stream}")
        return None if row is None else from_item(row, Sign)

    def batch_stopped(self, batch_id: BatchId) -> bool:
        """See the port."""
        row = self._batches.get(batch_id=batch_id)
        return row is not None and row.get("stopped_at") is not None


class DynamoDbSendingCounts:
    """`ports.SendingCounts`: one row of the Settings table for each stream and day."""

    def __init__(self, client: "DynamoDBClient", *, settings_table: str) -> None:
        self._table = Table(client, settings_table, ("name",))

    def add(self, stream: Stream, day: date, counts: Counts) -> None:
        """See the port."""
        change = expression("ADD #sent :sent, #bounced :bounced, #complained :complained", **counts.model_dump())
        self._table.update(_day_row(stream, day), change)

    def total(self, stream: Stream, days: Sequence[date]) -> Counts:
        """See the port."""
        rows = self._table.get_many([_day_row(stream, day) for day in days])
        return Counts(**{name: sum(int(row.get(name, 0)) for row in rows) for name in Counts.model_fields})


def _day_row(stream: Stream, day: date) -> dict[str, str]:
    return {"name": f"sent#{stream}#{day.isoformat()}"}


class DynamoDbAllowance:
    """`ports.Allowance` as one row that every dispatcher changes on condition that no other has."""

    def __init__(self, client: "DynamoDBClient", *, settings_table: str, quota: SendQuotaSource) -> None:
        self._client = client
        self._table = Table(client, settings_table, ("name",))
        self._quota = quota

    def take(self, wanted: int, *, now: Instant) -> Grant:
        """See the port; UnavailableError when too many dispatchers meet, or when SES never told its quota."""
        for _ in range(_TRIES):
            row = self._table.get(name="allowance")
            kept = None if row is None else from_item(row, AllowanceBook)
            book, grant = take(refreshed(kept, self._quota, now=now), wanted, now=now)
            if book == kept or self._saved(book, kept):
                return grant
        raise UnavailableError("the allowance is taken by others at every try")

    def _saved(self, book: AllowanceBook, read: AllowanceBook | None) -> bool:
        new = book.model_copy(update={"revision": book.revision + 1})
        unchanged = self._table.absent() if read is None else expression("#revision = :read", read=read.revision)
        try:
            transact(self._client, [self._table.to_put({"name": "allowance", **to_item(new)}, unchanged)])
        except ConflictError:
            return False
        return True
