"""Queue of due mails -> check -> render -> claim -> SES."""

from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from relance import clock, wiring
from relance.mail.send import send
from relance.observability import logger, metrics, standard_logger
from send_mail.messages import DueMailMessage

processor = BatchProcessor(
    EventType.SQS, model=DueMailMessage, raise_on_entire_batch_failure=False, logger=standard_logger
)


def send_record(record: DueMailMessage) -> None:
    """One due mail."""
    mail = send(
        record.body.mail_id, mails=wiring.mails(), facts=wiring.send_facts(), composer=wiring.composer(),
        archive=wiring.mail_archive(), mailer=wiring.mailer(), senders=wiring.senders(), now=clock.now(),
    )  # fmt: skip
    logger.info("mail handled", extra={"mail_id": mail.mail_id, "state": mail.state, "because": mail.held_because})
    metrics.add_metric(name=f"{mail.stream}_{mail.state}", unit=MetricUnit.Count, value=1)


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Messages that fail return to the queue, the others are done."""
    return process_partial_response(event=event, record_handler=send_record, processor=processor, context=context)
