"""People in DynamoDB: the record and its unique markers in one transaction."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Final

from relance.adapters.aws_errors import TransactionRefusedError
from relance.adapters.dynamodb import Expression, Item, Table, expression, from_item, to_item, transact
from relance.candidates import Candidate, CandidateId
from relance.errors import ConflictError, NotFoundError
from relance.privacy.erasure import Erasure, ErasureOrder
from relance.records import Cursor, Instant, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

KEY: Final = ("candidate_id",)
RAISE_INDEX_REVISION: Final = "ADD #index_revision :one"
APPLIED_TO: Final = "applied_to"
"""String set on the person's item: the jobs of their applications. An index of applications by candidate would lag a
moment behind, and the search document would be built without the very application that rang the bell."""
_ADDRESS: Final = "address#"
"""Before the keyed hash of an address whose person was erased, in the key of Erasures."""
MARKERS: Final = "markers"
"""String set on the person's item: the markers that they hold, to be freed when they are erased (R31)."""


class DynamoDbCandidateStore:
    """CandidateStore on the tables Candidates, CandidateKeys and Erasures."""

    def __init__(self, client: "DynamoDBClient", *, table: str, keys_table: str, erasures_table: str) -> None:
        self._client = client
        self._people = Table(client, table, KEY)
        self._keys = Table(client, keys_table, ("key",))
        self._erasures = Table(client, erasures_table, KEY)

    def get(self, candidate_id: CandidateId) -> Candidate:
        """See the port."""
        item = self._people.get(candidate_id=candidate_id)
        if item is None:
            raise NotFoundError(f"no candidate {candidate_id}")
        return from_item(item, Candidate)

    def holder_of(self, key: str) -> CandidateId | None:
        """See the port."""
        item = self._keys.get(key=key)
        return None if item is None else CandidateId(item["candidate_id"])

    def create(self, candidate: Candidate, *, keys: Sequence[str]) -> Candidate:
        """See the port."""
        new = candidate.model_copy(update={"revision": 1, "index_revision": 1})
        writes = [
            self._erasures.to_check({"candidate_id": new.candidate_id}, self._erasures.absent()),
            self._people.to_put({**to_item(new), **({MARKERS: set(keys)} if keys else {})}, self._people.absent()),
            *(self._keys.to_put(_marker(key, new), self._keys.absent()) for key in sorted(set(keys))),
        ]
        try:
            transact(self._client, writes)
        except TransactionRefusedError as refused:
            if refused.failed(0):
                raise NotFoundError(f"candidate {new.candidate_id} was erased") from refused
            raise
        return new

    def save(self, candidate: Candidate, *, new_keys: Sequence[str] = ()) -> Candidate:
        """See the port."""
        new = candidate.model_copy(
            update={"revision": candidate.revision + 1, "index_revision": candidate.index_revision + 1}
        )
        transact(
            self._client, [self._rewrite(new, new_keys), *(self._claim(key, new) for key in sorted(set(new_keys)))]
        )
        return new

    def erase(self, person: Candidate, order: ErasureOrder, *, address_key: str | None, now: Instant) -> Erasure:
        """See the port. Applications are found by the set on the person's item; `index_revision` tells that none was
        written since it was read."""
        item = self._people.get(candidate_id=person.candidate_id) or {}
        erasure = Erasure(
            candidate_id=person.candidate_id,
            index_revision=int(item.get("index_revision", 0)),
            ordered_by=order.by,
            ordered_at=order.at,
            begun_at=now,
            jobs=tuple(sorted(item.get(APPLIED_TO, ()))),
            markers=tuple(sorted(item.get(MARKERS, ()))),
            address_key=address_key,
            shared_with=person.shares_email_with,
        )
        as_read = expression(
            "#revision = :read AND #index_revision = :index", read=person.revision, index=erasure.index_revision
        )
        address = [] if address_key is None else [self._erasures.to_put(_erased_address(address_key, order))]
        transact(
            self._client,
            [
                self._people.to_delete({"candidate_id": person.candidate_id}, as_read),
                self._erasures.to_put(to_item(erasure), self._erasures.absent()),
                *address,
            ],
        )
        return erasure

    def erasure(self, candidate_id: CandidateId) -> Erasure | None:
        """See the port."""
        item = self._erasures.get(candidate_id=candidate_id)
        return None if item is None else from_item(item, Erasure)

    def erased_at(self, address_key: str) -> Instant | None:
        """See the port."""
        item = self._erasures.get(candidate_id=f"{_ADDRESS}{address_key}")
        return None if item is None else datetime.fromisoformat(str(item["ordered_at"]))

    def release(self, markers: Sequence[str], of: CandidateId) -> int:
        """See the port. One that somebody else holds by now stays theirs."""
        for marker in markers:
            with suppress(ConflictError):
                self._keys.delete({"key": marker}, expression("#candidate_id = :holder", holder=of))
        return len(markers)

    def note_erasure(self, erasure: Erasure) -> None:
        """See the port."""
        self._erasures.put(to_item(erasure))

    def page(self, *, after: Cursor | None, limit: int) -> Page[Candidate]:
        """See the port."""
        items, following = self._people.scan(after=after, limit=limit)
        return Page(items=tuple(from_item(item, Candidate) for item in items), next=following)

    def _rewrite(self, new: Candidate, new_keys: Sequence[str]) -> "TransactWriteItemTypeDef":
        """All fields as they are now. `index_revision` is added to, never set: applications raise it in between."""
        item = to_item(new)
        kept = sorted(item.keys() - {*KEY, "index_revision"})
        gone = sorted(Candidate.model_fields.keys() - item.keys())
        change = f"SET {', '.join(f'#{name} = :{name}' for name in kept)}"
        if gone:
            change += f" REMOVE {', '.join(f'#{name}' for name in gone)}"
        change += f" {RAISE_INDEX_REVISION}"
        values = {name: item[name] for name in kept} | {"one": 1}
        if new_keys:
            change += f", #{MARKERS} :{MARKERS}"
            values[MARKERS] = set(new_keys)
        return self._people.to_update(
            {"candidate_id": new.candidate_id},
            Expression(change, values),
            expression("#revision = :read", read=new.revision - 1),
        )

    def _claim(self, key: str, new: Candidate) -> "TransactWriteItemTypeDef":
        free_or_own = expression("attribute_not_exists(#key) OR #candidate_id = :holder", holder=new.candidate_id)
        return self._keys.to_put(_marker(key, new), free_or_own)


def _marker(key: str, candidate: Candidate) -> Item:
    return {"key": key, "candidate_id": candidate.candidate_id}


def _erased_address(address_key: str, order: ErasureOrder) -> Item:
    return {"candidate_id": f"{_ADDRESS}{address_key}", "ordered_at": order.at.isoformat()}
