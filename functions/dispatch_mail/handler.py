"""Each minute: due mails -> queue at the allowed rate; ended claims -> UNKNOWN; campaign runs that stopped -> go on."""

from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from relance import clock, wiring
from relance.campaigns.reconcile_runs import reconcile_runs
from relance.mail.dispatch import dispatch
from relance.observability import logger, metrics


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001  Lambda's shape.
    """The event tells nothing that the clock does not."""
    done = dispatch(
        mails=wiring.mails(), queue=wiring.send_queue(), allowance=wiring.allowance(), stops=wiring.stop_signs(),
        now=clock.now(),
    )  # fmt: skip
    runs = reconcile_runs(campaigns=wiring.campaigns(), scheduler=wiring.scheduler(), now=clock.now())
    told = {**done.model_dump(), **runs.model_dump()}
    logger.info("mails dispatched", extra=told)
    for name, count in told.items():
        metrics.add_metric(name=f"dispatched_{name}", unit=MetricUnit.Count, value=count)
    return told
