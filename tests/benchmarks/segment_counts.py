"""How long a segment is counted, with every reason for silence, on a genuine OpenSearch node.

    python -m tests.benchmarks.segment_counts [--candidates 100000] [--repeat 30]

The base holds facts without texts: a count looks at nothing else. OPENSEARCH_URL names a node that runs already. The
last line is `matching=… reachable=… count_p50=… count_p95=… reasons_p50=… reasons_p95=…`, in seconds.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta
from typing import Final
from uuid import uuid4

from infra.local.opensearch_node import opensearch_node
from relance.adapters.opensearch_search import OpenSearchCandidateIndex, connect
from relance.applications import Outcome, Stage
from relance.campaigns.reach import exclusion_conditions, reach
from relance.candidates import CandidateId, ContractWish
from relance.jobs import JobId
from relance.matching.document import CandidateDocument
from relance.matching.embedding import HashingEmbedder
from relance.matching.indexing import indexed_text
from relance.segments import AddressState, ApplicationFact, CandidateFacts, ReceivedFact, SegmentDefinition
from relance.segments.resolve import Lookup, resolve
from tests import factories

NOW: Final = factories.NOW
JOBS: Final = tuple(JobId(f"job-{i}") for i in range(200))
SKILLS: Final = tuple(f"skill {i}" for i in range(100))
TITLES: Final = ("comptable fournisseur", "chef comptable", "infirmier bloc", "developpeur web", "soudeur tig")
SEGMENT: Final = SegmentDefinition.model_validate(
    {
        "any_of": [
            {"history": {"minimum_stage": "finalist", "outcomes": ["rejected", "withdrawn"]}},
            {"titles_any": ["comptable"], "skills_any": [f"skill {i}" for i in range(12)]},
            {"all_of": [{"tags_any": ["vivier"]}, {"trades_any": ["M12"]}]},
        ],
        "none_of": [{"history": {"outcomes": ["hired"]}}, {"received": {"at_most_days_ago": 5}}],
        "contracts": {"any_of": ["permanent", "fixed_term", "temporary"], "or_unstated": True},
    }
)
_AT_ONCE: Final = 1000


def people(number: int, *, seed: int = 7) -> Iterator[CandidateDocument]:
    """Synthetic facts, the same ones in every run."""
    nothing = indexed_text("", "", embedder=HashingEmbedder())
    chance = random.Random(seed)
    for i in range(number):
        yield CandidateDocument(_facts(i, chance), nothing)


def _facts(number: int, chance: random.Random) -> CandidateFacts:
    agreed = chance.random() < 0.9
    return CandidateFacts(
        candidate_id=CandidateId(f"{number:08d}"),
        index_revision=1,
        language="fr",
        readable=True,
        skills=frozenset(chance.sample(SKILLS, 8)),
        titles=frozenset(chance.sample(TITLES, 2)),
        trades=frozenset(chance.sample(("M1203", "J1504", "M1855", "H2913"), 1)),
        spoken_languages=frozenset({"fr", "en"}),
        history=tuple(_application(chance) for _ in range(chance.randrange(4))),
        received=tuple(_offer(chance) for _ in range(chance.randrange(4))),
        last_contact_at=NOW - timedelta(days=chance.randrange(900)),
        tags=frozenset(chance.sample(("vivier", "forum", "salon"), chance.randrange(2))),
        contracts=frozenset(chance.sample(list(ContractWish), chance.randrange(3))),
        consent_from=NOW - timedelta(days=200) if agreed else None,
        consent_until=NOW + timedelta(days=chance.choice((-5, 300, 300, 300))) if agreed else None,
        unsubscribed=chance.random() < 1 / 50,
        paused_until=NOW + timedelta(days=20) if chance.random() < 1 / 40 else None,
        address=chance.choices(tuple(AddressState), (96, 2, 1, 1))[0],
    )


def _application(chance: random.Random) -> ApplicationFact:
    return ApplicationFact(
        job_id=chance.choice(JOBS),
        stage=chance.choice(list(Stage)),
        outcome=chance.choices(list(Outcome), (20, 5, 60, 15))[0],
        updated_at=NOW - timedelta(days=chance.randrange(900)),
    )


def _offer(chance: random.Random) -> ReceivedFact:
    return ReceivedFact(
        campaign_id="spring", job_id=chance.choice(JOBS), at=NOW - timedelta(days=chance.randrange(400))
    )


def seconds(ask: Callable[[], object], repeat: int) -> tuple[float, float]:
    """Median and 95th percentile, after one question that is not counted."""
    ask()
    taken = sorted(_timed(ask) for _ in range(repeat))
    return statistics.median(taken), taken[min(len(taken) - 1, round(0.95 * len(taken)))]


def _timed(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


def _fill(index: OpenSearchCandidateIndex, number: int) -> None:
    batch: list[CandidateDocument] = []
    for document in people(number):
        batch.append(document)
        if len(batch) == _AT_ONCE:
            index.put(batch)
            batch = []
    index.put(batch)
    index.storage.client.indices.refresh(index="_all")


def measure(index: OpenSearchCandidateIndex, repeat: int, jobs: Sequence[JobId] = JOBS[:3]) -> str:
    """The last line."""
    lookup = Lookup(job=lambda _: factories.job(), jobs_like=lambda _: ())
    segment = resolve(SEGMENT, lookup=lookup, at=NOW)
    cases = exclusion_conditions(jobs, mailed_since=NOW - timedelta(days=14))
    counted = reach(segment, cases, index=index, at=NOW)
    print({"matching": counted.matching} | {reason.value: people for reason, people in counted.excluded.items()})
    plain = seconds(lambda: index.count(segment, at=NOW), repeat)
    reasons = seconds(lambda: reach(segment, cases, index=index, at=NOW), repeat)
    return (
        f"matching={counted.matching} reachable={counted.reachable} count_p50={plain[0]:.3f} count_p95={plain[1]:.3f} "
        f"reasons_p50={reasons[0]:.3f} reasons_p95={reasons[1]:.3f}"
    )


def main() -> None:
    """Fill, ask, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--candidates", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=30)
    given = parser.parse_args()
    with ExitStack() as stack:
        url = os.environ.get("OPENSEARCH_URL") or stack.enter_context(opensearch_node(quick_start=False))
        index = OpenSearchCandidateIndex(connect(url), alias=f"counts-{uuid4().hex}")
        stack.callback(lambda: index.storage.client.indices.delete(index=f"{index.storage.alias}-*"))
        began = time.perf_counter()
        _fill(index, given.candidates)
        print(f"filled in {time.perf_counter() - began:.0f} s")
        print(measure(index, given.repeat))


if __name__ == "__main__":
    main()
