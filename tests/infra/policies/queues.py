"""Queues, streams and what happens to a message that keeps failing."""

from collections.abc import Iterator
from typing import Final

from tests.infra.cloud import Cloud

SIX: Final = 6


def dead_letter_queues(cloud: Cloud) -> set[str]:
    """Queues that other queues, streams or schedules put their failures into."""
    queues = cloud.of_type("AWS::SQS::Queue").values()
    found = {
        cloud.target(queue["RedrivePolicy"]["deadLetterTargetArn"]) for queue in queues if "RedrivePolicy" in queue
    }
    return {name for name in found if name}


def every_queue_has_a_dead_letter_queue(cloud: Cloud) -> Iterator[str]:
    for name, queue in cloud.of_type("AWS::SQS::Queue").items():
        if "RedrivePolicy" not in queue and name not in dead_letter_queues(cloud):
            yield f"{name}: a message that keeps failing has nowhere to go"


def every_dead_letter_queue_has_an_alarm(cloud: Cloud) -> Iterator[str]:
    watched = {
        cloud.target(dimension["Value"])
        for alarm in cloud.of_type("AWS::CloudWatch::Alarm").values()
        if alarm.get("MetricName") == "ApproximateNumberOfMessagesVisible" and alarm.get("AlarmActions")
        for dimension in alarm["Dimensions"]
    }
    for name in dead_letter_queues(cloud) - watched:
        yield f"{name}: nobody hears of its messages"


def every_queue_is_encrypted_with_our_key(cloud: Cloud) -> Iterator[str]:
    for name, queue in cloud.of_type("AWS::SQS::Queue").items():
        if cloud.target(queue.get("KmsMasterKeyId")) not in cloud.of_type("AWS::KMS::Key"):
            yield f"{name}: not encrypted with a key of ours"


def every_message_stays_hidden_six_timeouts(cloud: Cloud) -> Iterator[str]:
    queues, functions = cloud.of_type("AWS::SQS::Queue"), cloud.of_type("AWS::Lambda::Function")
    for mapping in cloud.of_type("AWS::Lambda::EventSourceMapping").values():
        source = cloud.target(mapping["EventSourceArn"])
        if source in queues:
            timeout = functions[cloud.target(mapping["FunctionName"]) or ""]["Timeout"]
            if queues[source].get("VisibilityTimeout", 30) < SIX * timeout:
                yield f"{source}: a message would come back while its function still works on it"


def every_mapping_reports_single_failures(cloud: Cloud) -> Iterator[str]:
    for name, mapping in cloud.of_type("AWS::Lambda::EventSourceMapping").items():
        if mapping.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield f"{name}: one bad record repeats its whole batch"


def every_queue_limits_its_function(cloud: Cloud) -> Iterator[str]:
    queues = cloud.of_type("AWS::SQS::Queue")
    for name, mapping in cloud.of_type("AWS::Lambda::EventSourceMapping").items():
        if cloud.target(mapping["EventSourceArn"]) in queues and "MaximumConcurrency" not in mapping.get(
            "ScalingConfig", {}
        ):
            yield f"{name}: a burst could take all the concurrency of the account"


def every_stream_starts_at_the_beginning_and_gives_up_into_a_queue(cloud: Cloud) -> Iterator[str]:
    tables = cloud.of_type("AWS::DynamoDB::Table")
    for name, mapping in cloud.of_type("AWS::Lambda::EventSourceMapping").items():
        if cloud.target(mapping["EventSourceArn"]) in tables:
            if mapping.get("StartingPosition") != "TRIM_HORIZON":
                yield f"{name}: changes made before the deployment are missed"
            lost = cloud.target(mapping.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination"))
            if lost not in dead_letter_queues(cloud) or mapping.get("MaximumRetryAttempts", -1) < 0:
                yield f"{name}: a bad record stops its shard"
