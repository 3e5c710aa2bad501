"""Contradictions are told, and what is told is certain."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance.candidates import CandidateId
from relance.errors import InvalidInputError
from relance.jobs import JobId
from relance.segments import CandidateFacts, SegmentDefinition
from relance.segments.contradictions import checked, contradictions
from relance.segments.resolve import Lookup, resolve
from tests import factories
from tests.contract.random_segments import known
from tests.unit.segments.random_definitions import definitions

OFFER = factories.job(description="Anglais, allemand, slovaque")
LOOKUP = Lookup(job=lambda _: OFFER, jobs_like=lambda wanted: frozenset({wanted.job_id}))


@pytest.mark.parametrize(
    ("segment", "told"),
    [
        (
            {"history": {"updated_after": "2026-02-01T00:00:00Z", "updated_before": "2026-01-01T00:00:00Z"}},
            "period of history",
        ),
        ({"history": {"at_least_days_ago": 90, "at_most_days_ago": 30}}, "period"),
        (
            {"last_contact": {"at_least_days_ago": 90, "at_most_days_ago": 90}},
            r"period of last_contact ends before it begins \(after lies",
        ),
        ({"any_of": [{"last_contact": {"at_least_days_ago": 9, "at_most_days_ago": 1}}]}, "alternatives"),
        ({"history": {"jobs": ["a"]}, "never_applied_to": ["a", "b"]}, "application on a job and for none"),
        ({"history": {"reasons": ["travel"], "but_reasons": ["travel"]}}, "reason"),
        ({"received": {"jobs": ["a"]}, "never_received": {"jobs": ["a"]}}, "never sent it"),
        ({"skills_all": ["a", "b"], "none_of": [{"skills_all": ["a"]}]}, "also excluded"),
        ({"skills_any": ["a"], "none_of": [{"skills_any": ["a", "b"]}]}, "also excluded"),
        ({"tags_all": ["a"], "none_of": [{"tags_any": ["a", "b"]}]}, "also excluded"),
        ({"all_of": [{"tags_all": ["a"]}], "none_of": [{"tags_all": ["a"]}]}, "also excluded"),
        ({"none_of": [{}]}, "also excluded"),
        ({"any_of": [{"tags_all": ["a"]}, {"none_of": [{}]}], "none_of": [{"tags_all": ["a"]}]}, "alternatives"),
    ],
)
def test_a_segment_that_nobody_can_fulfil_is_told_so_in_both_languages(segment: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidInputError, match=f"nobody can match: .*{told}.* – personne ne peut correspondre\u00a0:"):
        checked(SegmentDefinition.model_validate(segment))


@pytest.mark.parametrize(
    "segment",
    [
        {},
        {"skills_all": ["a"], "none_of": [{"skills_all": ["a", "b"]}]},
        {"skills_any": ["a", "b"], "none_of": [{"skills_any": ["a"]}]},
        {"tags_all": ["a"], "none_of": [{"tags_all": ["a"], "skills_all": ["b"]}]},
        {"tags_all": ["a"], "none_of": [{"tags_all": ["a"], "none_of": [{"skills_all": ["b"]}]}]},
        {"any_of": [{"tags_all": ["a"]}, {"tags_all": ["b"]}], "none_of": [{"tags_all": ["a"]}]},
        {"history": {"jobs": ["a", "b"]}, "never_applied_to": ["a"]},
        {"history": {"at_least_days_ago": 30, "at_most_days_ago": 90}},
        {"received": {"jobs": ["a"]}, "never_received": {"jobs": ["b"]}},
    ],
)
def test_a_segment_that_somebody_may_fulfil_passes(segment: dict[str, Any]) -> None:
    definition = SegmentDefinition.model_validate(segment)

    assert checked(definition) is definition


@settings(max_examples=300, deadline=None)
@given(definition=definitions, facts=st.lists(known, min_size=1, max_size=10))
def test_nobody_is_in_a_segment_that_was_called_impossible(
    definition: SegmentDefinition, facts: list[dict[str, Any]]
) -> None:
    if next(contradictions(definition), None) is None:
        return
    segment = resolve(definition, lookup=LOOKUP, at=factories.NOW)
    who = {"candidate_id": CandidateId("zoe"), "index_revision": 1, "language": "fr", "readable": True}

    found = [each for each in facts if segment.matches(CandidateFacts(**who, **each), at=factories.NOW)]

    assert found == []


def test_whoever_applied_but_was_no_finalist_is_somebody() -> None:
    definition = SegmentDefinition.model_validate(
        {"history": {"jobs": ["a"]}, "none_of": [{"history": {"jobs": ["a"], "minimum_stage": "finalist"}}]}
    )

    assert list(contradictions(definition)) == []
    assert resolve(definition, lookup=LOOKUP, at=factories.NOW).history_jobs == {JobId("a")}
