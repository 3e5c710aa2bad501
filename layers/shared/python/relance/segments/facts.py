"""What filters can know of a person: part of the search document, made from the tables alone."""

from datetime import date
from enum import StrEnum
from typing import NewType

from pydantic import Field

from relance.applications import Outcome, Stage
from relance.candidates import CandidateId, ContractWish
from relance.jobs import JobId
from relance.matching.career import DatedJob
from relance.records import Instant, Record

TradeCode = NewType("TradeCode", str)
"""A ROME code ("M1203") or the ISCO group of an ESCO occupation ("2411"); shorter ones are the families above it."""


class AddressState(StrEnum):
    """Whether a mail can reach the person at all."""

    USABLE = "usable"
    NONE = "none"
    INVALID = "invalid"
    SUPPRESSED = "suppressed"


class ApplicationFact(Record):
    """What filters can know of one application."""

    job_id: JobId
    stage: Stage
    outcome: Outcome
    reason_id: str | None = None
    after_our_offer: bool = False
    """They answered an offer that a campaign had sent them."""
    updated_at: Instant


class ReceivedFact(Record):
    """One offer that left, or may have left, for this person."""

    campaign_id: str | None = None
    job_id: JobId
    at: Instant


class CandidateFacts(Record):
    """What filters can know of one candidate: part of the search document."""

    candidate_id: CandidateId
    index_revision: int
    language: str
    readable: bool
    skills: frozenset[str] = frozenset()
    """Folded by `relance.matching.analysis.fold`."""
    titles: frozenset[str] = frozenset()
    """Headline and positions held, as `relance.segments.trades.title_key` writes them."""
    trades: frozenset[TradeCode] = frozenset()
    """Trades of those titles."""
    spoken_languages: frozenset[str] = frozenset()
    language_levels: dict[str, str] = Field(default_factory=dict)
    """By ISO 639-1 code: CEFR level or "native"; a language whose level the CV does not say is left out."""
    career: tuple[DatedJob, ...] = ()
    """For criteria that ask for years; no filter knows it (R24)."""
    history: tuple[ApplicationFact, ...] = ()
    received: tuple[ReceivedFact, ...] = ()
    last_contact_at: Instant | None = None
    """When one side last wrote to or met the other one."""
    source: str = "upload"
    tags: frozenset[str] = frozenset()
    contracts: frozenset[ContractWish] = frozenset()
    """What they said they look for; empty: nothing was said."""
    areas: frozenset[str] = frozenset()
    """Where they said they would work, as `relance.segments.areas` writes it; empty: nothing was said."""
    available_from: date | None = None
    """None: nothing was said."""
    consent_from: Instant | None = None
    consent_until: Instant | None = None
    unsubscribed: bool = False
    do_not_contact: bool = False
    """The house's own no, apart from what the person chose."""
    paused_until: Instant | None = None
    address: AddressState = AddressState.USABLE

    def consented(self, at: Instant) -> bool:
        """Whether a yes to the talent pool holds at that moment."""
        if self.consent_from is None or self.consent_until is None:
            return False
        return self.consent_from <= at < self.consent_until

    def paused(self, at: Instant) -> bool:
        """Whether they asked to hear nothing at that moment."""
        return self.paused_until is not None and at < self.paused_until

    def contactable(self, at: Instant) -> bool:
        """Whether campaigns may write to this person at that moment (R29)."""
        agreed = self.consented(at) and not self.unsubscribed and not self.paused(at)
        return agreed and not self.do_not_contact
