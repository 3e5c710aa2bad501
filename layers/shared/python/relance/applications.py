"""An application: candidate × job, how far it went and how it ended."""

from enum import StrEnum
from typing import Final

from relance.candidates import CandidateId
from relance.errors import ConflictError
from relance.jobs import JobId
from relance.records import Instant, Record


class Stage(StrEnum):
    """The furthest stage that an application reached."""

    APPLIED = "applied"
    SCREENED = "screened"
    INTERVIEWED = "interviewed"
    FINALIST = "finalist"

    @property
    def rank(self) -> int:
        """0 for applied … 3 for finalist."""
        return STAGES.index(self)


STAGES: Final = (Stage.APPLIED, Stage.SCREENED, Stage.INTERVIEWED, Stage.FINALIST)


class Outcome(StrEnum):
    """How an application ended; open while it has not."""

    OPEN = "open"
    HIRED = "hired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


ALLOWED_OUTCOMES: Final[dict[Outcome, frozenset[Outcome]]] = {
    Outcome.OPEN: frozenset({Outcome.HIRED, Outcome.REJECTED, Outcome.WITHDRAWN}),
    Outcome.REJECTED: frozenset({Outcome.OPEN, Outcome.HIRED}),
    Outcome.WITHDRAWN: frozenset({Outcome.OPEN}),
    Outcome.HIRED: frozenset({Outcome.OPEN}),
}


class Application(Record):
    """One person's candidacy for one job. A rejected finalist stays a finalist."""

    job_id: JobId
    candidate_id: CandidateId
    revision: int = 0
    stage: Stage = Stage.APPLIED
    outcome: Outcome = Outcome.OPEN
    reason_id: str | None = None
    """Coded ground of the rejection, from the catalogue."""
    answer_id: str | None = None
    """Id of the mail whose approval rejected it, and whose undoing opens it again; None when it ended otherwise."""
    applied_at: Instant
    last_interview_at: Instant | None = None
    updated_at: Instant

    @property
    def is_active(self) -> bool:
        """Hired, or open and at least interviewed: a rejection elsewhere is then a matter for a person (R19)."""
        if self.outcome is Outcome.OPEN:
            return self.stage.rank >= Stage.INTERVIEWED.rank
        return self.outcome is Outcome.HIRED

    @property
    def waits_since(self) -> Instant:
        """The last thing that the person knows of: the interview, or the application itself."""
        return self.last_interview_at or self.applied_at


def advance(application: Application, stage: Stage, *, now: Instant) -> Application:
    """Move to a later stage; ConflictError when it would go back or the application has ended."""
    if application.outcome is not Outcome.OPEN:
        raise ConflictError(f"the application has ended ({application.outcome}); re-open it first")
    if stage.rank < application.stage.rank:
        raise ConflictError(f"stages only go forward: it is already {application.stage}")
    interviewed = now if stage.rank >= Stage.INTERVIEWED.rank else application.last_interview_at
    return application.model_copy(update={"stage": stage, "updated_at": now, "last_interview_at": interviewed})


def conclude(
    application: Application,
    outcome: Outcome,
    *,
    now: Instant,
    reason_id: str | None = None,
    answer_id: str | None = None,
) -> Application:
    """End or re-open an application; ConflictError when the table does not allow it."""
    if outcome not in ALLOWED_OUTCOMES[application.outcome]:
        raise ConflictError(f"an application that is {application.outcome} cannot become {outcome}")
    ended = {"outcome": outcome, "reason_id": reason_id, "answer_id": answer_id, "updated_at": now}
    return application.model_copy(update=ended)
