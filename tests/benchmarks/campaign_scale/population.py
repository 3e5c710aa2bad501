"""The people of the benchmark: all of them in the index, those of the segment in the tables, a few with a no since.

In the index they have their facts and the text that explanations quote. Vectors and tokens are left out: counting and
walking a segment look at neither.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from relance.adapters.dynamodb import to_item
from relance.adapters.dynamodb_candidates import APPLIED_TO
from relance.adapters.dynamodb_values import to_wire
from relance.applications import Application, Outcome, Stage
from relance.candidates import Candidate, CandidateId
from relance.jobs import Criterion, CriterionWeight, Job
from relance.matching.document import CandidateDocument, IndexedText
from relance.records import Instant
from tests import factories
from tests.benchmarks.retrieval_sets import load
from tests.benchmarks.segment_counts import people
from tests.benchmarks.synthetic_people import SAMPLES

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SKILL: Final = "in the segment"
JOB: Final = "controller-2026"
EARLIER: Final = "controller-2025"
_FIRST: Final = (
    "Ana",
    "Bruno",
    "Chloé",
    "David",
    "Élise",
    "Farid",
    "Gaëlle",
    "Hugo",
    "Inès",
    "Jonas",
    "Katia",
    "Lucas",
)
_LAST: Final = (
    "Marchal",
    "Nivet",
    "Ollivier",
    "Perrin",
    "Quéméner",
    "Rossi",
    "Saunier",
    "Tessier",
    "Urbain",
    "Vasseur",
)
_EVERY: Final = 100
_ROWS: Final = 25
"""As many as one request writes."""
_AT_ONCE: Final = 4
_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True)
class Expected:
    """What must come of the run."""

    written_to: frozenset[CandidateId]
    excluded: dict[str, int]


def documents(number: int, *, members: int, now: Instant) -> Iterator[CandidateDocument]:
    """So many people, `members` of them, evenly spread, with consent and the one skill that makes the segment."""
    texts = [_text(each.title, each.text) for folder in SAMPLES for each in load(folder).documents]
    for place, document in enumerate(people(number)):
        changed: dict[str, Any] = {}
        if (place + 1) * members // number > place * members // number:
            agreed = {"consent_from": now - _YEAR, "consent_until": now + _YEAR, "unsubscribed": False}
            changed = agreed | {"skills": document.facts.skills | {SKILL}, "paused_until": None}
        yield CandidateDocument(document.facts.model_copy(update=changed), texts[place % len(texts)])


def _text(title: str, text: str) -> IndexedText:
    nothing: dict[Any, tuple[str, ...]] = {"fr": (), "en": ()}
    return IndexedText(
        title=title, text=text, tokens=nothing, title_tokens=nothing, chunk_vectors=np.zeros((0, 512), np.float32),
        title_vector=None, model_id="none",
    )  # fmt: skip


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
    ids: Sequence[CandidateId], *, client: "DynamoDBClient", key_of: Callable[[str], str], now: Instant
) -> Expected:
    """Candidates and applications of the segment; one in a hundred each has unsubscribed, was hired, bounces."""
    _write(client, "Jobs", (to_item(job.model_copy(update={"revision": 1})) for job in jobs()))
    reasons = {one: {0: "unsubscribed", 1: "hired", 2: "suppressed"}.get(i % _EVERY) for i, one in enumerate(ids)}
    made = [_candidate(i, one, unsubscribed=reasons[one] == "unsubscribed", now=now) for i, one in enumerate(ids)]
    _write(client, "Candidates", (to_item(one) | {APPLIED_TO: {EARLIER}} for one in made))
    _write(client, "Applications", (to_item(_application(one, hired=reasons[one] == "hired")) for one in ids))
    bounced = (one.email or "" for one in made if reasons[one.candidate_id] == "suppressed")
    _write(client, "Suppressions", ({"address_key": key_of(email), "reason": "bounce"} for email in bounced))
    excluded = {name: list(reasons.values()).count(name) for name in ("unsubscribed", "hired", "suppressed")}
    written_to = frozenset(one for one, reason in reasons.items() if reason is None)
    return Expected(written_to, {reason: count for reason, count in excluded.items() if count})


def _write(client: "DynamoDBClient", table: str, items: Iterable[dict[str, Any]]) -> None:
    def put(some: Sequence[dict[str, Any]]) -> None:
        rows: Any = [{"PutRequest": {"Item": to_wire(item)["M"]}} for item in some]
        answer = client.batch_write_item(RequestItems={table: rows})
        assert not answer.get("UnprocessedItems")

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(put, batched(items, _ROWS, strict=False)))


def _candidate(number: int, candidate_id: CandidateId, *, unsubscribed: bool, now: Instant) -> Candidate:
    """Names and days of consent differ, so that no mail can be had by remembering another."""
    name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number // len(_FIRST) % len(_LAST)]}"
    given = now - timedelta(days=1 + number % 300)
    return factories.candidate(
        candidate_id,
        name=name,
        revision=1,
        index_revision=1,
        consent=factories.consent(given_at=given, expires_at=given + 2 * _YEAR),
        unsubscribed_at=now if unsubscribed else None,
    )


def _application(candidate_id: CandidateId, *, hired: bool) -> Application:
    outcome = Outcome.HIRED if hired else Outcome.REJECTED
    ended = {"stage": Stage.FINALIST, "outcome": outcome, "reason_id": None if hired else "another_candidate_closer"}
    return factories.application(EARLIER, candidate_id, revision=1, **ended)
