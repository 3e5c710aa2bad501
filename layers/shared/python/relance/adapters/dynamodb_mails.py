"""Ledger of mails in DynamoDB: each write is one transaction with its conditions."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from relance.adapters.aws_errors import TransactionRefusedError
from relance.adapters.dynamodb import (
    Expression,
    Item,
    Table,
    decode_cursor,
    encode_cursor,
    expression,
    from_item,
    to_item,
    transact,
)
from relance.candidates import CandidateId
from relance.errors import ConflictError, NotFoundError, UnavailableError
from relance.mail.ledger import releases_guards
from relance.mail.mails import BatchId, DueMail, Mail, MailId, MailState, Stream
from relance.mail.spacing import Departed, departed, is_pressure
from relance.mail.tally import Tally, added_up, steps, told
from relance.records import Cursor, Instant, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

WAKE_SHARDS: Final = 8
BATCH_SHARDS: Final = 4
PLAN_TRIES: Final = 4
SUM_SHARDS: Final = 32
REPLACE_TRIES: Final = 5
TESTS_KEPT: Final = timedelta(days=30)
_WAKE: Final = "wake"
_WAKE_KEY: Final = ("wake_shard", "wake_at")
_BY_BATCH: Final = "by_batch"
_BY_BATCH_KEY: Final = ("batch_shard", "mail_id")
_BY_CANDIDATE: Final = "by_candidate"


class DynamoDbMailLedger:
    """`ports.MailLedger` on the tables Mails and MailGuards.

    The wake index has a partition for each of three questions: what may leave (`<stream>#<shard>`), what must be
    settled (`check#<shard>`) and what awaits a person (`person-<stream>#<shard>`), so that none delays another.
    """

    def __init__(self, client: "DynamoDBClient", *, table: str, guards_table: str, at_once: int = 8) -> None:
        """`at_once`: writes under way when many clocks are moved; fewer than the client's connections."""
        self._client = client
        self._at_once = at_once
        self._mails = Table(client, table, ("mail_id",))
        self._guards = Table(client, guards_table, ("guard",))

    def get(self, mail_id: MailId) -> Mail:
        """See the port."""
        item = self._mails.get(mail_id=mail_id)
        if item is None:
            raise NotFoundError(f"no mail {mail_id}")
        return _mail(item)

    def get_many(self, mail_ids: Sequence[MailId]) -> Sequence[Mail]:
        """See the port."""
        items = self._mails.get_many([{"mail_id": mail_id} for mail_id in dict.fromkeys(mail_ids)])
        found = {mail.mail_id: mail for mail in map(_mail, items)}
        return tuple(found[mail_id] for mail_id in mail_ids if mail_id in found)

    def plan(self, mail: Mail) -> bool:
        """See the port."""
        return self._planned(self._new(mail))

    def plan_many(self, mails: Sequence[Mail]) -> Sequence[bool]:
        """See the port. All are put into the wire's form first: between requests that takes four times as long."""
        if len(mails) < 2:
            return [self.plan(mail) for mail in mails]
        written = [self._new(mail) for mail in mails]
        with ThreadPoolExecutor(self._at_once) as pool:
            return list(pool.map(self._planned, written))

    def _new(self, mail: Mail) -> list["TransactWriteItemTypeDef"]:
        """A mail's row and its guards."""
        new = mail.model_copy(update={"revision": 1})
        guards = [
            self._guards.to_put({"guard": guard, "mail_id": mail.mail_id}, self._free(guard, mail))
            for guard in mail.guards
        ]
        return [self._mails.to_put(_item(new), self._mails.absent()), *guards]

    def _planned(self, writes: Sequence["TransactWriteItemTypeDef"]) -> bool:
        for _ in range(PLAN_TRIES):
            try:
                transact(self._client, writes)
            except TransactionRefusedError as refused:
                if any(map(refused.failed, range(len(writes)))):
                    return False  # Otherwise two transactions met on a guard: the other one ends in a moment.
            else:
                return True
        raise UnavailableError("other transactions hold a guard of this mail at every try")

    def replace(self, mail: Mail, *, expected: MailState) -> Mail:
        """See the port. Always a transaction, even of one write: its token makes the SDK's own repetitions harmless."""
        written = mail.model_copy(update={"revision": mail.revision + 1, "told": told(mail)})
        unchanged = expression("#revision = :read AND #state = :expected", read=mail.revision, expected=expected.value)
        released = [
            self._guards.to_delete(
                {"guard": guard}, expression("attribute_not_exists(#guard) OR #mail_id = :own", own=mail.mail_id)
            )
            for guard in (written.guards if releases_guards(written) else ())
        ]
        dated = self._dated(written, departed(expected, written), now=written.updated_at)
        writes = [self._mails.to_put(_item(written), unchanged), *released, *dated, *self._counted(expected, mail)]
        self._transact(writes)
        return written

    def _transact(self, writes: Sequence["TransactWriteItemTypeDef"]) -> None:
        """Once more while all that stands in the way is another mail at the same sums."""
        for left in reversed(range(REPLACE_TRIES)):
            try:
                return transact(self._client, writes)
            except TransactionRefusedError as refused:
                if not left or refused.reasons[0] is not None or any(map(refused.failed, range(len(writes)))):
                    raise
        return None

    def _counted(self, before: MailState, mail: Mail) -> list["TransactWriteItemTypeDef"]:
        """The sums of the mail's run, on one of many rows: writers seldom meet there."""
        sums = {name: number for name, number in steps(before, mail).items() if number}
        if not sums:
            return []
        change = expression("ADD " + ", ".join(f"#{name} :{name}" for name in sums), **sums)
        return [self._guards.to_update({"guard": _sums(mail.batch_id, _shard(mail.mail_id, SUM_SHARDS))}, change)]

    def holders(self, guards: Collection[str]) -> Mapping[str, MailId]:
        """See the port."""
        rows = self._guards.get_many([{"guard": guard} for guard in set(guards)])
        return {row["guard"]: MailId(row["mail_id"]) for row in rows}

    def tally(self, batch_id: BatchId) -> Tally:
        """See the port."""
        total: Counter[str] = Counter()
        for row in self._guards.get_many([{"guard": _sums(batch_id, shard)} for shard in range(SUM_SHARDS)]):
            total.update({name: int(number) for name, number in row.items() if name != "guard"})
        return added_up(total)

    def _free(self, guard: str, mail: Mail) -> Expression:
        """Condition of taking a guard: nobody has it, or its holder's mail left long enough ago."""
        if mail.quiet_since is None or not is_pressure(guard):
            return self._guards.absent()
        return expression("attribute_not_exists(#guard) OR #sent_at <= :since", since=_seconds(mail.quiet_since))

    def _dated(self, mail: Mail, step: Departed, *, now: Instant) -> list["TransactWriteItemTypeDef"]:
        """The pressure guard learns that its mail left, or that it did not after all."""
        if step is None:
            return []
        own = expression("#mail_id = :own", own=mail.mail_id)
        left = expression("SET #sent_at = :sent", sent=_seconds(now))
        change = left if step == "left" else expression("REMOVE #sent_at")
        return [self._guards.to_update({"guard": guard}, change, own) for guard in filter(is_pressure, mail.guards)]

    def of_batch(self, batch_id: BatchId, *, after: Cursor | None, limit: int) -> Page[Mail]:
        """See the port: shard after shard, in the order of ids within each."""
        shard, inner = _batch_place(after)
        found: list[Item] = []
        while shard < BATCH_SHARDS and len(found) < limit:
            items, inner = self._mails.query(
                expression("#batch_shard = :shard", shard=f"{batch_id}#{shard}"),
                index=_BY_BATCH, index_key=_BY_BATCH_KEY, after=inner, limit=limit - len(found),
            )  # fmt: skip
            found += items
            shard += inner is None
        following = None if shard == BATCH_SHARDS else encode_cursor({"shard": shard, "inner": inner or ""})
        return Page(items=tuple(map(_mail, found)), next=following)

    def page(self, *, after: Cursor | None, limit: int) -> Page[Mail]:
        """See the port."""
        items, following = self._mails.scan(after=after, limit=limit)
        return Page(items=tuple(map(_mail, items)), next=following)

    def of_candidate(self, candidate_id: CandidateId) -> Sequence[Mail]:
        """See the port."""
        items = self._mails.query_all(
            expression("#candidate_id = :id", id=candidate_id),
            index=_BY_CANDIDATE, index_key=("candidate_id", "created_at"),
        )  # fmt: skip
        return sorted(map(_mail, items), key=lambda mail: (mail.created_at, mail.mail_id))

    def due(self, stream: Stream, *, until: Instant, limit: int) -> Sequence[DueMail]:
        """See the port."""
        return self._woken(stream.value, until, limit)

    def overdue(self, *, until: Instant, limit: int) -> Sequence[DueMail]:
        """See the port."""
        return self._woken("check", until, limit)

    def postpone(self, due: Sequence[DueMail], wake_at: Instant) -> Sequence[bool]:
        """See the port; several at once, so that one run can move a minute of a large quota."""
        if len(due) < 2:
            return [self._postponed(one, wake_at) for one in due]
        with ThreadPoolExecutor(self._at_once) as pool:
            return list(pool.map(lambda one: self._postponed(one, wake_at), due))

    def _postponed(self, due: DueMail, wake_at: Instant) -> bool:
        try:
            self._mails.update(
                {"mail_id": due.mail_id},
                expression("SET #wake_at = :wake, #revision = :next", wake=_seconds(wake_at), next=due.revision + 1),
                expression("#revision = :read AND #state = :held", read=due.revision, held=MailState.HELD.value),
            )
        except ConflictError:
            return False
        return True

    def waiting(self, stream: Stream, *, limit: int) -> Sequence[MailId]:
        """See the port."""
        far = datetime.max.replace(tzinfo=UTC)
        return [due.mail_id for due in self._woken(f"person-{stream}", far, limit)]

    def _woken(self, question: str, until: Instant, limit: int) -> list[DueMail]:
        """The earliest of each shard, merged: every shard may hold all of the earliest."""
        found: list[DueMail] = []
        for shard in range(WAKE_SHARDS):
            partition = f"{question}#{shard}"
            items, _ = self._mails.query(
                expression("#wake_shard = :shard AND #wake_at <= :until", shard=partition, until=_seconds(until)),
                index=_WAKE, index_key=_WAKE_KEY, limit=limit,
            )  # fmt: skip
            found += map(_due, items)
        return sorted(found, key=lambda due: (due.wake_at, due.mail_id))[:limit]


def _item(mail: Mail) -> Item:
    """The mail's fields with its index attributes; `wake_at` is a number here, in seconds since 1970."""
    item = to_item(mail)
    item.pop("wake_at", None)
    item["batch_shard"] = f"{mail.batch_id}#{_shard(mail.mail_id, BATCH_SHARDS)}"
    woken = mail.waits_since or mail.wake_at
    if woken is not None:
        item["wake_shard"] = f"{_question(mail)}#{_shard(mail.mail_id, WAKE_SHARDS)}"
        item["wake_at"] = _seconds(woken)
    if mail.test_for is not None:  # The only row with an address: the table lets go of it.
        item["expires_at"] = int((mail.created_at + TESTS_KEPT).timestamp())
    return item


def _sums(batch_id: BatchId, shard: int) -> str:
    return f"sums#{batch_id}#{shard}"


def _question(mail: Mail) -> str:
    if mail.waits_since is not None:
        return f"person-{mail.stream}"
    return mail.stream.value if mail.state in {MailState.HELD, MailState.DRAFT} else "check"


def _mail(item: Item) -> Mail:
    woken = item.pop("wake_at", None)
    if woken is not None and "waits_since" not in item:
        item["wake_at"] = _instant(woken)
    return from_item(item, Mail)


def _due(item: Item) -> DueMail:
    """The stream is read from the row, not from the partition: both streams share the one of what must be settled."""
    return DueMail(
        mail_id=MailId(item["mail_id"]),
        revision=int(item["revision"]),
        state=MailState(item["state"]),
        stream=Stream(item["stream"]),
        wake_at=_instant(item["wake_at"]),
    )


def _shard(mail_id: MailId, count: int) -> int:
    return int(hashlib.sha256(mail_id.encode()).hexdigest()[:8], 16) % count


def _seconds(moment: Instant) -> Decimal:
    """Exact to the microsecond."""
    return Decimal(int(moment.timestamp())) + Decimal(moment.microsecond).scaleb(-6)


def _instant(seconds: Decimal) -> Instant:
    return datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=int(seconds % 1 * 1_000_000))


def _batch_place(after: Cursor | None) -> tuple[int, Cursor | None]:
    if after is None:
        return 0, None
    place = decode_cursor(after, ("shard", "inner"))
    return int(place["shard"]), place["inner"] or None
