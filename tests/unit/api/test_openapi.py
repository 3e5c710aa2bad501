"""The OpenAPI document: kept in the repository, valid, and true."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Err

from recruiter_api.api import build_api, openapi_document
from tests import factories
from tests.unit.api.world import APPROVER, World

KEPT = Path(__file__).parents[3] / "docs" / "openapi.json"


def test_the_kept_document_is_the_one_that_the_code_describes() -> None:
    made = json.dumps(openapi_document(build_api()), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    kept = KEPT.read_text(encoding="utf-8") if KEPT.exists() else ""

    KEPT.write_text(made, encoding="utf-8")

    assert made == kept, "docs/openapi.json was out of step and has been written anew: commit it"


def test_every_schema_of_the_document_is_a_valid_schema() -> None:
    document = openapi_document(build_api())

    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema)
    schemathesis.openapi.from_dict(document).validate()


def test_every_operation_says_what_it_does_who_may_and_how_it_refuses() -> None:
    document = openapi_document(build_api())
    operations = [(path, operation) for path, methods in document["paths"].items() for operation in methods.values()]

    for path, operation in operations:
        assert operation["summary"], path
        assert operation["tags"], path
        if path != "/health":
            assert operation["security"] == [{"token": []}], path
            assert {"400", "401", "403", "404", "409", "422", "503"} <= set(operation["responses"]), path
    assert len({operation["operationId"] for _, operation in operations}) == len(operations)


def test_no_reference_of_the_document_leads_nowhere() -> None:
    text = json.dumps(openapi_document(build_api()))
    known = set(json.loads(text)["components"]["schemas"])

    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}

    assert named <= known


@settings(
    max_examples=200,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(data=st.data())
def test_no_request_of_the_schema_breaks_the_api(world: World, data: st.DataObject) -> None:
    case = data.draw(data.draw(st.sampled_from(_strategies())))
    path = case.path
    for name, value in (case.path_parameters or {}).items():
        path = path.replace("{" + name + "}", str(data.draw(st.sampled_from(["accountant", "zoe", str(value)]))))

    body = case.body if isinstance(case.body, dict | list) else None
    reply = world.call(case.method, path, body, claims=APPROVER, **case.query or {})

    assert reply.status < 500
    if reply.status >= 400:
        assert set(reply.body) == {"error"}


@cache
def _operations() -> list[Any]:
    schema = schemathesis.openapi.from_dict(openapi_document(build_api()))
    return [result.ok() for result in schema.get_all_operations() if not isinstance(result, Err)]


@cache
def _strategies() -> list[st.SearchStrategy[Any]]:
    return [operation.as_strategy() for operation in _operations()]


@pytest.fixture(autouse=True)
def some_data(world: World) -> None:
    world.job(factories.job())
    world.person(factories.candidate(consent=factories.consent()))
    world.applied(factories.application())
