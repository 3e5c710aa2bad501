"""Reads a set of offers, CVs and judgements from a folder, as it comes: no title, other languages, any ids.

`queries.jsonl` and `documents.jsonl` hold {"id", "text"} a line; "title" and "language" may be there, "same_as" with
the id of a query that is the same offer in another language. `qrels.tsv` holds query, document and grade.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relance.matching.analysis import guess_language


@dataclass(frozen=True)
class Given:
    """One line of the set."""

    id: str
    title: str
    text: str
    language: str
    """ISO 639-1."""
    same_as: str | None = None


@dataclass(frozen=True)
class Loaded:
    """A set as read from its folder. Its ids are numbers of ours: those of the files may hold anything."""

    queries: list[Given]
    documents: list[Given]
    grades: dict[str, dict[str, float]]


def load(folder: Path) -> Loaded:
    """Read a set; queries that nothing is relevant to are left out, unless they are told again in another language."""
    documents, document_names = _numbered(_rows(folder / "documents.jsonl"), "d")
    queries, query_names = _numbered(_rows(folder / "queries.jsonl"), "q")
    grades: dict[str, dict[str, float]] = {}
    for query, document, grade in _judgements(folder / "qrels.tsv"):
        # A document that is not there can never be found, and counts as such.
        known = document_names.get(document, f"missing {document}")
        grades.setdefault(query_names.get(query, query), {})[known] = max(grade, 0.0)
    pairs = {query.same_as for query in queries} | {query.id for query in queries if query.same_as}
    asked = [query for query in queries if query.id in pairs or any(grades.get(query.id, {}).values())]
    return Loaded(asked, documents, grades)


def _rows(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8-sig").split("\n")  # A text may hold other ends of lines.
    return [json.loads(line) for line in lines if line.strip()]


def _numbered(rows: Iterable[dict[str, Any]], prefix: str) -> tuple[list[Given], dict[str, str]]:
    """Each row once, and our name of each id; a row without language gets the one its text, or its file, seems in."""
    by_id: dict[str, dict[str, Any]] = {}
    for row in rows:
        by_id.setdefault(str(row["id"]), row)
    names = {name: f"{prefix}{number:07}" for number, name in enumerate(by_id)}
    of_file = guess_language("\n".join(_text(row, "text")[:500] for row in list(by_id.values())[:200]))
    given = [
        Given(
            id=names[name],
            title=_text(row, "title"),
            text=_text(row, "text"),
            language=_text(row, "language").lower()[:2] or guess_language(_text(row, "text"), default=of_file),
            same_as=names.get(_text(row, "same_as")),
        )
        for name, row in by_id.items()
    ]
    return given, names


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _judgements(path: Path) -> Iterator[tuple[str, str, float]]:
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        columns = line.split("\t") if "\t" in line else line.split()
        try:
            query, *_, document, grade = columns
            yield query.strip(), document.strip(), float(grade)
        except ValueError:  # An empty line or a heading.
            continue
