"""A running service, as whoever talks to it sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from infra.local.cloud import Cloud, client
from infra.local.mailbox import Mailbox
from infra.local.people import Tokens, User
from infra.local.surface import Surface


@dataclass(frozen=True)
class Deployment:
    """How to reach a running service; `running.json` holds the same for programs beside the one that runs it."""

    state: Path
    engine: str
    endpoint: str
    """The local cloud: every AWS service."""
    mailbox_url: str
    outputs: Mapping[str, str]
    """Of all stacks."""
    users: tuple[User, ...]
    tokens: Tokens
    mailbox: Mailbox | None = None
    """Only in the process that runs the service."""
    cloud: Cloud | None = None
    """Only in the process that runs the service."""

    def client(self, service: str) -> Any:
        """A boto3 client of the local cloud."""
        return client(service, self.endpoint)

    def api(self, user: str | None = "approver@example.org") -> Surface:
        """The recruiters' API as this user; None calls without a token."""
        token = partial(self.tokens.of, user) if user else None
        return Surface(self.outputs["RecruiterApiUrl"], endpoint=self.endpoint, token=token)

    def portal(self) -> Surface:
        """The candidates' portal."""
        return Surface(self.outputs["PortalApiUrl"], endpoint=self.endpoint)

    def mailbox_surface(self) -> Surface:
        """The mailbox's pages and JSON."""
        return Surface(self.mailbox_url, endpoint=self.mailbox_url)

    def table(self, name: str) -> str:
        """Physical name of a table (`Candidates`)."""
        return self.outputs[f"{name}Table"]

    def setting(self, function: str, name: str) -> str:
        """What a function (`UpdateIndex`) finds in its environment."""
        found = self.client("lambda").get_function_configuration(FunctionName=self.outputs[f"{function}Name"])
        return str(found["Environment"]["Variables"][name])
