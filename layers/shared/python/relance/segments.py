"""A segment: a saved audience as pure data; `Segment.matches` is the specification that both engines are compared with.

No field stands for a protected attribute or a proxy of one, and unknown fields are refused (R24).
"""

from pydantic import Field

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


class Segment(Record):
    """Every given condition must hold; an empty segment holds everybody."""

    skills_all: frozenset[str] = frozenset()
    """Folded skills, each of which the person has."""
    skills_any: frozenset[str] = frozenset()
    spoken_languages: frozenset[str] = frozenset()
    """ISO 639-1 codes, all of which the person speaks."""
    history: HistoryFilter | None = None
    never_applied_to: frozenset[JobId] = frozenset()
    contactable_only: bool = False
    """Only people whose consent is valid (campaigns always set it)."""
    like: Likeness | None = None

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
