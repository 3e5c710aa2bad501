"""Builds the tables of trades: which title names which trade, and what each trade is called.

    python -m infra.data.build_trades [--data FOLDER] [-o FOLDER]

`--data` holds `rome` and `esco`. A French title leads to a ROME code, a French or English one to the ISCO group of its
ESCO occupation; an English title also gets the ROME code of the French names of the same occupation.
"""

import argparse
import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from relance.segments.trades import title_key

_ROOT: Final = Path(__file__).parents[2]
_SHIPPED: Final = _ROOT / "layers/shared/python/relance/segments/data"
ATTRIBUTION: Final = (
    "# From ROME (France Travail, Licence Ouverte 2.0) and ESCO. "
    "This service uses the ESCO classification of the European Commission."
)
# A title of more trades than this says too little to file anybody under.
_MOST_TRADES: Final = 3
_SHORTEST_BEGINNING: Final = 2
"""Words."""

type Codes = dict[str, set[str]]


def titles(data: Path) -> Mapping[str, tuple[str, ...]]:
    """Codes of each title, in the form of `title_key`, in the order of titles."""
    rome, isco = _rome(data), defaultdict[str, set[str]](set)
    bridged = defaultdict[str, set[str]](set)
    for group, french, english in _occupations(data):
        codes = {code for title in french for code in rome.get(title, ()) if len(rome[title]) <= _MOST_TRADES}
        for title in (*french, *english):
            isco[title].add(group)
            bridged[title] |= codes if title not in rome else set()
    found = {}
    for title in sorted(rome.keys() | isco.keys()):
        of_rome = _few(rome.get(title, ())) or _few(bridged.get(title, ()))
        named = (*of_rome, *_few(isco.get(title, ())))
        if title and named:
            found[title] = named
    return found


def names(data: Path) -> Iterator[tuple[str, str, str]]:
    """(code, French name, English name or nothing) of every trade and family, in the order of codes."""
    french: dict[str, str] = {}
    for row in _rows(data / "rome" / "cr_gd_dp_v4.csv"):
        french |= {
            row["code_grand_domaine"]: row["libelle_grand_domaine"],
            row["code_domaine_professionel"]: row["libelle_domaine_professionel"],
            row["code_rome"]: row["libelle_rome"],
        }
    english: dict[str, str] = {}
    for language, kept in (("fr", french), ("en", english)):
        kept |= {
            row["code"]: row["preferredLabel"]
            for row in _rows(data / "esco" / f"ISCOGroups_{language}.csv")
            if row["code"].isdecimal()
        }
    for code in sorted(french):
        yield code, french[code].strip(), english.get(code, "").strip()


def _rome(data: Path) -> Codes:
    found: Codes = defaultdict(set)
    for row in _rows(data / "rome" / "referentiel_appellation_v460.csv"):
        for column in ("libelle_appellation_long", "libelle_appellation_court"):
            found[title_key(row[column])].add(row["code_rome"])
    for row in _rows(data / "rome" / "cr_gd_dp_v4.csv"):
        found[title_key(row["libelle_rome"])].add(row["code_rome"])
    return _beginnings(found) | found


def _beginnings(found: Codes) -> Codes:
    """What several longer titles of one trade begin with ("infirmier bloc operatoire") names it too."""
    begun: Codes = defaultdict(set)
    for title, codes in found.items():
        words = title.split()
        for length in range(_SHORTEST_BEGINNING, len(words)):
            begun[" ".join(words[:length])] |= codes
    return {beginning: codes for beginning, codes in begun.items() if len(codes) == 1}


def _occupations(data: Path) -> Iterator[tuple[str, set[str], set[str]]]:
    """(ISCO group, French titles, English titles) of each ESCO occupation."""
    french: dict[str, set[str]] = defaultdict(set)
    for name, parted_by in (("occupations_fr.csv", "\n"), ("occupations_fr_v121.csv", "|")):
        for row in _rows(data / "esco" / name):
            french[row["conceptUri"]] |= _labels(row, parted_by)
    for row in _rows(data / "esco" / "occupations_en.csv"):
        yield row["iscoGroup"], french[row["conceptUri"]], _labels(row, "\n")


def _labels(row: Mapping[str, str], parted_by: str) -> set[str]:
    written = [row["preferredLabel"], *row["altLabels"].split(parted_by)]
    return {title_key(label) for each in written for label in (each, each.partition("/")[0])} - {""}


def _few(codes: Iterable[str]) -> list[str]:
    known = sorted(codes)
    return known if len(known) <= _MOST_TRADES else []


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _pack(path: Path, lines: Iterable[str]) -> None:
    path.write_bytes(gzip.compress("\n".join((ATTRIBUTION, *lines, "")).encode(), compresslevel=9, mtime=0))


def main() -> None:
    """Write both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data")
    parser.add_argument("-o", "--output", type=Path, default=_SHIPPED)
    given = parser.parse_args()
    found = titles(given.data)
    _pack(given.output / "trades.tsv.gz", (f"{title}\t{' '.join(codes)}" for title, codes in found.items()))
    _pack(given.output / "trade_names.tsv.gz", ("\t".join(row) for row in names(given.data)))
    print(f"{len(found)} titles of {len({code for codes in found.values() for code in codes})} trades")


if __name__ == "__main__":
    main()
