"""What the domain needs of a search engine."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.records import Cursor, Instant, Page
from relance.segments import Condition, Segment

if TYPE_CHECKING:
    from relance.matching.document import CandidateDocument, JobDocument
    from relance.matching.legs import Legs
    from relance.matching.offer import OfferQuery


class CandidateIndex(Protocol):
    """Finds candidates by words and meaning; rebuilt from the tables at any time."""

    def put(self, documents: Sequence["CandidateDocument"]) -> None:
        """Write documents; one older than what is held (by `facts.index_revision`) is ignored."""
        ...

    def delete(self, candidate_id: CandidateId, *, index_revision: int) -> None:
        """Forget a person; an older document cannot bring them back."""
        ...

    def legs(self, query: "OfferQuery", among: Segment, *, at: Instant, top: int) -> "Legs":
        """Union of each leg's best `top` people who pass the filters, with every leg's score for each of them."""
        ...

    def members(self, segment: Segment, *, at: Instant, after: Cursor | None, limit: int) -> Page[CandidateId]:
        """Everybody who passes the filters, in the order of their ids (the rules-only order)."""
        ...

    def count(self, segment: Segment, *, at: Instant) -> int:
        """How many pass the filters."""
        ...

    def tally(self, segment: Segment, cases: Sequence[Condition], *, at: Instant) -> Sequence[int]:
        """Everybody of the segment counted once: how many fulfil each case and none before it; last, how many none."""
        ...

    def documents(self, candidate_ids: Sequence[CandidateId]) -> Mapping[CandidateId, "CandidateDocument"]:
        """What is indexed of these people, for explanations; unknown ones are left out."""
        ...

    def revision(self, candidate_id: CandidateId) -> int | None:
        """Version of the indexed document; None when there is none (reconciliation)."""
        ...

    def rebuild(self) -> "IndexRebuild":
        """A way to fill the index anew while it goes on answering."""
        ...


class IndexRebuild(Protocol):
    """A candidate index filled beside the living one; until `finish`, questions are answered by the old one."""

    def resume(self) -> Cursor | None:
        """Begin, or go on with what an interrupted run began: the place in the table that it reached."""
        ...

    def put(self, documents: Sequence["CandidateDocument"], *, reached: Cursor | None) -> None:
        """Write one page and remember the place after it; a document older than one written meanwhile is ignored."""
        ...

    def finish(self) -> None:
        """Let the new index take the old one's place, at once for everybody, and drop the old one."""
        ...


class JobIndex(Protocol):
    """Finds jobs like a job, by the same three legs."""

    def put(self, documents: Sequence["JobDocument"]) -> None:
        """Write documents; an older revision is ignored."""
        ...

    def delete(self, job_id: JobId, *, revision: int) -> None:
        """Forget a job."""
        ...

    def revision(self, job_id: JobId) -> int | None:
        """Version of the indexed document; None when there is none (reconciliation)."""
        ...

    def legs(self, query: "OfferQuery", *, top: int) -> "Legs":
        """As for candidates, with job ids."""
        ...
