"""SES events: idempotent, in any order, also before the message id is stored; they stop later mails (R6, R7)."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from relance.errors import ConflictError, InvalidInputError, UnavailableError
from relance.mail import ledger
from relance.mail.events import TRIES
from relance.mail.mails import Mail, MailId, MailState, SkipReason
from tests.factories import erase, job
from tests.unit.mail.world import NOW, World, answer, key_of, offer


@pytest.fixture
def world() -> World:
    """One rejected applicant who also agreed to get offers."""
    made = World()
    made.person(consents=True)
    made.apply("zoe", "accountant", outcome="rejected")
    made.running_campaign()
    return made


def sent(world: World, step: str = "accept") -> Mail:
    """An answer after its submission."""
    world.ses.script = [step]
    return world.send(world.approved(answer()).mail_id)


@pytest.mark.parametrize("kind", ["send", "delivery", "bounce", "complaint", "deliverydelay"])
def test_r6_any_event_about_the_submission_proves_that_it_was_taken(world: World, kind: str) -> None:
    mail = sent(world, "lost_reply")

    told = world.event(mail.mail_id, kind, message_id="ses-9")

    assert (told.state, told.ses_message_id) == (MailState.ACCEPTED, "ses-9")


@pytest.mark.parametrize("kind", ["reject", "renderingfailure"])
def test_an_event_of_refusal_ends_an_unclear_mail_as_failed(world: World, kind: str) -> None:
    mail = sent(world, "lost_reply")

    told = world.event(mail.mail_id, kind)

    assert (told.state, told.failure) == (MailState.FAILED, f"event {kind}")
    assert world.mails.plan(answer(attempt=2))


def test_a_proof_of_sending_leaves_what_had_made_the_mail_unclear(world: World) -> None:
    mail = sent(world, "lost_reply")

    told = world.event(mail.mail_id, "delivery")

    assert (told.state, told.failure) == (MailState.ACCEPTED, "lost_reply")


def test_an_event_of_a_kind_that_proves_nothing_is_only_a_fact(world: World) -> None:
    mail = sent(world, "lost_reply")

    told = world.event(mail.mail_id, "subscription")

    assert (told.state, [fact.kind for fact in told.facts]) == (MailState.UNKNOWN, ["subscription"])


def test_a_refusal_that_is_told_twice_does_not_end_a_mail_that_is_tried_again(world: World) -> None:
    mail = sent(world, "refuse_for_now")

    told = world.event(mail.mail_id, "reject")

    assert (told.state, [fact.kind for fact in told.facts]) == (MailState.HELD, ["reject"])


def test_a_bounce_after_acceptance_is_a_fact_beside_the_state(world: World) -> None:
    mail = sent(world)

    told = world.event(mail.mail_id, "bounce", detail="Permanent/General")

    assert told.state is MailState.ACCEPTED
    assert [(fact.kind, fact.detail) for fact in told.facts] == [("bounce", "Permanent/General")]


def test_r6_the_same_event_twice_changes_nothing(world: World) -> None:
    mail = sent(world)

    once = world.event(mail.mail_id, "delivery")
    twice = world.event(mail.mail_id, "delivery")

    assert once == twice == world.mails.get(mail.mail_id)


def test_r6_events_in_any_order_give_the_same_end(world: World) -> None:
    ends = set()
    for n, order in enumerate(permutations(["send", "deliverydelay", "delivery"])):
        world.rejected_applicant(f"person-{n}")
        world.ses.script = ["lost_reply"]
        mail = world.send(world.approved(answer(f"person-{n}")).mail_id)
        for kind in order:
            mail = world.event(mail.mail_id, kind, at=NOW)
        ends.add((mail.state, frozenset(fact.kind for fact in mail.facts)))

    assert ends == {(MailState.ACCEPTED, frozenset({"send", "deliverydelay", "delivery"}))}


def test_evidence_beats_a_retry(world: World) -> None:
    unclear = sent(world, "lost_reply")
    ledger.send_again(unclear, by="salome", mails=world.mails, now=world.now)

    told = world.event(unclear.mail_id, "delivery", submission=1)
    after = world.send(unclear.mail_id)

    assert told.state is after.state is MailState.ACCEPTED
    assert len(world.ses.submitted) == 1


def test_an_old_refusal_does_not_end_a_new_submission(world: World) -> None:
    unclear = sent(world, "lost_reply")
    ledger.send_again(unclear, by="salome", mails=world.mails, now=world.now)
    world.ses.script = ["lost_reply"]
    world.send(unclear.mail_id)

    told = world.event(unclear.mail_id, "reject", submission=1)

    assert told.state is MailState.UNKNOWN


def test_r6_an_event_about_a_mail_that_is_not_known_waits(world: World) -> None:
    with pytest.raises(UnavailableError):
        world.event(MailId("nobody"), "delivery")


def test_r6_an_event_about_a_submission_that_has_not_been_made_waits(world: World) -> None:
    mail = world.approved(answer())

    with pytest.raises(UnavailableError):
        world.event(mail.mail_id, "delivery", submission=1)
    assert world.mails.get(mail.mail_id).state is MailState.HELD


@pytest.mark.parametrize("kind", ["bounce", "complaint"])
def test_r7_a_hard_bounce_or_complaint_stops_mails_that_are_held(world: World, kind: str) -> None:
    mail = sent(world)
    world.mails.plan(offer())

    world.event(mail.mail_id, kind, suppress=("zoe@example.org",))
    left = world.send(offer().mail_id)

    assert (left.state, left.skip_reason) == (MailState.SKIPPED, SkipReason.SUPPRESSED)
    assert world.suppressions.reason(key_of("zoe@example.org")) == kind
    assert len(world.ses.submitted) == 1


def test_r7_a_complaint_unsubscribes_the_person(world: World) -> None:
    mail = sent(world)
    world.change(profile=None)

    world.event(mail.mail_id, "complaint", suppress=("zoe@example.org",))

    assert world.candidates.get(mail.candidate_id).unsubscribed_at == world.now


def test_a_complaint_about_an_erased_person_is_only_a_fact(world: World) -> None:
    mail = sent(world)
    erase(world.candidates, mail.candidate_id)

    told = world.event(mail.mail_id, "complaint", suppress=("zoe@example.org",))

    assert [fact.kind for fact in told.facts] == ["complaint"]


def test_a_soft_bounce_suppresses_nobody(world: World) -> None:
    mail = sent(world)
    world.jobs.save(job("buyer"))
    world.mails.plan(offer(job="buyer"))

    world.event(mail.mail_id, "bounce", detail="Transient/MailboxFull")

    assert world.send(offer().mail_id).state is MailState.ACCEPTED


def test_the_address_is_suppressed_even_when_the_mail_is_not_known(world: World) -> None:
    with pytest.raises(UnavailableError):
        world.event(MailId("nobody"), "bounce", suppress=("zoe@example.org",))

    assert world.suppressions.reason(key_of("zoe@example.org")) == "bounce"


def test_the_first_reason_of_a_suppression_stays(world: World) -> None:
    mail = sent(world)

    world.event(mail.mail_id, "bounce", suppress=("zoe@example.org",))
    world.event(mail.mail_id, "complaint", suppress=("zoe@example.org",), at=NOW + timedelta(hours=1))

    assert world.suppressions.reason(key_of("zoe@example.org")) == "bounce"


def test_an_unsubscribed_person_keeps_the_first_moment(world: World) -> None:
    mail = sent(world)
    world.change(unsubscribed_at=NOW - timedelta(days=1))
    world.mails.plan(offer())

    world.event(mail.mail_id, "complaint", suppress=("zoe@example.org",))

    assert world.candidates.get(mail.candidate_id).unsubscribed_at == NOW - timedelta(days=1)
    assert world.send(offer().mail_id).skip_reason is SkipReason.SUPPRESSED


def test_an_event_with_an_impossible_address_is_refused(world: World) -> None:
    mail = sent(world)

    with pytest.raises(InvalidInputError):
        world.event(mail.mail_id, "bounce", suppress=("not an address",))


class Overtaken:
    """A store whose writes another writer overtakes a few times, as two events of one mail do that arrive at once."""

    def __init__(self, kept: Any, *, times: int, method: str) -> None:
        self._kept, self._left, self._method = kept, times, method

    def __getattr__(self, name: str) -> Any:
        return self._overtaken if name == self._method else getattr(self._kept, name)

    def _overtaken(self, *given: Any, **more: Any) -> Any:
        if self._left:
            self._left -= 1
            raise ConflictError("another writer was quicker")
        return getattr(self._kept, self._method)(*given, **more)


def test_r6_an_event_that_meets_other_writers_is_kept_at_its_first_delivery(world: World) -> None:
    mail, kept = sent(world), world.mails
    world.mails = Overtaken(kept, times=TRIES - 1, method="replace")  # type: ignore[assignment]

    world.event(mail.mail_id, "delivery")

    assert [fact.kind for fact in kept.get(mail.mail_id).facts] == ["delivery"]
    assert world.pauses == list(range(1, TRIES))


def test_r6_what_another_writer_left_is_read_again_and_stays(world: World) -> None:
    mail, kept = sent(world, "lost_reply"), world.mails

    class TwoEventsAtOnce(Overtaken):
        def _overtaken(self, *given: Any, **more: Any) -> Any:
            if self._left:
                ledger_of_the_other, world.mails = world.mails, kept
                world.event(mail.mail_id, "send", message_id="ses-7")
                world.mails = ledger_of_the_other
            return super()._overtaken(*given, **more)

    world.mails = TwoEventsAtOnce(kept, times=1, method="replace")  # type: ignore[assignment]
    told = world.event(mail.mail_id, "delivery")

    assert [fact.kind for fact in told.facts] == ["send", "delivery"]
    assert told.ses_message_id == "ses-7"


def test_r6_an_event_that_is_overtaken_at_every_try_returns_to_its_queue(world: World) -> None:
    mail, kept = sent(world), world.mails
    world.mails = Overtaken(kept, times=TRIES, method="replace")  # type: ignore[assignment]

    with pytest.raises(ConflictError):
        world.event(mail.mail_id, "delivery")

    assert kept.get(mail.mail_id).facts == ()


def test_r7_a_complaint_that_meets_a_writer_of_the_person_unsubscribes_at_its_first_delivery(world: World) -> None:
    mail, kept = sent(world), world.candidates
    world.candidates = Overtaken(kept, times=1, method="save")  # type: ignore[assignment]

    told = world.event(mail.mail_id, "complaint", suppress=("zoe@example.org",))

    assert kept.get(mail.candidate_id).unsubscribed_at == world.now
    assert [fact.kind for fact in told.facts] == ["complaint"]
