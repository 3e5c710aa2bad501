"""Writes the list of skills that CV reading ships: the hand-made groups first, then ESCO's knowledge concepts.

    python -m infra.data.build_skills ESCO_DIR

Output, one concept a line: kind, names parted by ";" (the first is the one shown), ESCO id when there is one.
"""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from relance.cv.text import fold

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "layers/shared/python/relance/cv/data/skills.tsv"
PREFIX = "http://data.europa.eu/esco/skill/"
MAX_WORDS = 4
MIN_LETTERS = 4
COMMA = "\x00"
# Knowledge labels that say nothing in a CV, or that are school subjects and everyday words.
TOO_COMMON = frozenset(
    [
        "history",
        "histoire",
        "music",
        "musique",
        "art",
        "arts",
        "law",
        "droit",
        "time",
        "temps",
        "paper",
        "papier",
        "wood",
        "bois",
        "metal",
        "metaux",
        "water",
        "eau",
        "energy",
        "energie",
        "company",
        "entreprise",
        "entreprises",
        "project",
        "projet",
        "projects",
        "projets",
        "team",
        "equipe",
        "office",
        "bureau",
        "city",
        "ville",
        "english",
        "anglais",
    ]
)


def by_hand() -> Iterator[tuple[str, list[str]]]:
    """(kind, names) of every entry of the hand-made list."""
    kind = ""
    for line in (HERE / "skills_by_hand.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("["):
            kind = line.strip("[] ")
            continue
        for entry in line.replace("\\,", COMMA).split(","):
            names = [name.strip().replace(COMMA, ",") for name in entry.split("=") if name.strip()]
            if names:
                yield kind, names


def from_esco(folder: Path) -> Iterator[tuple[str, list[str], str]]:
    """(kind, names, id) of ESCO's short knowledge labels, French and English; languages left out."""
    french = _labels(folder / "skills_fr.csv")
    for uri, (kind, label, others) in _labels(folder / "skills_en.csv").items():
        if kind != "knowledge" or uri not in french:
            continue
        _, in_french, more_french = french[uri]
        names = [name for name in (in_french, label, *more_french, *others) if _is_short(name)]
        if names:
            same = fold(label) == fold(in_french) and label[:1].isupper()
            yield "tool" if same else "trade", names, uri.removeprefix(PREFIX)


def _labels(file: Path) -> dict[str, tuple[str, str, list[str]]]:
    with file.open(encoding="utf-8", newline="") as rows:
        return {
            row["conceptUri"]: (
                row["skillType"],
                _bare(row["preferredLabel"]),
                [_bare(a) for a in row["altLabels"].splitlines()],
            )
            for row in csv.DictReader(rows)
        }


def _bare(label: str) -> str:
    """Without ESCO's remark in brackets: "Python (computer programming)"."""
    return " ".join(re.sub(r"\([^)]*\)", " ", label).replace("’", "'").split())


def _is_short(name: str) -> bool:
    words = name.split()
    return 0 < len(words) <= MAX_WORDS and len(name) >= MIN_LETTERS and fold(name) not in TOO_COMMON and ";" not in name


def main(esco: Path) -> None:
    """Write the list; a name belongs to the first concept that has it."""
    concepts: list[tuple[str, list[str], str]] = []
    place: dict[str, int] = {}
    for kind, names in by_hand():
        _add(concepts, place, kind, names, "")
    hand = len(concepts)
    for kind, names, concept_id in from_esco(esco):
        known = next((place[fold(name)] for name in names[:2] if fold(name) in place), None)
        if known is not None:
            old_kind, old_names, old_id = concepts[known]
            fresh = [name for name in names if fold(name) not in place]
            concepts[known] = (old_kind, old_names + fresh, old_id or concept_id)
            place |= {fold(name): known for name in fresh}
        else:
            _add(concepts, place, kind, names, concept_id)
    lines = ["\t".join((kind, ";".join(names), concept_id)).rstrip("\t") for kind, names, concept_id in concepts]
    OUT.write_text(
        "# Tools, methods, licences, certificates; ids: ESCO, European Commission.\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )
    print(f"{hand} by hand, {len(concepts)} concepts, {len(place)} names, {OUT.stat().st_size} bytes")


def _add(
    concepts: list[tuple[str, list[str], str]], place: dict[str, int], kind: str, names: list[str], concept_id: str
) -> None:
    fresh = list({fold(name): name for name in names if fold(name) not in place}.values())
    if fresh:
        place |= {fold(name): len(concepts) for name in fresh}
        concepts.append((kind, fresh, concept_id))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
