"""The people of the benchmark: all of them in the index, those of the segment in the tables, a few with a no since."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from typing import TYPE_CHECKING, Any, Final

from relance.adapters.dynamodb import to_item
from relance.adapters.dynamodb_candidates import APPLIED_TO
from relance.applications import Application, Outcome, Stage
from relance.candidates import Candidate, CandidateId
from relance.jobs import Criterion, CriterionWeight, Job
from relance.matching.document import CandidateDocument
from relance.records import Instant
from tests import factories

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource

SKILL: Final = "in the segment"
JOB: Final = "controller-2026"
EARLIER: Final = "controller-2025"
_EVERY: Final = 100
_SOME: Final = 200


@dataclass(frozen=True)
class Expected:
    """What must come of the run."""

    written_to: frozenset[CandidateId]
    excluded: dict[str, int]


def documents(
    people: Iterable[CandidateDocument], *, members: int, of: int, now: Instant
) -> Iterator[CandidateDocument]:
    """The same people, `members` of them, evenly spread, with consent and the one skill that makes the segment."""
    for number, document in enumerate(people):
        chosen = (number + 1) * members // of > number * members // of
        facts = document.facts
        changed: dict[str, Any] = {"skills": facts.skills - {SKILL}}
        if chosen:
            year = timedelta(days=365)
            agreed = {"consent_from": now - year, "consent_until": now + year, "unsubscribed": False}
            changed = {"skills": facts.skills | {SKILL}, **agreed}
        yield CandidateDocument(facts.model_copy(update=changed), document.content)


def jobs() -> Sequence[Job]:
    """The offer, and the one of last year."""
    criteria = (
        Criterion(criterion_id="c1", text="clôture mensuelle", weight=CriterionWeight.MUST),
        Criterion(criterion_id="c2", text="gestion des stocks", weight=CriterionWeight.NICE),
        Criterion(criterion_id="c3", text="anglais professionnel", weight=CriterionWeight.NICE),
    )
    return (
        factories.job(JOB, title="Contrôleur de gestion", url="https://jobs.example.org/c26", criteria=criteria),
        factories.job(EARLIER, title="Contrôleur de gestion industriel", state="closed"),
    )


def furnish_tables(
    ids: Sequence[CandidateId], *, resource: "DynamoDBServiceResource", key_of: Callable[[str], str], now: Instant
) -> Expected:
    """Candidates and applications of the segment; one in a hundred each has unsubscribed, was hired, bounces."""
    for job in jobs():
        resource.Table("Jobs").put_item(Item=to_item(job.model_copy(update={"revision": 1})))
    excluded = {"unsubscribed": 0, "hired": 0, "suppressed": 0}
    written = set()
    rows, applications = resource.Table("Candidates"), resource.Table("Applications")
    for some in batched(enumerate(ids), _SOME, strict=False):
        with rows.batch_writer() as people, applications.batch_writer() as histories:
            for number, one in some:
                reason = {0: "unsubscribed", 1: "hired", 2: "suppressed"}.get(number % _EVERY)
                candidate = _candidate(one, unsubscribed_at=now if reason == "unsubscribed" else None)
                people.put_item(Item=to_item(candidate) | {APPLIED_TO: {EARLIER}})
                histories.put_item(Item=to_item(_application(one, hired=reason == "hired")))
                if reason == "suppressed":
                    key = key_of(candidate.email or "")
                    resource.Table("Suppressions").put_item(Item={"address_key": key, "reason": "bounce"})
                if reason is None:
                    written.add(one)
                else:
                    excluded[reason] += 1
    return Expected(frozenset(written), {reason: count for reason, count in excluded.items() if count})


def _candidate(candidate_id: CandidateId, **overrides: Any) -> Candidate:
    fields = {"revision": 1, "index_revision": 1, "consent": factories.consent()} | overrides
    return factories.candidate(candidate_id, name="Ana Marchal", **fields)


def _application(candidate_id: CandidateId, *, hired: bool) -> Application:
    outcome = Outcome.HIRED if hired else Outcome.REJECTED
    ended = {"stage": Stage.FINALIST, "outcome": outcome, "reason_id": None if hired else "another_candidate_closer"}
    return factories.application(EARLIER, candidate_id, revision=1, **ended)
