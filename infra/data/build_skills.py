"""Writes the list of skills that CV reading ships: hand-made groups, ESCO's knowledge concepts, tools named by ROME.

    python -m infra.data.build_skills DATA_DIR

DATA_DIR holds the folders `esco` and `rome`. Output, one concept a line, parted by tabs: kind, names parted by ";" (the
first is the one shown), ESCO id, ROME code (`code_ogr`, ROME 3.47); an id stays empty where the list has none.
"""

import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from relance.cv.text import fold, word_set

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "layers/shared/python/relance/cv/data/skills.tsv"
PREFIX = "http://data.europa.eu/esco/skill/"
MAX_WORDS = 4
MIN_LETTERS = 4
COMMA = "\x00"
# Knowledge labels that say nothing in a CV, or that are school subjects and everyday words.
TOO_COMMON = word_set(
    "history histoire music musique art arts law droit time temps paper papier wood bois metal metaux water eau energy "
    "energie company entreprise entreprises project projet projects projets team equipe office bureau city ville "
    "english anglais avec machines politique politics polish francais saisie passerelles ponts consultation matrices "
    "dies hair foot frappe"
)
# How ROME begins the names of tools, licences and methods.
CATEGORY = re.compile(
    r"^(?:(?:pro|lo)giciels?(?: professionnels?)?(?: de gestion de version)?|langages? informatiques?|langage|"
    r"syst[èe]mes? d'exploitation(?: informatique)?|frameworks?|environnement|"
    r"m[ée]thodes?(?: de gestion de production| de vente)?|"
    r"outils? de gestion de projet -|habilitations?|certifications?|certificat de formation|utilisation d[eu']|"
    r"techniques? de|r[èe]gles et consignes de|normes?|base de donn[ée]es|sgbd)\s*",
    re.IGNORECASE,
)
PRODUCT = re.compile(
    r"^(?:(?:pro|lo)giciel(?: professionnel)?|langage informatique|framework)\s+(?=[A-Z0-9])", re.IGNORECASE
)
NO_PRODUCT = re.compile(r"^(?:de|du|des|type|RIP)\b|^d'|,|/")


@dataclass
class Entry:
    """One concept while the list is made."""

    kind: str
    names: list[str]
    esco: str = ""
    rome: str = ""


@dataclass
class List:
    """The concepts in their order; a name belongs to the first concept that has it."""

    entries: list[Entry] = field(default_factory=list)
    place: dict[str, int] = field(default_factory=dict)

    def find(self, names: list[str]) -> Entry | None:
        """The concept that has the first known of these names."""
        return next((self.entries[self.place[fold(name)]] for name in names if fold(name) in self.place), None)

    def add(self, entry: Entry) -> None:
        """A new concept with those of its names that are free; none when none is."""
        entry.names = self._fresh(entry.names)
        if entry.names:
            self.place |= {fold(name): len(self.entries) for name in entry.names}
            self.entries.append(entry)

    def widen(self, entry: Entry, names: list[str]) -> None:
        """More names for a concept."""
        fresh = self._fresh(names)
        self.place |= {fold(name): self.place[fold(entry.names[0])] for name in fresh}
        entry.names += fresh

    def _fresh(self, names: list[str]) -> list[str]:
        return list({fold(name): name for name in names if fold(name) not in self.place}.values())


def by_hand() -> Iterator[Entry]:
    """Every entry of the hand-made list."""
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
                yield Entry(kind, names)


def knowledge(folder: Path) -> Iterator[Entry]:
    """ESCO's short knowledge labels, French and English; languages left out."""
    french = _labels(folder / "skills_fr.csv")
    for uri, (kind, label, others) in _labels(folder / "skills_en.csv").items():
        if kind != "knowledge" or uri not in french:
            continue
        _, in_french, more_french = french[uri]
        names = [name for name in (in_french, label, *more_french, *others) if _is_short(name)]
        if names:
            same = fold(label) == fold(in_french) and label[:1].isupper()
            yield Entry("tool" if same else "trade", names, uri.removeprefix(PREFIX))


def esco_ids(folder: Path) -> dict[str, str]:
    """The ESCO id of every label of a skill, folded; preferred labels before other ones."""
    tables = [_labels(folder / name) for name in ("skills_fr.csv", "skills_en.csv")]
    found: dict[str, str] = {}
    for table in tables:
        for uri, (_, label, _) in table.items():
            found.setdefault(fold(label), uri.removeprefix(PREFIX))
    for table in tables:
        for uri, (_, _, others) in table.items():
            for label in others:
                found.setdefault(fold(label), uri.removeprefix(PREFIX))
    return found


def competences(folder: Path) -> Iterator[tuple[str, str]]:
    """(ROME code, label) of every competence in force."""
    with (folder / "referentiel_competence_v347.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            yield row["code_ogr"], " ".join(row["libelle_competence"].replace("''", "'").split())


def rome_names(label: str) -> list[str]:
    """What a CV may call a competence of ROME: "Formation Initiale Minimum Obligatoire (FIMO)" -> both names."""
    bare = " ".join(re.sub(r"\([^)]*\)|-\w+-$", " ", label).split())
    inside = [found.strip() for found in re.findall(r"\(([^()]{2,40})\)", label)]
    acronym = re.findall(r"-([A-Z]{2,8})-$", label)
    licence = [re.sub(r"^permis de conduire", "Permis", bare, flags=re.IGNORECASE)]
    caces = [name.replace("R ", "R") for name in inside if name.upper().startswith("CACES R")]
    short = [CATEGORY.sub("", bare)]
    return [name for name in (label, bare, *licence, *caces, *short, *inside, *acronym) if len(name) > 1]


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


def made(data: Path) -> List:
    """The whole list."""
    skills = List()
    for entry in by_hand():
        skills.add(entry)
    for entry in knowledge(data / "esco"):
        known = skills.find(entry.names[:2])
        if known is None:
            skills.add(entry)
        else:
            known.esco = known.esco or entry.esco
            skills.widen(known, entry.names)
    ids = esco_ids(data / "esco")
    for entry in skills.entries:
        entry.esco = entry.esco or next((ids[fold(name)] for name in entry.names if fold(name) in ids), "")
    _add_rome(skills, data / "rome")
    return skills


def _add_rome(skills: List, folder: Path) -> None:
    """ROME codes for known concepts, exact labels first; a tool that only ROME names is added."""
    labels = sorted(competences(folder))
    for exact in (True, False):
        for code, label in labels:
            known = skills.find([label] if exact else rome_names(label))
            if known and not known.rome:
                known.rome = code
    for code, label in labels:
        product = PRODUCT.match(label)
        name = _bare(label[product.end() :]) if product else ""
        if _is_short(name) and not NO_PRODUCT.search(name) and skills.find([name]) is None:
            skills.add(Entry("tool", [name], rome=code))


def main(data: Path) -> None:
    """Write the list and say how long it is."""
    entries = made(data).entries
    lines = ["\t".join((one.kind, ";".join(one.names), one.esco, one.rome)).rstrip("\t") for one in entries]
    head = "# Tools, methods, licences, certificates; ids: ESCO, European Commission; ROME, France Travail.\n"
    OUT.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    ours = [one for one in entries if one.kind != "trade"]
    esco, rome = (sum(bool(getattr(one, name)) for one in entries) for name in ("esco", "rome"))
    print(f"{len(entries)} concepts, {sum(len(one.names) for one in entries)} names, {OUT.stat().st_size} bytes")
    print(f"{esco} with an ESCO id, {rome} with a ROME code; {len(ours)} tools, methods, licences and certificates")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
