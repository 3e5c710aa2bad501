"""A frozen audience as it is kept: how it was begun, part after part, and one page that says what there is.

Each object is written once and the first writer wins. A part says where the walk goes on, so whoever resumes after a
kill follows what was kept, whatever it would have found itself: there is never a second audience.
"""

from pydantic import Field

from relance.applications import Stage
from relance.campaigns.models import Occurrence
from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.records import Cursor, Instant, Record
from relance.segments import Segment


class FrozenOffer(Record):
    """One offer for one person, with the criteria of it that their CV meets, most important first."""

    job_id: JobId
    met: tuple[str, ...] = ()


class FrozenHistory(Record):
    """The earlier application that a mail recalls, as it was at the freezing."""

    job_id: JobId
    stage: Stage
    ended_at: Instant


class FrozenPerson(Record):
    """Somebody who will be written to, unless something speaks against it by then."""

    candidate_id: CandidateId
    offers: tuple[FrozenOffer, ...]
    history: FrozenHistory | None = None


class AudienceStart(Record):
    """What a freezing goes by from its first moment to its last."""

    segment: Segment
    """The plain filters, with consent."""
    at: Instant
    jobs: tuple[JobId, ...]
    """The offers that were open."""
    history_jobs: frozenset[JobId] = frozenset()
    """The earlier jobs that the segment meant; empty when it meant none in particular."""
    excluded: dict[str, int] = Field(default_factory=dict)
    """Reason → people who pass the other filters and are not walked, since they may not be written to."""
    nearest: tuple[CandidateId, ...] | None = None
    """The order of a segment that keeps the nearest to an offer; None: everybody, in the order of their ids."""


class AudiencePart(Record):
    """Some people of a frozen audience."""

    offset: int
    """How many people the parts before hold."""
    people: tuple[FrozenPerson, ...] = ()
    excluded: dict[str, int] = Field(default_factory=dict)
    next: Cursor | None = None
    """Where the walk goes on; None: this is the last part."""


class Audience(Record):
    """The page that closes a frozen audience."""

    parts: int
    size: int
    excluded: dict[str, int] = Field(default_factory=dict)
    jobs: tuple[JobId, ...]
    frozen_at: Instant


def audience_key(run: Occurrence) -> str:
    """Where the audience of a run is kept."""
    return f"{_folder(run)}/audience.json"


def beginning_key(run: Occurrence) -> str:
    """Where the beginning of its freezing is kept."""
    return f"{_folder(run)}/beginning.json"


def part_key(run: Occurrence, number: int) -> str:
    """Where one part of it is kept; numbers from 0."""
    return f"{_folder(run)}/part-{number:06d}.json"


def _folder(run: Occurrence) -> str:
    return f"{run.campaign_id}/{run.scheduled_for:%Y%m%dT%H%M%SZ}"
