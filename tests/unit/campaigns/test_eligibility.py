"""Whether one person may be written to, from the tables as they are now (R29)."""

from datetime import timedelta
from typing import Any

import pytest

from relance.campaigns.audience import SENTENCES, ExclusionReason
from relance.campaigns.audience_parts import kinds_of
from relance.campaigns.eligibility import Eligible, contactable, with_new_offers
from relance.campaigns.rules import RelanceRules
from relance.candidates import CandidateId, ContractWish, DoNotContact, Wishes
from relance.jobs import JobId
from relance.mail import ledger
from relance.mail.mails import SkipReason
from relance.mail.spacing import pressure_guard
from relance.records import Instant
from tests import factories
from tests.unit.campaigns.story import JOB, Story
from tests.unit.mail.world import offer

NOW = factories.NOW
NO_RULES = RelanceRules()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"consent": None}, ExclusionReason.NO_CONSENT),
        ({"consent": factories.consent(expires_at=NOW)}, ExclusionReason.NO_CONSENT),
        ({"consent": factories.consent(given_at=NOW + timedelta(seconds=1))}, ExclusionReason.NO_CONSENT),
        ({"unsubscribed_at": NOW}, ExclusionReason.UNSUBSCRIBED),
        ({"paused_until": NOW + timedelta(seconds=1)}, ExclusionReason.PAUSED),
        ({"do_not_contact": DoNotContact(by="amina", at=NOW, why="asked by phone")}, ExclusionReason.DO_NOT_CONTACT),
        ({"wishes": Wishes(contracts=frozenset({ContractWish.INTERNSHIP}))}, ExclusionReason.NOT_THIS_CONTRACT),
        ({"wishes": Wishes(refused_titles=frozenset({"controleur gestion"}))}, ExclusionReason.NOT_THIS_KIND),
        ({"profile": None}, ExclusionReason.NO_ADDRESS),
        *[
            ({"profile": factories.profile(email=email)}, ExclusionReason.BAD_ADDRESS)
            for email in ("nobody", "zoé@example.org", "a b@example.org", "a@localhost", "jean..d@example.org")
        ],
    ],
)
def test_each_reason_to_be_silent(story: Story, fields: dict[str, Any], reason: ExclusionReason) -> None:
    person = story.person(factories.candidate(**({"consent": factories.consent()} | fields)))

    assert judged(story, person.candidate_id) is reason


@pytest.mark.parametrize(
    "fields",
    [
        {"consent": factories.consent(expires_at=NOW + timedelta(seconds=1))},
        {"paused_until": NOW},
        {"wishes": Wishes(contracts=frozenset({ContractWish.PERMANENT}), refused_titles=frozenset({"auditeur"}))},
    ],
)
def test_up_to_the_last_second_a_person_is_reachable(story: Story, fields: dict[str, Any]) -> None:
    person = story.person(factories.candidate(**({"consent": factories.consent()} | fields)))

    found = judged(story, person.candidate_id)

    assert isinstance(found, Eligible)
    assert found.jobs == (JOB,)


def test_of_several_offers_those_that_somebody_does_not_want_are_left_out(story: Story) -> None:
    story.job(factories.job("auditor", title="Auditeur interne"))
    story.job(factories.job("expert", title="Expert-comptable", contract="Freelance"))
    wishes = Wishes(contracts=frozenset({ContractWish.PERMANENT}), refused_titles=frozenset({"auditeur interne"}))
    person = story.person(factories.candidate(consent=factories.consent(), wishes=wishes))

    found = judged(story, person.candidate_id, "auditor", JOB, "expert")

    assert isinstance(found, Eligible)
    assert found.jobs == (JOB,)
    assert judged(story, person.candidate_id, "expert", "auditor") is ExclusionReason.NOT_THIS_CONTRACT
    assert judged(story, person.candidate_id, "auditor") is ExclusionReason.NOT_THIS_KIND


@pytest.mark.parametrize(
    ("days", "every", "reason"),
    [
        (0, 14, ExclusionReason.MAILED_LATELY),
        (13, 14, ExclusionReason.MAILED_LATELY),
        (14, 14, None),
        (0, 0, None),
    ],
)
def test_who_was_sent_an_offer_lately_is_left_in_peace_where_there_is_such_a_rule(
    story: Story, days: int, every: int, reason: ExclusionReason | None
) -> None:
    person = story.person(factories.candidate(consent=factories.consent()))
    sent = offer(guards=(pressure_guard(person.candidate_id),), quiet_since=NOW, wake_at=NOW)
    story.mails.plan(sent)
    claimed = ledger.claim(story.mails.get(sent.mail_id), archive_key="k", mails=story.mails, now=NOW)
    assert claimed is not None
    ledger.accept(claimed, "id", mails=story.mails, now=NOW)
    rules = RelanceRules(every=timedelta(days=every))

    found = judged(story, person.candidate_id, at=NOW + timedelta(days=days), rules=rules)

    assert found is reason if reason else isinstance(found, Eligible)


def test_somebody_who_is_gone(story: Story) -> None:
    assert judged(story, CandidateId("nobody")) is ExclusionReason.CANDIDATE_GONE


def judged(
    story: Story, one: CandidateId, *jobs: str, at: Instant = NOW, rules: RelanceRules = NO_RULES
) -> Eligible | ExclusionReason:
    """From the tables as they are."""
    offered = [story.jobs.get(JobId(job)) for job in jobs or (JOB,)]
    ports = story.campaign_desk().eligibility
    people = contactable([one], eligibility=ports, at=at)
    wanted = {one: [job.job_id for job in offered]}
    kinds = kinds_of(offered)
    return with_new_offers(people, wanted, kinds=kinds, eligibility=ports, rules=rules, at=at)[one]


def test_every_reason_has_its_sentence_in_both_languages() -> None:
    assert set(SENTENCES) == set(ExclusionReason)
    assert all(french and english and french != english for french, english in SENTENCES.values())


def test_reasons_before_and_at_sending_have_the_same_names() -> None:
    before = {reason.value for reason in ExclusionReason} - {"mailed_lately", "nothing_fits"}

    assert before <= {reason.value for reason in SkipReason}
