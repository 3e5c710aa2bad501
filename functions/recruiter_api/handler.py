"""HTTP API of the recruiters: JSON in, JSON out, described by its OpenAPI document."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from recruiter_api.api import build_api
from recruiter_api.bodies import with_readable_body
from relance.observability import logger, metrics

api = build_api()


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """One request of API Gateway (payload version 2.0)."""
    return api.resolve(with_readable_body(event), context)
