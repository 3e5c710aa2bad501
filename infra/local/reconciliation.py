"""After a restart: what the search index may have missed is put on the queue of retries.

The local cloud forgets the changes that nobody had read when it stopped. Records whose document is as new as they are
are left alone: the embedded index tells how new its documents are; another engine is not asked.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import batched
from typing import TYPE_CHECKING, Any

from infra.local.places import Places
from relance.candidates import CandidateId
from relance.jobs import JobId

if TYPE_CHECKING:
    from infra.local.runtime import Deployment

BATCH = 10
type Revision[Id] = Callable[[Id], int | None]


def reconcile(deployment: "Deployment") -> int:
    """Queue every record whose document may be missing or old; returns how many."""
    queue, sqs = deployment.setting("UpdateIndex", "INDEX_RETRIES_QUEUE_URL"), deployment.client("sqs")
    count = 0
    for some in batched(_missed(deployment), BATCH, strict=False):
        entries = [{"Id": str(place), "MessageBody": json.dumps(message)} for place, message in enumerate(some)]
        sqs.send_message_batch(QueueUrl=queue, Entries=entries)
        count += len(entries)
    return count


def _missed(deployment: "Deployment") -> Iterator[dict[str, str]]:
    with _indexed(deployment) as (candidates, jobs):
        for record_id, revision in _records(deployment, "Candidates", "candidate_id", "index_revision"):
            if (candidates(CandidateId(record_id)) or 0) < revision:
                yield {"kind": "candidate", "id": record_id}
        for record_id, revision in _records(deployment, "Jobs", "job_id", "revision"):
            if (jobs(JobId(record_id)) or 0) < revision:
                yield {"kind": "job", "id": record_id}


@contextmanager
def _indexed(deployment: "Deployment") -> Iterator[tuple[Revision[CandidateId], Revision[JobId]]]:
    """How new the documents of candidates and of jobs are."""
    if deployment.engine != "embedded":
        yield (lambda _: None), (lambda _: None)
        return
    from relance.adapters.embedded_search import (  # noqa: PLC0415  They need numpy; little else here does.
        EmbeddedCandidateIndex,
        EmbeddedJobIndex,
    )

    folder = Places(deployment.state).search
    with closing(EmbeddedCandidateIndex(folder)) as candidates, closing(EmbeddedJobIndex(folder)) as jobs:
        yield candidates.revision, jobs.revision


def _records(deployment: "Deployment", table: str, key: str, revision: str) -> Iterator[tuple[str, int]]:
    for item in _items(deployment, table, f"{key}, {revision}"):
        yield item[key]["S"], int(item[revision]["N"])


def _items(deployment: "Deployment", table: str, names: str) -> Iterator[dict[str, Any]]:
    pages = deployment.client("dynamodb").get_paginator("scan")
    for page in pages.paginate(TableName=deployment.table(table), ProjectionExpression=names, ConsistentRead=True):
        yield from page["Items"]
