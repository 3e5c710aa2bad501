"""Dispatch: what is due, at the allowed rate, answers first, nothing twice, nothing lost (R4, R8)."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.adapters.memory_mails import MemoryMailLedger
from relance.adapters.memory_sending import FixedQuota, MemoryAllowance
from relance.errors import UnavailableError
from relance.mail import ledger
from relance.mail.allowance import SHARE, AllowanceBook, refreshed, take
from relance.mail.mails import Departure, DueMail, MailId, MailState, Stream
from relance.mail.standing import SendQuota
from relance.records import Instant
from tests.benchmarks.mail_pace.model import pace
from tests.unit.mail.world import NOW, CrashError, ScriptedSes, World, answer, offer


def world_with(*, answers: int = 0, offers: int = 0, per_second: float = 14.0) -> World:
    """Mails that are due now."""
    world = World(quota=FixedQuota(per_second=per_second))
    for n in range(answers):
        world.rejected_applicant(f"applicant-{n}")
        world.approved(answer(f"applicant-{n}"))
    for n in range(offers):
        world.mails.plan(offer(f"person-{n}", guards=()))
    return world


def test_due_mails_are_queued_once() -> None:
    world = world_with(answers=3)

    first, second = world.dispatch(), world.dispatch()

    assert (first.answers, second.answers) == (3, 0)
    assert len(set(world.take_queued())) == 3


def test_a_mail_whose_message_got_lost_is_queued_again() -> None:
    world = world_with(answers=1)
    world.dispatch()
    (lost,) = world.take_queued()

    world.pass_time(minutes=12)
    world.dispatch()

    assert world.take_queued() == [lost]


class LateIndex(MemoryMailLedger):
    """The wake index is a moment behind: it names a mail that has moved on since."""

    def __init__(self) -> None:
        super().__init__()
        self.stale: list[DueMail] = []

    def overdue(self, *, until: Instant, limit: int) -> Sequence[DueMail]:
        """What was so a moment ago."""
        return self.stale


@pytest.mark.parametrize("state", [MailState.CLAIMED, MailState.UNKNOWN])
def test_r4_a_claim_or_a_question_that_is_young_is_left_alone_whatever_the_index_says(state: MailState) -> None:
    world = World(mails=LateIndex(), ses=ScriptedSes(script=["die_before" if state is MailState.CLAIMED else "hang"]))
    world.rejected_applicant()
    mail = world.approved(answer())
    with suppress(CrashError):
        world.send(mail.mail_id)
    young = world.mails.get(mail.mail_id)
    told = DueMail(mail_id=mail.mail_id, revision=1, state=MailState.CLAIMED, stream=mail.stream, wake_at=NOW)
    world.mails.stale = [told]  # type: ignore[attr-defined]

    world.dispatch()

    assert young.state is state
    assert world.mails.get(mail.mail_id) == young


def test_r4_a_person_who_has_been_asked_already_keeps_their_place_in_the_queue() -> None:
    world = World(mails=LateIndex(), ses=ScriptedSes(script=["hang"]))
    world.rejected_applicant()
    unclear = world.send(world.approved(answer()).mail_id)
    asked = ledger.ask_about_unknown(unclear, mails=world.mails, now=world.now)
    told = DueMail(mail_id=asked.mail_id, revision=1, state=asked.state, stream=asked.stream, wake_at=NOW)
    world.mails.stale = [told]  # type: ignore[attr-defined]

    world.pass_time(hours=25)
    world.dispatch()

    assert world.mails.get(asked.mail_id) == asked


def test_a_mail_that_is_due_within_the_minute_is_queued_with_its_delay() -> None:
    world = world_with()
    world.rejected_applicant()
    world.approved(answer(), not_before=NOW + timedelta(seconds=41.5))

    world.dispatch()

    assert [d.delay_seconds for d in world.queue.departures] == [42]


def test_a_mail_that_is_due_after_the_minute_waits() -> None:
    world = world_with()
    world.rejected_applicant()
    world.approved(answer(), not_before=NOW + timedelta(seconds=61))

    assert world.dispatch().answers == 0


def test_answers_overtake_campaigns() -> None:
    world = world_with(offers=30, per_second=0.5)
    world.rejected_applicant("late")
    late = world.approved(answer("late"))

    world.dispatch()

    assert world.take_queued()[0] == late.mail_id


def test_r8_what_is_queued_in_a_minute_is_smoothed_and_within_the_allowance() -> None:
    world = world_with(offers=2000, per_second=10.0)

    dispatched = world.dispatch()

    delays = [d.delay_seconds for d in world.queue.departures]
    assert dispatched.campaigns == 10.0 * SHARE * 60
    assert max(delays.count(second) for second in range(61)) <= 10.0 * SHARE
    assert max(delays) <= 60


def test_r8_a_long_backlog_uses_the_allowance_and_never_more() -> None:
    world = world_with(offers=1500, per_second=5.0)
    leaving = []

    for _ in range(5):
        world.dispatch()
        leaving += [(world.now - NOW).total_seconds() + d.delay_seconds for d in world.queue.departures]
        world.take_queued()
        world.pass_time(minutes=1)

    allowed = 5.0 * SHARE
    assert len(leaving) >= 0.95 * allowed * 300
    for start in range(300):
        assert sum(start < at <= start + 10 for at in leaving) <= allowed * 10 + 1


class Backlog(MemoryMailLedger):
    """More waiting campaign mails than anybody sends, without the mails."""

    def __init__(self) -> None:
        super().__init__()
        self.moved = 0

    def due(self, stream: Stream, *, until: Instant, limit: int) -> Sequence[DueMail]:
        """The next ones."""
        if stream is Stream.ANSWERS:
            return []
        ids = (MailId(f"m{self.moved + n}") for n in range(limit))
        return [DueMail(mail_id=m, revision=1, state=MailState.HELD, stream=stream, wake_at=NOW) for m in ids]

    def postpone(self, due: Sequence[DueMail], wake_at: Instant) -> Sequence[bool]:
        """All of them."""
        self.moved += len(due)
        return [True] * len(due)


@pytest.mark.parametrize("per_second", [1.0, 14.0, 200.0, 1000.0])
def test_r8_at_any_quota_nearly_all_of_the_allowance_is_used_and_never_more(per_second: float) -> None:
    world = World(mails=Backlog(), quota=FixedQuota(per_second=per_second, per_day=-1.0))
    leaving: Counter[int] = Counter()

    for minute in range(3):
        world.dispatch()
        leaving.update(60 * minute + departure.delay_seconds for departure in world.queue.departures)
        world.take_queued()
        world.pass_time(minutes=1)

    allowed = per_second * SHARE
    assert 0.95 * allowed * 180 <= leaving.total() <= allowed * 180 + 1
    assert max(leaving.values()) <= allowed + 1


def test_the_stop_switch_stops_dispatch_but_not_the_settling_of_claims() -> None:
    world = world_with(answers=2)
    world.ses.script = ["lost_reply"]
    world.dispatch()
    world.send(world.take_queued()[0])
    world.stops.set_stop_all(True, by="moira", now=world.now)

    world.pass_time(hours=25)
    dispatched = world.dispatch()

    assert (dispatched.answers, dispatched.settled) == (0, 1)
    assert (dispatched.paused, dispatched.waiting) == (2, 1)


def test_r40_unclear_mails_are_counted_from_their_claim_to_the_question_and_claims_are_not() -> None:
    world = world_with(answers=2, offers=1)
    world.ses.script = ["lost_reply", "die_after"]
    world.dispatch()
    lost, claimed, _ = world.take_queued()
    world.send(lost)
    with pytest.raises(CrashError):
        world.send(claimed)

    at_once = world.dispatch()
    world.pass_time(minutes=3)
    world.dispatch()
    after_the_lease = world.dispatch()
    world.pass_time(hours=25)
    world.dispatch()
    when_asked = world.dispatch()

    assert [found.unknown for found in (at_once, after_the_lease, when_asked)] == [1, 2, 0]
    assert when_asked.waiting == 2


def test_a_paused_stream_leaves_the_other_alone() -> None:
    world = world_with(answers=1, offers=1)
    world.stops.pause_stream(Stream.CAMPAIGNS, "bounces", by="moira", now=NOW)

    dispatched = world.dispatch()

    assert (dispatched.answers, dispatched.campaigns) == (1, 0)
    assert (dispatched.paused, dispatched.waiting) == (1, 0)


def test_a_mail_that_moved_meanwhile_gives_its_place_to_the_next() -> None:
    world = world_with(offers=3, per_second=1.0)
    moved = world.mails.postpone

    def first_is_lost(due: Sequence[DueMail], wake_at: Instant) -> Sequence[bool]:
        return [False, *moved(due[1:], wake_at)]

    world.mails.postpone = first_is_lost  # type: ignore[method-assign]

    world.dispatch()

    assert [d.delay_seconds for d in world.queue.departures] == [0, 2]


def test_a_queue_that_refuses_loses_no_mail() -> None:
    world = world_with(answers=1)

    class Down:
        def put(self, departures: list[Departure]) -> None:
            raise UnavailableError("the queue refused 1 of 1 mails")

    working, world.queue = world.queue, Down()  # type: ignore[assignment]
    with pytest.raises(UnavailableError):
        world.dispatch()
    world.queue = working
    world.pass_time(minutes=12)

    assert world.dispatch().answers == 1


def test_every_state_but_held_is_left_out() -> None:
    world = world_with(answers=1)
    mail = world.mails.get(answer("applicant-0").mail_id)
    world.send(mail.mail_id)

    assert world.mails.get(mail.mail_id).state is MailState.ACCEPTED
    assert world.dispatch().answers == 0


# --- the account of departures ---


@given(
    rate=st.floats(0.1, 500),
    asks=st.lists(st.tuples(st.floats(0, 90), st.integers(1, 5000)), min_size=1, max_size=25),
)
def test_r8_no_window_of_time_holds_more_departures_than_the_rate_allows(
    rate: float, asks: list[tuple[float, int]]
) -> None:
    quota = FixedQuota(per_second=rate, per_day=-1.0)
    allowance = MemoryAllowance(quota)
    now, leaving = NOW, []

    for waited, wanted in asks:
        now += timedelta(seconds=waited)
        grant = allowance.take(wanted, now=now)
        assert grant.count <= wanted
        leaving += [grant.leaves_at(place) for place in range(grant.count)]
        assert all(now <= at < now + timedelta(seconds=60.001) for at in leaving[len(leaving) - grant.count :])

    assert leaving == sorted(leaving)
    gaps = [(later - sooner).total_seconds() for sooner, later in pairwise(leaving)]
    assert all(gap >= 1 / (rate * SHARE) - 0.00001 for gap in gaps)


def test_r8_the_daily_quota_is_never_exceeded_across_readings() -> None:
    quota = FixedQuota(per_second=10.0, per_day=1000.0)
    allowance = MemoryAllowance(quota)
    given_out = 0

    for minute in range(60):
        # SES counts late: it knows only what left two minutes ago.
        quota.sent_last_day = max(0, given_out - 2 * 480) if minute < 3 else given_out
        given_out += allowance.take(10_000, now=NOW + timedelta(minutes=minute)).count

    assert 0.95 * 800 <= given_out <= 800


def test_an_account_without_daily_quota_is_limited_by_its_rate_only() -> None:
    allowance = MemoryAllowance(FixedQuota(per_second=10.0, per_day=-1.0, sent_last_day=1e9))

    assert allowance.take(10_000, now=NOW).count == 480


def test_an_account_that_may_not_send_gets_nothing() -> None:
    quota = SendQuota(per_second=10.0, per_day=1000.0, sent_last_day=0.0, enabled=False, read_at=NOW)

    _, grant = take(AllowanceBook(quota=quota, next_slot=NOW), 5, now=NOW)

    assert grant.count == 0


class DownQuota:
    """SES does not answer."""

    def read(self, *, now: object) -> SendQuota:
        raise UnavailableError("down")


def test_an_old_reading_serves_while_ses_does_not_answer() -> None:
    old = SendQuota(per_second=10.0, per_day=1000.0, sent_last_day=0.0, read_at=NOW - timedelta(hours=1))
    book = AllowanceBook(quota=old, next_slot=NOW, granted=7)

    assert refreshed(book, DownQuota(), now=NOW) == book


def test_without_any_reading_nothing_is_given_out() -> None:
    with pytest.raises(UnavailableError):
        refreshed(None, DownQuota(), now=NOW)


def test_the_quota_is_read_again_after_five_minutes() -> None:
    quota = FixedQuota(per_second=10.0)
    book = refreshed(None, quota, now=NOW)
    quota.per_second = 1.0

    early = refreshed(book, quota, now=NOW + timedelta(minutes=4, seconds=59))
    late = refreshed(book, quota, now=NOW + timedelta(minutes=5))

    assert (early.quota.per_second, late.quota.per_second) == (10.0, 1.0)


@pytest.mark.parametrize("per_second", [14.0, 200.0, 1000.0])
def test_r8_at_every_quota_95_percent_of_the_allowance_is_used_and_never_more_than_all_of_it(per_second: float) -> None:
    found = pace(per_second, minutes=3, seed=7)

    assert found.used >= 0.95
    assert max(found.fullest.values()) <= 1
    assert found.busiest_second <= 1


def test_r8_two_runs_that_begin_within_a_second_of_each_other_share_its_seconds() -> None:
    world = world_with(answers=40)
    world.now = NOW + timedelta(seconds=0.2)
    first = world.dispatch()
    world.now = NOW + timedelta(seconds=0.9)
    second = world.dispatch()

    visible = Counter(departure.delay_seconds for departure in world.queue.departures)

    assert first.answers + second.answers == 40
    assert max(visible.values()) <= 12  # 80 % of 14 a second, rounded up.
