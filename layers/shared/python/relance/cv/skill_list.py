"""The shipped list of tools, methods, licences and certificates, French and English."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from relance.cv.text import fold

ESCO: Final = "http://data.europa.eu/esco/skill/"


@dataclass(frozen=True, slots=True)
class Concept:
    """One skill of the list. `kind`: tool, method, trade, licence, certificate.

    `esco` is the last part of its ESCO address, `rome` its code among ROME's competences (`code_ogr`), if it has one.
    """

    id: str
    kind: str
    name: str
    esco: str | None = None
    rome: str | None = None

    @property
    def esco_uri(self) -> str | None:
        """The address that names the skill in ESCO."""
        return f"{ESCO}{self.esco}" if self.esco else None


@cache
def concepts_by_name() -> Mapping[str, Concept]:
    """Every concept under each of its names, folded."""
    found: dict[str, Concept] = {}
    ids: set[str] = set()
    for row in (files("relance.cv") / "data" / "skills.tsv").read_text(encoding="utf-8").splitlines():
        if not row or row.startswith("#"):
            continue
        kind, names, esco, rome = (*row.split("\t"), "", "")[:4]
        first, *others = [name.strip() for name in names.split(";")]
        own = esco if esco and esco not in ids else fold(first)  # ESCO may have one skill where we have several.
        ids.add(own)
        concept = Concept(own, kind, first, esco or None, rome or None)
        for name in (first, *others):
            if name:
                found.setdefault(fold(name), concept)
    return found


@cache
def everyday_names() -> frozenset[str]:
    """Folded names of tools that mean something else in running text ("Spring", "Word", "Go")."""
    lines = (files("relance.cv") / "data" / "everyday_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def concept_named(text: str) -> Concept | None:
    """The concept with exactly this name, case and accents aside."""
    return concepts_by_name().get(fold(text))
