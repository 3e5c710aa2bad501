"""Changes of candidates and jobs -> the search index."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from relance import wiring
from relance.observability import logger, metrics, standard_logger
from update_index.answering import answer
from update_index.messages import RetryMessage, bells, comes_from_stream

processor = BatchProcessor(
    EventType.SQS, model=RetryMessage, raise_on_entire_batch_failure=False, logger=standard_logger
)


def retry_record(record: RetryMessage) -> None:
    """One document that failed before."""
    for failure in answer([record.body]):
        raise failure.error


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """What fails of a stream goes to the queue, so that nobody waits behind it; what fails of the queue returns."""
    if not comes_from_stream(event):
        return process_partial_response(event=event, record_handler=retry_record, processor=processor, context=context)
    failures = answer(bells(event))
    if failures:
        wiring.index_retries().put([failure.bell for failure in failures])
    return {"batchItemFailures": []}
