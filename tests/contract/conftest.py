"""Real adapters on an imitation of AWS inside the process; nothing reaches the network."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, Final

import boto3
import pytest
import pytest_socket
from moto import mock_aws
from mypy_boto3_dynamodb import DynamoDBClient
from mypy_boto3_s3 import S3Client

from relance import wiring
from relance.adapters.dynamodb_applications import DynamoDbApplicationStore
from relance.adapters.dynamodb_candidates import DynamoDbCandidateStore
from relance.adapters.dynamodb_jobs import DynamoDbJobStore
from relance.adapters.memory_applications import MemoryApplicationStore
from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.adapters.memory_jobs import MemoryJobStore
from relance.observability import logger
from relance.ports.people import ApplicationStore, CandidateStore, JobStore
from tests.contract.tables import TABLES, create_table_params

REGION: Final = "eu-west-3"
CVS_BUCKET: Final = "cvs-of-the-tests"
EVENTS: Final = Path(__file__).parent.parent / "events"


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """A socket is an error."""
    pytest_socket.disable_socket(allow_unix_socket=True)
    yield
    pytest_socket.enable_socket()


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty account with invented credentials."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_SESSION_TOKEN": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SESV2"):
        monkeypatch.delenv(name, raising=False)
    with mock_aws():
        yield


@pytest.fixture
def dynamodb(aws: None) -> DynamoDBClient:
    """All tables, empty, each under its construct id."""
    client = boto3.client("dynamodb")
    for name, shape in TABLES.items():
        client.create_table(**create_table_params(name, shape))
    return client


@pytest.fixture
def s3(aws: None) -> S3Client:
    """The bucket of CVs, empty and versioned."""
    client = boto3.client("s3")
    client.create_bucket(Bucket=CVS_BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    client.put_bucket_versioning(Bucket=CVS_BUCKET, VersioningConfiguration={"Status": "Enabled"})
    return client


@dataclass(frozen=True)
class Stores:
    """The stores of people, jobs and applications of one kind."""

    candidates: CandidateStore
    jobs: JobStore
    applications: ApplicationStore


def memory_stores() -> Stores:
    """Twins in memory."""
    candidates = MemoryCandidateStore()
    return Stores(candidates, MemoryJobStore(), MemoryApplicationStore(candidates))


def dynamodb_stores(client: DynamoDBClient) -> Stores:
    """The real adapters."""
    candidates = DynamoDbCandidateStore(
        client, table="Candidates", keys_table="CandidateKeys", erasures_table="Erasures"
    )

    applications = DynamoDbApplicationStore(client, table="Applications", candidates_table="Candidates")
    return Stores(candidates, DynamoDbJobStore(client, table="Jobs"), applications)


@pytest.fixture(params=["memory", "dynamodb"])
def stores(request: pytest.FixtureRequest) -> Stores:
    """Each kind in turn: the same assertions hold for both."""
    if request.param == "memory":
        return memory_stores()
    return dynamodb_stores(request.getfixturevalue("dynamodb"))


@dataclass(frozen=True)
class LambdaContext:
    """What Lambda tells a function about its invocation."""

    function_name: str = "function"
    memory_limit_in_mb: int = 1024
    invoked_function_arn: str = f"arn:aws:lambda:{REGION}:111122223333:function:function"
    aws_request_id: str = "52fdfc07-2182-454f-963f-5f0f9a621d72"


@dataclass(frozen=True)
class Deployed:
    """What a function finds in its surroundings."""

    dynamodb: DynamoDBClient
    s3: S3Client
    index_retries_url: str
    context: Any = LambdaContext()


@pytest.fixture
def deployed(dynamodb: DynamoDBClient, s3: S3Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    """Tables, bucket, queue and secret, told to our wiring through the environment, as Lambda does."""
    retries = boto3.client("sqs").create_queue(QueueName="IndexRetries")["QueueUrl"]
    secret = boto3.client("secretsmanager").create_secret(Name="pepper", SecretString="the pepper of the tests " * 2)
    for name in TABLES:
        monkeypatch.setenv(re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper() + "_TABLE", name)
    monkeypatch.setenv("CVS_BUCKET", CVS_BUCKET)
    monkeypatch.setenv("INDEX_RETRIES_QUEUE_URL", retries)
    monkeypatch.setenv("PEPPER_SECRET_ARN", secret["ARN"])
    forget_wiring()
    yield Deployed(dynamodb, s3, retries)
    forget_wiring()


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What functions write into their log."""
    written = StringIO()
    handler = logger.registered_handler
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def forget_wiring() -> None:
    """As in a new process."""
    for factory in vars(wiring).values():
        if hasattr(factory, "cache_clear"):
            factory.cache_clear()


def event(name: str) -> dict[str, Any]:
    """A payload as AWS sends it: `ingest_cv/uploaded` is `tests/events/ingest_cv/uploaded.json`."""
    payload: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text())
    return payload
