"""Both engines understand a segment exactly as `Segment.matches` says, whatever people and whatever segment."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance.candidates import CandidateId
from relance.matching.offer import offer_query
from relance.ports.search import CandidateIndex
from relance.segments import Condition, Segment
from tests.contract.random_segments import NOW, conditions, known, segments
from tests.contract.search_engines import EMBEDDER, engine, new_index, no_network
from tests.contract.test_candidate_index import TEXTS, document, everybody

__all__ = ["engine", "new_index", "no_network"]

MOST_PEOPLE = 6


@pytest.fixture
def index(new_index: Callable[[], CandidateIndex]) -> CandidateIndex:
    """An empty index of each engine."""
    return new_index()


@st.composite
def somebody(draw: st.DrawFn) -> dict[str, Any]:
    """What is known of one person, and which text is theirs."""
    return draw(known) | {"text": draw(st.integers(0, len(TEXTS) - 1))}


class TestRandomSegments:
    revision = 0

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        people=st.lists(somebody(), max_size=MOST_PEOPLE),
        asked=st.lists(segments, min_size=1, max_size=8),
        cases=st.lists(conditions, max_size=4),
    )
    def test_r41_members_counts_and_tallies_are_those_of_the_specification(
        self, index: CandidateIndex, people: list[dict[str, Any]], asked: list[Segment], cases: list[Condition]
    ) -> None:
        self.revision += 1
        documents = [document(f"person-{i}", revision=self.revision, **facts) for i, facts in enumerate(people)]
        index.put(documents)
        for i in range(len(people), MOST_PEOPLE):
            index.delete(CandidateId(f"person-{i}"), index_revision=self.revision)

        for segment in asked:
            expected = [each.facts for each in documents if segment.matches(each.facts, at=NOW)]
            first = Counter(
                next((i for i, case in enumerate(cases) if case.matches(facts, at=NOW)), len(cases))
                for facts in expected
            )
            query = offer_query("Comptable sous Sage, accountant, soins", embedder=EMBEDDER)
            hits = [hit.id for hit in index.legs(query, segment, at=NOW, top=50).hits]

            assert everybody(index, segment) == sorted(facts.candidate_id for facts in expected)
            assert index.count(segment, at=NOW) == len(expected)
            assert list(index.tally(segment, cases, at=NOW)) == [first[i] for i in range(len(cases) + 1)]
            assert sorted(hits) == sorted(facts.candidate_id for facts in expected if facts.readable)


def test_an_empty_index_is_counted(index: CandidateIndex) -> None:
    assert list(index.tally(Segment(), [Condition(unsubscribed=True)], at=NOW)) == [0, 0]
    assert list(index.tally(Segment(), [], at=NOW)) == [0]
