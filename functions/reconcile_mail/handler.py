"""Each night: the ledger held against SES's events, and who has waited longest for an answer (R40)."""

from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from reconcile_mail.look import Stores, look
from relance import clock, wiring
from relance.mail.reconciliation import Difference
from relance.observability import logger, metrics


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001  Lambda's shape.
    """The event tells nothing that the clock does not."""
    stores = Stores(mails=wiring.mails(), jobs=wiring.jobs(), applications=wiring.applications_of_jobs())
    found = look(stores, report=_say, now=clock.now())
    logger.info("mail reconciled", extra=found.model_dump(mode="json"))
    for name, count in found.counts().items():
        metrics.add_metric(name=f"reconciled_{name}", unit=MetricUnit.Count, value=count)
    return found.model_dump(mode="json")


def _say(difference: Difference) -> None:
    """One line in the log for each mail that somebody should look at."""
    logger.warning("mail does not fit", extra=difference.model_dump(mode="json"))
