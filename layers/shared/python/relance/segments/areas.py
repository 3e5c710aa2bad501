"""Where a job is, in the codes in which people say where they would work.

An area is a French department ("FR-69", "FR-2A", "FR-974"), a whole country ("FR", "GB"), "remote" or "anywhere". It is
what a person stated, never where they live: a home town is a proxy of origin and of means (R24).
"""

import re
from typing import Final

from relance.cv.communes import postal_codes_of
from relance.cv.places_abroad import CITIES, COUNTRIES
from relance.matching.analysis import fold

ANYWHERE: Final = "anywhere"
REMOTE: Final = "remote"
AREA: Final = re.compile(r"FR-(?:\d[\dAB]|9[78]\d)|[A-Z]{2}|remote|anywhere")

_POSTAL_CODE: Final = re.compile(r"(?<!\d)\d{5}(?!\d)")
_DEPARTMENT: Final = re.compile(r"\((\d[\dab]|9[78]\d)\)")
_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST_NAME: Final = 6
# Of what an offer says about work from elsewhere, folded.
_NOT: Final = re.compile(r"\b(?:pas|aucun|sans|non|no|not|without)\b")
_WHOLLY: Final = re.compile(r"\b(?:100 ?%|full\w*|total\w*|integral\w*|complet\w*|entire\w*|5 ?(?:j|jours|days)\b)")
_PARTLY: Final = re.compile(
    r"\b(?:hybrid\w*|parti\w*|partly|ponctuel\w*|occasion\w*|jours?|j|days?|fois|times|semaine|week|mois|month)\b|\d ?%"
)
_CORSE_DU_SUD: Final = ("200", "201")


def areas_of_job(place: str | None, *, remote: bool = False) -> frozenset[str]:
    """Every area whose naming means that somebody would take a job there; empty when the place is not understood."""
    code = _located(place) if place else None
    codes = {code, code[:2]} if code else set()
    if remote:
        codes.add(REMOTE)
    return frozenset(codes | {ANYWHERE}) if codes else frozenset()


def is_remote(said: str | None) -> bool:
    """Whether the whole job can be done from elsewhere, by what the offer says of it: "full remote", "Télétravail
    possible"; not "2 jours par semaine", "hybrid" or "pas de télétravail"."""
    if said is None:
        return False
    folded = fold(said)
    return not _NOT.search(folded) and bool(_WHOLLY.search(folded) or not _PARTLY.search(folded))


def _located(place: str) -> str | None:
    """The department or country of a place as offers write it: "Lyon 3e", "69003 Lyon", "Lyon (69)", "Leeds, UK"."""
    if postal := _POSTAL_CODE.search(place):
        return _department(postal.group())
    folded = fold(place)
    if department := _DEPARTMENT.search(folded):
        return f"FR-{department[1].upper()}"
    words = _WORD.findall(folded)
    names = [" ".join(words[i : i + n]) for n in range(_LONGEST_NAME, 0, -1) for i in range(len(words) - n + 1)]
    abroad = next((code for name in names if (code := COUNTRIES.get(name)) and code != "FR"), None)
    if abroad:
        return abroad
    for name in names:
        if name in CITIES and name not in postal_codes_of():
            return CITIES[name]
        if name in postal_codes_of():
            return _department(postal_codes_of()[name][0])
    return next((CITIES[name] for name in names if name in CITIES), None)


def _department(postal_code: str) -> str:
    if postal_code.startswith(("97", "98")):
        return f"FR-{postal_code[:3]}"
    if postal_code.startswith("20"):
        return "FR-2A" if postal_code.startswith(_CORSE_DU_SUD) else "FR-2B"
    return f"FR-{postal_code[:2]}"
