"""SES events through SNS and a queue -> ledger, suppressions."""

from typing import Any, Final

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from record_mail_events.notifications import EventMessage, mail_event
from relance import clock, wiring
from relance.mail.events import record_event
from relance.observability import logger, metrics, standard_logger
from relance.ports.people import IndexBell

processor = BatchProcessor(
    EventType.SQS, model=EventMessage, raise_on_entire_batch_failure=False, logger=standard_logger
)

SEEN_BY_SEGMENTS: Final = frozenset({"send", "bounce", "complaint"})
"""What was sent to whom, and whether their address works, is part of what segments ask: the index hears of it."""


def record_one(record: EventMessage) -> None:
    """One event of SES."""
    event = mail_event(record.body.message)
    mail = record_event(
        event, mails=wiring.mails(), touch=wiring.event_consequences(), pause=wiring.short_pause, now=clock.now()
    )
    if event.kind in SEEN_BY_SEGMENTS:
        wiring.index_retries().put([IndexBell(kind="candidate", id=mail.candidate_id)])
    logger.info("mail event kept", extra={"mail_id": mail.mail_id, "kind": event.kind, "state": mail.state})
    metrics.add_metric(name=f"{mail.stream}_{event.kind}", unit=MetricUnit.Count, value=1)


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Messages that fail return to the queue, the others are done."""
    return process_partial_response(event=event, record_handler=record_one, processor=processor, context=context)
