"""A segment as engines are asked for it; `Segment.matches` is the specification that both are compared with.

No field stands for a protected attribute or a proxy of one, and unknown fields are refused (R24).
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import Field

from relance.applications import Outcome, Stage
from relance.candidates import ContractWish
from relance.jobs import JobId
from relance.records import Instant, Record
from relance.segments.facts import AddressState, ApplicationFact, CandidateFacts, ReceivedFact, TradeCode

MOST_RANKED: Final = 1000
"""So many are put in the order of likeness: every leg is asked for as many, and an engine answers 10,000 at most."""
MOST_VALUES: Final = 100
"""Of one field."""


TRADE_CODE: Final = r"^(?:[A-Z]\d{0,4}|\d{1,4})$"


class LanguageLevel(StrEnum):
    """CEFR levels, and the mother tongue above them."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"
    NATIVE = "native"

    @property
    def and_above(self) -> tuple[Self, ...]:
        """This level and the higher ones."""
        levels = tuple(type(self))
        return levels[levels.index(self) :]


class Spoken(Record):
    """Speaks a language, at this level at least."""

    language: str = Field(pattern="^[a-z]{2}$")
    """ISO 639-1 code."""
    minimum_level: LanguageLevel | None = None
    or_level_unknown: bool = False
    """Also whose CV names the language without a level."""

    def matches(self, facts: CandidateFacts) -> bool:
        """Whether the person speaks it well enough."""
        if self.language not in facts.spoken_languages:
            return False
        if self.minimum_level is None:
            return True
        level = facts.language_levels.get(self.language)
        return self.or_level_unknown if level is None else level in self.minimum_level.and_above


class HistoryFilter(Record):
    """Has one application that fulfils all of these."""

    minimum_stage: Stage = Stage.APPLIED
    outcomes: frozenset[Outcome] = frozenset()
    """Empty: any."""
    reasons: frozenset[str] = Field(default=frozenset(), max_length=MOST_VALUES)
    """Ids of the catalogue of reasons; empty: any or none."""
    but_reasons: frozenset[str] = Field(default=frozenset(), max_length=MOST_VALUES)
    """Not for one of these reasons."""
    jobs: frozenset[JobId] = frozenset()
    """Empty: any job."""
    after_our_offer: bool = False
    """Only applications that answered an offer which a campaign had sent."""
    updated_after: Instant | None = None
    updated_before: Instant | None = None

    def matches(self, fact: ApplicationFact) -> bool:
        """Whether this one application fulfils all conditions."""
        return (
            fact.stage.rank >= self.minimum_stage.rank
            and (not self.outcomes or fact.outcome in self.outcomes)
            and (not self.reasons or fact.reason_id in self.reasons)
            and (fact.reason_id not in self.but_reasons)
            and (not self.jobs or fact.job_id in self.jobs)
            and (fact.after_our_offer or not self.after_our_offer)
            and (self.updated_after is None or fact.updated_at >= self.updated_after)
            and (self.updated_before is None or fact.updated_at < self.updated_before)
        )


class ReceivedFilter(Record):
    """Was sent an offer that fulfils all of these."""

    jobs: frozenset[JobId] = Field(default=frozenset(), max_length=MOST_VALUES)
    """Empty: any job."""
    campaigns: frozenset[str] = Field(default=frozenset(), max_length=MOST_VALUES)
    """Empty: any campaign."""
    since: Instant | None = None

    def matches(self, fact: ReceivedFact) -> bool:
        """Whether this one offer is meant."""
        return (
            (not self.jobs or fact.job_id in self.jobs)
            and (not self.campaigns or fact.campaign_id in self.campaigns)
            and (self.since is None or fact.at >= self.since)
        )


class Period(Record):
    """From `after` on, until before `before`."""

    after: Instant | None = None
    before: Instant | None = None

    def holds(self, moment: Instant | None) -> bool:
        """Whether the moment is known and lies in it."""
        return (
            moment is not None
            and (self.after is None or moment >= self.after)
            and (self.before is None or moment < self.before)
        )


class Mobility(Record):
    """Said that they would work in one of these areas."""

    areas: frozenset[str]
    or_unstated: bool = False
    """Also who said nothing about it."""

    def matches(self, facts: CandidateFacts) -> bool:
        """Whether what the person said fits."""
        return bool(self.areas & facts.areas) or (self.or_unstated and not facts.areas)


class Availability(Record):
    """Said to be available by that day."""

    by: date
    or_unstated: bool = False
    """Also who said nothing about it."""

    def matches(self, facts: CandidateFacts) -> bool:
        """Whether what the person said fits."""
        return self.or_unstated if facts.available_from is None else facts.available_from <= self.by


class ContractWishes(Record):
    """Said to look for one of these contracts."""

    any_of: frozenset[ContractWish] = Field(min_length=1)
    or_unstated: bool = False
    """Also who said nothing about it."""

    def matches(self, facts: CandidateFacts) -> bool:
        """Whether what the person said fits."""
        return bool(self.any_of & facts.contracts) or (self.or_unstated and not facts.contracts)


class Likeness(Record):
    """Puts the people nearest to a job first; applied after the filters, by rank."""

    job_id: JobId
    top: int | None = Field(default=None, ge=1, le=MOST_RANKED)
    """How many of the nearest are kept; without it everybody is, the nearest first."""


class SharedFilters(Record):
    """Conditions that mean the same to recruiters and to engines. Every given one must hold."""

    skills_all: frozenset[str] = Field(default=frozenset(), max_length=MOST_VALUES)
    """Each of which the person has."""
    skills_any: frozenset[str] = Field(default=frozenset(), max_length=MOST_VALUES)
    titles_any: frozenset[str] = Field(default=frozenset(), max_length=MOST_VALUES)
    """Words that stand together in the headline or in a position held."""
    trades_any: frozenset[Annotated[TradeCode, Field(pattern=TRADE_CODE)]] = Field(
        default=frozenset(), max_length=MOST_VALUES
    )
    """ROME codes ("M1203", or "M12" for the whole family) or ISCO groups of ESCO occupations ("2411", "24")."""
    contracts: ContractWishes | None = None
    availability: Availability | None = None
    never_applied_to: frozenset[JobId] = Field(default=frozenset(), max_length=MOST_VALUES)
    sources_any: frozenset[str] = Field(default=frozenset(), max_length=MOST_VALUES)
    tags_all: frozenset[str] = Field(default=frozenset(), max_length=MOST_VALUES)
    tags_any: frozenset[str] = Field(default=frozenset(), max_length=MOST_VALUES)

    def _shared_hold(self, facts: CandidateFacts) -> bool:
        return (
            self.skills_all <= facts.skills
            and (not self.skills_any or bool(self.skills_any & facts.skills))
            and (not self.titles_any or any(_says(title, self.titles_any) for title in facts.titles))
            and (not self.trades_any or any(code.startswith(tuple(self.trades_any)) for code in facts.trades))
            and (self.contracts is None or self.contracts.matches(facts))
            and (self.availability is None or self.availability.matches(facts))
            and not any(fact.job_id in self.never_applied_to for fact in facts.history)
            and (not self.sources_any or facts.source in self.sources_any)
            and self.tags_all <= facts.tags
            and (not self.tags_any or bool(self.tags_any & facts.tags))
        )


def _says(title: str, phrases: frozenset[str]) -> bool:
    """Whether a phrase stands in the title as whole words, one after the other."""
    return any(f" {phrase} " in f" {title} " for phrase in phrases)


class Condition(SharedFilters):
    """A bag of filters that must all hold, and bags within it; no filter holds everybody."""

    spoken: frozenset[Spoken] = frozenset()
    mobility: Mobility | None = None
    history: HistoryFilter | None = None
    received: ReceivedFilter | None = None
    last_contact: Period | None = None
    consented: bool | None = None
    unsubscribed: bool | None = None
    do_not_contact: bool | None = None
    paused: bool | None = None
    addresses: frozenset[AddressState] = frozenset()
    """Empty: any."""
    nobody: bool = False
    """True holds nobody: what was asked for does not exist."""
    all_of: "tuple[Condition, ...]" = ()
    any_of: "tuple[Condition, ...]" = ()
    """Empty: nothing is asked."""
    none_of: "tuple[Condition, ...]" = ()

    def matches(self, facts: CandidateFacts, *, at: Instant) -> bool:
        """Whether the person passes everything at that moment."""
        return (
            not self.nobody
            and self._shared_hold(facts)
            and all(each.matches(facts) for each in self.spoken)
            and (self.mobility is None or self.mobility.matches(facts))
            and (self.history is None or any(map(self.history.matches, facts.history)))
            and (self.received is None or any(map(self.received.matches, facts.received)))
            and (self.last_contact is None or self.last_contact.holds(facts.last_contact_at))
            and self._standing_holds(facts, at)
            and all(each.matches(facts, at=at) for each in self.all_of)
            and (not self.any_of or any(each.matches(facts, at=at) for each in self.any_of))
            and not any(each.matches(facts, at=at) for each in self.none_of)
        )

    def _standing_holds(self, facts: CandidateFacts, at: Instant) -> bool:
        return (
            self.consented in (None, facts.consented(at))
            and self.unsubscribed in (None, facts.unsubscribed)
            and self.do_not_contact in (None, facts.do_not_contact)
            and self.paused in (None, facts.paused(at))
            and (not self.addresses or facts.address in self.addresses)
        )

    @property
    def history_jobs(self) -> frozenset[JobId]:
        """The earlier jobs that it speaks of, wherever a person may be in it because of them."""
        own = self.history.jobs if self.history else frozenset()
        return own.union(*(each.history_jobs for each in (*self.all_of, *self.any_of)))

    def parts(self) -> "Iterator[Condition]":
        """This bag and all bags within it."""
        yield self
        for each in (*self.all_of, *self.any_of, *self.none_of):
            yield from each.parts()


class Segment(Condition):
    """What an index is asked for."""

    contactable_only: bool = False
    """Only people whom campaigns may write to (campaigns always set it)."""
    like: Likeness | None = None

    def matches(self, facts: CandidateFacts, *, at: Instant) -> bool:
        """Whether the person passes all filters at that moment; likeness is a rank, not a filter."""
        return (not self.contactable_only or facts.contactable(at)) and super().matches(facts, at=at)
