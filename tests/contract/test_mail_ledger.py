"""Every ledger of mails keeps the same promises: the twin in memory and the tables."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_dynamodb import DynamoDBClient

from relance.adapters.dynamodb_mails import DynamoDbMailLedger
from relance.adapters.memory_mails import MemoryMailLedger
from relance.candidates import CandidateId
from relance.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from relance.mail import ledger
from relance.mail.colleague import Colleague
from relance.mail.mails import BatchId, DeliveryFact, DueMail, Mail, MailId, MailState, SkipReason, Stream
from relance.ports.mail import MailLedger
from tests.unit.mail.world import BATCH, NOW, answer, offer

LATER = NOW + timedelta(minutes=5)


@pytest.fixture(params=["memory", "dynamodb"])
def mails(request: pytest.FixtureRequest) -> MailLedger:
    """An empty ledger of each kind."""
    if request.param == "memory":
        return MemoryMailLedger()
    client: DynamoDBClient = request.getfixturevalue("dynamodb")
    # The imitation of AWS bears no two writes at once.
    return DynamoDbMailLedger(client, table="Mails", guards_table="MailGuards", at_once=1)


def planned(mails: MailLedger, mail: Mail) -> Mail:
    """The mail as the ledger has it."""
    assert mails.plan(mail)
    return mails.get(mail.mail_id)


def held(mails: MailLedger, **overrides: object) -> Mail:
    """An approved answer."""
    draft = planned(mails, answer(**overrides))  # type: ignore[arg-type]
    return ledger.approve(draft, by="salome", text_hash="h", not_before=NOW, because="undo", mails=mails, now=NOW)


def claimed(mails: MailLedger, **overrides: object) -> Mail:
    """An answer in the sender's hands."""
    mail = ledger.claim(held(mails, **overrides), archive_key="k", mails=mails, now=NOW)
    assert mail is not None
    return mail


def unknown(mails: MailLedger) -> Mail:
    """An answer whose fate is unclear."""
    return ledger.lose(claimed(mails), "ReadTimeoutError", mails=mails, now=NOW)


def test_a_planned_mail_is_read_back_as_it_was(mails: MailLedger) -> None:
    fact = DeliveryFact(kind="delivery", submission=1, at=NOW, detail="x")
    mail = offer(wake_at=NOW.replace(microsecond=123_457), facts=(fact,), skip_reason=SkipReason.HIRED)

    mails.plan(mail)

    assert mails.get(mail.mail_id) == mail.model_copy(update={"revision": 1})


def test_an_unknown_mail_is_not_found(mails: MailLedger) -> None:
    with pytest.raises(NotFoundError):
        mails.get(MailId("nobody"))


def test_a_mail_that_names_a_guard_twice_is_refused(mails: MailLedger) -> None:
    mail = answer(guards=("offer#a#b", "offer#a#b"))

    with pytest.raises((InvalidInputError, ClientError)):
        mails.plan(mail)

    assert (mails.get_many([mail.mail_id]), mails.holders(mail.guards)) == ((), {})


def test_the_same_mail_is_planned_once(mails: MailLedger) -> None:
    mail = answer(guards=())

    first, second = mails.plan(mail), mails.plan(mail.model_copy(update={"language": "en"}))

    assert (first, second) == (True, False)
    assert mails.get(mail.mail_id).language == "fr"


def test_a_guard_that_is_held_keeps_a_second_mail_out(mails: MailLedger) -> None:
    first, second = answer(attempt=1), answer(attempt=2)

    mails.plan(first)

    assert not mails.plan(second)
    with pytest.raises(NotFoundError):
        mails.get(second.mail_id)


def test_the_holders_of_guards_are_told_and_free_ones_are_left_out(mails: MailLedger) -> None:
    mail = answer()
    mails.plan(mail)
    (guard,) = mail.guards

    assert mails.holders([guard, "answer#nobody#nothing"]) == {guard: mail.mail_id}


class Meeting:
    """A client whose transactions meet others, some times; then it is the real one."""

    def __init__(self, client: DynamoDBClient, *, times: int) -> None:
        self._client = client
        self._left = times

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def transact_write_items(self, **params: Any) -> Any:
        """As DynamoDB refuses a write while another transaction is under way on the same item."""
        if self._left == 0:
            return self._client.transact_write_items(**params)
        self._left -= 1
        reasons = [{"Code": "None"}, {"Code": "TransactionConflict"}]
        error = {"Error": {"Code": "TransactionCanceledException", "Message": "x"}, "CancellationReasons": reasons}
        raise ClientError(error, "TransactWriteItems")  # type: ignore[arg-type]


def test_only_a_test_sent_to_a_colleague_is_forgotten_by_the_table_after_thirty_days(dynamodb: DynamoDBClient) -> None:
    mails = DynamoDbMailLedger(dynamodb, table="Mails", guards_table="MailGuards")
    colleague = Colleague(account="amina", address="amina@example.org")
    test, own = offer(test_for=colleague), offer(mail_id="m2", guards=())

    planned(mails, test)
    planned(mails, own)

    rows = {row["mail_id"]["S"]: row for row in dynamodb.scan(TableName="Mails")["Items"]}
    gone = rows[test.mail_id]["expires_at"]["N"]
    assert gone == str(int((test.created_at + timedelta(days=30)).timestamp()))
    assert "expires_at" not in rows[own.mail_id]


def test_of_many_mails_each_is_planned_or_refused_by_itself(mails: MailLedger) -> None:
    first, second = offer(), offer(candidate_id="second", mail_id="m2", guards=("offer#j#second",))
    planned(mails, first)

    assert mails.plan_many([first, second]) == [False, True]
    assert mails.get(second.mail_id).revision == 1
    assert mails.holders(second.guards) == dict.fromkeys(second.guards, second.mail_id)
    assert mails.plan_many([]) == []


@pytest.mark.parametrize(("times", "planned_in_the_end"), [(1, True), (3, True), (9, False)])
def test_a_plan_that_meets_another_transaction_is_tried_again(
    dynamodb: DynamoDBClient, times: int, planned_in_the_end: bool
) -> None:
    client: Any = Meeting(dynamodb, times=times)
    mails = DynamoDbMailLedger(client, table="Mails", guards_table="MailGuards")

    if planned_in_the_end:
        assert mails.plan(answer())
        assert mails.get(answer().mail_id).state is MailState.DRAFT
    else:
        with pytest.raises(UnavailableError):
            mails.plan(answer())


def test_one_held_guard_of_several_keeps_the_other_guards_free(mails: MailLedger) -> None:
    mails.plan(answer(attempt=1, guards=("a",)))
    mails.plan(answer(attempt=2, guards=("b", "a")))

    free = mails.plan(answer(attempt=3, guards=("b",)))

    assert free


@pytest.mark.parametrize("end", ["cancel", "skip", "fail"])
def test_a_mail_that_ends_unsent_frees_its_guards(mails: MailLedger, end: str) -> None:
    if end == "cancel":
        ledger.cancel(held(mails), by="salome", mails=mails, now=NOW)
    elif end == "skip":
        ledger.skip(held(mails), SkipReason.HIRED, mails=mails, now=NOW)
    else:
        ledger.fail(claimed(mails), "MessageRejected", mails=mails, now=NOW)

    assert mails.plan(answer(attempt=2))


@pytest.mark.parametrize("end", ["accept", "lose", "assume"])
def test_a_mail_that_may_have_left_keeps_its_guards(mails: MailLedger, end: str) -> None:
    if end == "accept":
        ledger.accept(claimed(mails), "ses-1", mails=mails, now=NOW)
    elif end == "lose":
        unknown(mails)
    else:
        ledger.assume_sent(unknown(mails), by="salome", mails=mails, now=NOW)

    assert not mails.plan(answer(attempt=2))


def test_cancelling_the_second_try_of_an_unclear_mail_keeps_its_guards(mails: MailLedger) -> None:
    again = ledger.send_again(unknown(mails), by="salome", mails=mails, now=NOW)

    ledger.cancel(again, by="salome", mails=mails, now=NOW)

    assert not mails.plan(answer(attempt=2))


def test_a_mail_never_frees_the_guard_of_another(mails: MailLedger) -> None:
    ended = held(mails, guards=("own",))
    mails.plan(answer(attempt=2, guards=("foreign",)))
    astray = ended.model_copy(update={"guards": ("foreign",), "state": MailState.CANCELLED})

    with pytest.raises(ConflictError):
        mails.replace(astray, expected=MailState.HELD)

    assert not mails.plan(answer(attempt=3, guards=("foreign",)))
    assert mails.get(ended.mail_id) == ended


def test_a_mail_whose_guard_is_gone_ends_all_the_same(mails: MailLedger) -> None:
    astray = held(mails, guards=("own",)).model_copy(update={"guards": ("gone", "own"), "state": MailState.CANCELLED})

    mails.replace(astray, expected=MailState.HELD)

    assert mails.plan(answer(attempt=2, guards=("own", "gone")))


ARROWS: dict[str, tuple[Callable[[MailLedger], Mail], Callable[[Mail, MailLedger], Mail]]] = {
    "approve": (
        lambda mails: planned(mails, answer()),
        lambda mail, mails: ledger.approve(
            mail, by="salome", text_hash="h", not_before=NOW, because=None, mails=mails, now=NOW
        ),
    ),
    "cancel": (held, lambda mail, mails: ledger.cancel(mail, by="salome", mails=mails, now=NOW)),
    "hold": (held, lambda mail, mails: ledger.hold(mail, until=LATER, because="x", mails=mails, now=NOW)),
    "ask": (held, lambda mail, mails: ledger.ask(mail, because="x", mails=mails, now=NOW)),
    "skip": (held, lambda mail, mails: ledger.skip(mail, SkipReason.HIRED, mails=mails, now=NOW)),
    "accept": (claimed, lambda mail, mails: ledger.accept(mail, "ses-1", mails=mails, now=NOW)),
    "fail": (claimed, lambda mail, mails: ledger.fail(mail, "MessageRejected", mails=mails, now=NOW)),
    "retry": (claimed, lambda mail, mails: ledger.retry(mail, until=LATER, because="x", mails=mails, now=NOW)),
    "lose": (claimed, lambda mail, mails: ledger.lose(mail, "lease_expired", mails=mails, now=NOW)),
    "assume_sent": (unknown, lambda mail, mails: ledger.assume_sent(mail, by=None, mails=mails, now=NOW)),
    "ask_about_unknown": (unknown, lambda mail, mails: ledger.ask_about_unknown(mail, mails=mails, now=NOW)),
    "send_again": (unknown, lambda mail, mails: ledger.send_again(mail, by="salome", mails=mails, now=NOW)),
    "lift": (
        lambda mails: ledger.ask(held(mails), because="x", mails=mails, now=NOW),
        lambda mail, mails: ledger.lift(mail, by="salome", mails=mails, now=NOW),
    ),
    "note": (
        claimed,
        lambda mail, mails: ledger.note(
            mail, DeliveryFact(kind="send", submission=1, at=NOW), None, mails=mails, now=NOW
        ),
    ),
}
"""Name → how a mail comes to where the arrow starts, and the arrow."""


@pytest.mark.parametrize("arrow", ARROWS)
def test_of_two_writers_who_read_the_same_only_one_writes(mails: MailLedger, arrow: str) -> None:
    start, go = ARROWS[arrow]
    read_by_both = start(mails)

    first = go(read_by_both, mails)

    assert mails.get(first.mail_id) == first
    with pytest.raises(ConflictError):
        go(read_by_both, mails)
    assert mails.get(first.mail_id) == first


def test_of_two_senders_who_read_the_same_only_one_claims(mails: MailLedger) -> None:
    mail = held(mails)

    first = ledger.claim(mail, archive_key="a", mails=mails, now=NOW)
    second = ledger.claim(mail, archive_key="b", mails=mails, now=NOW)

    assert first is not None
    assert second is None
    assert mails.get(mail.mail_id).archive_key == "a"


def test_a_claim_fails_when_the_mail_was_cancelled_a_moment_ago(mails: MailLedger) -> None:
    mail = held(mails)
    ledger.cancel(mail, by="salome", mails=mails, now=NOW)

    late = ledger.claim(mail, archive_key="a", mails=mails, now=NOW)

    assert late is None
    assert mails.get(mail.mail_id).state is MailState.CANCELLED


def test_the_end_of_a_lease_does_not_overwrite_proof_of_sending(mails: MailLedger) -> None:
    stale = claimed(mails)
    ledger.note(stale, DeliveryFact(kind="send", submission=1, at=NOW), "ses-1", mails=mails, now=NOW)

    with pytest.raises(ConflictError):
        ledger.lose(stale, "lease_expired", mails=mails, now=LATER)

    assert mails.get(stale.mail_id).state is MailState.ACCEPTED


def test_a_write_says_which_state_it_expects(mails: MailLedger) -> None:
    mail = held(mails)

    with pytest.raises(ConflictError):
        mails.replace(mail.model_copy(update={"state": MailState.CLAIMED}), expected=MailState.DRAFT)

    assert mails.get(mail.mail_id).state is MailState.HELD


def test_a_mail_that_was_never_planned_cannot_be_written_over(mails: MailLedger) -> None:
    with pytest.raises(ConflictError):
        mails.replace(answer(), expected=MailState.DRAFT)


def due_ids(mails: MailLedger, stream: Stream, limit: int = 100) -> list[MailId]:
    """Ids that are due now."""
    return [due.mail_id for due in mails.due(stream, until=NOW, limit=limit)]


def test_due_mails_come_earliest_first_from_all_shards(mails: MailLedger) -> None:
    waiting = [offer(f"person-{n}", wake_at=NOW - timedelta(minutes=n), guards=()) for n in range(20)]
    for mail in waiting:
        mails.plan(mail)

    found = mails.due(Stream.CAMPAIGNS, until=NOW, limit=7)

    assert [due.mail_id for due in found] == [mail.mail_id for mail in reversed(waiting)][:7]
    assert found[0] == DueMail(
        mail_id=waiting[-1].mail_id, revision=1, state=MailState.HELD, stream=Stream.CAMPAIGNS,
        wake_at=NOW - timedelta(minutes=19),
    )  # fmt: skip


def test_only_mails_of_the_stream_whose_time_has_come_are_due(mails: MailLedger) -> None:
    now_due = offer("zoe", wake_at=NOW, guards=())
    mails.plan(now_due)
    mails.plan(offer("yann", wake_at=NOW + timedelta(microseconds=1), guards=()))
    mails.plan(answer("ines"))
    held(mails, candidate="tomasz")

    assert due_ids(mails, Stream.CAMPAIGNS) == [now_due.mail_id]


def test_claims_and_unclear_mails_are_overdue_not_due(mails: MailLedger) -> None:
    claim, lost = claimed(mails), ledger.lose(claimed(mails, candidate="yann"), "x", mails=mails, now=NOW)

    found = mails.overdue(until=NOW + ledger.PATIENCE, limit=10)

    assert [due.mail_id for due in found] == [claim.mail_id, lost.mail_id]
    assert mails.overdue(until=NOW + ledger.LEASE - timedelta(seconds=1), limit=10) == []
    assert due_ids(mails, Stream.ANSWERS) == []


def test_postponing_moves_the_clock_once(mails: MailLedger) -> None:
    mails.plan(offer())
    (due,) = mails.due(Stream.CAMPAIGNS, until=NOW, limit=10)

    first, second = mails.postpone([due], LATER), mails.postpone([due], LATER + timedelta(minutes=1))

    assert (list(first), list(second)) == ([True], [False])
    assert mails.get(due.mail_id).wake_at == LATER
    assert mails.get(due.mail_id).revision == 2
    assert due_ids(mails, Stream.CAMPAIGNS) == []


def test_a_mail_that_is_no_longer_held_is_not_postponed(mails: MailLedger) -> None:
    mail = claimed(mails)
    seen = DueMail(mail_id=mail.mail_id, revision=mail.revision, state=MailState.HELD, stream=mail.stream, wake_at=NOW)

    assert list(mails.postpone([seen], LATER)) == [False]
    assert mails.get(mail.mail_id) == mail


def test_many_clocks_are_moved_each_by_itself(mails: MailLedger) -> None:
    for n in range(12):
        mails.plan(offer(f"person-{n}", guards=()))
    due = mails.due(Stream.CAMPAIGNS, until=NOW, limit=12)
    cancelled = ledger.cancel(mails.get(due[3].mail_id), by="salome", mails=mails, now=NOW)

    moved = mails.postpone(due, LATER)

    assert list(moved) == [n != 3 for n in range(12)]
    assert mails.get(due[3].mail_id) == cancelled
    assert {mails.get(one.mail_id).wake_at for one in due} == {LATER, None}


def test_ended_mails_are_never_due(mails: MailLedger) -> None:
    ledger.accept(claimed(mails), "ses-1", mails=mails, now=NOW)
    ledger.cancel(held(mails, candidate="yann"), by="salome", mails=mails, now=NOW)

    far = NOW + timedelta(days=400)

    assert list(mails.due(Stream.ANSWERS, until=far, limit=10)) == []
    assert list(mails.overdue(until=far, limit=10)) == []


def test_the_human_queue_lists_who_waits_longest_first(mails: MailLedger) -> None:
    second = ledger.ask(held(mails), because="active_elsewhere", mails=mails, now=LATER)
    first = ledger.ask_about_unknown(
        ledger.lose(claimed(mails, candidate="yann"), "x", mails=mails, now=NOW), mails=mails, now=NOW
    )

    assert list(mails.waiting(Stream.ANSWERS, limit=10)) == [first.mail_id, second.mail_id]
    assert list(mails.waiting(Stream.CAMPAIGNS, limit=10)) == []
    assert mails.get(second.mail_id).wake_at is None
    assert mails.get(second.mail_id) == second


def test_a_decision_takes_the_mail_out_of_the_human_queue(mails: MailLedger) -> None:
    asked = ledger.ask(held(mails), because="active_elsewhere", mails=mails, now=NOW)

    lifted = ledger.lift(asked, by="salome", mails=mails, now=NOW)

    assert list(mails.waiting(Stream.ANSWERS, limit=10)) == []
    assert due_ids(mails, Stream.ANSWERS) == [lifted.mail_id]
    assert lifted.overruled == ("active_elsewhere",)


def test_a_batch_is_listed_page_by_page_without_loss_or_repetition(mails: MailLedger) -> None:
    wanted = {answer(f"person-{n}").mail_id for n in range(11)}
    for n in range(11):
        mails.plan(answer(f"person-{n}"))
    mails.plan(answer("stranger", batch_id=BatchId("other")))

    found: list[MailId] = []
    cursor = None
    pages = 0
    while pages == 0 or cursor is not None:
        page = mails.of_batch(BATCH, after=cursor, limit=3)
        assert len(page.items) <= 3
        found += [mail.mail_id for mail in page.items]
        cursor = page.next
        pages += 1

    assert len(found) == 11
    assert set(found) == wanted


def test_all_mails_to_a_person_oldest_first(mails: MailLedger) -> None:
    young = answer(job="clerk", created_at=NOW.replace(microsecond=5))
    old = offer(created_at=NOW, guards=())
    for mail in (young, old, answer("stranger")):
        mails.plan(mail)

    assert [mail.mail_id for mail in mails.of_candidate(CandidateId("zoe"))] == [old.mail_id, young.mail_id]


def test_r40_all_mails_are_read_page_by_page(mails: MailLedger) -> None:
    planned = {mail.mail_id for mail in (answer(f"person-{n}") for n in range(7)) if mails.plan(mail)}

    found: list[MailId] = []
    cursor = None
    while True:
        page = mails.page(after=cursor, limit=3)
        found += [mail.mail_id for mail in page.items]
        cursor = page.next
        if cursor is None:
            break

    assert len(found) == 7
    assert set(found) == planned


def test_many_mails_are_read_in_the_order_asked_for_and_missing_ones_are_left_out(mails: MailLedger) -> None:
    made = [answer_number(number) for number in range(3)]
    for mail in made:
        assert mails.plan(mail)

    found = mails.get_many([made[2].mail_id, MailId("nothing"), made[0].mail_id])

    assert [mail.mail_id for mail in found] == [made[2].mail_id, made[0].mail_id]


def answer_number(number: int) -> Mail:
    """Answers that do not stand in each other's way."""
    return answer(mail_id=MailId(f"many-{number}"), guards=(f"answer#many#{number}",))
