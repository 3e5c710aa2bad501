"""Each rule of the verdict, alone: what it says when one fact speaks against a mail, and what when it does not."""

from datetime import timedelta
from typing import Any, Final

import pytest

from relance.applications import Outcome, Stage
from relance.campaigns import Campaign, CampaignState, Occurrence, OccurrenceState
from relance.campaigns.job_kinds import JobKind
from relance.candidates import Candidate, ContractWish, DoNotContact, Wishes
from relance.jobs import JobId
from relance.mail.colleague import Colleague
from relance.mail.mails import Mail, SkipReason
from relance.mail.renewal import renewal_mail
from relance.mail.verdict import Ask, NotNow, Send, SendFacts, Skip, Verdict, verdict
from relance.segments import SegmentDefinition
from tests import factories
from tests.unit.mail.world import CAMPAIGN, NOW, answer, offer

SENT: Final = Send(address="zoe@example.org")
LATER: Final = NOW + timedelta(minutes=1)
MONTH: Final = timedelta(days=30)
YES: Final = factories.consent()
TEST: Final = offer(test_for=Colleague(account="moira", address="zoe@example.org"), campaign_id=None)
TWO_JOBS: Final = offer(job_ids=(JobId("accountant"), JobId("clerk")))
PERMANENT: Final = frozenset({ContractWish.PERMANENT})
KINDS: Final = {JobId("accountant"): JobKind(title="comptable", contracts=PERMANENT)}
NO_ACCOUNTANT: Final = Wishes(refused_titles=frozenset({"comptable"}))
FREELANCE: Final = Wishes(contracts=frozenset({ContractWish.FREELANCE}))


def zoe(**changes: Any) -> Candidate:
    """Somebody who agreed to be contacted."""
    return factories.candidate(**({"consent": YES} | changes))


def rejected(outcome: Outcome = Outcome.REJECTED) -> dict[str, Any]:
    """The application that the answer answers."""
    return {"application": factories.application("accountant", "zoe", outcome=outcome)}


def elsewhere(outcome: Outcome, stage: Stage = Stage.FINALIST) -> dict[str, Any]:
    """Another application of the same person."""
    return {"other_applications": (factories.application("buyer", "zoe", outcome=outcome, stage=stage),)}


def campaign(state: CampaignState = CampaignState.APPROVED, run: OccurrenceState | None = None) -> dict[str, Any]:
    """The campaign that the offer belongs to, and its run."""
    made = Campaign(
        campaign_id=CAMPAIGN, name="Printemps", jobs=(JobId("accountant"),), segment=SegmentDefinition(),
        state=state, created_by="moira", created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    if run is None:
        return {"campaign": made}
    return {
        "campaign": made,
        "occurrence": Occurrence(campaign_id=CAMPAIGN, scheduled_for=NOW, state=run, updated_at=NOW),
    }


def rejected_here() -> dict[str, Any]:
    """They had applied for the very job that the offer names."""
    return {"other_applications": (factories.application("accountant", "zoe", outcome=Outcome.REJECTED),)}


def judged(mail: Mail, **facts: Any) -> Verdict:
    """Of a mail that nothing speaks against but these facts."""
    own = rejected() if mail.content.kind == "answer" else campaign()
    return verdict(mail, SendFacts(**{"candidate": zoe(), "opens_at": NOW, **own, **facts}), now=NOW)


def renewal(**facts: Any) -> Verdict:
    """Of the question whether an agreement goes on."""
    ends = NOW + timedelta(days=20)
    known = zoe(consent=factories.consent(given_at=NOW - timedelta(days=700), expires_at=ends))
    return judged(renewal_mail(known, now=NOW), **{"candidate": known, **facts})


EVERY_MAIL: Final[dict[str, tuple[dict[str, Any], Verdict]]] = {
    "nothing": ({}, SENT),
    "erased": ({"candidate": None}, Skip(reason=SkipReason.CANDIDATE_GONE)),
    "batch undone": ({"batch_stopped": True}, Skip(reason=SkipReason.BATCH_STOPPED)),
    "stop switch": ({"stop_all": True}, NotNow(because="stop_all")),
    "stream paused": ({"stream_paused": "bounce_rate"}, NotNow(because="bounce_rate")),
    "sender not ready": ({"sender_unready": "sender_dkim_missing"}, NotNow(because="sender_dkim_missing")),
    "night": ({"opens_at": LATER}, NotNow(because="office_hours", until=LATER)),
    "open at any hour": ({"opens_at": None}, SENT),
    "no address": ({"candidate": zoe(profile=factories.profile(email=None))}, Skip(reason=SkipReason.NO_ADDRESS)),
    "bad address": ({"candidate": zoe(profile=factories.profile(email="é@x.fr"))}, Skip(reason=SkipReason.BAD_ADDRESS)),
    "bounced": ({"suppression": "bounce"}, Skip(reason=SkipReason.SUPPRESSED)),
}  # fmt: skip


@pytest.mark.parametrize("fact", EVERY_MAIL)
@pytest.mark.parametrize("mail", [answer(), offer()], ids=["answer", "offer"])
def test_what_speaks_against_any_mail(mail: Mail, fact: str) -> None:
    facts, said = EVERY_MAIL[fact]

    assert judged(mail, **facts) == said


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ({"application": None}, Skip(reason=SkipReason.CANDIDATE_GONE)),
        (rejected(Outcome.HIRED), Ask(because="hired")),
        (rejected(Outcome.OPEN), Ask(because="reopened")),
        (rejected(Outcome.WITHDRAWN), Skip(reason=SkipReason.WITHDRAWN)),
        (elsewhere(Outcome.OPEN), Ask(because="active_elsewhere")),
        (elsewhere(Outcome.OPEN, Stage.APPLIED), SENT),
        ({"candidate": zoe(unsubscribed_at=NOW, consent=None)}, SENT),
        ({"suppression": "erased"}, SENT),
    ],
)
def test_what_speaks_against_an_answer(fact: dict[str, Any], said: Verdict) -> None:
    assert judged(answer(), **fact) == said


def test_r19_what_a_person_has_overruled_is_not_asked_again() -> None:
    decided = answer(overruled=("active_elsewhere", "decision_old"), approved_at=NOW - 2 * MONTH)

    assert judged(decided, **elsewhere(Outcome.OPEN), decisions_hold_for=MONTH) == SENT


@pytest.mark.parametrize(
    ("approved_at", "holds_for", "said"),
    [
        (NOW - MONTH, MONTH, SENT),
        (NOW - MONTH - timedelta(seconds=1), MONTH, Ask(because="decision_old")),
        (NOW - 9 * MONTH, None, SENT),
        (None, MONTH, SENT),
    ],
)
def test_a_decision_stands_to_its_last_day(approved_at: Any, holds_for: timedelta | None, said: Verdict) -> None:
    assert judged(answer(approved_at=approved_at), decisions_hold_for=holds_for) == said


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ({"not_before": NOW}, SENT),
        ({"not_before": LATER, "held_because": "undo_window"}, NotNow(because="undo_window", until=LATER)),
        ({"not_before": LATER}, NotNow(because="not_before", until=LATER)),
    ],
)
def test_r19_nothing_leaves_before_its_time(held: dict[str, Any], said: Verdict) -> None:
    assert judged(answer(**held)) == said


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ({"suppression": "erased"}, Skip(reason=SkipReason.CANDIDATE_GONE)),
        (
            {"candidate": zoe(do_not_contact=DoNotContact(by="moira", at=NOW, why="asked by phone"))},
            Skip(reason=SkipReason.DO_NOT_CONTACT),
        ),
        ({"candidate": zoe(unsubscribed_at=NOW)}, Skip(reason=SkipReason.UNSUBSCRIBED)),
        ({"candidate": zoe(paused_until=LATER)}, Skip(reason=SkipReason.PAUSED)),
        ({"candidate": zoe(paused_until=NOW)}, SENT),
        ({"candidate": zoe(consent=None)}, Skip(reason=SkipReason.NO_CONSENT)),
        (elsewhere(Outcome.HIRED), Skip(reason=SkipReason.HIRED)),
        (elsewhere(Outcome.REJECTED), SENT),
        ({"campaign": None}, Skip(reason=SkipReason.CAMPAIGN_CANCELLED)),
        (campaign(CampaignState.CANCELLED), Skip(reason=SkipReason.CAMPAIGN_CANCELLED)),
        (campaign(run=OccurrenceState.CANCELLED), Skip(reason=SkipReason.CAMPAIGN_CANCELLED)),
        (campaign(CampaignState.PAUSED), NotNow(because="campaign_paused")),
        (campaign(run=OccurrenceState.PAUSED), NotNow(because="campaign_paused")),
        (campaign(CampaignState.ENDED, OccurrenceState.FINISHED), SENT),
        ({"suppression": "complaint", "candidate": zoe(unsubscribed_at=NOW)}, Skip(reason=SkipReason.SUPPRESSED)),
        ({"closed_jobs": {JobId("accountant")}}, Skip(reason=SkipReason.JOB_CLOSED)),
        (rejected_here(), Skip(reason=SkipReason.ALREADY_APPLIED)),
        ({"candidate": zoe(wishes=NO_ACCOUNTANT), "kinds": KINDS}, Skip(reason=SkipReason.NOT_THIS_KIND)),
        ({"candidate": zoe(wishes=NO_ACCOUNTANT)}, SENT),
        ({"kinds": KINDS}, SENT),
        ({"candidate": zoe(wishes=FREELANCE), "kinds": KINDS}, Skip(reason=SkipReason.NOT_THIS_CONTRACT)),
    ],
)
def test_r29_what_speaks_against_an_offer(fact: dict[str, Any], said: Verdict) -> None:
    assert judged(offer(), **fact) == said


def test_an_offer_of_two_jobs_leaves_without_the_one_that_is_not_made_any_more() -> None:
    without_clerk = Send(address="zoe@example.org", dropped=frozenset({JobId("clerk")}))
    without_accountant = Send(address="zoe@example.org", dropped=frozenset({JobId("accountant")}))

    assert judged(TWO_JOBS) == SENT
    assert judged(TWO_JOBS, closed_jobs={JobId("clerk")}) == without_clerk
    assert judged(TWO_JOBS, **rejected_here()) == without_accountant
    assert judged(TWO_JOBS, candidate=zoe(wishes=NO_ACCOUNTANT), kinds=KINDS) == without_accountant


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        ({"closed_jobs": {JobId("clerk"), JobId("accountant")}}, SkipReason.JOB_CLOSED),
        ({"closed_jobs": {JobId("clerk")}, **rejected_here()}, SkipReason.ALREADY_APPLIED),
        ({"closed_jobs": {JobId("accountant")}, **rejected_here()}, None),
        (
            {"closed_jobs": {JobId("clerk")}, "candidate": zoe(wishes=NO_ACCOUNTANT), "kinds": KINDS},
            SkipReason.NOT_THIS_KIND,
        ),
    ],
)
def test_a_mail_without_any_offer_does_not_leave_for_the_reason_of_the_one_that_came_furthest(
    fact: dict[str, Any], reason: SkipReason | None
) -> None:
    said = judged(TWO_JOBS, **fact)

    assert said == Skip(reason=reason) if reason else isinstance(said, Send)


@pytest.mark.parametrize(
    ("approved_at", "fell_at", "said"),
    [
        (NOW, None, SENT),
        (NOW, NOW - timedelta(seconds=1), SENT),
        (NOW, NOW, Skip(reason=SkipReason.CAMPAIGN_CANCELLED)),
        (None, NOW, Skip(reason=SkipReason.CAMPAIGN_CANCELLED)),
    ],
)
def test_what_was_approved_before_the_campaign_was_changed_does_not_leave(
    approved_at: Any, fell_at: Any, said: Verdict
) -> None:
    changed = campaign()["campaign"].model_copy(update={"approval_fell_at": fell_at})

    assert judged(offer(approved_at=approved_at), campaign=changed) == said


def test_r30_a_pause_delays_the_question_and_an_answer_ends_it() -> None:
    asked = zoe(consent=factories.consent(given_at=NOW - timedelta(days=700), expires_at=NOW + timedelta(days=20)))

    assert renewal() == SENT
    assert renewal(campaign=None, **elsewhere(Outcome.HIRED)) == SENT, "it belongs to no campaign"
    assert renewal(candidate=asked.model_copy(update={"paused_until": LATER})) == NotNow(because="paused", until=LATER)
    assert renewal(candidate=zoe()) == Skip(reason=SkipReason.RENEWED)
    assert renewal(candidate=zoe(unsubscribed_at=NOW)) == Skip(reason=SkipReason.UNSUBSCRIBED)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ({"candidate": zoe(consent=None), "campaign": None, "opens_at": LATER}, SENT),
        ({"stop_all": True}, NotNow(because="stop_all")),
        ({"suppression": "complaint"}, Skip(reason=SkipReason.SUPPRESSED)),
        ({"closed_jobs": {JobId("accountant")}}, Skip(reason=SkipReason.JOB_CLOSED)),
        (rejected_here(), SENT),
        ({"candidate": zoe(wishes=NO_ACCOUNTANT), "kinds": KINDS}, SENT),
    ],
)
def test_a_test_passes_the_switches_and_needs_neither_consent_nor_hours(fact: dict[str, Any], said: Verdict) -> None:
    assert judged(TEST, **fact) == said
