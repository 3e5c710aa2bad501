"""People who get nothing, counted by reason and told in French and English: one way for previews and reports."""

from collections.abc import Mapping
from datetime import timedelta

from relance.campaigns.audience import why_nothing
from relance.campaigns.rules import NO_RULE
from relance.records import Record


class Exclusion(Record):
    """How many people get nothing, and why."""

    reason: str
    people: int
    fr: str
    en: str


def exclusions[Reason: str](people: Mapping[Reason, int], *, every: timedelta = NO_RULE) -> tuple[Exclusion, ...]:
    """Each reason with its sentences, the most frequent first; `every` is the rule that holds now, where it is said."""
    ordered = sorted(people.items(), key=lambda each: (-each[1], each[0]))
    return tuple(_told(reason, number, every) for reason, number in ordered)


def _told(reason: str, people: int, every: timedelta) -> Exclusion:
    french, english = why_nothing(reason, every=every)
    return Exclusion(reason=reason, people=people, fr=french, en=english)
