"""What the chapters of the demonstration share."""

from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Console

from infra.local.deployment import Deployment
from infra.local.sample.load import sample_jobs
from infra.local.surface import Surface


@dataclass(frozen=True)
class Story:
    """What every part of the story needs."""

    deployment: Deployment
    out: Console
    api: Surface
    jobs: Mapping[str, str]
    people: Mapping[str, str]

    def title(self, key: str) -> str:
        """An offer's title by its key."""
        return next(job.title for job in sample_jobs() if job.key == key)

    def name(self, candidate_id: str) -> str:
        """A person's name, or a word that stands for it."""
        profile = self.api.get(f"/candidates/{candidate_id}")["candidate"]["profile"]
        return str(profile["basics"]["name"] or "(no name found)") if profile else "(no name found)"
