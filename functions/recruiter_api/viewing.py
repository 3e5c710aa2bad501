"""One look at a ranking: who looked, when, at what; every one is logged (R26)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from aws_lambda_powertools.event_handler.depends import Depends

from recruiter_api.access import Caller
from recruiter_api.dependencies import NewId, Now, Shown
from relance.campaigns.audience import Search
from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.matching.similar_jobs import FinalistPolicy
from relance.ports.audit import MatchLog
from relance.records import Cursor, Instant, Record
from relance.segments import Segment


class Asked(Record):
    """What somebody wanted to see."""

    job_id: JobId
    order: str
    filters: Segment
    after: Cursor | None = None
    policy: FinalistPolicy | None = None
    """Whose earlier applications counted, for finalists of similar jobs."""


@dataclass(frozen=True, slots=True)
class View:
    """One look at a ranking: who, when, under which name it is logged."""

    by: str
    at: Instant
    query_id: str
    log: MatchLog

    def note(self, asked: Asked, scores: Mapping[CandidateId, float | None], *, search: Search) -> None:
        """Log the question, the model, and each result with the version of its document."""
        index = search.candidates
        results = [{"id": one, "score": score, "version": index.revision(one)} for one, score in scores.items()]
        entry = {
            **asked.model_dump(mode="json"),
            "seen_by": self.by,
            "model_id": search.embedder.model_id,
            "results": results,
        }
        self.log.record(self.query_id, entry, at=self.at)


def view_of(user: Caller, at: Now, query_id: NewId, log: Shown) -> View:
    """The look that this request is."""
    return View(by=user.name, at=at, query_id=query_id, log=log)


Viewing = Annotated[View, Depends(view_of)]
