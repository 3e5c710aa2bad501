"""People who went far on a job like this one: the second chance that an employer already knows (DESIGN §7)."""

import math
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from typing import Final

from relance.applications import STAGES, Outcome, Stage
from relance.candidates import CandidateId
from relance.jobs import Job, JobId
from relance.matching.document import CandidateDocument
from relance.matching.explanation import Explanation, explain
from relance.matching.legs import Legs
from relance.matching.offer import OfferQuery, offer_query
from relance.matching.ranking import Fused, fuse
from relance.ports.embedding import Embedder
from relance.ports.search import CandidateIndex, JobIndex
from relance.records import Instant, Record
from relance.segments import ApplicationFact, HistoryFilter, Segment

# What counts as an ended process that one may come back to.
ENDED_WELL_ENOUGH: Final = frozenset({Outcome.REJECTED, Outcome.WITHDRAWN})
# An application loses half its weight in a year.
HALF_LIFE: Final = timedelta(days=365)
_DEPTH: Final = 1000


class JobLike(Record):
    """A job of the base and how like the new one it is: 0..1, half for the average job of the base."""

    job_id: JobId
    likeness: float


class Why(Record):
    """The earlier application that speaks for somebody."""

    job_id: JobId
    stage: Stage
    outcome: Outcome
    reason_id: str | None
    updated_at: Instant
    likeness: float


class Finalist(Record):
    """One person with the product that ranks them: job likeness × stage × recency × own match, each 0..1."""

    candidate_id: CandidateId
    score: float
    own_match: float
    recency: float
    why: Why
    explanation: Explanation


def jobs_like(query: OfferQuery, *, index: JobIndex, top: int, but: JobId | None = None) -> tuple[JobLike, ...]:
    """The `top` jobs nearest to an offer by the three legs, best first, without the job itself.

    It is left out before the legs are fused: the best hit of all legs, it would make every other job look unlike.
    """
    hits = tuple(hit for hit in index.legs(query, top=top + 1).hits if hit.id != but)
    fused = fuse(Legs(hits), asked_in=query.language)
    return tuple(JobLike(job_id=JobId(each.hit.id), likeness=_between_0_and_1(each.score)) for each in fused[:top])


class FinalistPolicy(Record):
    """Whom the employer wants to hear of again; every part of it can be set."""

    minimum_stage: Stage = Stage.FINALIST
    outcomes: frozenset[Outcome] = ENDED_WELL_ENOUGH
    disqualifying_reasons: frozenset[str] = frozenset()
    """An application that was rejected for one of these grounds does not speak for its candidate."""
    jobs_top: int = 10
    """How many of the nearest jobs count."""
    limit: int = 100


def finalists(
    job: Job,
    *,
    jobs_index: JobIndex,
    candidates_index: CandidateIndex,
    embedder: Embedder,
    at: Instant,
    policy: FinalistPolicy | None = None,
    among: Segment | None = None,
) -> Sequence[Finalist]:
    """Best first; people already in the process of `job` are left out. `among` narrows the people further, all but its
    history and likeness, which the policy replaces.
    """
    policy = policy or FinalistPolicy()
    query = offer_query(job, embedder=embedder)
    like = jobs_like(query, index=jobs_index, top=policy.jobs_top, but=job.job_id)
    if not like:
        return ()
    likeness = {each.job_id: each.likeness for each in like}
    segment = _segment(job, likeness, policy, among or Segment())
    legs = candidates_index.legs(query, segment, at=at, top=_DEPTH)
    fused = {each.hit.id: each for each in fuse(legs, asked_in=query.language)}
    found = []
    for candidate_id, document in candidates_index.documents(_members(candidates_index, segment, at=at)).items():
        applications = _that_speak(document, segment, policy)
        if applications:
            best = max(applications, key=lambda fact: _weight(fact, likeness[fact.job_id], at=at))
            found.append(_finalist(document, best, likeness[best.job_id], fused.get(candidate_id), query, at=at))
    return sorted(found, key=lambda each: (-each.score, each.candidate_id))[: policy.limit]


def _segment(job: Job, likeness: Collection[JobId], policy: FinalistPolicy, among: Segment) -> Segment:
    history = HistoryFilter(minimum_stage=policy.minimum_stage, outcomes=policy.outcomes, jobs=frozenset(likeness))
    left_out = among.never_applied_to | {job.job_id}
    return among.model_copy(update={"history": history, "never_applied_to": left_out, "like": None})


def _that_speak(document: CandidateDocument, segment: Segment, policy: FinalistPolicy) -> list[ApplicationFact]:
    return [
        fact
        for fact in document.facts.history
        if segment.history is not None
        and segment.history.matches(fact)
        and fact.reason_id not in policy.disqualifying_reasons
    ]


def _members(index: CandidateIndex, segment: Segment, *, at: Instant) -> list[CandidateId]:
    def pages() -> Iterator[CandidateId]:
        after = None
        while True:
            page = index.members(segment, at=at, after=after, limit=_DEPTH)
            yield from page.items
            after = page.next
            if after is None:
                return

    return list(pages())


def _finalist(
    document: CandidateDocument,
    fact: ApplicationFact,
    likeness: float,
    fused: Fused | None,
    query: OfferQuery,
    *,
    at: Instant,
) -> Finalist:
    own_match = _between_0_and_1(fused.score if fused else 0.0)
    return Finalist(
        candidate_id=document.facts.candidate_id,
        score=_weight(fact, likeness, at=at) * own_match,
        own_match=own_match,
        recency=_recency(fact, at=at),
        why=Why(**fact.model_dump(exclude={"after_our_offer"}), likeness=likeness),
        explanation=explain(query, document),
    )


def _weight(fact: ApplicationFact, likeness: float, *, at: Instant) -> float:
    return likeness * (fact.stage.rank + 1) / len(STAGES) * _recency(fact, at=at)


def _recency(fact: ApplicationFact, *, at: Instant) -> float:
    age = max(at - fact.updated_at, timedelta(0))
    return float(0.5 ** (age / HALF_LIFE))


def _between_0_and_1(score: float) -> float:
    """z-scores have no end; the logistic curve keeps their order and lets them be multiplied."""
    return 1 / (1 + math.exp(-score))
