"""What the domain needs of the ledger, of SES and of the queues between them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from relance.candidates import CandidateId
from relance.records import Cursor, Instant, Page

if TYPE_CHECKING:
    from relance.mail.letters import Letter, Outcome
    from relance.mail.mails import BatchId, Departure, DueMail, Mail, MailId, MailState, Stream
    from relance.mail.paragraphs import Slot, Wording
    from relance.mail.standing import Counts, Grant, Identity, SendQuota, Sign
    from relance.mail.tally import Tally
    from relance.mail.typography import Language
    from relance.mail.verdict import SendFacts


class MailLedger(Protocol):
    """The ledger of mails: each method that writes is one conditional write (R1)."""

    def get(self, mail_id: "MailId") -> "Mail":
        """Consistent read; NotFoundError."""
        ...

    def get_many(self, mail_ids: "Sequence[MailId]") -> Sequence["Mail"]:
        """Consistent read of many, in the order asked for; what is not there is left out."""
        ...

    def plan(self, mail: "Mail") -> bool:
        """Write a new mail and its guards in one transaction; False when the mail or one of its guards exists."""
        ...

    def plan_many(self, mails: "Sequence[Mail]") -> Sequence[bool]:
        """The same for each of many, several under way at once."""
        ...

    def replace(self, mail: "Mail", *, expected: "MailState") -> "Mail":
        """Write over the revision that was read while the state is `expected`; releases the guards when
        `relance.mail.ledger.releases_guards(mail)`; ConflictError when another was quicker. Returns revision + 1."""
        ...

    def holders(self, guards: Collection[str]) -> Mapping[str, "MailId"]:
        """Who holds these guards; those that nobody holds are left out. Consistent read."""
        ...

    def tally(self, batch_id: "BatchId") -> "Tally":
        """What became of a run's mails, from sums that are written with them; consistent."""
        ...

    def of_batch(self, batch_id: "BatchId", *, after: Cursor | None, limit: int) -> Page["Mail"]:
        """All mails of a batch or an occurrence."""
        ...

    def page(self, *, after: Cursor | None, limit: int) -> Page["Mail"]:
        """All mails, in the ledger's own stable order."""
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

    def pause_stream(self, stream: "Stream", why: str | None, *, by: str, now: Instant) -> None:
        """Pause a stream, or let it go on with None."""
        ...

    def switch(self) -> "Sign | None":
        """The stop switch as somebody pressed or released it last; None when nobody ever has."""
        ...

    def pause(self, stream: "Stream") -> "Sign | None":
        """The stream's pause, or its end, as it was set last; None when it has never been paused."""
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


class Wordings(Protocol):
    """The house's own paragraphs, every version of them (R17)."""

    def current(self) -> "Mapping[tuple[Slot, Language], Wording]":
        """Every paragraph that was ever written, in its latest version. Consistent read."""
        ...

    def keep(self, wording: "Wording") -> "Wording":
        """Write the next version; ConflictError when it is not the next one."""
        ...

    def version(self, slot: "Slot", language: "Language", version: int) -> "Wording":
        """An earlier one; NotFoundError."""
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

    def forget(self, mail_id: "MailId") -> int:
        """Delete every version of every letter of a mail (R31); returns how many there were."""
        ...


class Mailer(Protocol):
    """Hands a letter to SES once: never repeats by itself (R2)."""

    def submit(self, letter: "Letter") -> "Outcome":
        """What became of it, as a value; never raises for an answer of SES or a broken connection."""
        ...


class SenderIdentities(Protocol):
    """What SES knows of the sub-domains that mail is sent from (R15)."""

    def of(self, domain: str, *, now: Instant) -> "Identity":
        """The identity as of now, also one that does not exist; UnavailableError."""
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
