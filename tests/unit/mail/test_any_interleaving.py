"""R1 for any interleaving: approvals, repetitions, crashes, lost replies, events, undos, unsubscriptions and clocks."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from relance.applications import Outcome
from relance.candidates import CandidateId
from relance.errors import ConflictError, NotFoundError, RelanceError
from relance.mail import ledger
from relance.mail.ledger import ALLOWED
from relance.mail.mails import Mail, MailId, MailState, Stream
from relance.mail.rendering import text_hash
from tests.factories import erase
from tests.unit.mail.world import CrashError, ScriptedSes, World, answer, offer

STEPS = ("accept", "refuse", "refuse_for_now", "lost_reply", "500_taken", "500_not_taken", "die_before", "die_after")
ENDS = frozenset(state for state, following in ALLOWED.items() if not following)
PEOPLE = 3


class CrashingLedger:
    """Dies before or after a chosen write: what a killed process leaves behind."""

    def __init__(self, kept: Any, *, at: int, after: bool) -> None:
        self._kept = kept
        self._left = at
        self._after = after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kept, name)

    def replace(self, mail: Mail, *, expected: MailState) -> Mail:
        """One write, or the end."""
        self._left -= 1
        if self._left == 0 and not self._after:
            raise CrashError("before a write")
        written: Mail = self._kept.replace(mail, expected=expected)
        if self._left == 0:
            raise CrashError("after a write")
        return written


class AnyInterleaving(RuleBasedStateMachine):
    """Three people, answers and offers, a queue that repeats, processes that die, an SES that lies by omission."""

    mails: Bundle[MailId] = Bundle("mails")
    messages: Bundle[MailId] = Bundle("messages")

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.authorised: dict[MailId, int] = {}
        self.attempts: dict[str, int] = {}
        self.seen: dict[MailId, MailState] = {}

    @initialize()
    def people(self) -> None:
        """Rejected applicants who also agreed to get offers."""
        for n in range(PEOPLE):
            self.world.person(f"p{n}", consents=True)
            self.world.apply(f"p{n}", "accountant", outcome=Outcome.REJECTED)
        self.world.running_campaign("buyer")

    @rule(target=mails, n=st.integers(0, PEOPLE - 1))
    def draft_an_answer(self, n: int) -> MailId:
        """Perhaps anew, after an undo; refused while another lives."""
        attempt = self.attempts.get(f"p{n}", 0) + 1
        mail = answer(f"p{n}", attempt=attempt, created_at=self.world.now)
        if self.world.mails.plan(mail):
            self.attempts[f"p{n}"] = attempt
        return answer(f"p{n}", attempt=max(1, self.attempts.get(f"p{n}", 1))).mail_id

    @rule(target=mails, n=st.integers(0, PEOPLE - 1))
    def plan_an_offer(self, n: int) -> MailId:
        """However often: the same intention is the same mail."""
        mail = offer(f"p{n}", "buyer")
        self.world.mails.plan(mail)
        return mail.mail_id

    @rule(mail_id=mails)
    def approve(self, mail_id: MailId) -> None:
        """By a named person who saw the text."""
        with tolerating():
            mail = self.world.mails.get(mail_id)
            person = self.world.candidates.get(mail.candidate_id)
            seen = self.world.composer.compose(mail, person)
            ledger.approve(
                mail, by="salome", text_hash=text_hash(seen), not_before=self.world.now + timedelta(seconds=30),
                because="undo", mails=self.world.mails, now=self.world.now,
            )  # fmt: skip

    @rule(mail_id=mails)
    def cancel(self, mail_id: MailId) -> None:
        """Undo, too late or not."""
        with tolerating():
            ledger.cancel(self.world.mails.get(mail_id), by="salome", mails=self.world.mails, now=self.world.now)

    @rule(target=messages)
    def dispatch(self) -> Any:
        """The minute ticks; what it queues becomes messages."""
        self.world.dispatch()
        queued = self.world.take_queued()
        return multiple(*queued)

    @rule(mail_id=mails, step=st.sampled_from(STEPS))
    def deliver_out_of_turn(self, mail_id: MailId, step: str) -> None:
        """A message that should not be there: repeated, old, from a redriven dead-letter queue."""
        self._deliver(mail_id, step)

    @rule(mail_id=messages, step=st.sampled_from(STEPS))
    def deliver_and_keep(self, mail_id: MailId, step: str) -> None:
        """SQS may deliver it again."""
        self._deliver(mail_id, step)

    @rule(mail_id=consumes(messages), step=st.sampled_from(STEPS))
    def deliver(self, mail_id: MailId, step: str) -> None:
        """Once."""
        self._deliver(mail_id, step)

    @rule(mail_id=mails, step=st.sampled_from(STEPS), at=st.integers(1, 3), after=st.booleans())
    def deliver_and_die_at_a_write(self, mail_id: MailId, step: str, at: int, after: bool) -> None:
        """Killed around one of the ledger's writes."""
        kept = self.world.mails
        self.world.mails = CrashingLedger(kept, at=at, after=after)  # type: ignore[assignment]
        try:
            self._deliver(mail_id, step)
        finally:
            self.world.mails = kept

    @rule(first=mails, step=st.sampled_from(STEPS), other_step=st.sampled_from(STEPS))
    def deliver_twice_at_once(self, first: MailId, step: str, other_step: str) -> None:
        """A second delivery runs while the first is between its reads and its claim."""
        kept = self.world.archive.put

        def put(letter: Any) -> str:
            self.world.archive.put = kept  # type: ignore[method-assign]
            self._deliver(first, other_step)
            return kept(letter)

        self.world.archive.put = put  # type: ignore[method-assign]
        try:
            self._deliver(first, step)
        finally:
            self.world.archive.put = kept  # type: ignore[method-assign]

    @rule(
        mail_id=mails, kind=st.sampled_from(["send", "delivery", "bounce", "complaint", "deliverydelay"]),
        hours=st.integers(0, 30),
    )  # fmt: skip
    def event(self, mail_id: MailId, kind: str, hours: int) -> None:
        """About a submission that SES took, early, late or again."""
        for letter in [taken for taken in self.world.ses.taken if taken.mail_id == mail_id][:1]:
            with tolerating():
                self.world.event(
                    mail_id, kind, submission=letter.submission, at=self.world.now + timedelta(hours=hours)
                )

    @rule(mail_id=mails)
    def send_again_by_a_person(self, mail_id: MailId) -> None:
        """The only way to a second submission after an unclear one."""
        with tolerating():
            ledger.send_again(self.world.mails.get(mail_id), by="salome", mails=self.world.mails, now=self.world.now)
            self.authorised[mail_id] = self.authorised.get(mail_id, 0) + 1

    @rule(n=st.integers(0, PEOPLE - 1))
    def unsubscribe(self, n: int) -> None:
        """By one click."""
        with tolerating():
            self.world.change(f"p{n}", unsubscribed_at=self.world.now)

    @rule(n=st.integers(0, PEOPLE - 1))
    def erase(self, n: int) -> None:
        """The person is gone."""
        with suppress(NotFoundError):
            erase(self.world.candidates, CandidateId(f"p{n}"))

    @rule(on=st.booleans())
    def stop_switch(self, on: bool) -> None:
        """Pressed or released."""
        self.world.stops.set_stop_all(on, by="moira", now=self.world.now)

    @rule(seconds=st.sampled_from([1, 61, 200, 3600, 90_000]))
    def clock(self, seconds: int) -> None:
        """Jumps."""
        self.world.pass_time(seconds=seconds)

    @rule(per_second=st.sampled_from([0.0, 1.0, 14.0]))
    def quota(self, per_second: float) -> None:
        """SES changes its mind."""
        self.world.quota.per_second = per_second

    @precondition(lambda self: self.world.ses.submitted)
    @rule()
    def all_clear_for_a_day(self) -> None:
        """Whatever is claimed is settled by the clock alone."""
        for _ in range(2):
            self.world.pass_time(hours=25)
            self.world.dispatch()
            self.world.take_queued()
        claimed = [mail for mail in self._all() if mail.state is MailState.CLAIMED]
        assert not claimed

    def _deliver(self, mail_id: MailId, step: str) -> None:
        self.world.ses.script = [step]
        try:
            self.world.send(mail_id)
        except (CrashError, RelanceError):
            pass
        finally:
            self.world.ses.script = []

    def _all(self) -> list[Mail]:
        return [mail for n in range(PEOPLE) for mail in self.world.mails.of_candidate(CandidateId(f"p{n}"))]

    @invariant()
    def r1_ses_takes_a_mail_once_unless_a_person_allowed_more(self) -> None:
        """Counted on the other side: what SES will deliver."""
        for mail in self._all():
            taken = [letter for letter in self.world.ses.taken if letter.mail_id == mail.mail_id]
            assert len(taken) <= 1 + self.authorised.get(mail.mail_id, 0)

    @invariant()
    def r5_one_answer_and_one_offer_reach_a_person_unless_a_person_allowed_more(self) -> None:
        """Across attempts, too."""
        for n in range(PEOPLE):
            for stream in Stream:
                ids = {mail.mail_id for mail in self._all() if mail.candidate_id == f"p{n}" and mail.stream is stream}
                taken = [letter for letter in self.world.ses.taken if letter.mail_id in ids]
                assert len(taken) <= 1 + sum(self.authorised.get(mail_id, 0) for mail_id in ids)

    @invariant()
    def r3_ended_mails_stay_ended(self) -> None:
        """And what is called accepted was taken, what is called unsent was not."""
        for mail in self._all():
            before = self.seen.get(mail.mail_id)
            assert before not in ENDS or before is mail.state
            self.seen[mail.mail_id] = mail.state
            taken = any(letter.mail_id == mail.mail_id for letter in self.world.ses.taken)
            if mail.state is MailState.ACCEPTED:
                assert taken
            if mail.state in {MailState.CANCELLED, MailState.SKIPPED, MailState.FAILED} and not mail.maybe_sent:
                assert not taken

    @invariant()
    def nothing_alive_is_forgotten(self) -> None:
        """Every mail that is not a draft and has not ended has a clock, or a person who is asked."""
        for mail in self._all():
            if mail.state in {MailState.HELD, MailState.CLAIMED, MailState.UNKNOWN}:
                assert (mail.wake_at is not None) != (mail.waits_since is not None)


class tolerating:  # noqa: N801  Reads as a word of the rules above.
    """What our errors tell is a refusal, and refusals are fine here."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        """Only ours."""
        return kind is not None and issubclass(kind, (ConflictError, NotFoundError, RelanceError))


AnyInterleaving.TestCase.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
TestAnyInterleaving = AnyInterleaving.TestCase


# --- every crash point of one sending, one by one ---


def crash_points() -> list[tuple[str, int, bool]]:
    """Each answer of SES, each write, before and after."""
    return [(step, at, after) for step in STEPS for at in (1, 2) for after in (False, True)]


@pytest.mark.parametrize(("step", "at", "after"), crash_points())
def test_r1_a_sender_that_dies_anywhere_never_sends_twice_and_never_loses(step: str, at: int, after: bool) -> None:
    world = World()
    world.rejected_applicant()
    mail = world.approved(answer())
    kept = world.mails
    world.mails = CrashingLedger(kept, at=at, after=after)  # type: ignore[assignment]
    world.ses = ScriptedSes([step])
    with suppress(CrashError):
        world.send(mail.mail_id)
    world.mails, world.ses.script = kept, []

    for _ in range(200):
        world.minute()
        world.send(mail.mail_id)
        world.pass_time(minutes=9)

    end = world.mails.get(mail.mail_id)
    assert len(world.ses.taken) <= 1
    assert end.state in {MailState.ACCEPTED, MailState.FAILED, MailState.UNKNOWN}
    if end.state is MailState.ACCEPTED:
        assert len(world.ses.taken) == 1
    if end.state is MailState.FAILED:
        assert not world.ses.taken
    if end.state is MailState.UNKNOWN:
        assert list(world.mails.waiting(Stream.ANSWERS, limit=9)) == [mail.mail_id]
