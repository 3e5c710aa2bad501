"""The use case with everything that this deployment puts behind its ports."""

from collections.abc import Sequence

from aws_lambda_powertools.metrics import MetricUnit

from relance import wiring
from relance.observability import logger, metrics
from relance.ports.people import IndexBell
from update_index.update import Failure, Search, Truth, update


def answer(bells: Sequence[IndexBell]) -> Sequence[Failure]:
    """Bring documents up to date; each failure is logged and counted, and returned to be tried again."""
    failures = update(
        bells,
        truth=Truth(candidates=wiring.candidates(), sources=wiring.document_sources(), jobs=wiring.jobs()),
        search=Search(candidates=wiring.candidate_index(), jobs=wiring.job_index(), embedder=wiring.embedder()),
    )
    for failure in failures:
        logger.error("document not indexed", extra=failure.bell.model_dump(), exc_info=failure.error)
    metrics.add_metric(name="Indexed", unit=MetricUnit.Count, value=len(bells) - len(failures))
    metrics.add_metric(name="NotIndexed", unit=MetricUnit.Count, value=len(failures))
    return failures
