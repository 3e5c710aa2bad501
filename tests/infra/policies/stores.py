"""Buckets, tables and topics: private, encrypted, kept."""

from collections.abc import Iterator
from typing import Any

from tests.infra.cloud import Cloud


def every_bucket_is_private_encrypted_versioned_and_kept(cloud: Cloud) -> Iterator[str]:
    closed = {"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"}
    for name, bucket in cloud.of_type("AWS::S3::Bucket").items():
        if {key for key, on in bucket.get("PublicAccessBlockConfiguration", {}).items() if on is True} != closed:
            yield f"{name}: could be made public"
        rules = bucket.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
        keys = {cloud.target(rule["ServerSideEncryptionByDefault"].get("KMSMasterKeyID")) for rule in rules}
        if not keys or not keys <= cloud.of_type("AWS::KMS::Key").keys():
            yield f"{name}: not encrypted with a key of ours"
        if bucket.get("VersioningConfiguration") != {"Status": "Enabled"}:
            yield f"{name}: forgets what is overwritten"
        if cloud.resources[name].get("DeletionPolicy") != "Retain":
            yield f"{name}: goes with its stack"


def every_bucket_refuses_plain_http(cloud: Cloud) -> Iterator[str]:
    safe = {
        cloud.target(policy["Bucket"])
        for policy in cloud.of_type("AWS::S3::BucketPolicy").values()
        if _denies_plain_http(policy["PolicyDocument"])
    }
    for name in cloud.of_type("AWS::S3::Bucket").keys() - safe:
        yield f"{name}: can be read over plain http"


def every_queue_and_topic_refuses_plain_http(cloud: Cloud) -> Iterator[str]:
    for kind, policy_kind, field in (
        ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues"),
        ("AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "Topics"),
    ):
        safe = {
            cloud.target(target)
            for policy in cloud.of_type(policy_kind).values()
            if _denies_plain_http(policy["PolicyDocument"])
            for target in policy[field]
        }
        for name in cloud.of_type(kind).keys() - safe:
            yield f"{name}: can be reached over plain http"


def every_topic_is_encrypted_and_open_to_its_sender(cloud: Cloud) -> Iterator[str]:
    for name, topic in cloud.of_type("AWS::SNS::Topic").items():
        if cloud.target(topic.get("KmsMasterKeyId")) not in cloud.of_type("AWS::KMS::Key"):
            yield f"{name}: not encrypted with a key of ours"
        senders = {
            statement["Principal"]["Service"]
            for policy in cloud.of_type("AWS::SNS::TopicPolicy").values()
            if name in {cloud.target(topic) for topic in policy["Topics"]}
            for statement in policy["PolicyDocument"]["Statement"]
            if statement["Effect"] == "Allow"
        }
        if senders not in ({"ses.amazonaws.com"}, {"cloudwatch.amazonaws.com"}):
            yield f"{name}: its sender is not let in"


def every_table_is_kept_encrypted_and_restorable(cloud: Cloud) -> Iterator[str]:
    for name, table in cloud.of_type("AWS::DynamoDB::Table").items():
        made = cloud.resources[name]
        if (made.get("DeletionPolicy"), made.get("UpdateReplacePolicy")) != ("Retain", "Retain"):
            yield f"{name}: goes with its stack"
        if table.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled") is not True:
            yield f"{name}: cannot be restored"
        if cloud.target(table.get("SSESpecification", {}).get("KMSMasterKeyId")) not in cloud.of_type("AWS::KMS::Key"):
            yield f"{name}: not encrypted with a key of ours"
        if table.get("BillingMode") != "PAY_PER_REQUEST":
            yield f"{name}: has a capacity to run out of"


def _denies_plain_http(document: dict[str, Any]) -> bool:
    return any(
        statement["Effect"] == "Deny"
        and statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") == "false"
        for statement in document["Statement"]
    )
