"""The three stories on the deployed template: one local cloud for all of them, with a person's means only."""

import json
import secrets
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from infra.local.deployment import Deployment
from infra.local.mailbox import KeptMail
from infra.local.places import ROOT
from infra.local.processes import free_port
from infra.local.runtime import local_cloud
from infra.local.surface import RefusedError, Surface
from infra.local.waiting import wait_for

STATE = ROOT / "build" / "test-journeys"


@pytest.fixture(scope="session")
def deployment() -> Iterator[Deployment]:
    """A service that knows nobody yet; its templates are kept between runs and made anew when their sources change."""
    for old in STATE.glob("*"):
        if old.name != "cdk.out":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    with local_cloud(STATE, cloud_port=free_port(), mailbox_port=free_port()) as running:
        yield running


class House:
    """What a recruiter's day needs, in one word each."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        self.api = deployment.api("approver@example.org")

    def upload(self, text: str, *, under: str = "pool", name: str = "cv.txt") -> str:
        """Put a text CV into the inbox as any S3 client would; returns its key."""
        return self.upload_bytes(text.encode(), under=under, name=name)

    def upload_bytes(self, content: bytes, *, under: str = "pool", name: str) -> str:
        """Put any file into the inbox; returns its key."""
        key = f"inbox/{under}/{secrets.token_hex(4)}-{name}"
        bucket = self.deployment.outputs["CvsBucket"]
        self.deployment.client("s3").put_object(Bucket=bucket, Key=key, Body=content)
        return key

    def person(self, name: str, *, seconds: float = 30) -> dict[str, Any]:
        """The line of the one candidate of this name, once they are there."""
        return wait_for(lambda: self._found(name), seconds=seconds, what=f"{name} among the candidates")

    def _found(self, name: str) -> dict[str, Any] | None:
        found = self.api.get("/candidates", q=name, limit=10)["items"]
        assert len(found) <= 1, found
        return found[0] if found else None

    def newcomer(self, name: str, **lines: str) -> str:
        """A new readable candidate, indexed; returns the id."""
        self.upload(cv(name, **lines))
        candidate_id = self.person(name)["candidate_id"]
        revision = self.api.get(f"/candidates/{candidate_id}")["candidate"]["index_revision"]
        assert revision >= 1
        return str(candidate_id)

    def job(self, title: str, description: str, *must: str, language: str = "fr") -> str:
        """An open job whose must-haves are these words; returns the id."""
        criteria = [
            {"criterion_id": f"c{number}", "text": words, "weight": "must"}
            for number, words in enumerate(must, start=1)
        ]
        fields = {"title": title, "description": description, "language": language, "criteria": criteria}
        return str(self.api.post("/jobs", fields)["job_id"])

    def applied(self, job_id: str, candidate_id: str, **fields: Any) -> None:
        """Record an application."""
        self.api.post("/applications", {"job_id": job_id, "candidate_id": candidate_id, **fields})

    def consents(self, candidate_id: str) -> None:
        """Record a yes given on paper."""
        given = {"text_version": "form-1", "given_at": "2026-06-01T09:00:00Z", "proof": "signed form 12"}
        self.api.post(f"/candidates/{candidate_id}/consent", given)

    def certificate(self, candidate_id: str) -> dict[str, Any] | None:
        """Of an erasure, once it is finished."""
        try:
            found: dict[str, Any] = self.api.get(f"/erasures/{candidate_id}")
        except RefusedError:
            return None
        return found if found["finished_at"] else None

    def tick(self) -> None:
        """The minute's tick, a little earlier."""
        name = self.deployment.outputs["DispatchMailName"]
        answer = self.deployment.client("lambda").invoke(FunctionName=name, Payload=json.dumps({}))
        assert "FunctionError" not in answer, answer["Payload"].read()

    def mails_to(self, email: str) -> tuple[KeptMail, ...]:
        """What SES was given for this address."""
        assert self.deployment.mailbox is not None
        return self.deployment.mailbox.mails(to=email)

    def ended(self, mail_id: str, *, seconds: float = 90) -> dict[str, Any]:
        """The mail, once it has an end; ticks on the way."""

        def look() -> dict[str, Any] | None:
            self.tick()
            mail: dict[str, Any] = self.api.get(f"/mails/{mail_id}")
            return mail if mail["state"] not in ("draft", "held", "claimed") else None

        return wait_for(look, seconds=seconds, what=f"the end of mail {mail_id}", pause=1)

    def until(self, look: Callable[[], Any], what: str, *, seconds: float = 30) -> Any:
        """Wait for something real."""
        return wait_for(look, seconds=seconds, what=what, pause=0.3)

    def as_recruiter(self) -> Surface:
        """Somebody who may draft but not approve."""
        return self.deployment.api("recruiter@example.org")


@pytest.fixture(scope="session")
def house(deployment: Deployment) -> House:
    """The employer's side of the service."""
    return House(deployment)


def cv(
    name: str, *, title: str = "Comptable", email: str | None = None, skills: str = "Excel, SAP", work: str = ""
) -> str:
    """A CV as plain text; the e-mail address is made from the name."""
    address = email or f"{name.lower().replace(' ', '.')}@example.org"
    return f"""{name}
{title}
{address}
06 39 98 22 11

EXPÉRIENCE PROFESSIONNELLE
{title} - Atelier des Quatre Vents
mars 2019 - aujourd'hui
- Clôture mensuelle de deux sites en cinq jours
- {work or "Tenue des comptes de trois ateliers"}

FORMATION
BTS Comptabilité et gestion, Lycée des Glières, 2018

COMPÉTENCES
{skills}

LANGUES
Français : langue maternelle
"""
