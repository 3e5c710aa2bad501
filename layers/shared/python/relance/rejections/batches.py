"""A rejection batch: the answers that were drafted together, and who opened, approved or stopped them."""

from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.mail.mails import BatchId
from relance.records import Instant, Record
from relance.rejections.left_out import NoAnswer


class LeftOut(Record):
    """A person of the batch who gets no mail, and why."""

    candidate_id: CandidateId
    why: NoAnswer


class RejectionBatch(Record):
    """Answers drafted together for one job; its mails are the ledger's rows with this `batch_id`."""

    batch_id: BatchId
    revision: int = 0
    job_id: JobId
    created_by: str
    created_at: Instant
    approved_by: str | None = None
    approved_at: Instant | None = None
    stopped_by: str | None = None
    stopped_at: Instant | None = None
    """Set by undo: no mail of the batch leaves after it (read just before the claim)."""
    left_out: tuple[LeftOut, ...] = ()


class Opened(Record):
    """A named person was shown exactly this text (R18)."""

    subject: str
    """Id of the mail, or of the batch whose whole list was shown."""
    text_hash: str
    by: str
    at: Instant
