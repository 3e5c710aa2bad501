"""A mailbox that is open, and a client of SES that never tries twice."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.config import Config

from infra.local.mailbox import Mailbox

if TYPE_CHECKING:
    from mypy_boto3_sesv2.client import SESV2Client


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    with Mailbox(tmp_path / "mails") as opened:
        yield opened


@pytest.fixture
def ses(mailbox: Mailbox) -> Iterator["SESV2Client"]:
    client = boto3.client(
        "sesv2",
        endpoint_url=mailbox.url,
        region_name="eu-west-3",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=0.5),
    )
    yield client
    client.close()
