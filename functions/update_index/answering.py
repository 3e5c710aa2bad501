"""The use case with everything that this deployment puts behind its ports."""

from collections.abc import Sequence

from aws_lambda_powertools.metrics import MetricUnit

from relance import wiring
from relance.errors import ConflictError, UnavailableError
from relance.observability import logger, metrics
from relance.ports.people import IndexBell
from update_index.update import Failure, Search, Truth, update


def answer(bells: Sequence[IndexBell]) -> Sequence[Failure]:
    """Bring documents up to date; each failure is logged and counted, and returned to be tried again."""
    _let_readers_in()
    failures = update(
        bells,
        truth=Truth(candidates=wiring.candidates(), sources=wiring.document_sources(), jobs=wiring.jobs()),
        search=Search(candidates=wiring.candidate_index(), jobs=wiring.job_index(), embedder=wiring.embedder()),
        responses=wiring.campaign_responses(),
    )
    for failure in failures:
        logger.error("document not indexed", extra=failure.bell.model_dump(), exc_info=failure.error)
    metrics.add_metric(name="Indexed", unit=MetricUnit.Count, value=len(bells) - len(failures))
    metrics.add_metric(name="NotIndexed", unit=MetricUnit.Count, value=len(failures))
    return failures


def _let_readers_in() -> None:
    """The master of the search domain lets the functions that search in, before there is anything to find. Until it
    can, documents are written all the same, and the next call tries again."""
    try:
        if wiring.admit_search_readers():
            logger.info("search readers admitted")
    except (ConflictError, UnavailableError) as error:
        logger.error("search readers not admitted", exc_info=error)
        metrics.add_metric(name="ReadersNotAdmitted", unit=MetricUnit.Count, value=1)
