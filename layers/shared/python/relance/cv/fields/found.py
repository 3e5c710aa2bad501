"""A value read from a CV, with where it stands and how sure we are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found[T]:
    """`line` counts from 1 in the text; `confidence` is 0 to 1."""

    value: T
    line: int
    confidence: float
