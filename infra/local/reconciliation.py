"""After a restart: what the search index may have missed is put on the queue of retries.

The local cloud forgets the changes that nobody had read when it stopped, so each record is looked at again.
"""

import json
from collections.abc import Iterator
from itertools import batched
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.local.runtime import Deployment

BATCH = 10


def reconcile(deployment: "Deployment") -> int:
    """Queue every candidate and job for indexing; returns how many. Documents that are up to date stay as they are."""
    queue, sqs = deployment.setting("UpdateIndex", "INDEX_RETRIES_QUEUE_URL"), deployment.client("sqs")
    count = 0
    for some in batched(_records(deployment), BATCH, strict=False):
        entries = [{"Id": str(place), "MessageBody": json.dumps(message)} for place, message in enumerate(some)]
        sqs.send_message_batch(QueueUrl=queue, Entries=entries)
        count += len(entries)
    return count


def _records(deployment: "Deployment") -> Iterator[dict[str, str]]:
    for kind, table in (("candidate", "Candidates"), ("job", "Jobs")):
        name = f"{kind}_id"
        pages = deployment.client("dynamodb").get_paginator("scan")
        for page in pages.paginate(TableName=deployment.table(table), ProjectionExpression=name):
            yield from ({"kind": kind, "id": item[name]["S"]} for item in page["Items"])
