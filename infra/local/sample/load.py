"""The demonstration's employer: its offers, its people's CVs, earlier processes. Loading twice changes nothing."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pydantic import Field

from infra.local.surface import RefusedError, Surface
from relance.applications import Outcome, Stage
from relance.jobs import Criterion, CriterionWeight
from relance.records import Record

HERE: Final = Path(__file__).parent
CVS: Final = HERE / "cvs"
CONSENT_PROOF: Final = "signed form of the interview day, kept in the personnel office"


class SampleCriterion(Record):
    """What an offer asks for, and the words that show it."""

    text: str
    terms: tuple[str, ...] = ()


class SampleApplication(Record):
    """One person's way through a process; `file` is the name of their CV."""

    file: str
    stage: Stage
    outcome: Outcome = Outcome.OPEN
    reason: str | None = None
    days_ago: int
    consent: bool = False
    """Whether they said yes to the talent pool when it ended."""


class SampleJob(Record):
    """One offer of `jobs.toml`."""

    key: str
    language: str
    title: str
    place: str
    contract: str
    pay_range: str | None = None
    contact_name: str
    contact_phone: str | None = None
    description: str
    closed: bool = False
    must: tuple[SampleCriterion, ...] = Field(min_length=1)
    nice: tuple[SampleCriterion, ...] = ()
    applications: tuple[SampleApplication, ...] = ()

    def fields(self) -> dict[str, Any]:
        """As the API wants a new job."""
        weighted = [(each, CriterionWeight.MUST) for each in self.must]
        weighted += [(each, CriterionWeight.NICE) for each in self.nice]
        criteria = [
            Criterion(criterion_id=f"c{number}", text=each.text, weight=weight, terms=each.terms)
            for number, (each, weight) in enumerate(weighted, start=1)
        ]
        plain = self.model_dump(
            include={"language", "title", "place", "contract", "pay_range", "contact_name", "contact_phone"}
        )
        return {
            **plain,
            "description": self.description.strip(),
            "criteria": [each.model_dump(mode="json") for each in criteria],
        }


def sample_jobs() -> tuple[SampleJob, ...]:
    """All offers of `jobs.toml`."""
    read = tomllib.loads((HERE / "jobs.toml").read_text(encoding="utf-8"))
    return tuple(SampleJob.model_validate(each) for each in read["job"])


def load_jobs(api: Surface) -> Mapping[str, str]:
    """Create the offers that are not there yet; key → job_id."""
    there = {(job["title"], job["place"]): job["job_id"] for job in listed(api, "/jobs")}
    ids = {}
    for job in sample_jobs():
        known = there.get((job.title, job.place))
        ids[job.key] = known or api.post("/jobs", job.fields())["job_id"]
    return ids


def load_histories(api: Surface, jobs: Mapping[str, str], people: Mapping[str, str]) -> int:
    """Record who applied for what and how it ended, and who agreed to be contacted; then close the old offers.

    `jobs` maps keys to job ids, `people` file names to candidate ids. Returns how many applications were new.
    """
    now, new = datetime.now(UTC), 0
    for job in sample_jobs():
        for application in job.applications:
            new += _record(api, application, jobs[job.key], people[application.file], now=now)
        if job.closed:
            saved = api.get(f"/jobs/{jobs[job.key]}")
            if saved["state"] != "closed":
                api.patch(f"/jobs/{jobs[job.key]}", {"revision": saved["revision"], "state": "closed"})
    return new


def listed(api: Surface, path: str, **query: str | int) -> Iterator[Any]:
    """Every item of a paged listing."""
    after: dict[str, str] = {}
    while True:
        page = api.get(path, limit=100, **query, **after)
        yield from page["items"]
        if page.get("next") is None:
            return
        after = {"after": page["next"]}


def _record(api: Surface, application: SampleApplication, job_id: str, candidate_id: str, *, now: datetime) -> bool:
    """Whether it was new; a process that went on since is left as it is."""
    applied = now - timedelta(days=application.days_ago)
    interviewed = application.stage.rank >= Stage.INTERVIEWED.rank
    ended = {} if application.outcome is Outcome.OPEN else {"ended_at": (applied + timedelta(days=9)).isoformat()}
    met = {"last_interview_at": (applied + timedelta(days=7)).isoformat()} if interviewed else {}
    reason = {"reason_id": application.reason} if application.reason else {}
    body = {
        "job_id": job_id,
        "candidate_id": candidate_id,
        "stage": application.stage,
        "outcome": application.outcome,
        "applied_at": applied.isoformat(),
        **met, **ended, **reason,
    }  # fmt: skip
    try:
        api.post("/applications", body)
    except RefusedError as refused:
        if refused.reply.status != 409:
            raise
        return False
    if application.consent:
        given = {
            "text_version": "form-2025",
            "given_at": (applied + timedelta(days=9)).isoformat(),
            "proof": CONSENT_PROOF,
        }
        api.post(f"/candidates/{candidate_id}/consent", given)
    return True
