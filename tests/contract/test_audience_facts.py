"""Many people at once: the same as one by one, with everything that decides and without the CV."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from mypy_boto3_dynamodb import DynamoDBClient

from relance.adapters.dynamodb_applications import DynamoDbApplicationStore
from relance.adapters.dynamodb_audience_facts import DynamoDbAudienceFacts
from relance.adapters.dynamodb_candidates import DynamoDbCandidateStore
from relance.adapters.dynamodb_mails import DynamoDbMailLedger
from relance.adapters.dynamodb_suppressions import DynamoDbSuppressions
from relance.adapters.memory_applications import MemoryApplicationStore
from relance.adapters.memory_campaigns import MemoryAudienceFacts
from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.adapters.memory_mails import MemoryMailLedger, MemorySuppressions
from relance.applications import Outcome, Stage
from relance.candidates import CandidateId, ContractWish, DoNotContact, Wishes
from relance.jobs import JobId
from relance.mail import ledger
from relance.mail.mails import MailId, offer_guard
from relance.mail.spacing import pressure_guard
from relance.ports.campaigns import AudienceFacts
from relance.ports.mail import MailLedger, Suppressions
from relance.ports.people import ApplicationStore, CandidateStore
from tests import factories
from tests.unit.mail.world import NOW, offer

ZOE = CandidateId("zoe")
BEFORE = NOW - timedelta(days=90)
OF_A_PERSON = {
    "candidate_id", "consent", "unsubscribed_at", "paused_until", "do_not_contact", "wishes", "created_at",
    "updated_at",
}  # fmt: skip
"""What decides about them, beside name, address and language."""
OF_AN_APPLICATION = {"job_id", "candidate_id", "stage", "outcome", "applied_at", "updated_at"}


@dataclass(frozen=True)
class Tables:
    facts: AudienceFacts
    candidates: CandidateStore
    applications: ApplicationStore
    mails: MailLedger
    suppressions: Suppressions


@pytest.fixture(params=["memory", "dynamodb"])
def tables(request: pytest.FixtureRequest) -> Tables:
    if request.param == "memory":
        people, mails, suppressions = MemoryCandidateStore(), MemoryMailLedger(), MemorySuppressions()
        applications = MemoryApplicationStore(people)
        facts = MemoryAudienceFacts(
            candidates=people, applications=applications, mails=mails, suppressions=suppressions
        )
        return Tables(facts, people, applications, mails, suppressions)
    client: DynamoDBClient = request.getfixturevalue("dynamodb")
    return Tables(
        DynamoDbAudienceFacts(
            client, candidates_table="Candidates", applications_table="Applications",
            suppressions_table="Suppressions", guards_table="MailGuards", mails_table="Mails",
        ),
        DynamoDbCandidateStore(client, table="Candidates", keys_table="CandidateKeys", erasures_table="Erasures"),
        DynamoDbApplicationStore(client, table="Applications", candidates_table="Candidates"),
        DynamoDbMailLedger(client, table="Mails", guards_table="MailGuards", at_once=1),
        DynamoDbSuppressions(client, table="Suppressions"),
    )  # fmt: skip


def test_everything_that_decides_about_a_person_is_read(tables: Tables) -> None:
    tables.candidates.create(
        factories.candidate(
            "zoe",
            consent=factories.consent(),
            unsubscribed_at=NOW,
            paused_until=NOW,
            do_not_contact=DoNotContact(by="amina", at=NOW, why="asked by phone"),
            wishes=Wishes(
                offers_every_days=30, language="en", refused_titles=frozenset({"auditeur"}),
                contracts=frozenset({ContractWish.PERMANENT}),
            ),
        ),
        keys=(),
    )  # fmt: skip
    tables.applications.save(factories.application("accountant", "zoe"))
    hired = factories.application("auditor", "zoe", stage=Stage.FINALIST, outcome=Outcome.HIRED, applied_at=BEFORE)
    tables.applications.save(hired)

    known = tables.facts.people([ZOE, CandidateId("nobody")])

    assert set(known) == {ZOE}
    whole, read = tables.candidates.get(ZOE), known[ZOE].candidate
    assert read.model_dump(include=OF_A_PERSON) == whole.model_dump(include=OF_A_PERSON)
    assert (read.name, read.email, read.language) == (whole.name, whole.email, whole.language)
    assert [one.model_dump(include=OF_AN_APPLICATION) for one in known[ZOE].applications] == [
        one.model_dump(include=OF_AN_APPLICATION) for one in tables.applications.of_candidate(ZOE)
    ]
    assert {one.outcome for one in known[ZOE].applications} == {Outcome.OPEN, Outcome.HIRED}


def test_what_the_people_themselves_say_is_read_without_their_applications(tables: Tables) -> None:
    tables.candidates.create(factories.candidate("zoe", consent=factories.consent()), keys=())
    tables.applications.save(factories.application("accountant", "zoe"))

    read = tables.facts.candidates([ZOE, CandidateId("nobody"), ZOE])

    assert set(read) == {ZOE}
    assert read[ZOE] == tables.facts.people([ZOE])[ZOE].candidate


def test_a_person_without_a_readable_cv_is_read_too(tables: Tables) -> None:
    tables.candidates.create(factories.candidate("zoe", profile=None), keys=())

    assert tables.facts.people([ZOE])[ZOE].candidate.email is None


def test_more_people_than_one_request_holds(tables: Tables) -> None:
    names = [CandidateId(f"p{number}") for number in range(130)]
    for name in names:
        tables.candidates.create(factories.candidate(name), keys=())

    assert set(tables.facts.people(names)) == set(names)


def test_suppressed_addresses_guards_and_planned_mails(tables: Tables) -> None:
    tables.suppressions.add("key-1", "bounce", now=NOW)
    taken = (offer_guard(JobId("accountant"), ZOE), pressure_guard(ZOE))
    tables.mails.plan(offer(mail_id=MailId("one"), guards=taken))
    claimed = ledger.claim(tables.mails.get(MailId("one")), archive_key="k", mails=tables.mails, now=NOW)

    held = tables.facts.guards([*taken, "offer#other#zoe"])

    assert claimed is not None
    assert tables.facts.suppressed(["key-1", "key-2"]) == {"key-1": "bounce"}
    assert {name: (guard.mail_id, guard.sent_at) for name, guard in held.items()} == {
        taken[0]: ("one", None),
        taken[1]: ("one", NOW),
    }
    assert tables.facts.planned([MailId("one"), MailId("two")]) == {"one"}
    assert (tables.facts.guards([]), tables.facts.planned([]), tables.facts.people([])) == ({}, frozenset(), {})
