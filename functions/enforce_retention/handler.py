"""Every ten minutes, until everybody was met today: who has been kept long enough goes (R30)."""

from typing import Any, Final

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from enforce_retention.walk import Stores, walk
from relance import clock, wiring
from relance.observability import logger, metrics

RESERVE_MS: Final = 20_000
"""A page takes less; the rest is for the next stretch."""


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001  Lambda's shape.
    """The event tells nothing that the clock does not."""
    stores = Stores(
        candidates=wiring.candidates(), applications=wiring.applications(), mails=wiring.mails(),
        erasing=wiring.erasure_requests(), places=wiring.retention_places(),
    )  # fmt: skip
    walked = walk(
        stores, policy=wiring.retention_policy(), now=clock.now(),
        may_go_on=lambda: context.get_remaining_time_in_millis() > RESERVE_MS,
    )  # fmt: skip
    logger.info("people met", extra=walked.model_dump())
    for name in ("met", "asked", "ordered_to_erase"):
        metrics.add_metric(name=f"retention_{name}", unit=MetricUnit.Count, value=getattr(walked, name))
    return walked.model_dump()
