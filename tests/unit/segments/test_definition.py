"""Segments as recruiters save them, and what becomes of them."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from relance.applications import Outcome, Stage
from relance.errors import InvalidInputError
from relance.jobs import Job, JobId
from relance.segments import (
    AskedCondition,
    AskedHistory,
    AskedLanguage,
    AskedOffers,
    AskedPeriod,
    Condition,
    HistoryFilter,
    JobsLike,
    LanguageLevel,
    MobileTo,
    Mobility,
    Period,
    ReceivedFilter,
    Segment,
    SegmentDefinition,
    Spoken,
    why_no_such_filter,
)
from relance.segments.resolve import Lookup, resolve
from tests import factories

NOW = factories.NOW
NEW = JobId("new")


def resolved(definition: SegmentDefinition, *, like: Collection[str] = (), job: Job | None = None) -> Segment:
    found = job or factories.job("new")
    lookup = Lookup(job=lambda _: found, jobs_like=lambda _: frozenset(map(JobId, like)))
    return resolve(definition, lookup=lookup, at=NOW)


def test_plain_filters_stay_what_they_are() -> None:
    definition = SegmentDefinition(skills_all=frozenset({"sage"}), contactable_only=True)

    assert resolved(definition) == Segment(skills_all=frozenset({"sage"}), contactable_only=True)


def test_skills_and_titles_are_asked_for_as_the_index_holds_them() -> None:
    definition = SegmentDefinition(
        skills_any=frozenset({" Comptabilité Générale"}), titles_any=frozenset({"Infirmières de bloc"})
    )

    segment = resolved(definition)

    assert segment.skills_any == {"comptabilite generale"}
    assert segment.titles_any == {"infirmier bloc"}


def test_a_title_that_says_nothing_holds_nobody_and_not_everybody() -> None:
    assert resolved(SegmentDefinition(titles_any=frozenset({"de la"}))).nobody


def test_jobs_like_become_the_history() -> None:
    wanted = JobsLike(job_id=NEW, minimum_stage=Stage.INTERVIEWED, outcomes=frozenset({Outcome.WITHDRAWN}))
    definition = SegmentDefinition(finalists_of_jobs_like=wanted, never_applied_to=frozenset({NEW}))

    segment = resolved(definition, like=["a", "b"])

    assert segment == Segment(
        history=HistoryFilter(
            jobs=frozenset({JobId("a"), JobId("b")}),
            minimum_stage=Stage.INTERVIEWED,
            outcomes=frozenset({Outcome.WITHDRAWN}),
        ),
        never_applied_to=frozenset({NEW}),
    )
    assert segment.history_jobs == {"a", "b"}


def test_no_job_like_it_means_nobody_and_never_everybody() -> None:
    segment = resolved(SegmentDefinition(finalists_of_jobs_like=JobsLike(job_id=NEW)), like=[])

    assert segment.nobody


def test_a_history_beside_jobs_like_is_asked_for_too() -> None:
    definition = SegmentDefinition(
        history=AskedHistory(jobs=frozenset({JobId("x")})), finalists_of_jobs_like=JobsLike(job_id=NEW)
    )

    segment = resolved(definition, like=["a"])

    assert segment.history_jobs == {"x", "a"}
    (other,) = segment.all_of
    assert segment.history is not None
    assert other.history is not None
    assert {segment.history.jobs, other.history.jobs} == {frozenset({JobId("x")}), frozenset({JobId("a")})}


def test_bags_within_bags_are_resolved_too() -> None:
    inner = AskedCondition(skills_any=frozenset({"SAGE"}), none_of=(AskedCondition(tags_any=frozenset({"non"})),))

    segment = resolved(SegmentDefinition(any_of=(inner,)))

    assert segment.any_of == (
        Condition(skills_any=frozenset({"sage"}), none_of=(Condition(tags_any=frozenset({"non"})),)),
    )


def test_days_ago_are_counted_back_from_the_moment_the_audience_is_taken() -> None:
    definition = SegmentDefinition(
        history=AskedHistory(at_least_days_ago=90, at_most_days_ago=365),
        received=AskedOffers(at_most_days_ago=30),
        last_contact=AskedPeriod(at_least_days_ago=7),
    )

    segment = resolved(definition)

    assert segment.history == HistoryFilter(
        updated_after=NOW - timedelta(days=365), updated_before=NOW - timedelta(days=90)
    )
    assert segment.received == ReceivedFilter(since=NOW - timedelta(days=30))
    assert segment.last_contact == Period(before=NOW - timedelta(days=7))


def test_of_a_fixed_and_a_moving_moment_the_narrower_one_counts() -> None:
    fixed = NOW - timedelta(days=10)

    segment = resolved(SegmentDefinition(last_contact=AskedPeriod(after=fixed, at_most_days_ago=30)))

    assert segment.last_contact == Period(after=fixed)


def test_never_received_is_a_refusal_of_having_received() -> None:
    segment = resolved(SegmentDefinition(never_received=AskedOffers(jobs=frozenset({NEW}))))

    assert segment.none_of == (Condition(received=ReceivedFilter(jobs=frozenset({NEW}))),)


def test_a_language_is_asked_for_when_the_offer_names_it() -> None:
    wanted = AskedLanguage(language="en", minimum_level=LanguageLevel.B2, required_by=NEW)

    segment = resolved(SegmentDefinition(speaks=(wanted,)))

    assert segment.spoken == {Spoken(language="en", minimum_level=LanguageLevel.B2)}


def test_a_language_that_no_offer_asks_for_is_refused() -> None:
    wanted = AskedLanguage(language="ar", required_by=NEW)

    with pytest.raises(InvalidInputError, match=r"only be asked for when the job requires it.*que si le poste l’exige"):
        resolved(SegmentDefinition(speaks=(wanted,)))


@pytest.mark.parametrize(
    ("place", "areas"),
    [
        ("Lyon", {"FR-69", "FR", "anywhere"}),
        ("69003 Lyon 3e", {"FR-69", "FR", "anywhere"}),
        ("Saint-Étienne (Loire)", {"FR-42", "FR", "anywhere"}),
        ("Bastia", {"FR-2B", "FR", "anywhere"}),
        ("Ajaccio", {"FR-2A", "FR", "anywhere"}),
        ("97400 Saint-Denis", {"FR-974", "FR", "anywhere"}),
        ("Zone industrielle (38)", {"FR-38", "FR", "anywhere"}),
        ("Leeds, UK", {"GB", "anywhere"}),
        ("London", {"GB", "anywhere"}),
        ("Bruxelles", {"BE", "anywhere"}),
        ("notre siège", {"anywhere"}),
        (None, {"anywhere"}),
    ],
)
def test_the_place_of_the_job_is_compared_with_stated_mobility(place: str | None, areas: set[str]) -> None:
    segment = resolved(
        SegmentDefinition(mobile_to=MobileTo(job_id=NEW, or_unstated=True)), job=factories.job("new", place=place)
    )

    assert segment.mobility == Mobility(areas=frozenset(areas), or_unstated=True)


@pytest.mark.parametrize(
    ("said", "remote"),
    [
        ("Full remote", True),
        ("100 % télétravail", True),
        ("Télétravail complet, 5 jours sur 5", True),
        ("Télétravail possible", True),
        ("Work from home", True),
        ("Télétravail : 2 j par semaine", False),
        ("Télétravail partiel", False),
        ("50 % de télétravail", False),
        ("Hybride", False),
        ("Remote 3 days a week", False),
        ("Pas de télétravail", False),
        ("Télétravail : non", False),
        (None, False),
    ],
)
def test_who_would_work_remotely_is_mobile_to_a_job_that_can_be_done_from_elsewhere(
    said: str | None, remote: bool
) -> None:
    job = factories.job("new", place="Lyon", remote=said)

    segment = resolved(SegmentDefinition(mobile_to=MobileTo(job_id=NEW)), job=job)

    assert segment.mobility is not None
    assert ("remote" in segment.mobility.areas) is remote
    assert "FR-69" in segment.mobility.areas


@pytest.mark.parametrize(
    "field",
    ["age", "max_age", "sex", "gender", "name", "nom", "postcode", "home_city", "nationality", "max_experience",
     "photo", "family_status", "past_salary", "graduation_year", "birth_date", "seniority", "maxAge"],
)  # fmt: skip
def test_r24_a_protected_attribute_is_no_field_and_the_refusal_says_why(field: str) -> None:
    for nested in ({field: "x"}, {"any_of": [{"none_of": [{field: "x"}]}]}):
        with pytest.raises(ValidationError, match="extra_forbidden"):
            SegmentDefinition.model_validate(nested)

    assert "on purpose" in why_no_such_filter(field)
    assert "à dessein" in why_no_such_filter(field)
    assert "skills_all" in why_no_such_filter(field)


def test_a_slip_of_the_pen_is_not_called_discrimination() -> None:
    assert why_no_such_filter("skils").startswith("there is no such filter")


def test_r24_no_field_of_the_schema_stands_for_a_protected_attribute() -> None:
    kinds = (SegmentDefinition, AskedHistory, AskedLanguage, AskedOffers, AskedPeriod, JobsLike, MobileTo, Segment)
    fields = {field for kind in kinds for field in kind.model_fields}

    assert {field for field in fields if "L1132-1" in why_no_such_filter(field)} == set()


def nested(levels: int) -> dict[str, Any]:
    return {"any_of": [nested(levels - 1)]} if levels > 1 else {"skills_all": ["sage"]}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (nested(7), "niveaux"),
        ({"any_of": [{"all_of": [{"skills_all": ["a"]}] * 10}] * 20}, "groupes"),
        ({"any_of": [{"skills_any": [f"s{i}" for i in range(100)]}] * 11}, "valeurs"),
        ({"skills_any": ["x" * 50_001]}, "signes"),
        ({"mobile_to": {"job_id": "x" * 50_001}}, "signes"),
    ],
)
def test_a_segment_has_a_bounded_size(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        SegmentDefinition.model_validate(given)


def test_the_largest_depth_is_accepted() -> None:
    assert SegmentDefinition.model_validate(nested(6)).depth == 6


def test_a_segment_of_an_unknown_version_is_refused() -> None:
    with pytest.raises(ValidationError, match="version"):
        SegmentDefinition.model_validate({"version": 2})


def test_the_nearest_are_as_many_as_an_engine_can_rank() -> None:
    assert SegmentDefinition.model_validate({"like": {"job_id": "a", "top": 1000}}).like is not None
    with pytest.raises(ValidationError, match="less than or equal to 1000"):
        SegmentDefinition.model_validate({"like": {"job_id": "a", "top": 1001}})
