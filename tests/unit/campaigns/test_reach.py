"""Counts of the index name the same reasons as the judgement of each person from the tables."""

from datetime import timedelta
from typing import Any

import pytest

from relance.applications import Outcome
from relance.campaigns.audience import ExclusionReason
from relance.campaigns.audience_parts import kinds_of
from relance.campaigns.eligibility import Eligible, contactable, with_new_offers
from relance.campaigns.reach import NOT_AGREED, Reach, exclusion_conditions, reach
from relance.campaigns.rules import RelanceRules
from relance.candidates import Candidate, CandidateId, ContactRefusal, ContractWish, DoNotContact, Wishes
from relance.jobs import JobId
from relance.mail.mails import MailState, Stream, mail_id, offer_guard
from relance.mail.spacing import pressure_guard
from relance.matching.document import CandidateDocument
from relance.matching.indexing import indexed_text
from relance.segments import Likeness, Segment
from relance.segments.candidate_facts import address_state, facts_of
from tests import factories
from tests.unit.campaigns.story import EARLIER, JOB, Story
from tests.unit.portal.portal import offer_mail

NOW = factories.NOW
RULES = RelanceRules(every=timedelta(days=14))
JOBS = [JobId(JOB), JobId("second")]


def agreed(story: Story, name: str, **fields: Any) -> Candidate:
    return story.person(factories.candidate(name, **({"consent": factories.consent()} | fields)))


def sent(story: Story, name: str, *jobs: str, days_ago: int) -> None:
    moment = NOW - timedelta(days=days_ago)
    guards = tuple(offer_guard(JobId(job), CandidateId(name)) for job in jobs)
    written = offer_mail(*jobs, who=name)
    mail = written.model_copy(
        update={
            "mail_id": mail_id("offer", f"{name}#{jobs}", 0),
            "state": MailState.ACCEPTED,
            "stream": Stream.CAMPAIGNS,
            "guards": (*guards, pressure_guard(CandidateId(name))) if moment > NOW - RULES.every else guards,
            "updated_at": moment,
        }
    )
    assert story.mails.plan(mail)


def judged(story: Story, name: str) -> Eligible | ExclusionReason:
    """From the tables, one person and what they would be offered."""
    one, ports = CandidateId(name), story.campaign_desk().eligibility
    jobs = [story.jobs.get(job) for job in JOBS]
    people = contactable([one], eligibility=ports, at=NOW)
    wanted = {one: JOBS}
    return with_new_offers(people, wanted, kinds=kinds_of(jobs), eligibility=ports, rules=RULES, at=NOW)[one]


def everybody(story: Story) -> dict[str, ExclusionReason | None]:
    """People by name, each with the one reason that leaves them out."""
    story.job(factories.job("second", title="Auditeur interne", contract="Permanent"))
    agreed(story, "ana")
    barred = DoNotContact(by="amina", at=NOW, why="asked by phone")
    agreed(story, "abe", do_not_contact=barred, unsubscribed_at=NOW, consent=None)
    agreed(story, "bea", unsubscribed_at=NOW, paused_until=NOW + timedelta(days=9))
    agreed(story, "cem", paused_until=NOW + timedelta(days=9), consent=None)
    agreed(story, "dia", consent=None)
    agreed(story, "eli", profile=None)
    agreed(story, "fay", profile=factories.profile(email="jean..d@example.org"))
    agreed(story, "gus")
    story.suppressions.add(story.campaign_desk().eligibility.address_key("gus@example.org"), "bounce", now=NOW)
    agreed(story, "hal")
    story.applied(factories.application(EARLIER, "hal", outcome=Outcome.HIRED))
    agreed(story, "ida")
    for job in JOBS:
        story.applied(factories.application(job, "ida"))
    agreed(story, "jan")
    story.applied(factories.application(JOB, "jan"))
    sent(story, "jan", "second", days_ago=100)
    agreed(story, "kim")
    sent(story, "kim", "third", days_ago=3)
    agreed(story, "leo")
    sent(story, "leo", JOB, days_ago=100)
    agreed(story, "mia", wishes=Wishes(contracts=frozenset({ContractWish.FREELANCE})))
    story.applied(factories.application(JOB, "mia"))
    agreed(story, "noa", wishes=Wishes(contracts=frozenset({ContractWish.FREELANCE, ContractWish.PERMANENT})))
    return {
        "ana": None,
        "abe": ExclusionReason.DO_NOT_CONTACT,
        "bea": ExclusionReason.UNSUBSCRIBED,
        "cem": ExclusionReason.PAUSED,
        "dia": ExclusionReason.NO_CONSENT,
        "eli": ExclusionReason.NO_ADDRESS,
        "fay": ExclusionReason.BAD_ADDRESS,
        "gus": ExclusionReason.SUPPRESSED,
        "hal": ExclusionReason.HIRED,
        "ida": ExclusionReason.ALREADY_APPLIED,
        "jan": ExclusionReason.ALREADY_OFFERED,
        "kim": ExclusionReason.MAILED_LATELY,
        "leo": None,
        "mia": ExclusionReason.NOT_THIS_CONTRACT,
        "noa": None,
    }


def indexed(story: Story, names: list[str]) -> None:
    """As the index is kept, with what the ledger and the list of suppressions know."""
    for name in names:
        candidate_id = CandidateId(name)
        person = story.candidates.get(candidate_id)
        address = address_state(
            person, key=story.campaign_desk().eligibility.address_key, suppressed=story.suppressions.reason
        )
        facts = facts_of(
            person,
            story.applications.of_candidate(candidate_id),
            story.mails.of_candidate(candidate_id),
            address=address,
        )
        story.people.put([CandidateDocument(facts, indexed_text("", "", embedder=story.embedder))])


def test_index_and_tables_give_everybody_the_same_reason(story: Story) -> None:
    expected = everybody(story)
    indexed(story, list(expected))

    found = {name: judged(story, name) for name in expected}
    contracts = dict.fromkeys(JOBS, frozenset({ContractWish.PERMANENT}))
    cases = exclusion_conditions(JOBS, contracts=contracts, mailed_since=RULES.quiet_since(NOW))
    counted = reach(Segment(), cases, index=story.people, at=NOW)

    assert {name: None if isinstance(one, Eligible) else one for name, one in found.items()} == expected
    assert counted == Reach(
        matching=len(expected), excluded={reason: 1 for reason in expected.values() if reason}, reachable=3
    )
    assert set(cases) == {reason for reason in expected.values() if reason}, "somebody for every reason"


def test_an_offer_that_does_not_say_its_contract_leaves_nobody_out_for_it(story: Story) -> None:
    everybody(story)

    counted = reach(Segment(), exclusion_conditions(JOBS, mailed_since=None), index=story.people, at=NOW)

    assert ExclusionReason.NOT_THIS_CONTRACT not in counted.excluded


def test_the_order_in_which_a_person_is_asked_is_the_order_of_the_counts() -> None:
    assert list(NOT_AGREED) == [ExclusionReason(refusal.value) for refusal in ContactRefusal]


def test_without_a_job_only_the_people_themselves_are_looked_at(story: Story) -> None:
    expected = everybody(story)
    indexed(story, list(expected))

    counted = reach(Segment(), exclusion_conditions((), mailed_since=None), index=story.people, at=NOW)

    assert counted.reachable == 7
    assert not {ExclusionReason.ALREADY_APPLIED, ExclusionReason.ALREADY_OFFERED, ExclusionReason.MAILED_LATELY} & set(
        counted.excluded
    )


def test_likeness_takes_nobody_out_of_a_count(story: Story) -> None:
    expected = everybody(story)
    indexed(story, list(expected))
    like = Segment(like=Likeness(job_id=JobId(JOB), top=1))

    assert reach(like, NOT_AGREED, index=story.people, at=NOW).matching == len(expected)


@pytest.mark.parametrize("jobs", [[JobId(JOB)], JOBS])
def test_a_job_that_was_sent_but_not_applied_to_counts_as_offered(story: Story, jobs: list[JobId]) -> None:
    agreed(story, "leo")
    sent(story, "leo", *jobs, days_ago=100)
    indexed(story, ["leo"])

    counted = reach(Segment(), exclusion_conditions(jobs, mailed_since=None), index=story.people, at=NOW)

    assert counted.excluded == {ExclusionReason.ALREADY_OFFERED: 1}
