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
_EXAMPLE: Final = "0 9 ? * MON *"


@dataclass(frozen=True)
class _Field:
    """What one field may hold."""

    name: str
    french: str
    first: int
    last: int
    names: tuple[str, ...] = ()
    """Instead of numbers, from `first` on."""
    special: str = r"(?!)"
    """Further values, which no other field has."""

    def allows(self, text: str) -> bool:
        """Whether it is a list of values, ranges and steps within bounds, or what only this field knows."""
        return len(text) <= _LONGEST and all(map(self._allows_part, text.upper().split(",")))

    def values(self, text: str) -> frozenset[int]:
        """Every number that a list within bounds stands for; none for an empty one."""
        return frozenset(number for part in text.upper().split(",") if part for number in self._numbers(part))

    def _numbers(self, part: str) -> range:
        base, slash, step = part.partition("/")
        ends = [self.first, self.last] if base == "*" else [_number(self._value(each)) for each in base.split("-")]
        open_ended = bool(slash) and len(ends) == 1
        return range(ends[0], (self.last if open_ended else ends[-1]) + 1, int(step or 1))

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


HOURS: Final = _Field("hours", "heures", 0, 23)
DAYS_OF_MONTH: Final = _Field("day of month", "jour du mois", 1, 31, special=r"\?|L|LW|(?:[1-9]|[12]\d|3[01])W")
MONTHS: Final = _Field("month", "mois", 1, 12, names=_MONTHS)
DAYS_OF_WEEK: Final = _Field(
    "day of week", "jour de la semaine", 1, 7, names=_DAYS, special=rf"\?|L|(?:[1-7]|{'|'.join(_DAYS)})(?:L|#[1-5])"
)
YEARS: Final = _Field("year", "année", 1970, 2199)
_FIELDS: Final = (_Field("minutes", "minutes", 0, 59), HOURS, DAYS_OF_MONTH, MONTHS, DAYS_OF_WEEK, YEARS)


def checked_cron(cron: str) -> str:
    """The expression with single spaces; InvalidInputError says which field cannot be, or that it runs too often."""
    texts = cron.split()
    if len(texts) != len(_FIELDS):
        raise InvalidInputError(
            f"a recurring schedule has six fields: {', '.join(field.name for field in _FIELDS)}; for example "
            f"{_EXAMPLE} – un calendrier récurrent a six champs\u00a0: "
            f"{', '.join(field.french for field in _FIELDS)}\u202f; par exemple {_EXAMPLE}"
        )
    for field, text in zip(_FIELDS, texts, strict=True):
        if not field.allows(text):
            raise InvalidInputError(_why_not(field, text[:_LONGEST]))
    if (texts[2] == "?") == (texts[4] == "?"):
        raise InvalidInputError(
            "one of day of month and day of week must be ?, the other must not – "
            "un seul des deux champs, jour du mois ou jour de la semaine, doit être «\u00a0?\u00a0»"
        )
    if not texts[0].isdecimal():
        raise InvalidInputError(
            "minutes must be one number: a campaign runs once an hour at most – "
            "minutes doit être un seul nombre\u00a0: une campagne part une fois par heure au plus"
        )
    return " ".join(texts)


def _why_not(field: _Field, text: str) -> str:
    english = french = ""
    if field.names:
        first, last = field.names[0], field.names[-1]
        english = f", or by its English name of three letters from {first} to {last}"
        french = f", ou par son nom anglais de trois lettres, de {first} à {last}"
    return (
        f"{field.name} cannot be {text}: it goes from {field.first} to {field.last}{english}; for example {_EXAMPLE} "
        f"is Mondays at 9 – {field.french} ne peut être {text}\u00a0: de {field.first} à {field.last}{french}\u202f; "
        f"par exemple {_EXAMPLE}, chaque lundi à 9\u00a0h"
    )


def _number(value: int | None) -> int:
    return -1 if value is None else value
