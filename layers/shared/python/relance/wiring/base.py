"""What every provider stands on: the settings, one client for each service, ids, pauses, the pepper."""

import secrets
import time
from functools import cache
from typing import TYPE_CHECKING, Final

from relance.settings import Settings, from_environment

if TYPE_CHECKING:
    from botocore.config import Config
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient

REQUESTS_AT_ONCE: Final = 16
"""To the tables, of one function: while one answer is slow (a hundred rows, say), the others are enough to work on."""


@cache
def settings() -> Settings:
    """What this deployment told the function."""
    return from_environment()


def new_id() -> str:
    """A fresh opaque id: 128 random bits in hexadecimal."""
    return secrets.token_hex(16)


def short_pause(tries: int) -> None:
    """Wait before trying again what another writer has overtaken: a random part of 10, 20, 40 … 320 ms, so that two
    who met do not meet again."""
    time.sleep(secrets.SystemRandom().uniform(0, 0.005 * 2 ** min(tries, 6)))


def long_pause(tries: int) -> None:
    """Wait for another function to do its part: 0.2, 0.4, 0.8 … at most 6.4 seconds."""
    time.sleep(0.1 * 2 ** min(tries, 6))


def client_config(*, read_timeout: float = 10, attempts: int = 4, connections: int = 10) -> "Config":
    """Timeouts far below those of our functions; standard retries. Never for the SES sender: it has its own (R2)."""
    from botocore.config import Config

    return Config(
        connect_timeout=2,
        read_timeout=read_timeout,
        retries={"mode": "standard", "total_max_attempts": attempts},
        max_pool_connections=connections,
    )


@cache
def dynamodb_client() -> "DynamoDBClient":
    """One connection pool for all tables; two more than the threads of a pool, for those beside it."""
    import boto3

    return boto3.client("dynamodb", config=client_config(read_timeout=5, connections=REQUESTS_AT_ONCE + 2))


@cache
def s3_client() -> "S3Client":
    """One connection pool for all buckets; links and forms are signed for the region's own host.

    That needs the virtual style: otherwise botocore names the global host, and a young bucket answers with a redirect.
    """
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3",
        config=client_config(read_timeout=20).merge(
            Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
        ),
    )


@cache
def sqs_client() -> "SQSClient":
    """One connection pool for all queues."""
    import boto3

    return boto3.client("sqs", config=client_config())


@cache
def secrets_client() -> "SecretsManagerClient":
    """For the pepper."""
    import boto3

    return boto3.client("secretsmanager", config=client_config())


@cache
def scheduler_client() -> "EventBridgeSchedulerClient":
    """For campaign schedules."""
    import boto3

    return boto3.client("scheduler", config=client_config())


@cache
def pepper() -> bytes:
    """The deployment's secret, read once per process."""
    from relance.adapters.secrets import read_pepper

    return read_pepper(secrets_client(), settings().pepper_secret_arn)


def address_key(email: str) -> str:
    """The keyed hash of an address; InvalidInputError when it is none."""
    from relance.privacy import addresses

    return addresses.address_key(email, pepper())
