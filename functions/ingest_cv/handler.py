"""Queue of uploaded CVs -> candidates."""

from functools import partial
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from ingest_cv.ingest import Stores, ingest
from ingest_cv.messages import UploadMessage
from relance import clock, wiring
from relance.cv.read import read_cv
from relance.observability import logger, metrics, standard_logger

processor = BatchProcessor(
    EventType.SQS, model=UploadMessage, raise_on_entire_batch_failure=False, logger=standard_logger
)


def ingest_record(record: UploadMessage) -> None:
    """One uploaded file."""
    stores = Stores(
        cvs=wiring.cv_store(),
        candidates=wiring.candidates(),
        jobs=wiring.jobs(),
        applications=wiring.applications(),
    )
    read = partial(read_cv, ocr=wiring.ocr())
    settled = ingest(record.upload(), stores=stores, read=read, pepper=wiring.pepper(), now=clock.now())
    logger.info("upload settled", extra=settled.model_dump(mode="json", exclude_none=True))
    metrics.add_metric(name=settled.outcome, unit=MetricUnit.Count, value=1)


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Messages that fail return to the queue, the others are done."""
    return process_partial_response(event=event, record_handler=ingest_record, processor=processor, context=context)
