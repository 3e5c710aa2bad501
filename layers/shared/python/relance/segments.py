"""A segment: a saved audience as pure data; `Segment.matches` is the specification that both engines are compared with.

No field stands for a protected attribute or a proxy of one, and unknown fields are refused (R24). What recruiters save
is a `SegmentDefinition`; it becomes a `Segment` of plain filters at the moment the audience is taken.
"""

import re
from collections.abc import Collection
from typing import Final, Self

from pydantic import Field, model_validator

from relance.applications import Outcome, Stage
from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.records import Instant, Record


class ApplicationFact(Record):
    """What filters can know of one application."""

    job_id: JobId
    stage: Stage
    outcome: Outcome
    reason_id: str | None = None
    updated_at: Instant


class CandidateFacts(Record):
    """What filters can know of one candidate: part of the search document."""

    candidate_id: CandidateId
    index_revision: int
    language: str
    readable: bool
    skills: frozenset[str] = frozenset()
    """Folded by `relance.matching.analysis.fold`."""
    spoken_languages: frozenset[str] = frozenset()
    history: tuple[ApplicationFact, ...] = ()
    consent_from: Instant | None = None
    consent_until: Instant | None = None
    unsubscribed: bool = False

    def contactable(self, at: Instant) -> bool:
        """Whether campaigns may write to this person at that moment (R29)."""
        if self.unsubscribed or self.consent_from is None or self.consent_until is None:
            return False
        return self.consent_from <= at < self.consent_until


class HistoryFilter(Record):
    """Has one application that fulfils all of these."""

    minimum_stage: Stage = Stage.APPLIED
    outcomes: frozenset[Outcome] = frozenset()
    """Empty: any."""
    jobs: frozenset[JobId] = frozenset()
    """Empty: any job."""
    updated_after: Instant | None = None
    updated_before: Instant | None = None

    def matches(self, fact: ApplicationFact) -> bool:
        """Whether this one application fulfils all conditions."""
        return (
            fact.stage.rank >= self.minimum_stage.rank
            and (not self.outcomes or fact.outcome in self.outcomes)
            and (not self.jobs or fact.job_id in self.jobs)
            and (self.updated_after is None or fact.updated_at >= self.updated_after)
            and (self.updated_before is None or fact.updated_at < self.updated_before)
        )


class Likeness(Record):
    """Keeps the people nearest to a job; applied after the filters, by rank."""

    job_id: JobId
    top: int = Field(default=100, ge=1, le=100_000)


class SegmentFilters(Record):
    """Every given condition must hold; no condition holds everybody."""

    skills_all: frozenset[str] = Field(default=frozenset(), max_length=100)
    """Folded skills, each of which the person has."""
    skills_any: frozenset[str] = Field(default=frozenset(), max_length=100)
    spoken_languages: frozenset[str] = Field(default=frozenset(), max_length=20)
    """ISO 639-1 codes, all of which the person speaks."""
    history: HistoryFilter | None = None
    never_applied_to: frozenset[JobId] = Field(default=frozenset(), max_length=100)
    contactable_only: bool = False
    """Only people whose consent is valid (campaigns always set it)."""
    like: Likeness | None = None


class Segment(SegmentFilters):
    """Filters that an index can answer."""

    def matches(self, facts: CandidateFacts, *, at: Instant) -> bool:
        """Whether the person passes all filters at that moment; likeness is a rank, not a filter."""
        return (
            self.skills_all <= facts.skills
            and (not self.skills_any or bool(self.skills_any & facts.skills))
            and self.spoken_languages <= facts.spoken_languages
            and (self.history is None or any(map(self.history.matches, facts.history)))
            and not any(fact.job_id in self.never_applied_to for fact in facts.history)
            and (not self.contactable_only or facts.contactable(at))
        )


class JobsLike(Record):
    """Had an application, on one of the jobs most like this one, that went as far as this."""

    job_id: JobId
    top: int = Field(default=10, ge=1, le=50)
    """How many of the nearest jobs count."""
    minimum_likeness: float = Field(default=0.5, ge=0, le=1)
    """Jobs less like it than this do not count: 0..1, half for the average job of the base."""
    minimum_stage: Stage = Stage.FINALIST
    outcomes: frozenset[Outcome] = frozenset({Outcome.REJECTED, Outcome.WITHDRAWN})
    updated_after: Instant | None = None
    updated_before: Instant | None = None


class SegmentDefinition(SegmentFilters):
    """A segment as recruiters save it: may speak of jobs like a job, which are looked up when the audience is taken."""

    finalists_of_jobs_like: JobsLike | None = None
    """Cannot be given together with `history`: it becomes the history."""

    @model_validator(mode="after")
    def _one_history(self) -> Self:
        if self.history is not None and self.finalists_of_jobs_like is not None:
            raise ValueError(
                "give either history or finalists_of_jobs_like: both describe the same earlier application"
            )
        return self

    def resolved(self, jobs_like: Collection[JobId]) -> Segment | None:
        """The filters to ask an index for; None when there is no job like that one, hence nobody."""
        filters = {name: getattr(self, name) for name in SegmentFilters.model_fields}
        wanted = self.finalists_of_jobs_like
        if wanted is None:
            return Segment(**filters)
        if not jobs_like:
            return None
        history = HistoryFilter(
            jobs=frozenset(jobs_like), **wanted.model_dump(exclude={"job_id", "top", "minimum_likeness"})
        )
        return Segment(**filters | {"history": history})


_PROTECTED: Final = re.compile(
    r"\b(?:ages?|birth\w*|born|naissance|sexe?|gender|genre|names?|noms?|prenoms?|origine?|ethnic\w*|race|national\w*"
    r"|citizen\w*|photos?|pictures?|famil\w*|married|marital|child\w*|enfants?|pregnan\w*|health|sante|handicap\w*"
    r"|disab\w*|religi\w*|unions?|syndic\w*|politic\w*|orientation|address|adresse|postcode|postal|zip|city|town|home"
    r"|domicile|commune|salar\w*|pay|graduat\w*|seniority|anciennete|experience)\b"
)


def why_no_such_filter(field: str) -> str:
    """What to tell somebody who asked to filter on a field that does not exist (R24)."""
    known = ", ".join(sorted(SegmentDefinition.model_fields))
    if _PROTECTED.search(re.sub(r"[\W_]+|(?<=[a-z])(?=[A-Z])", " ", field).lower()):
        return (
            "segments have no such filter on purpose: it stands for a protected attribute or a proxy of one "
            f"(French labour code L1132-1); the filters are {known}"
        )
    return f"there is no such filter; the filters are {known}"
