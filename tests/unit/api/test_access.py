"""Who may do what, and how refusals look."""

import base64
import json
from typing import Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from recruiter_api.access import OPEN_PATHS, user_of
from recruiter_api.bodies import with_readable_body
from relance import wiring
from relance.errors import NotLetInError, UnavailableError
from relance.observability import metrics
from tests import factories
from tests.unit.api.world import APPROVER, RECRUITER, World, event


@pytest.mark.parametrize(
    "groups", [["recruiter", "approver"], "[recruiter approver]", "recruiter,approver", "[recruiter, approver]"]
)
def test_groups_are_read_as_a_list_and_as_api_gateway_writes_them(groups: object) -> None:
    assert user_of({"cognito:groups": groups}).groups == {"recruiter", "approver"}


@pytest.mark.parametrize("claims", [None, {}, {"username": "eve"}, {"cognito:groups": "[auditor]"}])
def test_without_a_group_nothing_but_the_open_routes_answers(world: World, claims: dict[str, Any] | None) -> None:
    operations = [
        (method.upper(), path.replace("{", "").replace("}", ""))
        for path, methods in world.call("GET", "/openapi.json", claims=None).body["paths"].items()
        for method in methods
        if path not in OPEN_PATHS
    ]

    refusals = {(method, path): world.call(method, path, claims=claims).status for method, path in operations}

    assert len(refusals) > 30
    # Whoever has no group learns at most that the form of a request is wrong.
    assert set(refusals.values()) <= {403, 422}
    assert world.call("GET", "/jobs", claims=claims).status == 403
    assert world.call("GET", "/health", claims=claims).status == 200
    assert world.call("GET", "/openapi.json", claims=claims).status == 200


def test_only_an_approver_approves(world: World) -> None:
    for path, body in [
        ("/campaigns/x/approve", {"audience_ceiling": 1}),
        ("/campaigns/x/resume", None),
        ("/rejections/x/approve", {"list_hash": "1"}),
        ("/rejections/x/mails/y/approve", {"text_hash": "1"}),
    ]:
        assert world.call("POST", path, body, claims=RECRUITER).status == 403
        assert world.call("POST", path, body, claims=APPROVER).status == 404


def test_an_approver_who_is_no_recruiter_reads_and_stops_but_does_not_write(world: World) -> None:
    claims = {"username": "amina", "cognito:groups": ["approver"]}

    assert world.call("GET", "/jobs", claims=claims).status == 200
    assert world.call("POST", "/rejections/x/cancel", claims=claims).status == 404
    assert world.call("POST", "/jobs", {"title": "a", "description": "b"}, claims=claims).status == 403


def test_refusals_have_one_shape(world: World) -> None:
    unknown = world.call("GET", "/nothing")
    missing = world.call("GET", "/jobs/none")
    wrong = world.call("POST", "/jobs", {"title": 3, "salary": 1})

    assert unknown.body == {"error": {"type": "not_found", "message": "there is no such resource", "fields": []}}
    assert missing.body["error"]["type"] == "not_found"
    assert wrong.status == 422
    assert {each["field"] for each in wrong.body["error"]["fields"]} == {"body.title", "body.salary"}


@pytest.mark.parametrize(
    "raw", ["", "{", "[1]", "null", '"x"', '{"title": NaN}', "[" * 100_000, '{"a":' * 60 + "1" + "}" * 60]
)
def test_a_broken_body_is_refused(world: World, raw: str) -> None:
    assert world.call("POST", "/jobs", raw=raw).status in {400, 422}


def test_a_body_that_is_no_text_is_refused(world: World) -> None:
    asked = event("POST", "/jobs", base64.b64encode(b"\xff\x00\xfe").decode(), RECRUITER, {})
    asked |= {"isBase64Encoded": True, "headers": {"Content-Type": "multipart/form-data; boundary=x"}}

    answer = world.api.resolve(with_readable_body(asked), LambdaContext())

    assert answer["statusCode"] == 422


def test_a_json_body_in_base64_is_read(world: World) -> None:
    body = json.dumps({"title": "Comptable", "description": "Tenue des comptes"}).encode()
    asked = event("POST", "/jobs", base64.b64encode(body).decode(), RECRUITER, {}) | {"isBase64Encoded": True}

    answer = world.api.resolve(with_readable_body(asked), LambdaContext())

    assert answer["statusCode"] == 201


def test_a_dependency_that_is_down_is_503(world: World) -> None:
    def down() -> None:
        raise UnavailableError("GetItem: Throttling")

    world.api.dependency_overrides[wiring.jobs] = down

    refused = world.call("GET", "/jobs")

    assert refused.status == 503
    assert refused.body["error"]["type"] == "unavailable"


def test_a_search_that_refuses_us_is_counted_for_the_operators(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused() -> None:
        raise NotLetInError("the search does not let this service in")

    world.api.dependency_overrides[wiring.jobs] = refused

    answer = world.call("GET", "/jobs")
    metrics.flush_metrics()

    assert (answer.status, answer.body["error"]["type"]) == (503, "unavailable")
    assert '"SearchRefused":[1.0]' in capsys.readouterr().out


def test_pages_are_bounded(world: World) -> None:
    world.job(factories.job())

    assert world.call("GET", "/jobs", limit=101).status == 422
    assert world.call("GET", "/jobs", limit=0).status == 422
