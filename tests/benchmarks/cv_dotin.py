# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Scores CV reading on the dotin annotated CVs: English, real in style, rendered to PDF and DOCX.

    python -m tests.benchmarks.cv_dotin --corpus DIR [--limit N] [--half odd|even] [--formats txt,pdf,docx] [--errors FIELD]

DIR holds <n>.xml with inline labels (CC0). The truth is the set of distinct labelled texts: Name, Email Address,
Designation, Companies worked at, College Name, Tech Tools and Job Specific Skills.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from relance.cv.here import read_here
from tests.benchmarks.cv_scoring import Scores, matched, plain, table, values
from tests.unit.cv.cv_files import docx_of_lines, pdf_of_lines

LABEL = re.compile(r'<label type="([^"]+)">(.*?)</label>', re.DOTALL)
TODAY = date(2018, 12, 1)  # The corpus was gathered in 2018.
FORMATS: dict[str, Callable[[list[str]], bytes]] = {
    "txt": lambda lines: "\n".join(lines).encode(),
    "pdf": pdf_of_lines,
    "docx": docx_of_lines,
}


def converted(xml: str) -> tuple[list[str], dict[str, Any]]:
    """The running text as lines, and the truth in JSON Resume terms."""
    inner = re.sub(r"^.*?<cv>\s*|\s*</cv>.*$", "", xml, flags=re.DOTALL)
    labelled: dict[str, list[str]] = {}
    for kind, text in LABEL.findall(inner):
        labelled.setdefault(kind, []).append(_unescaped(text))
    text = _unescaped(re.sub(r"</?label[^>]*>", "", inner))
    names, mails = labelled.get("Name", []), labelled.get("Email Address", [])
    skills = _distinct(labelled.get("Tech Tools", []) + labelled.get("Job Specific Skills", []))
    truth: dict[str, Any] = {
        "basics": ({"name": names[0]} if names else {}) | ({"email": mails[0].strip()} if mails else {}),
        "skills": skills,
        "education": [{"institution": school} for school in _distinct(labelled.get("College Name", []))],
        "work": [{"position": title} for title in _distinct(labelled.get("Designation", []))]
        + [{"name": company} for company in _distinct(labelled.get("Companies worked at", []))],
    }
    return text.splitlines(), truth


def _unescaped(text: str) -> str:
    return (
        text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&apos;", "'")
        .replace("&amp;", "&")
    )


def _distinct(texts: list[str]) -> list[str]:
    return list({plain(text): " ".join(text.split()) for text in texts if plain(text)}.values())


def corpus(folder: Path, limit: int, half: str = "both") -> Iterator[tuple[str, list[str], dict[str, Any]]]:
    """(name, lines, truth) of each CV; the halves are the odd and the even numbers: one to study, one to confirm."""
    files = sorted(folder.glob("*.xml"), key=lambda file: int(file.stem) if file.stem.isdigit() else 0)
    wanted = [file for file in files if half == "both" or (int(file.stem) % 2 == 1) == (half == "odd")]
    for file in wanted[:limit]:
        lines, truth = converted(file.read_text(encoding="utf-8"))
        yield file.name, lines, truth


def read(lines: list[str], kind: str, name: str) -> dict[str, Any]:
    """What was read from one rendering, titles and companies once each."""
    result = read_here(FORMATS[kind](lines), filename=name, today=TODAY)
    if result.profile is None:
        return {}
    profile = result.profile
    titles = _distinct([job.position or "" for job in profile.work])
    return {
        "basics": {"name": profile.basics.name, "email": profile.basics.email},
        "skills": _distinct([skill.name for skill in profile.skills]),
        "education": [
            {"institution": school} for school in _distinct([e.institution or "" for e in profile.education])
        ],
        "work": [{"position": title} for title in titles]
        + [{"name": company} for company in _distinct([job.name or "" for job in profile.work])],
    }


def main() -> None:
    """Print one column of F1 scores a format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--formats", default="pdf,docx")
    parser.add_argument("--half", choices=("both", "odd", "even"), default="both")
    parser.add_argument("--errors", default="", help="print what differs in this field")
    options = parser.parse_args()
    if not options.corpus.is_dir():
        sys.exit(f"No such folder: {options.corpus}. Give the folder of the annotated XML files.")
    scores = {kind: Scores() for kind in options.formats.split(",")}
    for name, lines, truth in corpus(options.corpus, options.limit, options.half):
        for kind, counted in scores.items():
            got = read(lines, kind, name)
            counted.add(got, truth)
            if options.errors:
                _print_errors(name, options.errors, got, truth)
    print(table(scores))


def _print_errors(name: str, field: str, got: dict[str, Any], truth: dict[str, Any]) -> None:
    given, true = values(got)[field] or [], values(truth)[field] or []
    if matched(field, given, true) < max(len(given), len(true)):
        print(
            f"{name}\n  too much {[v for v in given if v not in true]}\n  missing  {[v for v in true if v not in given]}"
        )


if __name__ == "__main__":
    main()
