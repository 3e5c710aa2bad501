"""What every record of ours has in common: frozen, closed, with instants in UTC."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict

type Cursor = str
"""Opaque place in a listing, given back by the page before."""


def _in_utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A moment in time, always in UTC."""


class Record(BaseModel):
    """A frozen value; fields that we do not know are refused. Errors do not quote what was given (R16)."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Page[Item](Record):
    """One page of a listing; `next` is None on the last one."""

    items: tuple[Item, ...]
    next: Cursor | None = None
