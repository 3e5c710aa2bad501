"""What is known of a person, from the tables."""

from datetime import timedelta

import pytest

from relance.campaigns import CampaignId
from relance.candidates import ContractWish, Wishes
from relance.cv.profile import Work
from relance.mail.mails import DeliveryFact, Mail, MailId, MailState
from relance.segments import AddressState
from relance.segments.candidate_facts import address_state, facts_of, left_at
from tests import factories
from tests.unit.portal.portal import answer_mail, offer_mail

NOW = factories.NOW
LATER = NOW + timedelta(hours=1)


def offered(job_id: str, state: MailState) -> Mail:
    return offer_mail(job_id).model_copy(
        update={"mail_id": MailId(job_id), "state": state, "campaign_id": CampaignId("spring"), "updated_at": NOW}
    )


def test_offers_that_left_or_may_have_left_are_known() -> None:
    mails = [offered(state.value, state) for state in MailState]

    facts = facts_of(factories.candidate(), [], mails)

    assert {(fact.job_id, fact.campaign_id, fact.at) for fact in facts.received} == {
        (job, "spring", NOW) for job in ("claimed", "accepted", "unknown", "assumed_sent")
    }


def test_an_event_of_the_provider_tells_the_moment_better_than_the_record() -> None:
    facts = (
        DeliveryFact(kind="delivery", submission=1, at=LATER),
        DeliveryFact(kind="send", submission=1, at=NOW),
        DeliveryFact(kind="reject", submission=1, at=NOW - timedelta(days=1)),
    )

    assert left_at(offered("nurse", MailState.ACCEPTED).model_copy(update={"facts": facts, "updated_at": LATER})) == NOW


def test_an_answer_is_a_contact_but_no_offer() -> None:
    answer = answer_mail().model_copy(update={"state": MailState.ACCEPTED, "updated_at": LATER})

    facts = facts_of(factories.candidate(), [], [answer])

    assert facts.received == ()
    assert facts.last_contact_at == LATER


def test_an_application_to_an_offer_of_ours_is_known_as_an_answer_to_it() -> None:
    applications = [
        factories.application("nurse", applied_at=LATER),
        factories.application("welder", applied_at=NOW - timedelta(days=1)),
        factories.application("accountant"),
    ]
    mails = [offered("nurse", MailState.ACCEPTED), offered("welder", MailState.ACCEPTED)]

    facts = facts_of(factories.candidate(), applications, mails)

    answers = {fact.job_id: fact.after_our_offer for fact in facts.history}
    assert answers == {"nurse": True, "welder": False, "accountant": False}
    assert facts.last_contact_at == LATER


@pytest.mark.parametrize(
    ("email", "suppression", "state"),
    [
        ("zoe@example.org", None, AddressState.USABLE),
        ("zoe@example.org", "bounce", AddressState.SUPPRESSED),
        ("nobody", None, AddressState.INVALID),
        ("zoé@example.org", None, AddressState.INVALID),
        ("zoe@localhost", None, AddressState.INVALID),
        (None, None, AddressState.NONE),
    ],
)
def test_whether_a_mail_can_reach_somebody(email: str | None, suppression: str | None, state: AddressState) -> None:
    person = factories.candidate(profile=factories.profile(email=email))

    assert address_state(person, key=str.upper, suppressed={"ZOE@EXAMPLE.ORG": suppression}.get) is state


def test_titles_trades_levels_wishes_and_tags() -> None:
    wishes = Wishes(contracts=frozenset({ContractWish.PERMANENT}), areas=frozenset({"FR-69"}))
    work = (Work(position="Comptables fournisseurs"), Work(position="Aide-comptable"))
    profile = factories.profile(label="Cheffe comptable", work=work)

    facts = facts_of(factories.candidate(profile=profile, wishes=wishes, tags=frozenset({"vivier"})), [])

    assert facts.titles == {"chef comptable", "comptable fournisseur", "aide comptable"}
    assert "M1203" in facts.trades
    assert facts.language_levels == {"fr": "native", "en": "B2"}
    assert (facts.contracts, facts.areas, facts.tags) == (wishes.contracts, wishes.areas, frozenset({"vivier"}))


def test_a_person_without_a_readable_cv_is_known_all_the_same() -> None:
    facts = facts_of(factories.candidate(profile=None), [])

    assert (facts.readable, facts.titles, facts.skills) == (False, frozenset(), frozenset())
    assert facts.last_contact_at == NOW


def test_a_man_and_a_woman_with_the_same_career_are_known_alike() -> None:
    known = [
        facts_of(factories.candidate(profile=factories.profile(name=name, label=label)), [])
        for name, label in (("Marie Petit", "Infirmière de bloc"), ("Paul Petit", "Infirmier de bloc"))
    ]

    assert known[0] == known[1]
