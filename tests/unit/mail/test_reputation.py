"""A stream pauses itself at too many hard bounces or complaints, and only then (R9)."""

from datetime import timedelta

import pytest

from relance.mail.mails import Stream
from relance.mail.reputation import count_and_judge, reason_to_pause
from relance.mail.standing import Counts
from relance.mail.stopping import BY_A_PERSON
from tests.unit.mail.world import World, answer


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        (Counts(sent=200, bounced=8), "bounce_rate"),
        (Counts(sent=200, bounced=7), None),
        (Counts(sent=199, bounced=100, complained=100), None),
        (Counts(sent=1000, complained=3), "complaint_rate"),
        (Counts(sent=1000, complained=2), None),
        (Counts(sent=5000, complained=4), "complaint_rate"),
        (Counts(sent=5001, complained=4), None),
        (Counts(), None),
    ],
)
def test_r9_the_limits(counts: Counts, reason: str | None) -> None:
    assert reason_to_pause(counts) == reason


def test_r9_seven_days_count() -> None:
    world = World()
    for day in range(8):
        on = world.now + timedelta(days=day)
        judged = [
            count_and_judge(Stream.ANSWERS, happened, tally=world.tally, stops=world.stops, now=on)
            for happened in (Counts(sent=40), Counts(bounced=1 if day in {0, 7} else 0))
        ]
        assert judged == [None, None]

    late = world.now + timedelta(days=7)
    for _ in range(10):
        count_and_judge(Stream.ANSWERS, Counts(bounced=1), tally=world.tally, stops=world.stops, now=late)

    assert world.tally.total(Stream.ANSWERS, [world.now.date()]) == Counts(sent=40, bounced=1)
    assert world.stops.stream_paused(Stream.ANSWERS) is None, "11 of 280 is under four percent"
    again = count_and_judge(Stream.ANSWERS, Counts(bounced=1), tally=world.tally, stops=world.stops, now=late)
    assert (again, world.stops.stream_paused(Stream.ANSWERS)) == ("bounce_rate", "bounce_rate")


def test_r9_events_count_once_and_pause_the_stream_they_belong_to() -> None:
    world = World()
    world.tally.add(Stream.ANSWERS, world.now.date(), Counts(sent=250, bounced=9))
    world.rejected_applicant()
    mail = world.send(world.approved(answer()).mail_id)
    world.event(mail.mail_id, "send")
    world.event(mail.mail_id, "send")

    before = world.stops.stream_paused(Stream.ANSWERS)
    world.event(mail.mail_id, "bounce", suppress=("zoe@example.org",))
    world.event(mail.mail_id, "bounce", suppress=("zoe@example.org",))

    assert world.tally.total(Stream.ANSWERS, [world.now.date()]) == Counts(sent=251, bounced=10)
    assert before is None
    assert world.stops.stream_paused(Stream.ANSWERS) is None, "10 of 251 is under four percent"


def test_r9_a_soft_bounce_is_not_counted() -> None:
    world = World()
    world.rejected_applicant()
    mail = world.send(world.approved(answer()).mail_id)

    world.event(mail.mail_id, "bounce", detail="Transient/General")

    assert world.tally.total(Stream.ANSWERS, [world.now.date()]).bounced == 0


@pytest.mark.parametrize(("suppressed", "counted"), [(("zoe@example.org",), 1), ((), 0)])
def test_r9_a_complaint_counts_as_one_and_not_as_a_bounce_and_its_withdrawal_as_nothing(
    suppressed: tuple[str, ...], counted: int
) -> None:
    world = World()
    world.rejected_applicant()
    mail = world.send(world.approved(answer()).mail_id)

    world.event(mail.mail_id, "complaint", suppress=suppressed)

    assert world.tally.total(Stream.ANSWERS, [world.now.date()]) == Counts(complained=counted)
    assert (world.candidates.get(mail.candidate_id).unsubscribed_at is not None) is bool(counted)


def test_r9_a_stream_that_a_person_let_go_on_is_paused_again_only_by_a_new_event() -> None:
    world = World()
    world.tally.add(Stream.CAMPAIGNS, world.now.date(), Counts(sent=1000, bounced=100))

    first = count_and_judge(Stream.CAMPAIGNS, Counts(sent=1), tally=world.tally, stops=world.stops, now=world.now)
    second = count_and_judge(Stream.CAMPAIGNS, Counts(bounced=1), tally=world.tally, stops=world.stops, now=world.now)

    assert (first, second) == (None, "bounce_rate")
    assert world.stops.stream_paused(Stream.ANSWERS) is None


def test_r9_one_more_complaint_pauses_the_stream() -> None:
    world = World()
    world.tally.add(Stream.CAMPAIGNS, world.now.date(), Counts(sent=1000, complained=2))

    why = count_and_judge(Stream.CAMPAIGNS, Counts(complained=1), tally=world.tally, stops=world.stops, now=world.now)

    assert (why, world.stops.stream_paused(Stream.CAMPAIGNS)) == ("complaint_rate", "complaint_rate")


def test_r9_what_a_person_has_paused_keeps_their_name_and_what_is_in_order_gets_no_sign() -> None:
    world = World()
    world.stops.pause_stream(Stream.CAMPAIGNS, BY_A_PERSON, by="moira", now=world.now)
    world.tally.add(Stream.CAMPAIGNS, world.now.date(), Counts(sent=1000, bounced=100))

    told = [
        count_and_judge(stream, Counts(bounced=1), tally=world.tally, stops=world.stops, now=world.now)
        for stream in (Stream.CAMPAIGNS, Stream.ANSWERS)
    ]

    kept = world.stops.pause(Stream.CAMPAIGNS)
    assert told == [None, None]
    assert kept is not None
    assert (kept.why, kept.by) == (BY_A_PERSON, "moira")
    assert world.stops.pause(Stream.ANSWERS) is None
