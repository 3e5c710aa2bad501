"""Segments with a name: those that recruiters keep, and those that come with the product."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, NewType

from pydantic import Field

from relance.mail.typography import Language
from relance.records import Instant, Record
from relance.segments.definition import AskedHistory, SegmentDefinition

SegmentId = NewType("SegmentId", str)

DAYS_OF_A_MONTH: Final = 30
MOST_MONTHS: Final = 36


class SavedSegment(Record):
    """A segment that recruiters come back to; each campaign that names it copies it when it is approved."""

    segment_id: SegmentId
    revision: int = 0
    name: str = Field(min_length=1, max_length=120)
    definition: SegmentDefinition
    created_by: str
    created_at: Instant
    updated_at: Instant


class ReadyMade(Record):
    """A segment that every employer can use as it is, named in both languages."""

    id: str
    name: dict[Language, str]
    definition: SegmentDefinition


def ready_made(*, months: int | None = None) -> tuple[ReadyMade, ...]:
    """All of them; `months` sets how long ago the processes ended that they speak of."""
    return tuple(_after(each, months) for each in _shipped())


def _after(made: ReadyMade, months: int | None) -> ReadyMade:
    history = made.definition.history
    if months is None or history is None:
        return made
    later: AskedHistory = history.model_copy(update={"at_least_days_ago": months * DAYS_OF_A_MONTH})
    return made.model_copy(update={"definition": made.definition.model_copy(update={"history": later})})


@cache
def _shipped() -> tuple[ReadyMade, ...]:
    written = tomllib.loads((files("relance.segments") / "data" / "ready_made.toml").read_text(encoding="utf-8"))
    return tuple(map(ReadyMade.model_validate, written["segment"]))
