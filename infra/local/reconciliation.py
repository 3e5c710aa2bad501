"""What the parts of the running service tell each other, compared: the tables with the search index, and with SES.

The local cloud forgets the changes that nobody had read when it stopped, so that the index is reconciled at each start.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from infra.local.deployment import Deployment
from infra.local.places import Places
from infra.local.search import EMBEDDED
from relance import clock
from relance.adapters.dynamodb_candidates import DynamoDbCandidateStore
from relance.adapters.dynamodb_jobs import DynamoDbJobStore
from relance.adapters.index_retries import SqsIndexRetries
from relance.ports.people import IndexBell
from relance.reconciliation import differences, everything, ring


def reconcile(deployment: Deployment) -> int:
    """Ring for every record whose document may be missing or old; returns how many.

    The embedded index tells how new its documents are; another engine is not asked, and hears of everything.
    """
    queue = deployment.setting("UpdateIndex", "INDEX_RETRIES_QUEUE_URL")
    with _bells(deployment) as bells:
        return ring(bells, retries=SqsIndexRetries(deployment.client("sqs"), queue_url=queue))


@contextmanager
def _bells(deployment: Deployment) -> Iterator[Iterator[IndexBell]]:
    client = deployment.client("dynamodb")
    candidates = DynamoDbCandidateStore(
        client,
        table=deployment.table("Candidates"),
        keys_table=deployment.table("CandidateKeys"),
        erasures_table=deployment.table("Erasures"),
    )
    jobs = DynamoDbJobStore(client, table=deployment.table("Jobs"))
    if deployment.engine != EMBEDDED.engine:
        yield everything(candidates=candidates, jobs=jobs)
        return
    from relance.adapters.embedded_search import (  # noqa: PLC0415  They need numpy; little else here does.
        EmbeddedCandidateIndex,
        EmbeddedJobIndex,
    )

    folder = Places(deployment.state).search
    with closing(EmbeddedCandidateIndex(folder)) as people, closing(EmbeddedJobIndex(folder)) as offers:
        yield differences(candidates=candidates, jobs=jobs, candidate_index=people, job_index=offers, at=clock.now())
