"""What a CV says about who somebody is, as far as it must not count in matching."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from relance.cv.profile import Profile
from relance.matching.analysis import fold

_COUNTRIES: Final = {"FR": "france", "GB": "united kingdom", "BE": "belgique", "CH": "suisse", "LU": "luxembourg"}
NAME_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True)
class Identity:
    """Values to take out of a text, folded; empty where the CV does not say."""

    names: tuple[str, ...] = ()
    """Words of the full name in their order."""
    places: frozenset[str] = frozenset()
    """Home town, region, country and postcode."""
    values: tuple[str, ...] = ()
    """E-mail, phone and links as read."""


def identity(profile: Profile | None) -> Identity:
    """What the profile knows of the person."""
    if profile is None:
        return Identity()
    basics, home = profile.basics, profile.basics.location
    places = _given((home.city, home.region, home.postal_code, _COUNTRIES.get(home.country_code or "")))
    values = _given((basics.email, *(link.url for link in basics.profiles)))
    names = tuple(word for word in NAME_WORD.findall(fold(basics.name or "")) if len(word) > 1)
    return Identity(names, frozenset(map(fold, places)), tuple(values))


def _given(values: Iterable[str | None]) -> list[str]:
    return [value for value in values if value]
