"""The resolver with all its routers, and its OpenAPI document."""

import json
from functools import cache
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response, content_types
from aws_lambda_powertools.event_handler.api_gateway import APIGatewayHttpResolver

from recruiter_api import (
    applications,
    campaign_edits,
    campaign_recipients,
    campaign_report,
    campaign_waits,
    campaigns,
    candidate_details,
    candidates,
    erasures,
    failures,
    jobs,
    mails,
    matches,
    ratings,
    rejections,
    saved_segments,
    segments,
    sending,
    waiting,
    wordings,
    words,
)
from recruiter_api.access import OPEN_PATHS, guard
from recruiter_api.bodies import parse_json
from recruiter_api.failures import ErrorBody
from relance.records import Record

ROUTERS: Final = (
    jobs.router,
    candidates.router,
    candidate_details.router,
    erasures.router,
    applications.router,
    matches.router,
    rejections.router,
    ratings.router,
    segments.router,
    saved_segments.router,
    campaign_waits.router,
    campaigns.router,
    campaign_edits.router,
    campaign_recipients.router,
    campaign_report.router,
    mails.router,
    sending.router,
    wordings.router,
    words.router,
    waiting.router,
)
_REFUSALS: Final = {
    "400": "The input cannot be accepted",
    "401": "Not signed in",
    "403": "Signed in, but not in the group that this needs",
    "404": "There is no such record",
    "409": "The state does not allow it, or somebody else was quicker",
    "422": "Some fields cannot be accepted",
    "503": "A dependency is down: try again",
}
_DESCRIPTION: Final = (
    "Answers every candidate personally and keeps the contact. Bearer tokens come from the deployment's user pool; "
    "members of `recruiter` use everything, approvals need `approver`. Lists are paged: give `next` back as `after` "
    "until it is null."
)


class Health(Record):
    """The API answers."""

    status: str = "ok"


def build_api() -> APIGatewayHttpResolver:
    """A resolver of its own, so that tests can put twins behind it."""
    api = APIGatewayHttpResolver(
        enable_validation=True, response_validation_error_http_code=500, json_body_deserializer=parse_json
    )
    api.use(middlewares=[guard])
    for router in ROUTERS:
        api.include_router(router)
    failures.register(api)

    @api.get("/health", summary="Whether the API answers", tags=["service"])
    def health() -> Health:
        return Health()

    @cache
    def document() -> str:
        return json.dumps(openapi_document(api))

    @api.get("/openapi.json", include_in_schema=False, enable_validation=False)
    def openapi() -> Response[str]:
        return Response(200, content_types.APPLICATION_JSON, document())

    return api


def openapi_document(api: APIGatewayHttpResolver) -> dict[str, Any]:
    """The API in OpenAPI 3.1, with our own error body and the sign-in that each route needs."""
    document: dict[str, Any] = json.loads(
        api.get_openapi_json_schema(title="relance", version="1", description=_DESCRIPTION)
    )
    schemas = document["components"]["schemas"]
    for stranger in ("HTTPValidationError", "ValidationError", "ResponseValidationError"):
        schemas.pop(stranger, None)
    error = ErrorBody.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= error.pop("$defs") | {"ErrorBody": error}
    document["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    }
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _describe_refusals(operation, closed=path not in OPEN_PATHS)
    return document


def _describe_refusals(operation: dict[str, Any], *, closed: bool) -> None:
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}
    for status in ("422", "500"):
        operation["responses"].pop(status, None)
    if closed:
        operation["security"] = [{"token": []}]
        told = {status: {"description": text, "content": body} for status, text in _REFUSALS.items()}
        operation["responses"] |= told
