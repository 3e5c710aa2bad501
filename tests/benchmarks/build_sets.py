"""Builds the retrieval sets from ROME and ESCO: no person, no CV in them.

    python -m tests.benchmarks.build_sets DATA OUT [--sample QUERIES DOCUMENTS]

DATA holds `rome/` and `esco/` (../shared/data). OUT gets one folder a set with `queries.jsonl` and `documents.jsonl`
({"id", "title", "text", "language"} a line), `qrels.tsv` (query, document, grade) and `about.json`. Sampling is seeded:
the same files give the same sets. A set that asks for names of occupations brings a word table that never saw them.
"""

import argparse
import csv
import json
import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from infra.data.build_word_table import ATTRIBUTION, build
from relance.matching.word_table import write

_CVS_A_SHEET: Final = 2
_ABOUT: Final = {
    "rome": "offer: an official title and the definition of its sheet; CV: another title and half of its skills",
    "esco-fr-en": "offer: French names of an occupation; document: English name and description",
    "esco-two-languages": "offer: names of an occupation, in French and in English; document: English description",
    "offers-on-english": "offer: an invented one, written in French and in English; document: as in esco-fr-en",
    "offers-on-french": "offer: an invented one, written in French and in English; CV: as in rome",
    "offers-on-both": "offer: an invented one, written in French and in English; documents of both languages",
    "second-offers-on-english": "as offers-on-english, with other offers, not quite unseen while choosing",
    "second-offers-on-french": "as offers-on-french, with other offers, not quite unseen while choosing",
    "second-offers-on-both": "as offers-on-both, with other offers, not quite unseen while choosing",
    "esco-fr-alt": "offer: an alternative French name in other words; document: preferred French name",
}
_OFFERS: Final = Path(__file__).parent / "offers"
_SECOND: Final = "two_languages_second.toml"
_SOURCES: Final = "ROME, France Travail. This uses the ESCO classification of the European Commission."


@dataclass(frozen=True)
class Text:
    """One query or document."""

    id: str
    title: str
    text: str
    language: str
    same_as: str = ""
    """Query that is the same offer in another language."""


@dataclass(frozen=True)
class RetrievalSet:
    """Queries, documents and which belong together."""

    queries: list[Text]
    documents: list[Text]
    relevant: list[tuple[str, str]]


# --- ROME -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """One job sheet of ROME 3."""

    code: str
    titles: list[str]
    items: list[str]
    """Skills and activities."""
    definition: str


def sheets(data: Path) -> Iterator[Sheet]:
    """Sheets with a definition, in the order of their codes."""
    labels = {
        "1": {r["code_ogr"]: r["libelle_competence"] for r in _rome(data, "referentiel_competence_v347")},
        "2": {r["code_ogr"]: r["libelle_activite"] for r in _rome(data, "referentiel_activite_v344")},
    }
    titles: dict[str, list[str]] = defaultdict(list)
    items: dict[str, list[str]] = defaultdict(list)
    definitions: dict[str, list[str]] = defaultdict(list)
    for row in _rome(data, "referentiel_appellation_v347"):
        titles[row["code_rome"]].append(row["libelle_appellation_court"])
    for row in _rome(data, "liens_rome_referentiels_v347"):
        label = labels.get(row["code_type_referentiel"], {}).get(row["code_ogr"])
        if label:
            items[row["code_rome"]].append(label)
    for row in _rome(data, "texte_v347"):
        if row["libelle_type_texte"] == "definition":
            definitions[row["code_rome"]].append(row["libelle_texte"])
    for code in sorted(definitions):
        yield Sheet(code, titles[code], items[code], " ".join(definitions[code]))


def rome(data: Path, *, seed: int = 3) -> RetrievalSet:
    """525 French offers × 1,050 French CVs, two relevant each."""
    chance = random.Random(seed)
    queries, documents, relevant = [], [], []
    for sheet in sheets(data):
        if len(sheet.titles) < _CVS_A_SHEET + 1 or len(sheet.items) < 6:
            continue
        titles = chance.sample(sheet.titles, len(sheet.titles))
        queries.append(Text(f"q-{sheet.code}", titles[0], f"{titles[0]}. {sheet.definition}", "fr"))
        for number, title in enumerate(titles[1 : _CVS_A_SHEET + 1], start=1):
            items = chance.sample(sheet.items, len(sheet.items))[: max(5, len(sheet.items) // 2)][:14]
            documents.append(Text(f"d-{sheet.code}-{number}", title, "\n".join((title, *items)), "fr"))
            relevant.append((queries[-1].id, documents[-1].id))
    return RetrievalSet(queries, documents, relevant)


def _rome(data: Path, name: str) -> Iterator[dict[str, str]]:
    for row in _rows(data / "rome" / f"{name}.csv"):
        yield {key: value.replace("''", "'") for key, value in row.items()}  # The export doubles apostrophes.


# --- ESCO -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Occupation:
    """One occupation of ESCO in both languages."""

    uri: str
    group: str
    """Code of its ISCO group."""
    french: list[str]
    english: list[str]
    """Preferred name first, then the alternatives."""
    description: str

    @property
    def id(self) -> str:
        """The last part of the URI."""
        return self.uri.rsplit("/", 1)[-1]


def occupations(data: Path) -> list[Occupation]:
    """Those that have a name in both languages, in the order of the English file."""
    french = {row["conceptUri"]: row for row in _rows(data / "esco" / "occupations_fr.csv")}
    return [
        Occupation(
            row["conceptUri"], row["iscoGroup"], _names(french[row["conceptUri"]]), _names(row), row["description"]
        )
        for row in _rows(data / "esco" / "occupations_en.csv")
        if row["conceptUri"] in french
    ]


def _names(row: dict[str, str]) -> list[str]:
    return [row["preferredLabel"], *(name for name in row["altLabels"].split("\n") if name)]


def esco_fr_en(data: Path, *, number: int = 500, seed: int = 5) -> RetrievalSet:
    """500 French names × 2,942 English descriptions, one relevant each."""
    known = occupations(data)
    documents = [Text(o.id, o.english[0], f"{o.english[0]}. {o.description}", "en") for o in known]
    chosen = [known[i] for i in random.Random(seed).sample(range(len(known)), number)]
    queries = [Text(f"q-{o.id}", o.french[0], "; ".join(o.french[:4]), "fr") for o in chosen]
    return RetrievalSet(queries, documents, [(f"q-{o.id}", o.id) for o in chosen])


def esco_two_languages(data: Path, *, number: int = 200, seed: int = 5) -> RetrievalSet:
    """200 offers, each by its French and by its English names × 2,942 English descriptions, one relevant each."""
    french = esco_fr_en(data, number=number, seed=seed)
    names = {o.id: o.english for o in occupations(data)}
    english = [
        Text(f"{each.id}-en", names[document][0], "; ".join(names[document][:4]), "en", same_as=each.id)
        for each, (_, document) in zip(french.queries, french.relevant, strict=True)
    ]
    relevant = [(f"{query}-en", document) for query, document in french.relevant]
    return RetrievalSet([*french.queries, *english], french.documents, [*french.relevant, *relevant])


def offers_two_languages(documents: list[Text], *, file: str = "two_languages.toml") -> RetrievalSet:
    """Some twenty pasted offers of some 50 words, each in French and in English; nobody judged whom they suit."""
    queries = []
    for offer in tomllib.loads((_OFFERS / file).read_text(encoding="utf-8"))["offer"]:
        name = f"q-{offer['id']}"
        queries += [Text(name, "", offer["fr"], "fr"), Text(f"{name}-en", "", offer["en"], "en", same_as=name)]
    return RetrievalSet(queries, documents, [])


def _both(data: Path) -> list[Text]:
    return [*rome(data).documents, *esco_fr_en(data).documents]


def esco_fr_alt(data: Path, *, number: int = 600, seed: int = 6) -> RetrievalSet:
    """600 French names × 2,942 preferred French names in other words, one relevant each."""
    known = occupations(data)
    pairs = [(name, o) for o in known for name in o.french[1:] if _differs(name, o.french[0])]
    random.Random(seed).shuffle(pairs)
    chosen = list({o.id: (name, o) for name, o in reversed(pairs)}.values())[::-1][:number]
    queries = [Text(f"q-{o.id}", name, name, "fr") for name, o in chosen]
    documents = [Text(o.id, o.french[0], o.french[0], "fr") for o in known]
    return RetrievalSet(queries, documents, [(f"q-{o.id}", o.id) for _, o in chosen])


def _differs(name: str, preferred: str) -> bool:
    """Whether it is another wording, not the other gender."""
    ours, theirs = (set(re.findall(r"\w{4,}", each.lower())) for each in (name, preferred))
    return bool(ours) and not ours <= theirs and len(ours & theirs) <= 1


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def sample(made: RetrievalSet, queries: int, documents: int, *, seed: int = 11) -> RetrievalSet:
    """Some of the queries, all that is relevant to them, and other documents up to that number."""
    chance = random.Random(seed)
    chosen = chance.sample(made.queries, queries)
    names = {query.id for query in chosen}
    relevant = [(query, document) for query, document in made.relevant if query in names]
    wanted = {document for _, document in relevant}
    others = chance.sample([each.id for each in made.documents if each.id not in wanted], documents - len(wanted))
    kept = wanted | set(others)
    return RetrievalSet(chosen, [each for each in made.documents if each.id in kept], relevant)


# --- files ------------------------------------------------------------------------------------------


def save(name: str, made: RetrievalSet, folder: Path) -> None:
    """Write one set in the generic format."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, texts in (("queries.jsonl", made.queries), ("documents.jsonl", made.documents)):
        _write_lines(folder / file, [json.dumps(_told(text), ensure_ascii=False) for text in texts])
    (folder / "qrels.tsv").write_text("".join(f"{query}\t{document}\t1\n" for query, document in made.relevant))
    seen = "offers-on-" not in name
    about = {"name": name, "what": _ABOUT[name], "sources": _SOURCES, "map_has_seen_it": seen}
    _write_lines(folder / "about.json", [json.dumps(about, ensure_ascii=False)])


def _told(text: Text) -> dict[str, str]:
    return {name: value for name, value in asdict(text).items() if name != "same_as" or value}


def _write_lines(path: Path, lines: Sequence[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


_SETS: Final[dict[str, Callable[[Path], RetrievalSet]]] = {
    "rome": rome,
    "esco-fr-en": esco_fr_en,
    "esco-two-languages": esco_two_languages,
    "esco-fr-alt": esco_fr_alt,
    "offers-on-english": lambda data: offers_two_languages(esco_fr_en(data).documents),
    "offers-on-french": lambda data: offers_two_languages(rome(data).documents),
    "offers-on-both": lambda data: offers_two_languages(_both(data)),
    "second-offers-on-english": lambda data: offers_two_languages(esco_fr_en(data).documents, file=_SECOND),
    "second-offers-on-french": lambda data: offers_two_languages(rome(data).documents, file=_SECOND),
    "second-offers-on-both": lambda data: offers_two_languages(_both(data), file=_SECOND),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--sample", type=int, nargs=2, metavar=("QUERIES", "DOCUMENTS"))
    options = parser.parse_args()
    table = build(options.data, ["skills"])
    for name, make in _SETS.items():
        made = make(options.data)
        if options.sample and made.relevant:
            made = sample(made, *options.sample)
        save(name, made, options.out / name)
        if name.startswith("esco"):
            write(table, options.out / name / "word_table.tsv.gz", attribution=ATTRIBUTION)
        print(
            f"{name}: {len(made.queries)} queries, {len(made.documents)} documents, {len(made.relevant)} relevant pairs"
        )


if __name__ == "__main__":
    main()
