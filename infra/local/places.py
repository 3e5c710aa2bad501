"""Where the laptop's deployment keeps its things: one folder, `.local` unless said otherwise."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Places:
    """Files and folders below one state folder; two folders are two deployments that know nothing of each other."""

    state: Path

    @classmethod
    def at(cls, state: Path) -> "Places":
        """The state folder and its log folder, made when they are missing."""
        places = cls(state.resolve())
        places.log.mkdir(parents=True, exist_ok=True)
        return places

    @property
    def lock(self) -> Path:
        """Held by the `up` that runs here."""
        return self.state / "up.lock"

    @property
    def running(self) -> Path:
        """How to reach what runs; there only while it runs."""
        return self.state / "running.json"

    @property
    def port(self) -> Path:
        """Port of the local cloud at the first deployment: addresses that were given out carry it."""
        return self.state / "port"

    @property
    def mailbox_port(self) -> Path:
        """Port of the mailbox at the last start: bookmarks of its pages carry it."""
        return self.state / "mailbox_port"

    @property
    def users(self) -> Path:
        """Names and passwords, for the owner's eyes."""
        return self.state / "users.json"

    @property
    def aws(self) -> Path:
        """The local cloud's own state."""
        return self.state / "aws"

    @property
    def mails(self) -> Path:
        """What was submitted to SES."""
        return self.state / "mails"

    @property
    def search(self) -> Path:
        """The embedded search index."""
        return self.state / "search"

    @property
    def opensearch(self) -> Path:
        """Data of an OpenSearch node."""
        return self.state / "opensearch"

    @property
    def log(self) -> Path:
        """One file a program."""
        return self.state / "log"

    @property
    def assembly(self) -> Path:
        """The synthesised CDK app."""
        return self.state / "cdk.out"
