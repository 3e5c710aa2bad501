"""What the domain needs to keep, freeze and schedule campaigns."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from relance.applications import Application
from relance.candidates import Candidate, CandidateId
from relance.mail.mails import MailId
from relance.records import Cursor, Instant, Page, Record

if TYPE_CHECKING:
    from relance.campaigns import Campaign, CampaignId, Occurrence
    from relance.campaigns.timing import Timing


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
    """Objects of frozen audiences: the first writer of each wins."""

    def keep[Kept: Record](self, key: str, record: Kept) -> Kept:
        """Write once; what is kept, which is an earlier writer's record if there was one.

        UnavailableError while another writer is at it: keeping again finds what it wrote.
        """
        ...

    def read[Kept: Record](self, key: str, kind: type[Kept]) -> Kept:
        """NotFoundError."""
        ...


class PersonFacts(Record):
    """What decides about one person, as far as their own rows say it."""

    candidate: Candidate
    """Without the CV: name, address and language are there, work and skills are not."""
    applications: tuple[Application, ...]


class HeldGuard(Record):
    """A row of MailGuards: which mail holds it and, of a pressure guard, when that mail left."""

    mail_id: MailId
    sent_at: Instant | None = None


class AudienceFacts(Protocol):
    """Consistent reads about many people at once; whoever or whatever is not there is left out."""

    def candidates(self, candidate_ids: Sequence[CandidateId]) -> Mapping[CandidateId, Candidate]:
        """Their records without the CV: name, address and language are there, work and skills are not."""
        ...

    def people(self, candidate_ids: Sequence[CandidateId]) -> Mapping[CandidateId, PersonFacts]:
        """The same with their applications."""
        ...

    def suppressed(self, address_keys: Collection[str]) -> Mapping[str, str]:
        """Those of the addresses that must not be written to, and why."""
        ...

    def guards(self, names: Collection[str]) -> Mapping[str, HeldGuard]:
        """Those of the guards that some mail holds."""
        ...

    def planned(self, mail_ids: Collection[MailId]) -> frozenset[MailId]:
        """Those of the mails that are in the ledger, in any state."""
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

    def has(self, campaign_id: "CampaignId") -> bool:
        """Whether the campaign's schedule is there; one that has fired for the last time is not."""
        ...

    def remove(self, campaign_id: "CampaignId") -> None:
        """Delete the campaign's schedule; absent is fine."""
        ...
