"""What is left of an erased person: a tombstone without personal data, and a certificate of what went (R31)."""

from typing import Final

from pydantic import Field

from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.records import Instant, Record

CANDIDATE: Final = "candidate"
RETENTION: Final = "retention"


class ErasureOrder(Record):
    """A person is to be erased: they said so on the portal or to a colleague, or their time is over (R30)."""

    candidate_id: CandidateId
    by: str
    """`candidate`, `retention`, or the account of the colleague who passes the wish on."""
    at: Instant


class Erasure(Record):
    """The tombstone: from its first moment on nobody can write to this person or bring them back.

    What the work still needs (`jobs`, `markers`, `address_key`, `shared_with`) is emptied when it is done.
    """

    candidate_id: CandidateId
    index_revision: int
    """The last version of the search document: an older one cannot come back."""
    ordered_by: str
    ordered_at: Instant
    begun_at: Instant
    jobs: tuple[JobId, ...] = ()
    """Jobs that they applied for."""
    markers: tuple[str, ...] = ()
    """Their unique markers: hashes of files and addresses."""
    address_key: str | None = None
    """Keyed hash to be suppressed; None when there was no address, or when others share it."""
    shared_with: tuple[CandidateId, ...] = ()
    """Other people on the same address, whose records name this one."""
    removed: dict[str, int] = Field(default_factory=dict)
    """Certificate: store -> how many things of this person were removed from it, at least."""
    finished_at: Instant | None = None

    def done(self, removed: dict[str, int], *, at: Instant) -> "Erasure":
        """The tombstone as it stays: no hash, no job, only the certificate."""
        cleared = {"jobs": (), "markers": (), "address_key": None, "shared_with": ()}
        return self.model_copy(update={**cleared, "removed": removed, "finished_at": at})
