"""Every Protocol that the domain needs from the outside, shaped by its callers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol

from relance.applications import Application
from relance.candidates import Candidate, CandidateId, CvId
from relance.jobs import Job, JobId
from relance.records import Cursor, Instant, Page, Record
from relance.segments import Segment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from relance.campaigns import Campaign, CampaignId, Occurrence
    from relance.campaigns.audience import Audience
    from relance.campaigns.timing import Timing
    from relance.mail.allowance import Grant, SendQuota
    from relance.mail.letters import Letter, Outcome
    from relance.mail.mails import BatchId, Departure, DueMail, Mail, MailId, MailState, Stream
    from relance.mail.reputation import Counts
    from relance.mail.verdict import SendFacts
    from relance.matching.document import CandidateDocument, JobDocument
    from relance.matching.offer import OfferQuery
    from relance.matching.ranking import Legs
    from relance.privacy.audit import AuditEntry
    from relance.rejections.batches import Opened, RejectionBatch

# --- candidates, jobs, applications -----------------------------------------------------------------


class CandidateStore(Protocol):
    """The truth about people."""

    def get(self, candidate_id: CandidateId) -> Candidate:
        """Consistent read; NotFoundError."""
        ...

    def holder_of(self, key: str) -> CandidateId | None:
        """Who holds a unique marker `cv#<sha256>` or `email#<hmac>`; consistent read."""
        ...

    def create(self, candidate: Candidate, *, keys: Sequence[str]) -> Candidate:
        """Write a new person and their markers in one transaction; ConflictError when a marker or the id is taken;
        NotFoundError when this person was erased: they do not come back (R31). Returns revision 1."""
        ...

    def save(self, candidate: Candidate, *, new_keys: Sequence[str] = ()) -> Candidate:
        """Write over the revision that was read, in one transaction with new markers (their own again is harmless);
        ConflictError when another was quicker or a marker belongs to somebody else. `index_revision` is the store's:
        it rises by one whatever the record says; the one returned is a lower bound."""
        ...

    def erased(self, candidate_id: CandidateId) -> int | None:
        """The last `index_revision` of an erased person; None when nobody of this id was erased. Consistent read."""
        ...

    def page(self, *, after: Cursor | None, limit: int) -> Page[Candidate]:
        """Everybody, in a stable order."""
        ...


class JobStore(Protocol):
    """The truth about jobs."""

    def get(self, job_id: JobId) -> Job:
        """Consistent read; NotFoundError."""
        ...

    def save(self, job: Job) -> Job:
        """Create (revision 0) or write over the revision that was read; ConflictError."""
        ...

    def page(self, *, after: Cursor | None, limit: int) -> Page[Job]:
        """All jobs, in a stable order."""
        ...


class ApplicationStore(Protocol):
    """The truth about applications."""

    def get(self, job_id: JobId, candidate_id: CandidateId) -> Application:
        """Consistent read; NotFoundError."""
        ...

    def save(self, application: Application) -> Application:
        """Create (revision 0) or write over the revision that was read; raises the candidate's `index_revision` in the
        same transaction. ConflictError when another was quicker; NotFoundError when there is no such candidate."""
        ...

    def of_job(self, job_id: JobId, *, after: Cursor | None, limit: int) -> Page[Application]:
        """All applications for a job."""
        ...

    def of_candidate(self, candidate_id: CandidateId) -> Sequence[Application]:
        """All applications of a person; consistent read."""
        ...


class Upload(Record):
    """A file that arrived in the inbox."""

    key: str
    version_id: str | None = None
    filename: str
    """The name the person's file had, as far as it is known; at first the last part of the key."""
    received_at: Instant
    job_id: JobId | None = None
    """Set when the key names a job: `inbox/<job_id>/…`."""


class CvStore(Protocol):
    """Uploaded files and what was read from them."""

    def fetch(self, upload: Upload) -> bytes:
        """The bytes of a fresh upload; NotFoundError when it is gone; InvalidInputError above 15 MB (R38)."""
        ...

    def identify(self, upload: Upload) -> Upload:
        """The upload with its version (the newest one when the event did not say) and, if its uploader told it in the
        metadata, the name that the person's file had; NotFoundError when it is gone."""
        ...

    def keep(self, candidate_id: CandidateId, cv_id: CvId, content: bytes, text: str) -> None:
        """Keep original and text under `cvs/<candidate_id>/<cv_id>`; the same twice is harmless."""
        ...

    def discard(self, candidate_id: CandidateId, cv_id: CvId) -> None:
        """Forget a kept CV that no record names; absent is fine."""
        ...

    def release(self, upload: Upload) -> None:
        """Remove an upload from the inbox once it is settled; absent is fine."""
        ...

    def text(self, candidate_id: CandidateId, cv_id: CvId) -> str:
        """The text read from a kept CV; NotFoundError."""
        ...

    def keep_unread(self, candidate_id: CandidateId, cv_id: CvId, upload: Upload) -> None:
        """Keep an original that was not fetched, without reading it; the same twice is harmless; NotFoundError."""
        ...

    def link(self, candidate_id: CandidateId, cv_id: CvId, *, filename: str | None = None) -> str:
        """A short-lived link that downloads the original under this name, never shows it in the browser."""
        ...


class IndexBell(Record):
    """Says that a candidate or a job may differ from its search document; never what the difference is."""

    kind: Literal["candidate", "job"]
    id: str


class IndexRetries(Protocol):
    """Bells to be rung later, one by one, until the search document is right."""

    def put(self, bells: Iterable[IndexBell]) -> None:
        """Queue them; UnavailableError when not all of them could be."""
        ...


# --- search -----------------------------------------------------------------------------------------


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    model_id: str

    def embed(self, texts: Sequence[str], *, kind: str) -> "NDArray[np.float32]":
        """Shape (len(texts), dimensions); kind is `query` or `document`."""
        ...


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


# --- mail -------------------------------------------------------------------------------------------


class MailLedger(Protocol):
    """The ledger of mails: each method that writes is one conditional write (R1)."""

    def get(self, mail_id: "MailId") -> "Mail":
        """Consistent read; NotFoundError."""
        ...

    def plan(self, mail: "Mail") -> bool:
        """Write a new mail and its guards in one transaction; False when the mail or one of its guards exists."""
        ...

    def replace(self, mail: "Mail", *, expected: "MailState") -> "Mail":
        """Write over the revision that was read while the state is `expected`; releases the guards when
        `relance.mail.ledger.releases_guards(mail)`; ConflictError when another was quicker. Returns revision + 1."""
        ...

    def of_batch(self, batch_id: "BatchId", *, after: Cursor | None, limit: int) -> Page["Mail"]:
        """All mails of a batch or an occurrence."""
        ...

    def of_candidate(self, candidate_id: CandidateId) -> Sequence["Mail"]:
        """All mails to a person, oldest first."""
        ...

    def due(self, stream: "Stream", *, until: Instant, limit: int) -> Sequence["DueMail"]:
        """HELD mails whose `wake_at` has come, earliest first, from all shards of the stream."""
        ...

    def overdue(self, *, until: Instant, limit: int) -> Sequence["DueMail"]:
        """CLAIMED and UNKNOWN mails whose `wake_at` has come: claims that ended, patience that ended."""
        ...

    def postpone(self, due: Sequence["DueMail"], wake_at: Instant) -> Sequence[bool]:
        """Move HELD mails' clocks on, each on condition of what `due` said; False where another was quicker."""
        ...

    def waiting(self, stream: "Stream", *, limit: int) -> Sequence["MailId"]:
        """The human queue: mails that await a person's decision, longest first."""
        ...


class Suppressions(Protocol):
    """Addresses that must not be written to, by keyed hash."""

    def reason(self, address_key: str) -> str | None:
        """`bounce`, `complaint` or `erased`; None when writing is allowed. Consistent read."""
        ...

    def add(self, address_key: str, reason: str, *, now: Instant) -> None:
        """Suppress an address; again is harmless and keeps the first reason."""
        ...


class StopSigns(Protocol):
    """What stops mails that are already planned; read just before each claim (R7, R8)."""

    def stop_all(self) -> bool:
        """Whether nothing at all may leave. Consistent read."""
        ...

    def set_stop_all(self, on: bool, *, by: str, now: Instant) -> None:
        """Press or release the one switch."""
        ...

    def stream_paused(self, stream: "Stream") -> str | None:
        """Why a stream is paused (R9), or None. Consistent read."""
        ...

    def pause_stream(self, stream: "Stream", why: str | None, *, now: Instant) -> None:
        """Pause a stream, or let it go on with None."""
        ...

    def batch_stopped(self, batch_id: "BatchId") -> bool:
        """Whether the whole batch was undone. Consistent read."""
        ...


class SendingCounts(Protocol):
    """How many mails of a stream were sent, bounced hard and were complained about, day by day (R9)."""

    def add(self, stream: "Stream", day: date, counts: "Counts") -> None:
        """Add to a day's counts."""
        ...

    def total(self, stream: "Stream", days: Sequence[date]) -> "Counts":
        """The sum over these days; consistent reads."""
        ...


class SendFactsSource(Protocol):
    """What decides, at the last moment, whether a mail leaves."""

    def about(self, mail: "Mail", *, now: Instant) -> "SendFacts":
        """Consistent reads by primary key; UnavailableError."""
        ...


class MailArchive(Protocol):
    """Keeps each request to SES exactly as submitted."""

    def put(self, letter: "Letter") -> str:
        """Keep a letter under its `archive_key`, which is returned; the same twice is harmless."""
        ...

    def get(self, archive_key: str) -> "Letter":
        """NotFoundError."""
        ...


class Mailer(Protocol):
    """Hands a letter to SES once: never repeats by itself (R2)."""

    def submit(self, letter: "Letter") -> "Outcome":
        """What became of it, as a value; never raises for an answer of SES or a broken connection."""
        ...


class SendQuotaSource(Protocol):
    """What SES allows."""

    def read(self, *, now: Instant) -> "SendQuota":
        """Rate, daily quota and use; UnavailableError."""
        ...


class Allowance(Protocol):
    """The one account of how many mails may leave when, shared by all dispatchers (R8)."""

    def take(self, wanted: int, *, now: Instant) -> "Grant":
        """Up to `wanted` departure times within the next minute; taken ones are never given twice."""
        ...


class SendQueue(Protocol):
    """Hands due mails to the sender."""

    def put(self, departures: Sequence["Departure"]) -> None:
        """Queue ids, each visible after its delay; UnavailableError tells how many were refused."""
        ...


# --- campaigns --------------------------------------------------------------------------------------


class CampaignStore(Protocol):
    """Campaigns and their occurrences."""

    def get(self, campaign_id: "CampaignId") -> "Campaign":
        """Consistent read; NotFoundError."""
        ...

    def save(self, campaign: "Campaign") -> "Campaign":
        """Create or write over the revision that was read; ConflictError."""
        ...

    def page(self, *, after: Cursor | None, limit: int) -> Page["Campaign"]:
        """All campaigns."""
        ...

    def occurrence(self, campaign_id: "CampaignId", scheduled_for: Instant) -> "Occurrence | None":
        """Consistent read of one run."""
        ...

    def save_occurrence(self, occurrence: "Occurrence") -> "Occurrence":
        """Create (revision 0) or write over; ConflictError."""
        ...

    def occurrences(self, campaign_id: "CampaignId") -> Sequence["Occurrence"]:
        """All runs, oldest first."""
        ...


class AudienceStore(Protocol):
    """Frozen audiences: one object each, first writer wins."""

    def freeze(self, key: str, audience: "Audience") -> "Audience":
        """Write once; returns what is kept, which is an earlier writer's audience if there was one."""
        ...

    def read(self, key: str) -> "Audience":
        """NotFoundError."""
        ...


class Scheduler(Protocol):
    """Starts campaigns at their time, by a message on the queue of runs."""

    def put(self, campaign_id: "CampaignId", timing: "Timing") -> None:
        """Create or replace the schedule of this campaign under its deterministic name; InvalidInputError for a cron
        expression that the scheduler refuses."""
        ...

    def wake(self, campaign_id: "CampaignId", scheduled_for: Instant, *, at: Instant) -> None:
        """Go on with a run that stopped: its message is sent once more, by a schedule that deletes itself."""
        ...

    def remove(self, campaign_id: "CampaignId") -> None:
        """Delete the campaign's schedule; absent is fine."""
        ...


class AuditLog(Protocol):
    """Append-only record of who decided what."""

    def append(self, scope: str, *, actor: str, action: str, detail: Mapping[str, str], at: Instant) -> None:
        """Add one entry after the last of its scope (for example `mail#<id>`); UnavailableError when too many do."""
        ...

    def entries(self, scope: str) -> Sequence["AuditEntry"]:
        """The entries of a scope, oldest first; consistent read."""
        ...


class MatchLog(Protocol):
    """Which ranking was shown to whom (R26)."""

    def record(self, query_id: str, entry: Mapping[str, object], *, at: Instant) -> None:
        """Keep one entry until it expires."""
        ...


# --- answers ----------------------------------------------------------------------------------------


class Batches(Protocol):
    """Rejection batches, and who was shown which text before approving it (R18)."""

    def get(self, batch_id: "BatchId") -> "RejectionBatch":
        """Consistent read; NotFoundError."""
        ...

    def save(self, batch: "RejectionBatch") -> "RejectionBatch":
        """Create (revision 0) or write over the revision that was read; ConflictError. Returns the next revision."""
        ...

    def record_opened(self, opened: "Opened") -> None:
        """Keep that a person was shown exactly this text; the first time stays."""
        ...

    def opened(self, subject: str, text_hash: str, by: str) -> "Opened | None":
        """Whether that person was shown exactly this text; consistent read."""
        ...
