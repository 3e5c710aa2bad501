"""Where the campaign of the benchmark runs: an index, and a local cloud's tables, bucket, queue and schedules."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import boto3

from infra.local.opensearch_node import opensearch_node
from tests.benchmarks.mail_faults.cloud import REGION, furnish, worker_environment


@contextmanager
def searching(engine: str, folder: Path) -> Iterator[dict[str, str]]:
    """An empty index of that engine, as functions are told of it."""
    if engine == "embedded":
        yield {"SEARCH_ENGINE": engine, "SEARCH_PATH": str(folder / "index")}
        return
    url = os.environ.get("OPENSEARCH_URL")
    with nullcontext(url) if url else opensearch_node(heap="2g", quick_start=False) as node:
        yield {"SEARCH_ENGINE": engine, "SEARCH_ENDPOINT": node}


def furnished(cloud: str, search: dict[str, str]) -> dict[str, str]:
    """Tables, queue, bucket and schedules; the environment of the workers, which is ours, too."""
    environment = worker_environment(cloud, cloud) | search
    environment |= {"AUDIENCES_BUCKET": "audiences", "SCHEDULE_GROUP": "campaigns", "OFFERS_EVERY_DAYS": "14"}
    environment |= {"SCHEDULER_ROLE_ARN": "arn:aws:iam::000000000000:role/scheduler"}
    environment = furnish(environment)
    boto3.client("s3").create_bucket(Bucket="audiences", CreateBucketConfiguration={"LocationConstraint": REGION})
    boto3.client("scheduler").create_schedule_group(Name="campaigns")
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="runs", Attributes={"VisibilityTimeout": "30"})["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    made = {"RUNS_QUEUE_URL": url, "CAMPAIGN_RUNS_QUEUE_ARN": arn, "SCHEDULER_DLQ_ARN": arn}
    os.environ.update(made)
    return environment | made
