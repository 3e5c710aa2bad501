"""Queue of erasures -> every store without the person, and a certificate (R31)."""

from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from erase_candidate.messages import ErasureMessage
from relance import clock, wiring
from relance.observability import logger, metrics, standard_logger
from relance.privacy.erase import Stores, erase

processor = BatchProcessor(
    EventType.SQS, model=ErasureMessage, raise_on_entire_batch_failure=False, logger=standard_logger
)


def erase_record(record: ErasureMessage) -> None:
    """One person."""
    stores = Stores(
        candidates=wiring.candidates(), applications=wiring.applications(), cvs=wiring.cv_store(),
        mails=wiring.mails(), archive=wiring.mail_archive(), ratings=wiring.ratings(),
        suppressions=wiring.suppressions(), index=wiring.candidate_index(), audit=wiring.audit(),
        address_key=wiring.address_key,
    )  # fmt: skip
    erasure = erase(record.body, stores=stores, pause=wiring.long_pause, now=clock.now())
    logger.info("person erased", extra={"candidate_id": erasure.candidate_id, "removed": erasure.removed})
    metrics.add_metric(name="Erased", unit=MetricUnit.Count, value=1)


@logger.inject_lambda_context
@metrics.log_metrics(capture_cold_start_metric=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Messages that fail return to the queue, the others are done."""
    return process_partial_response(event=event, record_handler=erase_record, processor=processor, context=context)
