"""Wordings of the same trade or skill in ESCO and ROME: what the offer's map is learnt from.

No person, no CV. Texts are put into one gender, as offers and CVs are before they become vectors.
"""

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from relance.matching.gender import neutral

ATTRIBUTION: Final = (
    "Learnt from ESCO and ROME (France Travail, Licence Ouverte). "
    "This service uses the ESCO classification of the European Commission."
)
_MOST_FRENCH: Final = 6
_MOST_ENGLISH: Final = 6
_MOST_TITLES: Final = 12
_SKILLS: Final = 1000
_FEWEST_ITEMS: Final = 6
_MOST_ITEMS: Final = 14

type Wordings = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation of ESCO: preferred name first, then the alternatives."""

    uri: str
    group: str
    """Code of its ISCO group."""
    french: Wordings
    english: Wordings
    description: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One job sheet of ROME with texts shaped like offers and like CVs."""

    code: str
    titles: Wordings
    offers: Wordings
    cvs: Wordings


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill of ESCO: French name, English name, description."""

    wordings: Wordings


def occupations(data: Path) -> tuple[Occupation, ...]:
    """Those with a name in both languages, in the order of the English file."""
    french = {row["conceptUri"]: row for row in _rows(data / "esco" / "occupations_fr.csv")}
    return tuple(
        Occupation(
            uri=row["conceptUri"],
            group=row["iscoGroup"],
            french=_names(french[row["conceptUri"]], _MOST_FRENCH),
            english=_names(row, _MOST_ENGLISH),
            description=neutral(row["description"]),
        )
        for row in _rows(data / "esco" / "occupations_en.csv")
        if row["conceptUri"] in french
    )


def skills(data: Path, *, seed: int = 0) -> tuple[Skill, ...]:
    """A sample of those with a name in both languages."""
    french = {row["conceptUri"]: row["preferredLabel"] for row in _rows(data / "esco" / "skills_fr.csv")}
    english = {row["conceptUri"]: row for row in _rows(data / "esco" / "skills_en.csv")}
    both = sorted(uri for uri, row in english.items() if row["preferredLabel"] and french.get(uri))
    return tuple(
        Skill(tuple(map(neutral, (french[uri], row["preferredLabel"], row["description"] or row["preferredLabel"]))))
        for uri in random.Random(seed).sample(both, _SKILLS)  # noqa: S311  Seeded, so that a build can be repeated.
        for row in (english[uri],)
    )


def sheets(data: Path, *, seed: int = 0) -> tuple[Sheet, ...]:
    """Sheets with a definition and enough titles and items. Each draws by its own seed: one more changes no other."""
    titles: dict[str, list[str]] = defaultdict(list)
    definitions: dict[str, list[str]] = defaultdict(list)
    for row in _rome(data, "referentiel_appellation_v347"):
        titles[row["code_rome"]].append(row["libelle_appellation_court"])
    for row in _rome(data, "texte_v347"):
        if row["libelle_type_texte"] == "definition":
            definitions[row["code_rome"]].append(row["libelle_texte"])
    items = _items(data)
    return tuple(
        _sheet(code, titles[code], " ".join(definitions[code]), items[code], seed)
        for code in sorted(definitions)
        if len(items[code]) >= _FEWEST_ITEMS and len(titles[code]) >= 3
    )


def _sheet(code: str, titles: list[str], definition: str, items: list[str], seed: int) -> Sheet:
    chance = random.Random(f"{seed} {code}")  # noqa: S311  As above.
    half = min(max(5, len(items) // 2), _MOST_ITEMS)
    drawn = ["\n".join(chance.sample(items, min(half, len(items)))) for _ in range(5)]
    cvs = [f"{chance.choice(titles)}\n{some}" for some in drawn[:3]] + drawn[3:]
    return Sheet(
        code=code,
        titles=tuple(map(neutral, chance.sample(titles, min(len(titles), _MOST_TITLES)))),
        offers=tuple(neutral(f"{chance.choice(titles)}. {definition}") for _ in range(3)),
        cvs=tuple(map(neutral, cvs)),
    )


def _items(data: Path) -> dict[str, list[str]]:
    """Skills and activities of each sheet."""
    labels = {
        "1": {row["code_ogr"]: row["libelle_competence"] for row in _rome(data, "referentiel_competence_v347")},
        "2": {row["code_ogr"]: row["libelle_activite"] for row in _rome(data, "referentiel_activite_v344")},
    }
    items: dict[str, list[str]] = defaultdict(list)
    for row in _rome(data, "liens_rome_referentiels_v347"):
        label = labels.get(row["code_type_referentiel"], {}).get(row["code_ogr"])
        if label:
            items[row["code_rome"]].append(label)
    return items


def _names(row: dict[str, str], most: int) -> Wordings:
    """Distinct names in one gender; of "directeur/directrice" the first form."""
    names = (row["preferredLabel"].split("/")[0], *row["altLabels"].split("\n"))
    return tuple(dict.fromkeys(neutral(name) for name in names if name.strip()))[:most]


def _rome(data: Path, name: str) -> Iterator[dict[str, str]]:
    for row in _rows(data / "rome" / f"{name}.csv"):
        yield {key: value.replace("''", "'") for key, value in row.items()}  # The export doubles apostrophes.


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
