"""The local cloud (ministack): one child process on 127.0.0.1 whose functions inherit its small environment."""

import os
import sys
import tempfile
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, Final
from urllib.error import URLError

import boto3
from botocore.config import Config

from infra.local.errors import LocalError
from infra.local.places import ROOT, Places
from infra.local.processes import Program
from infra.local.waiting import wait_for

REGION: Final = "eu-west-3"
ACCOUNT: Final = "000000000000"
READY_SECONDS: Final = 60
ANY_KEY: Final = "local"
"""The local cloud asks for a signature and takes any."""


class Cloud:
    """The running child and where it answers."""

    def __init__(self, program: Program, endpoint: str) -> None:
        self.program, self.endpoint = program, endpoint

    def demand_life(self) -> None:
        """LocalError when the child has ended by itself."""
        if (code := self.program.ended) is not None:
            raise LocalError(f"The local cloud ended by itself (exit code {code}); see {self.program.log}.")

    def wait_until_ready(self) -> None:
        """Return once it answers; LocalError when it does not."""
        try:
            wait_for(self._answers, seconds=READY_SECONDS, what="the local cloud", pause=0.05)
        except TimeoutError as error:
            raise LocalError(f"The local cloud does not answer ({error}); see {self.program.log}.") from error

    def _answers(self) -> bool:
        self.demand_life()
        try:
            with urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=5):  # noqa: S310
                return True
        except (URLError, OSError):
            return False


@contextmanager
def cloud(places: Places, *, port: int, environment: Mapping[str, str]) -> Iterator[Cloud]:
    """Start it; at the end it saves its state in `places.aws` and its functions end with it.

    `environment` reaches every function: endpoints of other local services belong there.
    """
    with tempfile.TemporaryDirectory(prefix="relance-", ignore_cleanup_errors=True) as temporary:
        settings = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": os.environ.get("HOME", "/"),
            "LANG": "C.UTF-8",
            "TMPDIR": temporary,  # Each function's process unpacks its code and layers there.
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(port),
            "LAMBDA_EXECUTOR": "local",
            "MINISTACK_REGION": REGION,
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "LOG_LEVEL": "INFO",
            "IOT_MTLS_ENABLED": "0",  # It would listen on every interface.
            "SFTP_ENABLED": "0",
            "PERSIST_STATE": "1",
            "S3_PERSIST": "1",
            "STATE_DIR": str(places.aws),
            "S3_DATA_DIR": str(places.aws / "s3"),
            **environment,
        }
        places.aws.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "infra.local.emulator"]
        log = places.log / "cloud.log"
        with Program("The local cloud", command, environment=settings, log=log, folder=ROOT) as program:
            yield Cloud(program, f"http://127.0.0.1:{port}")


_making = threading.Lock()


@cache
def client(service: str, endpoint: str) -> Any:
    """A client of one service of the local cloud; shared, and safe in threads once made."""
    with _making:
        session = boto3.Session(aws_access_key_id=ANY_KEY, aws_secret_access_key=ANY_KEY, region_name=REGION)
        return session.client(
            service,  # type: ignore[call-overload]  # The name is only known when it runs.
            endpoint_url=endpoint,
            config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 3}, max_pool_connections=16),
        )
