"""What runs on this machine and what it holds."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from infra.local.deployment import Deployment
from infra.local.stacks import physical_ids


@dataclass(frozen=True)
class Queue:
    """Messages of one queue: waiting (delayed ones too), being worked on, and given up in its dead-letter queue."""

    name: str
    waiting: int
    in_work: int
    dead: int


@dataclass(frozen=True)
class Status:
    """Numbers of a running service."""

    candidates: int
    jobs: int
    mails: Mapping[str, int]
    """By state."""
    held: Mapping[str, int]
    """Mails that are held, by what they wait for."""
    queues: tuple[Queue, ...]


def status(deployment: Deployment) -> Status:
    """Count everything."""
    rows = _scan(deployment, "Mails", ProjectionExpression="#s, held_because")
    states = Counter(row["state"]["S"] for row in rows)
    held = Counter(row["held_because"]["S"] for row in rows if "held_because" in row)
    return Status(
        candidates=_count(deployment, "Candidates"),
        jobs=_count(deployment, "Jobs"),
        mails=dict(sorted(states.items())),
        held=dict(held.most_common()),
        queues=queues(deployment),
    )


def queues(deployment: Deployment) -> tuple[Queue, ...]:
    """Each working queue with its dead letters, by logical id (`Send`, `Uploads`, …)."""
    sqs = deployment.client("sqs")
    read = {}
    for logical, url in physical_ids(deployment.endpoint, "AWS::SQS::Queue").items():
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        read[attributes["QueueArn"]] = (logical, attributes)
    found = []
    for logical, attributes in read.values():
        dead = next((read[arn][1] for arn in read if arn in attributes.get("RedrivePolicy", "")), None)
        if dead:
            found.append(
                Queue(
                    name=logical.partition("Queue")[0] or logical,
                    waiting=_number(attributes, "Messages") + _number(attributes, "MessagesDelayed"),
                    in_work=_number(attributes, "MessagesNotVisible"),
                    dead=_number(dead, "Messages"),
                )
            )
    return tuple(sorted(found, key=lambda queue: queue.name))


def _number(attributes: Mapping[str, str], name: str) -> int:
    return int(attributes.get(f"ApproximateNumberOf{name}", 0))


def _count(deployment: Deployment, table: str) -> int:
    pages = deployment.client("dynamodb").get_paginator("scan")
    return sum(page["Count"] for page in pages.paginate(TableName=deployment.table(table), Select="COUNT"))


def _scan(deployment: Deployment, table: str, **projection: str) -> list[dict[str, dict[str, str]]]:
    pages = deployment.client("dynamodb").get_paginator("scan")
    names = {"#s": "state"}
    return [
        item
        for page in pages.paginate(TableName=deployment.table(table), ExpressionAttributeNames=names, **projection)
        for item in page["Items"]
    ]
