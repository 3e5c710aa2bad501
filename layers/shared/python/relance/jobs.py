"""A job: an offer in schema.org JobPosting terms."""

from enum import StrEnum
from typing import Literal, NewType

from pydantic import Field

from relance.records import Instant, Record

JobId = NewType("JobId", str)


class CriterionWeight(StrEnum):
    """How much the offer asks for it."""

    MUST = "must"
    NICE = "nice"


class Criterion(Record):
    """One thing that the offer asks for, in the offer's words."""

    criterion_id: str
    """Stable within the job: reasons and advice point at it."""
    text: str = Field(min_length=1, max_length=300)
    weight: CriterionWeight
    terms: tuple[str, ...] = ()
    """Words that show it in a CV, in any language; empty: the words of `text`."""


class JobState(StrEnum):
    """Whether people can still be hired on it."""

    OPEN = "open"
    CLOSED = "closed"


class Job(Record):
    """An offer of the employer."""

    job_id: JobId
    revision: int = 0
    title: str = Field(min_length=1, max_length=200)
    description: str = Field(max_length=100_000)
    language: Literal["fr", "en"]
    criteria: tuple[Criterion, ...] = ()
    place: str | None = None
    contract: str | None = None
    pay_range: str | None = None
    remote: str | None = None
    """Work from elsewhere, in the offer's words."""
    url: str | None = None
    contact_name: str | None = None
    """Who signs the answers."""
    contact_email: str | None = None
    contact_phone: str | None = None
    state: JobState = JobState.OPEN
    created_at: Instant
    updated_at: Instant
