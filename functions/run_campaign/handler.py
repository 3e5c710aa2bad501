"""Queue of campaign runs -> frozen audience -> mails in the ledger; each hour, jobs without proposals -> drafts."""

from datetime import timedelta
from typing import Any, Final

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from relance import wiring
from relance.campaigns.propose import propose_missing
from relance.clock import now
from relance.mail.dispatch import dispatch
from relance.observability import logger, metrics, standard_logger
from run_campaign.messages import RunMessage
from run_campaign.run import run

RUNS_FOR: Final = timedelta(seconds=240)
"""Leaves a minute of the function's five for the last page and the dispatch."""
processor = BatchProcessor(EventType.SQS, model=RunMessage, raise_on_entire_batch_failure=False, logger=standard_logger)


def run_record(record: RunMessage) -> None:
    """Carry the run as far as it goes now, then let due mails leave."""
    wiring.preload_campaigns()
    done = run(
        record.body, desk=wiring.campaign_desk(), scheduler=wiring.scheduler(), audit=wiring.audit(),
        clock=now, until=now() + RUNS_FOR,
    )  # fmt: skip
    if done is not None:
        metrics.add_metric(name=f"runs_{done.state}", unit=MetricUnit.Count, value=1)
    dispatch(
        mails=wiring.mails(), queue=wiring.send_queue(), allowance=wiring.allowance(), stops=wiring.stop_signs(),
        now=now(),
    )  # fmt: skip


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Each message on its own; those that fail come back. Without messages it is the clock that calls."""
    if "Records" not in event:
        made = propose_missing(desk=wiring.campaign_desk(), clock=now, until=now() + RUNS_FOR)
        metrics.add_metric(name="proposals_made", unit=MetricUnit.Count, value=made)
        return {"batchItemFailures": []}
    return process_partial_response(event=event, record_handler=run_record, processor=processor, context=context)
