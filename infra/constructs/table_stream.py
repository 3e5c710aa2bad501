"""Changes of a table, in order, to a function: from the first one on, with partial failures and an end to retries."""

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.python_function import PythonFunction

BATCH = 25
TRIES = 10


class TableStream(Construct):
    """After ten tries the position of the lost changes goes to `lost`, so that a bad record never stops a shard."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        table: dynamodb.Table,
        consumer: PythonFunction,
        lost: sqs.Queue,
        lost_key: kms.IKey,
    ) -> None:
        super().__init__(scope, name)
        stream = table.table_stream_arn
        if stream is None:
            raise ValueError(f"{table.node.id} has no stream.")
        consumer.allow(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], [stream])
        consumer.allow(["dynamodb:ListStreams"], ["*"], wildcard="ListStreams knows no resource.")
        consumer.allow(["sqs:SendMessage"], [lost.queue_arn])
        consumer.allow(["kms:Decrypt", "kms:GenerateDataKey"], [lost_key.key_arn])
        mapping = lambda_.CfnEventSourceMapping(
            self,
            "Mapping",
            event_source_arn=stream,
            function_name=consumer.function.function_name,
            starting_position="TRIM_HORIZON",
            batch_size=BATCH,
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=TRIES,
            function_response_types=["ReportBatchItemFailures"],
            destination_config=lambda_.CfnEventSourceMapping.DestinationConfigProperty(
                on_failure=lambda_.CfnEventSourceMapping.OnFailureProperty(destination=lost.queue_arn)
            ),
        )
        mapping.node.add_dependency(consumer.role)
