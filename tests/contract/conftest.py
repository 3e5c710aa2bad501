"""Real adapters on an imitation of AWS inside the process; nothing reaches the network."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import boto3
import pytest
import pytest_socket
from moto import mock_aws
from mypy_boto3_dynamodb import DynamoDBClient
from mypy_boto3_s3 import S3Client

from relance.adapters.dynamodb_applications import DynamoDbApplicationStore
from relance.adapters.dynamodb_candidates import DynamoDbCandidateStore
from relance.adapters.dynamodb_jobs import DynamoDbJobStore
from relance.adapters.memory_applications import MemoryApplicationStore
from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.adapters.memory_jobs import MemoryJobStore
from relance.candidates import CandidateId
from relance.ports import ApplicationStore, CandidateStore, JobStore
from tests.contract.tables import TABLES, create_table_params

REGION: Final = "eu-west-3"
CVS_BUCKET: Final = "cvs-of-the-tests"


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
    forget: Callable[[CandidateId], None]
    """Erases a person: record and markers go, a tombstone stays."""


def memory_stores() -> Stores:
    """Twins in memory."""
    candidates = MemoryCandidateStore()
    return Stores(candidates, MemoryJobStore(), MemoryApplicationStore(candidates), candidates.remove)


def dynamodb_stores(client: DynamoDBClient) -> Stores:
    """The real adapters."""
    candidates = DynamoDbCandidateStore(
        client, table="Candidates", keys_table="CandidateKeys", erasures_table="Erasures"
    )

    def forget(candidate_id: CandidateId) -> None:
        key = {"candidate_id": {"S": candidate_id}}
        gone = client.delete_item(TableName="Candidates", Key=key, ReturnValues="ALL_OLD")["Attributes"]
        client.put_item(TableName="Erasures", Item={**key, "index_revision": gone["index_revision"]})
        for marker in client.scan(TableName="CandidateKeys")["Items"]:
            if marker["candidate_id"] == key["candidate_id"]:
                client.delete_item(TableName="CandidateKeys", Key={"key": marker["key"]})

    applications = DynamoDbApplicationStore(client, table="Applications", candidates_table="Candidates")
    return Stores(candidates, DynamoDbJobStore(client, table="Jobs"), applications, forget)


@pytest.fixture(params=["memory", "dynamodb"])
def stores(request: pytest.FixtureRequest) -> Stores:
    """Each kind in turn: the same assertions hold for both."""
    if request.param == "memory":
        return memory_stores()
    return dynamodb_stores(request.getfixturevalue("dynamodb"))
