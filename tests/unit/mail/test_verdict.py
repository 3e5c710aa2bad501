"""What the verdict says where a fact is missing: the rest is told by whole mails in `test_send.py` and its kin."""

from datetime import timedelta
from typing import Any

from relance.campaigns import Campaign, CampaignState
from relance.jobs import JobId
from relance.mail.mails import SkipReason, Stream
from relance.mail.verdict import Ask, NotNow, Send, SendFacts, Skip, Verdict, verdict
from relance.segments import SegmentDefinition
from tests import factories
from tests.unit.mail.world import CAMPAIGN, NOW, answer, offer

ZOE = factories.candidate(consent=factories.consent())
REJECTED = factories.application("accountant", "zoe", outcome="rejected")
LONG_AGO = NOW - timedelta(days=1000)


def judged_answer(*, held: dict[str, Any] | None = None, **facts: Any) -> Verdict:
    """Of an answer that nothing speaks against."""
    known = SendFacts(**{"candidate": ZOE, "application": REJECTED, "opens_at": NOW, **facts})
    return verdict(answer(**(held or {})), known, now=NOW)


def judged_offer(**facts: Any) -> Verdict:
    """Of an offer that nothing speaks against."""
    running = Campaign(
        campaign_id=CAMPAIGN, name="Printemps", jobs=(JobId("accountant"),), segment=SegmentDefinition(),
        state=CampaignState.APPROVED, created_by="moira", created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    return verdict(offer(), SendFacts(**{"candidate": ZOE, "campaign": running, "opens_at": NOW, **facts}), now=NOW)


def test_both_streams_send_when_nothing_speaks_against_it() -> None:
    assert judged_answer() == judged_offer() == Send(address="zoe@example.org")


def test_an_answer_whose_application_is_gone_is_not_sent() -> None:
    assert judged_answer(application=None) == Skip(reason=SkipReason.CANDIDATE_GONE)


def test_an_offer_whose_campaign_is_gone_counts_as_cancelled() -> None:
    assert judged_offer(campaign=None) == Skip(reason=SkipReason.CAMPAIGN_CANCELLED)


def test_a_pause_that_is_over_stops_nothing() -> None:
    assert isinstance(judged_offer(candidate=ZOE.model_copy(update={"paused_until": NOW})), Send)


def test_without_a_rule_of_days_a_decision_stands_for_good() -> None:
    held = {"approved_at": LONG_AGO}

    assert isinstance(judged_answer(held=held, decisions_hold_for=None), Send)
    assert judged_answer(held=held, decisions_hold_for=timedelta(days=30)) == Ask(because="decision_old")


def test_a_decision_is_old_only_after_its_last_day_and_only_if_somebody_made_it() -> None:
    month = timedelta(days=30)

    assert isinstance(judged_answer(held={"approved_at": NOW - month}, decisions_hold_for=month), Send)
    assert isinstance(judged_answer(held={"approved_at": None}, decisions_hold_for=month), Send)


def test_a_mail_whose_time_has_not_come_says_so_even_without_a_reason_of_its_own() -> None:
    later = NOW + timedelta(minutes=1)

    assert judged_answer(held={"not_before": later}) == NotNow(because="not_before", until=later)
    assert isinstance(judged_answer(held={"not_before": NOW}), Send)


def test_without_hours_a_mail_may_leave_at_any_time() -> None:
    assert isinstance(judged_answer(opens_at=None), Send)


def test_streams_are_judged_by_their_own_rules() -> None:
    unsubscribed = ZOE.model_copy(update={"unsubscribed_at": NOW})

    assert isinstance(judged_answer(candidate=unsubscribed), Send), "who applied is answered"
    assert judged_offer(candidate=unsubscribed) == Skip(reason=SkipReason.UNSUBSCRIBED)
    assert {answer().stream, offer().stream} == set(Stream)
