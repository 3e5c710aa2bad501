"""Segments as recruiters save them, and what becomes of them."""

import pytest
from pydantic import ValidationError

from relance.applications import Outcome, Stage
from relance.jobs import JobId
from relance.segments import HistoryFilter, JobsLike, Segment, SegmentDefinition, why_no_such_filter


def test_a_definition_without_jobs_like_is_its_own_filters() -> None:
    definition = SegmentDefinition(skills_all=frozenset({"sage"}), contactable_only=True)

    assert definition.resolved(()) == Segment(skills_all=frozenset({"sage"}), contactable_only=True)


def test_jobs_like_become_the_history() -> None:
    wanted = JobsLike(job_id=JobId("new"), minimum_stage=Stage.INTERVIEWED, outcomes=frozenset({Outcome.WITHDRAWN}))
    definition = SegmentDefinition(finalists_of_jobs_like=wanted, never_applied_to=frozenset({JobId("new")}))

    segment = definition.resolved([JobId("a"), JobId("b")])

    assert segment == Segment(
        history=HistoryFilter(
            jobs=frozenset({JobId("a"), JobId("b")}),
            minimum_stage=Stage.INTERVIEWED,
            outcomes=frozenset({Outcome.WITHDRAWN}),
        ),
        never_applied_to=frozenset({JobId("new")}),
    )


def test_no_job_like_it_means_nobody_and_never_everybody() -> None:
    assert SegmentDefinition(finalists_of_jobs_like=JobsLike(job_id=JobId("new"))).resolved([]) is None


def test_history_and_jobs_like_exclude_each_other() -> None:
    with pytest.raises(ValidationError, match="either history or finalists_of_jobs_like"):
        SegmentDefinition(history=HistoryFilter(), finalists_of_jobs_like=JobsLike(job_id=JobId("new")))


@pytest.mark.parametrize(
    "field",
    ["age", "max_age", "sex", "gender", "name", "nom", "postcode", "home_city", "nationality", "max_experience",
     "photo", "family_status", "past_salary", "graduation_year", "birth_date", "seniority", "maxAge"],
)  # fmt: skip
def test_a_protected_attribute_is_no_field_and_the_refusal_says_why(field: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        SegmentDefinition.model_validate({field: "x"})

    assert "L1132-1" in why_no_such_filter(field)
    assert "skills_all" in why_no_such_filter(field)


def test_a_slip_of_the_pen_is_not_called_discrimination() -> None:
    assert why_no_such_filter("skils").startswith("there is no such filter")


def test_no_field_of_the_schema_stands_for_a_protected_attribute() -> None:
    fields = {*SegmentDefinition.model_fields, *HistoryFilter.model_fields, *JobsLike.model_fields}

    assert {field for field in fields if "L1132-1" in why_no_such_filter(field)} == set()
