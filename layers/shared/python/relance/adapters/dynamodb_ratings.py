"""Ratings in DynamoDB: one item a mail, and one item of counts for each reason and version of the words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from relance.adapters.dynamodb import Expression, Table, expression, from_item, to_item, transact
from relance.mail.mails import MailId
from relance.ratings.rating import Rating
from relance.ratings.statistics import SCORES, Count
from relance.records import Cursor, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_RATING: Final = "rating"
_COUNT: Final = "count"


class DynamoDbRatings:
    """`ports.Ratings` on the table Ratings (kind, name): `rating` by mail, `count` by reason and version."""

    def __init__(self, client: "DynamoDBClient", *, table: str) -> None:
        self._client = client
        self._table = Table(client, table, ("kind", "name"))

    def get(self, mail_id: MailId) -> Rating | None:
        """See the port."""
        item = self._table.get(kind=_RATING, name=mail_id)
        return None if item is None else from_item(item, Rating)

    def save(self, rating: Rating, *, replaces: Rating | None) -> Rating:
        """See the port."""
        new = rating.model_copy(update={"revision": rating.revision + 1})
        unchanged = expression("#revision = :read", read=replaces.revision) if replaces else self._table.absent()
        writes = [self._table.to_put({"kind": _RATING, "name": new.mail_id, **to_item(new)}, unchanged)]
        change = _change(new, replaces)
        if change is not None:
            writes.append(self._table.to_update(_count_key(new), change))
        transact(self._client, writes)
        return new

    def counts(self) -> Sequence[Count]:
        """See the port."""
        return tuple(map(_count, self._table.query_all(expression("#kind = :kind", kind=_COUNT))))

    def page(self, *, after: Cursor | None, limit: int) -> Page[Rating]:
        """See the port."""
        items, following = self._table.query(expression("#kind = :kind", kind=_RATING), after=after, limit=limit)
        return Page(items=tuple(from_item(item, Rating) for item in items), next=following)

    def forget(self, mail_id: MailId) -> int:
        """See the port."""
        held = self.get(mail_id)
        self._table.delete({"kind": _RATING, "name": mail_id})
        return 0 if held is None else 1


def _change(new: Rating, replaces: Rating | None) -> Expression | None:
    """What the score adds to the counts, and what it takes back; None when it is the same score."""
    told = {"reason_id": new.reason_id, "words_version": new.words_version}
    said = "SET #reason_id = :reason_id, #words_version = :words_version"
    if replaces is None:
        return expression(f"{said} ADD #s{new.score} :one", one=1, **told)
    if replaces.score == new.score:
        return None
    return expression(f"{said} ADD #s{new.score} :one, #s{replaces.score} :less", one=1, less=-1, **told)


def _count_key(rating: Rating) -> dict[str, str | int]:
    return {"kind": _COUNT, "name": f"{rating.words_version}#{rating.reason_id}"}


def _count(item: dict[str, Any]) -> Count:
    return Count(
        reason_id=item["reason_id"],
        words_version=item["words_version"],
        scores=tuple(int(item.get(f"s{score}", 0)) for score in SCORES),
    )
