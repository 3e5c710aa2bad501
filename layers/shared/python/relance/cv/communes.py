"""The French communes: which stand at a postal code, and how many people live there."""

import zlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _rows() -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    """(folded name, population, postal codes), as `infra/data/build_communes.py` packs them."""
    packed = (files("relance.cv") / "data" / "communes.tsv.z").read_bytes()
    rows = []
    for line in zlib.decompress(packed).decode("utf-8").splitlines():
        name, population, codes = line.split("\t")
        rows.append((name, int(population), tuple(codes.split())))
    return tuple(rows)


@cache
def _by_code() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, _, codes in _rows():
        for code in codes:
            found.setdefault(code, []).append(name)
    return {code: tuple(names) for code, names in found.items()}


def communes_at(code: str) -> tuple[str, ...]:
    """Folded names of the communes at this postal code; empty when there is none."""
    return _by_code().get(code, ())


@cache
def commune_names() -> Mapping[str, int]:
    """Folded name -> population of the largest commune of that name."""
    found: dict[str, int] = {}
    for name, population, _ in _rows():
        found[name] = max(population, found.get(name, 0))
    return found


@cache
def postal_codes_of() -> Mapping[str, tuple[str, ...]]:
    """Folded name -> postal codes of the largest commune of that name."""
    largest: dict[str, tuple[int, tuple[str, ...]]] = {}
    for name, population, codes in _rows():
        if name not in largest or population > largest[name][0]:
            largest[name] = (population, codes)
    return {name: codes for name, (_, codes) in largest.items()}
