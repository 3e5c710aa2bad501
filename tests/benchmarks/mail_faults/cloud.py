"""Tables, queues and the archive of the benchmark in a ministack of its own, and the environment of its workers."""

import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import boto3

from infra.local.processes import Program
from tests.contract.tables import TABLES, create_table_params

REGION: Final = "eu-west-3"
VISIBILITY_SECONDS: Final = "30"
"""Shorter than the slowest batch: messages come twice even when nobody dies."""
START_SECONDS: Final = 60


def free_port() -> int:
    """On the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def ministack(folder: Path) -> Iterator[str]:
    """Its URL, once it answers."""
    port = free_port()
    environment = {
        "PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "PYTHONUNBUFFERED": "1",
        "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "PERSIST_STATE": "0", "STATE_DIR": str(folder / "state"),
        "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0", "LOG_LEVEL": "WARNING",
    }  # fmt: skip
    command = [sys.executable, "-m", "ministack.app"]
    with Program("ministack", command, environment=environment, log=folder / "ministack.log", folder=folder):
        url = f"http://127.0.0.1:{port}"
        _wait(f"{url}/_ministack/health")
        yield url


def _wait(url: str) -> None:
    ends, pause = time.monotonic() + START_SECONDS, threading.Event()
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            pause.wait(0.2)
    raise RuntimeError("ministack does not answer; see ministack.log")


def worker_environment(url: str, ses_url: str) -> dict[str, str]:
    """What the handlers read, and where the SDK finds the local cloud."""
    names = {f"{_upper(name)}_TABLE": name for name in TABLES}
    return names | {
        "AWS_ENDPOINT_URL": url, "AWS_ENDPOINT_URL_SESV2": ses_url, "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "MAIL_ARCHIVE_BUCKET": "letters",
        "PORTAL_URL": "https://portal.example.org", "ANSWERS_FROM": "recrutement@answers.vercors.example.org",
        "CAMPAIGNS_FROM": "recrutement@campaigns.vercors.example.org", "EMPLOYER_NAME": "Vercors Logistique",
        "EMPLOYER_SIGNATURE": "L’équipe recrutement", "REPLY_TO": "recrutement@vercors.example.org",
        "OFFICE_HOURS": "always", "UNDO_SECONDS": "0", "LOG_LEVEL": "CRITICAL",
        "POWERTOOLS_SERVICE_NAME": "mail_faults", "POWERTOOLS_METRICS_DISABLED": "true",
    }  # fmt: skip


def _upper(name: str) -> str:
    return "".join(f"_{sign}" if sign.isupper() else sign for sign in name).strip("_").upper()


def furnish(environment: dict[str, str]) -> dict[str, str]:
    """Make tables, bucket, secret and queues; the environment with what is only known afterwards."""
    os.environ.update(environment)
    dynamodb: Any = boto3.client("dynamodb")
    for name, shape in TABLES.items():
        dynamodb.create_table(**create_table_params(name, shape))
    boto3.client("s3").create_bucket(Bucket="letters", CreateBucketConfiguration={"LocationConstraint": REGION})
    secret = boto3.client("secretsmanager").create_secret(Name="pepper", SecretString="p" * 48)
    sqs: Any = boto3.client("sqs")
    made = {"PEPPER_SECRET_ARN": secret["ARN"]}
    queues = {"SEND_QUEUE_URL": "send", "EVENTS_QUEUE_URL": "events", "INDEX_RETRIES_QUEUE_URL": "index-retries"}
    for variable, queue in queues.items():
        attributes = {"VisibilityTimeout": VISIBILITY_SECONDS}
        made[variable] = sqs.create_queue(QueueName=queue, Attributes=attributes)["QueueUrl"]
    os.environ.update(made)
    return environment | made
