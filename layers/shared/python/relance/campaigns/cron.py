"""Recurring schedules: EventBridge's six fields, read as strictly as the scheduler will, before anybody approves them.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
"""

import re
from dataclasses import dataclass
from typing import Final

from relance.errors import InvalidInputError

_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_LONGEST: Final = 60


@dataclass(frozen=True)
class _Field:
    """What one field may hold."""

    name: str
    first: int
    last: int
    names: tuple[str, ...] = ()
    """Instead of numbers, from `first` on."""
    special: str = r"(?!)"
    """Further values, which no other field has."""

    def allows(self, text: str) -> bool:
        """Whether it is a list of values, ranges and steps within bounds, or what only this field knows."""
        return len(text) <= _LONGEST and all(map(self._allows_part, text.upper().split(",")))

    def _allows_part(self, part: str) -> bool:
        if re.fullmatch(self.special, part):
            return True
        base, slash, step = part.partition("/")
        if slash and not (re.fullmatch(r"\d{1,4}", step) and 1 <= int(step) <= self.last):
            return False
        values = [self._value(each) for each in base.split("-")]
        return base == "*" or (len(values) <= 2 and None not in values and sorted(values, key=_number) == values)

    def _value(self, text: str) -> int | None:
        if text in self.names:
            return self.first + self.names.index(text)
        number = int(text) if re.fullmatch(r"\d{1,4}", text) else -1
        return number if self.first <= number <= self.last else None


_FIELDS: Final = (
    _Field("minutes", 0, 59),
    _Field("hours", 0, 23),
    _Field("day of month", 1, 31, special=r"\?|L|LW|(?:[1-9]|[12]\d|3[01])W"),
    _Field("month", 1, 12, names=_MONTHS),
    _Field("day of week", 1, 7, names=_DAYS, special=rf"\?|L|(?:[1-7]|{'|'.join(_DAYS)})(?:L|#[1-5])"),
    _Field("year", 1970, 2199),
)


def checked_cron(cron: str) -> str:
    """The expression with single spaces; InvalidInputError says which field cannot be, or that it runs too often."""
    texts = cron.split()
    if len(texts) != len(_FIELDS):
        names = ", ".join(field.name for field in _FIELDS)
        raise InvalidInputError(f"a recurring schedule has six fields: {names}; for example 0 9 ? * MON *")
    for field, text in zip(_FIELDS, texts, strict=True):
        if not field.allows(text):
            raise InvalidInputError(
                f"{field.name} cannot be {text[:_LONGEST]}: it goes from {field.first} to {field.last}; for example "
                "0 9 ? * MON * is Mondays at 9"
            )
    if (texts[2] == "?") == (texts[4] == "?"):
        raise InvalidInputError("one of day of month and day of week must be ?, the other must not")
    if not texts[0].isdecimal():
        raise InvalidInputError("minutes must be one number: a campaign runs once an hour at most")
    return " ".join(texts)


def _number(value: int | None) -> int:
    return -1 if value is None else value
