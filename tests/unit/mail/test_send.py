"""Sending: every reason not to, read just before the claim, and one submission (R1, R3, R5, R7, R18, R19, R29)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from relance.applications import Outcome, Stage
from relance.campaigns import CampaignState, OccurrenceState
from relance.candidates import CandidateId, ContractWish, DoNotContact, Wishes
from relance.errors import ConflictError
from relance.jobs import JobId, JobState
from relance.mail import ledger
from relance.mail.colleague import Colleague
from relance.mail.letters import Letter, Sort
from relance.mail.letters import Outcome as LetterOutcome
from relance.mail.mails import (
    BatchId,
    Mail,
    MailId,
    MailState,
    OfferContent,
    OfferLine,
    SkipReason,
    Stream,
    address_guard,
)
from relance.mail.send import LOOK_AGAIN
from relance.segments.trades import title_key
from tests import factories
from tests.unit.mail.world import CAMPAIGN, NOW, CrashError, World, answer, key_of, offer

type Happening = Callable[[World], object]


@pytest.fixture
def world() -> World:
    """An empty one."""
    return World()


def approved_answer(world: World, **overrides: Any) -> Mail:
    """To a rejected applicant called Zoé."""
    world.rejected_applicant()
    return world.approved(answer(**overrides))


def planned_offer(world: World, **overrides: Any) -> Mail:
    """To a person called Zoé who agreed to be contacted."""
    world.person(consents=True)
    world.running_campaign()
    assert world.mails.plan(offer(**overrides))
    return world.mails.get(offer(**overrides).mail_id)


def test_an_approved_answer_is_submitted_once_and_accepted(world: World) -> None:
    mail = approved_answer(world)

    sent = world.send(mail.mail_id)

    (letter,) = world.ses.submitted
    assert sent.state is MailState.ACCEPTED
    assert sent.ses_message_id == "ses-1"
    assert letter.to_address == "=?utf-8?q?Zo=C3=A9_Lambert?= <zoe@example.org>"
    assert letter.from_address == '"Vercors Logistique" <recrutement@answers.vercors.example.org>'
    assert letter.configuration_set == "answers"
    assert letter.tags == {"mail_id": mail.mail_id, "submission": "1"}
    assert letter.headers == ()


def test_the_archive_keeps_what_was_submitted(world: World) -> None:
    mail = approved_answer(world)

    sent = world.send(mail.mail_id)

    assert sent.archive_key is not None
    assert world.archive.get(sent.archive_key) == world.ses.submitted[0]


def test_a_repeated_queue_message_submits_nothing(world: World) -> None:
    mail = approved_answer(world)

    states = [world.send(mail.mail_id).state for _ in range(3)]

    assert states == [MailState.ACCEPTED] * 3
    assert len(world.ses.submitted) == 1


def test_a_repeated_message_about_a_mail_that_has_ended_is_done_whatever_has_happened_since(world: World) -> None:
    mail = approved_answer(world)
    world.send(mail.mail_id)

    world.apply("zoe", "accountant", outcome=Outcome.WITHDRAWN)

    assert world.send(mail.mail_id).state is MailState.ACCEPTED
    assert len(world.ses.submitted) == 1


def test_a_campaign_mail_carries_one_click_unsubscribe(world: World) -> None:
    mail = planned_offer(world)

    world.send(mail.mail_id)

    headers = dict(world.ses.submitted[0].headers)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<https://portal.example.org/unsubscribe/")
    assert headers["List-Unsubscribe"].endswith(">")


def test_r18_a_draft_is_never_sent(world: World) -> None:
    world.rejected_applicant()
    world.mails.plan(answer())

    left = world.send(answer().mail_id)

    assert left.state is MailState.DRAFT
    assert world.ses.submitted == []


SKIPS: dict[str, tuple[Happening, SkipReason]] = {
    "erased": (lambda w: factories.erase(w.candidates, CandidateId("zoe")), SkipReason.CANDIDATE_GONE),
    "bounced": (lambda w: w.suppressions.add(key_of("ZOE@Example.org"), "bounce", now=NOW), SkipReason.SUPPRESSED),
    "batch undone": (lambda w: w.stops.stop_batch(answer().batch_id), SkipReason.BATCH_STOPPED),
    "withdrawn": (lambda w: w.apply("zoe", "accountant", outcome=Outcome.WITHDRAWN), SkipReason.WITHDRAWN),
    "no address": (lambda w: w.change(profile=factories.profile(email=None)), SkipReason.NO_ADDRESS),
    "two addresses": (
        lambda w: w.change(profile=factories.profile(email="a@example.org, b@example.org")), SkipReason.BAD_ADDRESS,
    ),
    "accented address": (
        lambda w: w.change(profile=factories.profile(email="zoé@example.org")), SkipReason.BAD_ADDRESS,
    ),
}  # fmt: skip


@pytest.mark.parametrize("happening", SKIPS)
def test_r7_what_happens_after_approval_stops_an_answer(world: World, happening: str) -> None:
    happens, reason = SKIPS[happening]
    mail = approved_answer(world)

    happens(world)
    left = world.send(mail.mail_id)

    assert (left.state, left.skip_reason) == (MailState.SKIPPED, reason)
    assert world.ses.submitted == []
    assert world.mails.plan(answer(attempt=2)), "an answer that was not sent can be drafted again"


def test_r31_somebody_who_applies_anew_after_an_erasure_is_answered(world: World) -> None:
    mail = approved_answer(world)

    world.suppressions.add(key_of("zoe@example.org"), "erased", now=NOW)

    assert world.send(mail.mail_id).state is MailState.ACCEPTED


OFFER_SKIPS: dict[str, tuple[Happening, SkipReason]] = {
    "unsubscribed": (lambda w: w.change(unsubscribed_at=NOW), SkipReason.UNSUBSCRIBED),
    "paused": (lambda w: w.change(paused_until=NOW + timedelta(days=90)), SkipReason.PAUSED),
    "barred by the house": (
        lambda w: w.change(do_not_contact=DoNotContact(by="moira", at=NOW, why="asked by phone")),
        SkipReason.DO_NOT_CONTACT,
    ),
    "consent withdrawn": (lambda w: w.change(consent=None), SkipReason.NO_CONSENT),
    "consent expired": (lambda w: w.change(consent=factories.consent(expires_at=NOW)), SkipReason.NO_CONSENT),
    "campaign cancelled": (lambda w: w.set_campaign(CampaignState.CANCELLED), SkipReason.CAMPAIGN_CANCELLED),
    "job closed": (
        lambda w: w.jobs.save(w.jobs.get(JobId("accountant")).model_copy(update={"state": JobState.CLOSED})),
        SkipReason.JOB_CLOSED,
    ),
    "applied meanwhile": (lambda w: w.apply("zoe", "accountant"), SkipReason.ALREADY_APPLIED),
    "refused this kind": (
        lambda w: w.change(wishes=Wishes(refused_titles={title_key(w.jobs.get(JobId("accountant")).title)})),
        SkipReason.NOT_THIS_KIND,
    ),
    "looks for another contract": (
        lambda w: w.change(wishes=Wishes(contracts={ContractWish.FREELANCE})), SkipReason.NOT_THIS_CONTRACT,
    ),
    "campaign changed": (lambda w: w.change_campaign(approval_fell_at=NOW), SkipReason.CAMPAIGN_CANCELLED),
    "erased address": (
        lambda w: w.suppressions.add(key_of("zoe@example.org"), "erased", now=NOW), SkipReason.CANDIDATE_GONE,
    ),
    "complained": (
        lambda w: w.suppressions.add(key_of("zoe@example.org"), "complaint", now=NOW), SkipReason.SUPPRESSED,
    ),
}  # fmt: skip


@pytest.mark.parametrize("happening", OFFER_SKIPS)
def test_r29_what_happens_after_planning_stops_an_offer(world: World, happening: str) -> None:
    happens, reason = OFFER_SKIPS[happening]
    mail = planned_offer(world)

    happens(world)
    left = world.send(mail.mail_id)

    assert (left.state, left.skip_reason) == (MailState.SKIPPED, reason)
    assert world.ses.submitted == []


def test_a_test_of_a_campaign_goes_to_the_colleague_who_asked_and_to_nobody_of_the_base(world: World) -> None:
    colleague = Colleague(account="moira", address="moira@example.org")
    mail = offer(candidate=colleague.reader_id, test_for=colleague, campaign_id=None, guards=())
    world.running_campaign()
    world.mails.plan(mail)

    sent = world.send(mail.mail_id)

    (letter,) = world.ses.submitted
    assert sent.state is MailState.ACCEPTED
    assert letter.to_address == "moira@example.org"


def test_a_cancelled_run_stops_its_mails(world: World) -> None:
    mail = planned_offer(world)
    run = world.campaigns.occurrence(CAMPAIGN, NOW)
    assert run is not None

    world.campaigns.save_occurrence(run.model_copy(update={"state": OccurrenceState.CANCELLED}))

    assert world.send(mail.mail_id).skip_reason is SkipReason.CAMPAIGN_CANCELLED


def test_a_finished_run_still_sends_its_mails(world: World) -> None:
    mail = planned_offer(world)
    run = world.campaigns.occurrence(CAMPAIGN, NOW)
    assert run is not None
    world.campaigns.save_occurrence(run.model_copy(update={"state": OccurrenceState.FINISHED}))
    world.set_campaign(CampaignState.ENDED)

    assert world.send(mail.mail_id).state is MailState.ACCEPTED


HOLDS: dict[str, tuple[Happening, str, timedelta | None]] = {
    "stop switch": (lambda w: w.stops.set_stop_all(True, by="moira", now=NOW), "stop_all", None),
    "stream paused": (lambda w: w.stops.pause_stream(Stream.CAMPAIGNS, "rate", by="moira", now=NOW), "rate", None),
    "campaign paused": (lambda w: w.set_campaign(CampaignState.PAUSED), "campaign_paused", None),
    "night": (
        lambda w: setattr(w, "opens", lambda at: at + timedelta(hours=9)), "office_hours", timedelta(hours=9),
    ),
}  # fmt: skip


@pytest.mark.parametrize("happening", HOLDS)
def test_r8_r10_what_may_pass_holds_a_mail(world: World, happening: str) -> None:
    happens, because, until = HOLDS[happening]
    mail = planned_offer(world)

    happens(world)
    left = world.send(mail.mail_id)

    assert (left.state, left.held_because) == (MailState.HELD, because)
    assert left.wake_at == NOW + (until or LOOK_AGAIN)
    assert world.ses.submitted == []


def test_r19_nothing_leaves_before_its_time_however_it_came_to_the_queue(world: World) -> None:
    world.rejected_applicant()
    release = NOW + timedelta(minutes=45)
    mail = world.approved(answer(), not_before=release)

    early = world.send(mail.mail_id)
    world.pass_time(minutes=45)
    late = world.send(mail.mail_id)

    assert (early.state, early.wake_at, early.held_because) == (MailState.HELD, release, "undo")
    assert late.state is MailState.ACCEPTED


@pytest.mark.parametrize(
    ("stage", "outcome", "asked"),
    [
        (Stage.INTERVIEWED, Outcome.OPEN, True),
        (Stage.FINALIST, Outcome.OPEN, True),
        (Stage.APPLIED, Outcome.HIRED, True),
        (Stage.APPLIED, Outcome.OPEN, False),
        (Stage.FINALIST, Outcome.REJECTED, False),
    ],
)
def test_r19_a_person_is_asked_before_a_rejection_during_another_process(
    world: World, stage: Stage, outcome: Outcome, asked: bool
) -> None:
    mail = approved_answer(world)
    world.apply("zoe", "controller", stage=stage, outcome=outcome)

    left = world.send(mail.mail_id)

    assert (left.held_because == "active_elsewhere") is asked
    assert (left.state is MailState.ACCEPTED) is not asked
    assert list(world.mails.waiting(Stream.ANSWERS, limit=9)) == ([mail.mail_id] if asked else [])


@pytest.mark.parametrize(("outcome", "because"), [(Outcome.HIRED, "hired"), (Outcome.OPEN, "reopened")])
def test_r19_an_answer_is_held_as_long_as_its_application_is_hired_or_open_again(
    world: World, outcome: Outcome, because: str
) -> None:
    mail = approved_answer(world)
    world.apply("zoe", "accountant", outcome=outcome)

    held = world.send(mail.mail_id)
    ledger.lift(held, by="salome", mails=world.mails, now=world.now)
    still = world.send(mail.mail_id)
    world.apply("zoe", "accountant", outcome=Outcome.REJECTED)
    ledger.lift(still, by="salome", mails=world.mails, now=world.now)
    sent = world.send(mail.mail_id)

    assert (held.state, held.held_because) == (MailState.HELD, because)
    assert (still.state, still.held_because) == (MailState.HELD, because)
    assert sent.state is MailState.ACCEPTED
    assert len(world.ses.submitted) == 1


def test_a_decision_older_than_the_employer_lets_it_stand_is_looked_at_again(world: World) -> None:
    mail = approved_answer(world)
    world.now += timedelta(days=31)

    held = world.send(mail.mail_id)
    ledger.lift(held, by="salome", mails=world.mails, now=world.now)
    sent = world.send(mail.mail_id)

    assert (held.state, held.held_because) == (MailState.HELD, "decision_old")
    assert sent.state is MailState.ACCEPTED


def test_a_mail_that_waits_for_a_person_stays_until_the_hold_is_lifted(world: World) -> None:
    mail = approved_answer(world)
    world.apply("zoe", "controller", stage=Stage.FINALIST)
    world.send(mail.mail_id)

    ignored = world.send(mail.mail_id)
    ledger.lift(ignored, by="salome", mails=world.mails, now=world.now)
    sent = world.send(mail.mail_id)

    assert ignored.state is MailState.HELD
    assert (sent.state, sent.decided_by) == (MailState.ACCEPTED, "salome")


def test_a_mail_that_waits_for_a_person_is_not_sent_because_its_question_has_gone(world: World) -> None:
    mail = approved_answer(world)
    world.apply("zoe", "controller", stage=Stage.FINALIST)
    asked = world.send(mail.mail_id)

    world.apply("zoe", "controller", stage=Stage.FINALIST, outcome=Outcome.REJECTED)
    world.pass_time(hours=1)

    assert world.send(mail.mail_id) == asked
    assert world.ses.submitted == []


def test_r18_another_text_than_the_approved_one_is_not_sent(world: World) -> None:
    mail = approved_answer(world)

    world.change(profile=factories.profile(name="Zoé Martin", email="zoe@example.org"))
    left = world.send(mail.mail_id)

    assert (left.state, left.held_because) == (MailState.HELD, "text_changed")
    assert world.ses.submitted == []


def close_clerk(world: World) -> None:
    world.jobs.save(world.jobs.get(JobId("clerk")).model_copy(update={"state": JobState.CLOSED}))


@pytest.mark.parametrize("happens", [close_clerk, lambda world: world.apply("zoe", "clerk")], ids=["closed", "applied"])
def test_an_offer_that_is_not_made_any_more_is_left_out(world: World, happens: Happening) -> None:
    world.person(consents=True)
    world.running_campaign("accountant", "clerk")
    lines = (
        OfferLine(job_id=JobId("accountant"), title="Comptable"),
        OfferLine(job_id=JobId("clerk"), title="Magasinier"),
    )
    mail = offer(job_ids=(JobId("accountant"), JobId("clerk")), content=OfferContent(offers=lines))
    approved = world.composer.text_hash(mail, world.candidates.get(CandidateId("zoe")))
    world.mails.plan(mail.model_copy(update={"text_hash": approved}))
    happens(world)

    sent = world.send(mail.mail_id)

    (letter,) = world.ses.submitted
    assert sent.state is MailState.ACCEPTED
    assert "Comptable" in letter.text
    assert "Magasinier" not in letter.text + letter.html


def approved_offer(world: World, line: OfferLine) -> Mail:
    """In the ledger, with the hash of its wording."""
    mail = offer(content=OfferContent(offers=(line,)))
    frozen = world.composer.text_hash(mail, world.candidates.get(CandidateId("zoe")))
    held = mail.model_copy(update={"text_hash": frozen})
    world.mails.plan(held)
    return held


def test_a_name_that_is_read_better_meanwhile_holds_no_offer_back(world: World) -> None:
    world.person(consents=True)
    world.running_campaign("accountant")
    mail = approved_offer(world, OfferLine(job_id=JobId("accountant"), title="Comptable"))
    zoe = world.candidates.get(CandidateId("zoe"))
    corrected = factories.profile(name="Zoé Lamberti", email=zoe.email)
    world.candidates.save(zoe.model_copy(update={"profile": corrected}))

    sent = world.send(mail.mail_id)

    (letter,) = world.ses.submitted
    assert sent.state is MailState.ACCEPTED
    assert letter.text.startswith("Bonjour Zoé")


@pytest.mark.parametrize("changed", [{"title": "Chef comptable"}, {"place": "Lyon"}, {"why": ("Sage",)}])
def test_an_offer_whose_wording_is_not_what_was_approved_waits_for_a_person(
    world: World, changed: dict[str, Any]
) -> None:
    world.person(consents=True)
    world.running_campaign("accountant")
    line = OfferLine(job_id=JobId("accountant"), title="Comptable")
    mail = approved_offer(world, line)
    other = mail.model_copy(update={"revision": 1, "content": OfferContent(offers=(line.model_copy(update=changed),))})
    world.mails.replace(other, expected=MailState.HELD)

    kept = world.send(mail.mail_id)

    assert (kept.state, kept.held_because) == (MailState.HELD, "text_changed")
    assert world.ses.submitted == []


OUTCOMES = {
    "accept": MailState.ACCEPTED,
    "refuse": MailState.FAILED,
    "refuse_for_now": MailState.HELD,
    "lost_reply": MailState.UNKNOWN,
    "500_taken": MailState.UNKNOWN,
    "500_not_taken": MailState.UNKNOWN,
    "hang": MailState.UNKNOWN,
}


@pytest.mark.parametrize("step", OUTCOMES)
def test_each_answer_of_ses_has_its_state(world: World, step: str) -> None:
    world.ses.script = [step]
    mail = approved_answer(world)

    left = world.send(mail.mail_id)

    assert left.state is OUTCOMES[step]
    assert left.submission == 1


def test_a_definite_refusal_for_now_is_tried_again_after_a_growing_pause(world: World) -> None:
    world.ses.script = ["refuse_for_now"] * 8 + ["accept"]
    mail = approved_answer(world)

    pauses = []
    for _ in range(8):
        left = world.send(mail.mail_id)
        assert left.wake_at is not None
        pauses.append((left.wake_at - world.now).total_seconds() / 60)
        world.now = left.wake_at
    sent = world.send(mail.mail_id)

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert (sent.state, sent.submission) == (MailState.ACCEPTED, 9)
    assert [letter.tags["submission"] for letter in world.ses.submitted] == [str(n) for n in range(1, 10)]


@pytest.mark.parametrize("step", ["lost_reply", "500_taken", "500_not_taken", "hang"])
def test_r4_an_unclear_outcome_is_never_sent_again_by_itself(world: World, step: str) -> None:
    world.ses.script = [step]
    mail = approved_answer(world)
    world.send(mail.mail_id)

    for _ in range(50):
        world.minute()
        world.send(mail.mail_id)
        world.pass_time(hours=1)

    assert len(world.ses.submitted) == 1
    assert world.mails.get(mail.mail_id).state is MailState.UNKNOWN


@pytest.mark.parametrize("step", ["die_before", "die_after"])
def test_r4_a_claim_whose_sender_died_becomes_unknown_within_five_minutes(world: World, step: str) -> None:
    world.ses.script = [step]
    mail = approved_answer(world)

    with pytest.raises(CrashError):
        world.send(mail.mail_id)
    states = []
    for _ in range(5):
        world.pass_time(minutes=1)
        world.dispatch()
        states.append(world.mails.get(mail.mail_id).state)

    assert states[0] is MailState.CLAIMED, "the sender may still be at it"
    assert states[-1] is MailState.UNKNOWN


def test_r4_after_a_day_a_person_decides_about_an_unclear_answer(world: World) -> None:
    world.ses.script = ["lost_reply"]
    mail = approved_answer(world)
    world.send(mail.mail_id)

    world.pass_time(hours=24)
    world.dispatch()

    assert world.mails.get(mail.mail_id).state is MailState.UNKNOWN
    assert list(world.mails.waiting(Stream.ANSWERS, limit=9)) == [mail.mail_id]


def test_r4_after_a_day_an_unclear_offer_is_assumed_sent(world: World) -> None:
    world.ses.script = ["lost_reply"]
    mail = planned_offer(world)
    world.send(mail.mail_id)

    world.pass_time(hours=23, minutes=59)
    world.dispatch()
    early = world.mails.get(mail.mail_id).state
    world.pass_time(minutes=1)
    world.dispatch()

    assert early is MailState.UNKNOWN
    assert world.mails.get(mail.mail_id).state is MailState.ASSUMED_SENT


def test_r1_a_named_person_may_have_an_unclear_answer_sent_again(world: World) -> None:
    world.ses.script = ["lost_reply"]
    mail = approved_answer(world)
    unclear = world.send(mail.mail_id)

    ledger.send_again(unclear, by="salome", mails=world.mails, now=world.now)
    sent = world.send(mail.mail_id)

    assert (sent.state, sent.submission, sent.decided_by) == (MailState.ACCEPTED, 2, "salome")


def test_the_record_survives_an_event_that_was_quicker(world: World) -> None:
    mail = approved_answer(world)
    answer_of_ses = world.ses.submit

    def submit_and_tell(letter: Any) -> Any:
        outcome = answer_of_ses(letter)
        world.event(mail.mail_id, "send", message_id="ses-1")
        return outcome

    world.ses.submit = submit_and_tell  # type: ignore[method-assign]

    sent = world.send(mail.mail_id)

    assert (sent.state, sent.ses_message_id) == (MailState.ACCEPTED, "ses-1")
    assert [fact.kind for fact in sent.facts] == ["send"]


def test_a_late_answer_settles_what_was_given_up(world: World) -> None:
    mail = approved_answer(world)
    answer_of_ses = world.ses.submit

    def submit_slowly(letter: Any) -> Any:
        outcome = answer_of_ses(letter)
        world.pass_time(minutes=3)
        world.dispatch()
        assert world.mails.get(mail.mail_id).state is MailState.UNKNOWN
        return outcome

    world.ses.submit = submit_slowly  # type: ignore[method-assign]

    assert world.send(mail.mail_id).state is MailState.ACCEPTED


def test_a_late_unclear_answer_leaves_what_was_given_up(world: World) -> None:
    mail = approved_answer(world)

    def submit_slowly(letter: Letter) -> LetterOutcome:
        world.pass_time(minutes=3)
        world.dispatch()
        return LetterOutcome(sort=Sort.UNCLEAR, code="ReadTimeoutError")

    world.ses.submit = submit_slowly  # type: ignore[method-assign]

    assert world.send(mail.mail_id).failure == "lease_expired"


@pytest.mark.parametrize(("sort", "state"), [(Sort.REFUSED, MailState.FAILED), (Sort.REFUSED_FOR_NOW, MailState.HELD)])
def test_a_late_refusal_settles_what_was_given_up(world: World, sort: Sort, state: MailState) -> None:
    mail = approved_answer(world)

    def submit_slowly(letter: Letter) -> LetterOutcome:
        world.pass_time(minutes=3)
        world.dispatch()
        return LetterOutcome(sort=sort)

    world.ses.submit = submit_slowly  # type: ignore[method-assign]
    left = world.send(mail.mail_id)

    assert left.state is state
    assert "no_code" in {left.failure, left.held_because}


def test_a_late_acceptance_ends_a_mail_that_somebody_has_just_had_sent_again(world: World) -> None:
    mail = approved_answer(world)
    answer_of_ses = world.ses.submit

    def submit_slowly(letter: Letter) -> LetterOutcome:
        outcome = answer_of_ses(letter)
        decided_meanwhile(world, mail.mail_id)
        return outcome

    world.ses.submit = submit_slowly  # type: ignore[method-assign]

    assert world.send(mail.mail_id).state is MailState.ACCEPTED
    assert world.send(mail.mail_id).submission == 1


def test_a_late_refusal_says_nothing_of_a_newer_submission(world: World) -> None:
    mail = approved_answer(world)

    def submit_slowly(letter: Letter) -> LetterOutcome:
        again = decided_meanwhile(world, mail.mail_id)
        ledger.claim(again, archive_key="k", mails=world.mails, now=world.now)
        return LetterOutcome(sort=Sort.REFUSED, code="MessageRejected")

    world.ses.submit = submit_slowly  # type: ignore[method-assign]
    left = world.send(mail.mail_id)

    assert (left.state, left.submission) == (MailState.CLAIMED, 2)


def test_a_refusal_is_written_down_also_when_an_older_submissions_event_came_between(world: World) -> None:
    world.ses.script = ["refuse_for_now"]
    mail = approved_answer(world)
    world.now = world.send(mail.mail_id).wake_at or world.now

    def refuse(letter: Letter) -> LetterOutcome:
        world.event(mail.mail_id, "reject", submission=1)
        return LetterOutcome(sort=Sort.REFUSED, code="MessageRejected")

    world.ses.submit = refuse  # type: ignore[method-assign]
    left = world.send(mail.mail_id)

    assert (left.state, left.failure) == (MailState.FAILED, "MessageRejected")


def decided_meanwhile(world: World, mail_id: MailId) -> Mail:
    """Its claim ended, and a named person has it sent again."""
    world.pass_time(minutes=3)
    world.dispatch()
    return ledger.send_again(world.mails.get(mail_id), by="salome", mails=world.mails, now=world.now)


def test_a_mail_cancelled_between_reading_and_claiming_is_not_submitted(world: World) -> None:
    mail = approved_answer(world)
    kept = world.archive.put

    def cancel_meanwhile(letter: Any) -> str:
        ledger.cancel(world.mails.get(mail.mail_id), by="salome", mails=world.mails, now=world.now)
        return kept(letter)

    world.archive.put = cancel_meanwhile  # type: ignore[method-assign]

    left = world.send(mail.mail_id)

    assert left.state is MailState.CANCELLED
    assert world.ses.submitted == []


def test_a_skip_that_loses_a_race_leaves_the_decision_to_the_next_delivery(world: World) -> None:
    mail = approved_answer(world)
    world.apply("zoe", "accountant", outcome=Outcome.WITHDRAWN)
    about = world.facts().about

    class Racing:
        def about(self, mail: Mail, *, now: Any) -> Any:
            known = about(mail, now=now)
            ledger.hold(mail, until=now, because="x", mails=world.mails, now=now)
            return known

    world.facts = Racing  # type: ignore[method-assign, assignment]

    with pytest.raises(ConflictError):
        world.send(mail.mail_id)
    assert world.mails.get(mail.mail_id).state is MailState.HELD


def test_r5_an_application_is_answered_once_and_anew_only_after_an_undo(world: World) -> None:
    world.rejected_applicant()
    first = world.approved(answer())
    second = world.mails.plan(answer(attempt=2))

    ledger.cancel(first, by="salome", mails=world.mails, now=world.now)
    after_undo = world.mails.plan(answer(attempt=2))
    world.send(world.mails.get(answer(attempt=2).mail_id).mail_id)
    third = world.mails.plan(answer(attempt=3))

    assert (second, after_undo, third) == (False, True, False)


def test_r5_an_answer_that_was_sent_keeps_every_other_out_for_good(world: World) -> None:
    world.rejected_applicant()
    mail = world.approved(answer())
    world.send(mail.mail_id)

    assert not world.mails.plan(answer(attempt=2))


def test_r5_an_unclear_answer_keeps_every_other_out_even_when_its_second_try_is_cancelled(world: World) -> None:
    world.ses.script = ["lost_reply"]
    unclear = world.send(approved_answer(world).mail_id)

    again = ledger.send_again(unclear, by="salome", mails=world.mails, now=world.now)
    ledger.cancel(again, by="salome", mails=world.mails, now=world.now)

    assert not world.mails.plan(answer(attempt=2))


def test_r5_a_job_is_offered_once_to_a_person_in_all_campaigns(world: World) -> None:
    other_run = {"mail_id": MailId("other"), "batch_id": BatchId("summer#2026-07-01T08:00:00+00:00")}

    assert world.mails.plan(offer())
    assert not world.mails.plan(offer(**other_run))
    assert world.mails.plan(offer(job="buyer", **other_run))


def test_r5_two_profiles_that_share_an_address_get_one_mail_of_a_run(world: World) -> None:
    run = BatchId("spring#2026-11-23T10:00:00+00:00")
    guard = address_guard(run, key_of("zoe@example.org"))

    assert world.mails.plan(offer("zoe", guards=(guard,)))
    assert not world.mails.plan(offer("zoe-again", guards=(guard,)))
