"""Names of towns: French communes with people enough to be meant, and the larger towns abroad."""

import re
from functools import cache
from typing import Final

from relance.cv.communes import commune_names
from relance.cv.places_abroad import CITIES
from relance.matching.analysis import fold

# Hamlets bear the names of common words.
_FEWEST_PEOPLE: Final = 5_000


def is_town(name: str) -> bool:
    """Whether a capitalised name is a town's."""
    return name[:1].isupper() and _key(name) in _towns()


@cache
def _towns() -> frozenset[str]:
    french = {name for name, people in commune_names().items() if people >= _FEWEST_PEOPLE}
    return frozenset(_key(name) for name in (*french, *CITIES))


def _key(name: str) -> str:
    return re.sub(r"[\s'’-]+", " ", fold(name)).replace("saint ", "st ").replace("sainte ", "ste ").strip()
