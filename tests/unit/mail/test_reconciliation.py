"""The ledger held against SES's events: each mail that does not fit is listed, and the sums add up (R40, R3)."""

from datetime import timedelta
from typing import Any

import pytest

from relance.mail import ledger
from relance.mail.mails import DeliveryFact, Mail, MailState, Stream
from relance.mail.reconciliation import Difference, differences_of, reconcile
from tests.unit.mail.world import NOW, World, answer, offer

LATER = NOW + timedelta(hours=15)


def mail(state: str, *facts: str, **overrides: Any) -> Mail:
    """A mail of this state, last touched at NOW, with these events."""
    told = tuple(DeliveryFact(kind=kind, submission=1, at=NOW) for kind in facts)
    return answer(state=MailState(state), facts=told, submission=1, **overrides)


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        (mail("accepted", "send", "delivery"), []),
        (mail("accepted", "send", "bounce"), []),
        (mail("accepted", "complaint"), []),
        (mail("accepted", "send"), ["no_final_event"]),
        (mail("accepted"), ["no_final_event"]),
        (mail("accepted", "deliverydelay"), ["no_final_event"]),
        (mail("accepted", updated_at=LATER - timedelta(hours=14)), []),
        (mail("accepted", "send", "reject"), ["refused_yet_called_sent"]),
        (mail("accepted", "renderingfailure", "delivery"), []),
        (mail("unknown", wake_at=LATER), ["not_known"]),
        (mail("unknown", waits_since=LATER - timedelta(days=4)), ["not_known", "waits_for_a_person"]),
        (mail("assumed_sent"), ["assumed"]),
        (mail("assumed_sent", "send"), []),
        (mail("failed"), []),
        (mail("failed", "delivery"), ["sent_yet_called_unsent"]),
        (mail("failed", "delivery", updated_at=LATER - timedelta(days=7, seconds=1)), []),
        (mail("accepted", "send", updated_at=LATER - timedelta(days=8)), []),
        (mail("unknown", wake_at=LATER, updated_at=LATER - timedelta(days=8)), ["not_known"]),
        (mail("skipped", "send"), ["sent_yet_called_unsent"]),
        (mail("cancelled", "bounce"), ["sent_yet_called_unsent"]),
        (mail("held", "send", wake_at=LATER), ["sent_yet_called_unsent"]),
        (mail("held", wake_at=LATER), []),
        (mail("held", wake_at=LATER - timedelta(minutes=61)), ["never_queued"]),
        (mail("held", wake_at=LATER - timedelta(hours=23), stream=Stream.CAMPAIGNS), []),
        (mail("held", wake_at=LATER - timedelta(hours=25), stream=Stream.CAMPAIGNS), ["never_queued"]),
        (mail("held"), ["forgotten"]),
        (mail("held", waits_since=LATER), []),
        (mail("claimed", claimed_until=LATER, wake_at=LATER), []),
        (mail("claimed", claimed_until=NOW, wake_at=NOW), ["claim_never_ended"]),
        (mail("draft"), []),
    ],
    ids=lambda value: value.state if isinstance(value, Mail) else ",".join(value),
)
def test_r40_what_does_not_fit_is_told(given: Mail, kinds: list[str]) -> None:
    assert [found.kind for found in differences_of(given, now=LATER)] == kinds


def story() -> World:
    """Three answers and one offer: delivered, silent, unclear, skipped."""
    world = World()
    for name, step in (("a", "accept"), ("b", "accept"), ("c", "lost_reply")):
        world.rejected_applicant(name)
        world.ses.script = [step]
        world.send(world.approved(answer(name)).mail_id)
    world.event(answer("a").mail_id, "delivery")
    world.person("d")
    world.running_campaign()
    world.mails.plan(offer("d"))
    world.send(offer("d").mail_id)
    return world


def test_r40_each_mail_is_counted_once_and_each_difference_named() -> None:
    world = story()

    found: list[Difference] = []
    sums = reconcile(world.mails, report=found.append, now=LATER)

    assert {(each.mail_id, str(each.kind)) for each in found} == {
        (answer("b").mail_id, "no_final_event"),
        (answer("c").mail_id, "not_known"),
    }
    assert sums.mails == 4
    assert sums.states == {"accepted": 2, "skipped": 1, "unknown": 1}
    assert sums.differences == {"no_final_event": 1, "not_known": 1}
    assert (sums.accepted_last_day, sums.unclear_last_day) == (2, 1)


def test_r40_an_event_and_a_decision_take_a_mail_off_the_list() -> None:
    world = story()
    world.event(answer("b").mail_id, "delivery")
    ledger.assume_sent(world.mails.get(answer("c").mail_id), by="salome", mails=world.mails, now=NOW)
    world.event(answer("c").mail_id, "delivery")

    found: list[Difference] = []
    sums = reconcile(world.mails, report=found.append, now=LATER)

    assert (found, sums.differences) == ([], {})


def test_r40_a_ledger_of_many_pages_is_read_whole() -> None:
    world = World()
    for n in range(450):
        world.mails.plan(answer(f"person-{n}", stream=Stream.ANSWERS))

    sums = reconcile(world.mails, report=list[Difference]().append, now=NOW)

    assert (sums.mails, sums.states) == (450, {"draft": 450})
