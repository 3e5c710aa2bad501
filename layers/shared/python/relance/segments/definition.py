"""A segment as recruiters save it: a typed, versioned model that becomes plain filters when an audience is taken."""

from collections.abc import Iterator
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from relance.applications import Outcome, Stage
from relance.jobs import JobId
from relance.records import Instant, Record
from relance.segments.filters import (
    MOST_VALUES,
    HistoryFilter,
    LanguageLevel,
    Likeness,
    ReceivedFilter,
    SharedFilters,
)

DEEPEST: Final = 6
"""Bags within bags."""
MOST_BAGS: Final = 100
"""In one segment."""
MOST_VALUES_OF_ALL: Final = 1000
"""In one segment, all its lists together."""
MOST_LETTERS: Final = 50_000
"""In one segment, written as JSON."""
_MOST_DAYS: Final = 3650


class AskedLanguage(Record):
    """Speaks a language that a job requires: a language that no job asks for is a proxy of origin, and no filter."""

    language: str = Field(pattern="^[a-z]{2}$")
    """ISO 639-1 code."""
    minimum_level: LanguageLevel | None = None
    or_level_unknown: bool = False
    """Also whose CV names the language without a level."""
    required_by: JobId
    """The job whose offer names the language."""


class MobileTo(Record):
    """Would work where the job is, by what the person said of their mobility; never by where they live."""

    job_id: JobId
    or_unstated: bool = False
    """Also who said nothing about it."""


class DaysAgo(Record):
    """A period that moves along: counted back from the moment when the audience is taken."""

    at_least_days_ago: int | None = Field(default=None, ge=0, le=_MOST_DAYS)
    """So long ago or longer."""
    at_most_days_ago: int | None = Field(default=None, ge=0, le=_MOST_DAYS)
    """Not longer ago."""


class AskedHistory(HistoryFilter, DaysAgo):
    """Has one application, last changed then, that fulfils all of these."""


class AskedOffers(ReceivedFilter):
    """Was sent an offer that fulfils all of these."""

    at_most_days_ago: int | None = Field(default=None, ge=0, le=_MOST_DAYS)


class AskedPeriod(DaysAgo):
    """When one side last wrote to or met the other one."""

    after: Instant | None = None
    before: Instant | None = None


class JobsLike(DaysAgo):
    """Had an application, on one of the jobs most like this one, that went as far as this and last changed then."""

    job_id: JobId
    top: int = Field(default=10, ge=1, le=50)
    """How many of the nearest jobs count."""
    minimum_likeness: float = Field(default=0.5, ge=0, le=1)
    """Jobs less like it than this do not count: 0..1, half for the average job of the base."""
    minimum_stage: Stage = Stage.FINALIST
    outcomes: frozenset[Outcome] = frozenset({Outcome.REJECTED, Outcome.WITHDRAWN})
    but_reasons: frozenset[str] = Field(default=frozenset(), max_length=MOST_VALUES)
    """Not for one of these reasons."""
    updated_after: Instant | None = None
    updated_before: Instant | None = None


class AskedCondition(SharedFilters):
    """A bag of filters that must all hold, and bags within it; no filter holds everybody."""

    speaks: tuple[AskedLanguage, ...] = Field(default=(), max_length=10)
    mobile_to: MobileTo | None = None
    history: AskedHistory | None = None
    finalists_of_jobs_like: JobsLike | None = None
    received: AskedOffers | None = None
    never_received: AskedOffers | None = None
    last_contact: AskedPeriod | None = None
    all_of: "tuple[AskedCondition, ...]" = Field(default=(), max_length=20)
    """Bags that must all hold."""
    any_of: "tuple[AskedCondition, ...]" = Field(default=(), max_length=20)
    """Bags of which one must hold; empty: nothing is asked."""
    none_of: "tuple[AskedCondition, ...]" = Field(default=(), max_length=20)
    """Bags of which none may hold."""

    def parts(self) -> "Iterator[AskedCondition]":
        """This bag and all bags within it."""
        yield self
        for each in self.within:
            yield from each.parts()

    @property
    def within(self) -> "tuple[AskedCondition, ...]":
        """The bags right below this one."""
        return (*self.all_of, *self.any_of, *self.none_of)

    @property
    def depth(self) -> int:
        """1 for a bag without bags."""
        return 1 + max((each.depth for each in self.within), default=0)


class SegmentDefinition(AskedCondition):
    """An audience as a recruiter describes it."""

    version: Literal[1] = 1
    """Of this language."""
    contactable_only: bool = False
    """Only people whom campaigns may write to (campaigns always set it)."""
    like: Likeness | None = None

    @model_validator(mode="after")
    def _of_bounded_size(self) -> Self:
        if self.depth > DEEPEST:
            raise ValueError(
                f"at most {DEEPEST} levels of conditions within conditions – {DEEPEST} niveaux imbriqués au plus"
            )
        bags = list(self.parts())
        if len(bags) > MOST_BAGS:
            raise ValueError(f"at most {MOST_BAGS} groups of conditions – {MOST_BAGS} groupes de conditions au plus")
        if sum(map(_values, bags)) > MOST_VALUES_OF_ALL:
            raise ValueError(
                f"at most {MOST_VALUES_OF_ALL} values in all lists together – "
                f"{MOST_VALUES_OF_ALL} valeurs au plus, toutes listes confondues"
            )
        if len(self.model_dump_json(exclude_defaults=True)) > MOST_LETTERS:
            raise ValueError(f"at most {MOST_LETTERS} letters in all – {MOST_LETTERS} signes au plus en tout")
        return self


def _values(bag: AskedCondition) -> int:
    parts = (bag, bag.history, bag.finalists_of_jobs_like, bag.received, bag.never_received)
    return sum(len(value) for part in parts if part for _, value in part if isinstance(value, frozenset))
