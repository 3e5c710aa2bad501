"""Campaigns, frozen audiences, schedules and the match log in memory: twins for tests and trials."""

import json
import threading
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from relance.adapters.memory_mails import MemoryMailLedger
from relance.campaigns import Campaign, CampaignId, Occurrence
from relance.campaigns.timing import Once, Timing
from relance.candidates import Candidate, CandidateId
from relance.errors import ConflictError, NotFoundError
from relance.mail.mails import MailId
from relance.ports.campaigns import HeldGuard, PersonFacts
from relance.ports.mail import Suppressions
from relance.ports.people import ApplicationStore, CandidateStore
from relance.records import Cursor, Instant, Page, Record


class MemoryCampaignStore:
    """`ports.CampaignStore` in two dictionaries."""

    def __init__(self) -> None:
        self._campaigns: dict[CampaignId, Campaign] = {}
        self._occurrences: dict[tuple[CampaignId, Instant], Occurrence] = {}
        self._lock = threading.Lock()

    def get(self, campaign_id: CampaignId) -> Campaign:
        """The campaign as last written; NotFoundError."""
        try:
            return self._campaigns[campaign_id]
        except KeyError:
            raise NotFoundError(f"no campaign {campaign_id}") from None

    def save(self, campaign: Campaign) -> Campaign:
        """Create or write over the revision that was read; ConflictError."""
        with self._lock:
            held = self._campaigns.get(campaign.campaign_id)
            if campaign.revision != (held.revision if held else 0):
                raise ConflictError(f"campaign {campaign.campaign_id} has changed since it was read")
            written = campaign.model_copy(update={"revision": campaign.revision + 1})
            self._campaigns[campaign.campaign_id] = written
            return written

    def page(self, *, after: Cursor | None, limit: int) -> Page[Campaign]:
        """Campaigns in the order of their ids."""
        with self._lock:
            held = sorted(self._campaigns.items())
        rest = [campaign for campaign_id, campaign in held if after is None or campaign_id > after]
        more = len(rest) > limit
        return Page(items=tuple(rest[:limit]), next=rest[limit - 1].campaign_id if more else None)

    def occurrence(self, campaign_id: CampaignId, scheduled_for: Instant) -> Occurrence | None:
        """One run as last written."""
        return self._occurrences.get((campaign_id, scheduled_for))

    def save_occurrence(self, occurrence: Occurrence) -> Occurrence:
        """Create or write over the revision that was read; ConflictError."""
        key = (occurrence.campaign_id, occurrence.scheduled_for)
        with self._lock:
            held = self._occurrences.get(key)
            if occurrence.revision != (held.revision if held else 0):
                raise ConflictError(f"the run of {occurrence.campaign_id} has changed since it was read")
            written = occurrence.model_copy(update={"revision": occurrence.revision + 1})
            self._occurrences[key] = written
            return written

    def occurrences(self, campaign_id: CampaignId) -> Sequence[Occurrence]:
        """All runs, oldest first."""
        with self._lock:
            held = list(self._occurrences.values())
        return sorted((run for run in held if run.campaign_id == campaign_id), key=lambda run: run.scheduled_for)


class MemoryAudienceStore:
    """`ports.AudienceStore` in a dictionary of JSON texts."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def keep[Kept: Record](self, key: str, record: Kept) -> Kept:
        """Write once; what is kept."""
        return type(record).model_validate_json(self.texts.setdefault(key, record.model_dump_json()))

    def read[Kept: Record](self, key: str, kind: type[Kept]) -> Kept:
        """NotFoundError."""
        try:
            return kind.model_validate_json(self.texts[key])
        except KeyError:
            raise NotFoundError(f"no audience {key}") from None


class MemoryAudienceFacts:
    """`ports.AudienceFacts` over the other twins."""

    def __init__(
        self,
        *,
        candidates: CandidateStore,
        applications: ApplicationStore,
        mails: MemoryMailLedger,
        suppressions: Suppressions,
    ) -> None:
        self._candidates = candidates
        self._applications = applications
        self._mails = mails
        self._suppressions = suppressions

    def candidates(self, candidate_ids: Sequence[CandidateId]) -> Mapping[CandidateId, Candidate]:
        """See the port."""
        found = {}
        for one in candidate_ids:
            with suppress(NotFoundError):
                found[one] = self._candidates.get(one)
        return found

    def people(self, candidate_ids: Sequence[CandidateId]) -> Mapping[CandidateId, PersonFacts]:
        """See the port."""
        return {
            one: PersonFacts(candidate=candidate, applications=tuple(self._applications.of_candidate(one)))
            for one, candidate in self.candidates(candidate_ids).items()
        }

    def suppressed(self, address_keys: Collection[str]) -> Mapping[str, str]:
        """See the port."""
        reasons = {key: self._suppressions.reason(key) for key in address_keys}
        return {key: reason for key, reason in reasons.items() if reason is not None}

    def guards(self, names: Collection[str]) -> Mapping[str, HeldGuard]:
        """See the port."""
        return self._mails.held(names)

    def planned(self, mail_ids: Collection[MailId]) -> frozenset[MailId]:
        """See the port."""
        return frozenset(filter(self._mails.holds, mail_ids))


class MemoryScheduler:
    """`ports.Scheduler` that keeps what was asked for; `fire` hands out one-off runs whose time has come, once."""

    def __init__(self) -> None:
        self.timings: dict[CampaignId, Timing] = {}
        self.wakes: dict[tuple[CampaignId, Instant], Instant] = {}
        """(campaign, scheduled_for) → when its message is sent once more."""

    def put(self, campaign_id: CampaignId, timing: Timing) -> None:
        """Create or replace."""
        self.timings[campaign_id] = timing

    def wake(self, campaign_id: CampaignId, scheduled_for: Instant, *, at: Instant) -> None:
        """Once more."""
        self.wakes[campaign_id, scheduled_for] = at

    def has(self, campaign_id: CampaignId) -> bool:
        """Whether it is there."""
        return campaign_id in self.timings

    def remove(self, campaign_id: CampaignId) -> None:
        """Delete the campaign's schedule."""
        self.timings.pop(campaign_id, None)

    def fire(self, now: datetime) -> list[tuple[CampaignId, Instant]]:
        """Messages (campaign, scheduled_for) of one-off schedules that are due; they are deleted as they complete."""
        due = [(c, timing.at) for c, timing in self.timings.items() if isinstance(timing, Once) and timing.at <= now]
        again = [run for run, at in self.wakes.items() if at <= now]
        for campaign_id, _ in due:
            del self.timings[campaign_id]
        for run in again:
            del self.wakes[run]
        return [*due, *again]


class MemoryMatchLog:
    """`ports.MatchLog` in a dictionary."""

    def __init__(self) -> None:
        self.entries: dict[str, dict[str, object]] = {}

    def record(self, query_id: str, entry: Mapping[str, object], *, at: Instant) -> None:
        """Keep one entry."""
        self.entries[query_id] = json.loads(json.dumps({**entry, "at": at.isoformat()}))
