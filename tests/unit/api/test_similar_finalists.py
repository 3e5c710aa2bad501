"""Finalists of similar jobs: how far they must have come, what disqualifies, who is in the process already."""

from datetime import timedelta
from typing import Any

import pytest

from relance.applications import Application
from tests import factories
from tests.unit.api.world import CV, World


@pytest.fixture
def base(world: World) -> World:
    """A new job, an earlier one like it, and five people who applied for the earlier one."""
    world.job(factories.job())
    world.job(factories.job("earlier", title="Comptable", description="Comptabilité fournisseurs sous Sage."))
    for name in ("fin", "seen", "salary", "left", "hired"):
        world.person(factories.candidate(name), text=CV)
    applied(world, "fin", stage="finalist", outcome="rejected", reason_id="other_stronger")
    applied(world, "seen", stage="interviewed", outcome="rejected", reason_id="other_stronger")
    applied(world, "salary", stage="finalist", outcome="rejected", reason_id="pay")
    applied(world, "left", stage="finalist", outcome="withdrawn")
    applied(world, "hired", stage="finalist", outcome="hired")
    return world


def applied(world: World, name: str, *, job: str = "earlier", **overrides: Any) -> Application:
    return world.applied(factories.application(job, name, **overrides))


def found(world: World, **query: Any) -> set[str]:
    reply = world.call("GET", "/jobs/accountant/similar-finalists", **query)
    assert reply.status == 200, reply.body
    return {line["person"]["candidate_id"] for line in reply.body["items"]}


def test_finalists_who_were_not_hired_are_found(base: World) -> None:
    assert found(base) == {"fin", "salary", "left"}


def test_the_stage_that_counts_can_be_set(base: World) -> None:
    assert found(base, minimum_stage="interviewed") == {"fin", "salary", "left", "seen"}
    assert base.call("GET", "/jobs/accountant/similar-finalists", minimum_stage="boss").status == 422


def test_reasons_that_disqualify_can_be_set(base: World) -> None:
    assert found(base, disqualifying_reason="pay") == {"fin", "left"}
    assert found(base, disqualifying_reason="pay,other_stronger") == {"left"}
    assert base.call("GET", "/jobs/accountant/similar-finalists", disqualifying_reason="Pay!").status == 422


def test_a_disqualifying_reason_leaves_another_application_of_the_same_person(base: World) -> None:
    base.job(factories.job("older", title="Comptable", description="Comptabilité fournisseurs sous Sage."))
    applied(base, "salary", job="older", stage="finalist", outcome="rejected", reason_id="other_stronger")

    assert found(base, disqualifying_reason="pay") == {"fin", "left", "salary"}


def test_outcomes_that_count_can_be_set(base: World) -> None:
    assert found(base, outcome="withdrawn") == {"left"}


@pytest.mark.parametrize("outcome", ["open", "rejected"])
def test_people_who_are_in_the_new_process_already_are_left_out(base: World, outcome: str) -> None:
    applied(base, "fin", job="accountant", outcome=outcome)

    assert found(base) == {"salary", "left"}


def test_only_the_nearest_jobs_count(base: World) -> None:
    base.job(factories.job("baker", title="Boulanger", description="Pain, viennoiserie et fournil.", criteria=()))
    base.person(factories.candidate("bread"), text="Boulanger, pain et viennoiserie")
    base.applied(factories.application("baker", "bread", stage="finalist", outcome="rejected"))

    assert "bread" in found(base)
    assert found(base, jobs=1) == {"fin", "salary", "left"}


def test_what_was_asked_is_logged(base: World) -> None:
    reply = base.call(
        "GET", "/jobs/accountant/similar-finalists", minimum_stage="screened", disqualifying_reason="pay", jobs=3
    )

    policy: Any = base.match_log.entries[reply.body["query_id"]]["policy"]
    assert (policy["minimum_stage"], policy["disqualifying_reasons"], policy["jobs_top"]) == ("screened", ["pay"], 3)


def test_the_evidence_is_the_persons_own_line_and_the_latest_application_weighs_most(base: World) -> None:
    applied(base, "seen", stage="finalist", outcome="rejected", revision=1, updated_at=factories.NOW)
    long_ago = factories.NOW - timedelta(days=900)
    applied(base, "fin", stage="finalist", outcome="rejected", revision=1, updated_at=long_ago)

    lines = base.call("GET", "/jobs/accountant/similar-finalists").body["items"]

    order = [line["person"]["candidate_id"] for line in lines]
    assert order.index("seen") < order.index("fin")
    assert all(set(line["finalist"]["why"]) >= {"job_id", "stage", "updated_at", "likeness"} for line in lines)


@pytest.mark.parametrize(
    "path", ["/jobs/none/matches", "/jobs/none/similar-finalists", "/jobs/none", "/jobs/none/applications"]
)
def test_an_unknown_job_is_404_and_named(world: World, path: str) -> None:
    refused = world.call("GET", path)

    assert refused.status == 404
    assert "job" in refused.body["error"]["message"]


@pytest.mark.parametrize("route", ["/segments/count", "/segments/members"])
@pytest.mark.parametrize(
    "segment",
    [
        {"like": {"job_id": "none"}},
        {"history": {"jobs": ["none"]}},
        {"history": {"jobs": ["accountant", "none"]}},
        {"never_applied_to": ["none"]},
        {"finalists_of_jobs_like": {"job_id": "none"}},
        {"any_of": [{"history": {"jobs": ["none"]}}, {"skills_any": ["sage"]}]},
    ],
    ids=str,
)
def test_a_segment_that_names_an_unknown_job_is_404_and_says_so(world: World, route: str, segment: Any) -> None:
    world.job(factories.job())

    refused = world.call("POST", route, {"segment": segment})

    assert refused.status == 404, refused.body
    assert "none" in refused.body["error"]["message"] or "job" in refused.body["error"]["message"]
