"""Answer everyone, over the API."""

from datetime import timedelta

import pytest

from relance.applications import Outcome, Stage
from relance.candidates import CandidateId
from tests import factories
from tests.unit.api.world import APPROVER, World


@pytest.fixture
def house(world: World) -> World:
    """Three people who applied at different times."""
    world.job(factories.job())
    for name, days in (("ada", 30), ("bob", 10), ("cyd", 3)):
        world.person(factories.candidate(name, name=name.title()))
        world.applied(factories.application("accountant", name, applied_at=world.now - timedelta(days=days)))
    return world


def test_who_waits_too_long_is_listed_longest_first_and_ready_to_draft(house: World) -> None:
    found = house.call("GET", "/jobs/accountant/unanswered", days=7).body

    assert [(each["candidate_id"], each["days"]) for each in found["items"]] == [("ada", 30), ("bob", 10)]
    assert found["items"][0]["name"]
    body = {"job_id": "accountant", "candidate_ids": found["candidate_ids"], "reason_id": "process_stopped"}
    drafted = house.call("POST", "/rejections", body)
    assert len(drafted.body["mails"]) == 2
    assert house.call("GET", "/jobs/accountant/unanswered", days=7).body["items"] == []


def test_those_who_will_pass_the_limit_soon_can_be_seen_ahead(house: World) -> None:
    assert len(house.call("GET", "/jobs/accountant/unanswered", days=14).body["items"]) == 1
    assert len(house.call("GET", "/jobs/accountant/unanswered", days=14, ahead=5).body["items"]) == 2


def test_all_jobs_with_people_waiting_are_listed(house: World) -> None:
    house.job(factories.job("quiet"))

    found = house.call("GET", "/unanswered", days=7).body

    (line,) = found["items"]
    assert (line["job_id"], line["people"], line["longest_days"]) == ("accountant", 2, 30)


def test_after_a_hire_the_answers_for_all_others_are_proposed(house: World) -> None:
    before = house.call("GET", "/jobs/accountant/proposed-answers").body
    house.call("PATCH", "/applications/accountant/bob", {"outcome": "hired"})
    after = house.call("GET", "/jobs/accountant/proposed-answers").body

    assert (before["hired"], before["candidate_ids"]) == (False, [])
    assert (after["hired"], sorted(after["candidate_ids"])) == (True, ["ada", "cyd"])
    body = {"job_id": "accountant", "candidate_ids": after["candidate_ids"], "reason_id": after["reason_id"]}
    assert len(house.call("POST", "/rejections", body, claims=APPROVER).body["mails"]) == 2


def test_an_unknown_job_is_not_found(world: World) -> None:
    assert world.call("GET", "/jobs/nothing/unanswered").status == 404
    assert world.call("GET", "/jobs/nothing/proposed-answers").status == 404


def test_a_call_can_be_recorded_with_the_screening(house: World) -> None:
    at = house.now - timedelta(days=1)

    done = house.call(
        "PATCH", "/applications/accountant/ada", {"stage": "screened", "last_interview_at": at.isoformat()}
    )
    early = house.call(
        "PATCH", "/applications/accountant/cyd", {"last_interview_at": (at - timedelta(days=9)).isoformat()}
    )

    assert done.status == 200, done.body
    application = house.applications.get(factories.job().job_id, CandidateId("ada"))
    assert (application.stage, application.last_interview_at, application.outcome) == (Stage.SCREENED, at, Outcome.OPEN)
    assert early.status == 400
