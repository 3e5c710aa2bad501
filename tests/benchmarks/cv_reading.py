# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Scores CV reading on a folder of files with their truth.

    python -m tests.benchmarks.cv_reading --truth TRUTH.jsonl --files DIR [--texts DIR] [--predictions OUT.jsonl]

TRUTH.jsonl holds one JSON Resume object a line with "file" and "meta"; `meta.as_of` freezes the reader's today. Files are named
`<person>.<layout>.<format>`. With --texts (`<person>.txt`, blocks parted by an empty line) the reading order is scored too:
the share of neighbouring words of each expected block that are neighbours in the text read.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from relance.cv.read import ReadCv, read_cv
from tests.benchmarks.cv_scoring import Scores, table

SPACED = "canva"  # The layout that draws its headings letter by letter.
WORD = re.compile(r"[\w@.+'%/-]+")


def truths(path: Path) -> Iterator[dict[str, Any]]:
    """The records of the truth file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def today_of(truth: Mapping[str, Any]) -> date:
    """The day on which the truth was written; today when it does not say."""
    as_of = (truth.get("meta") or {}).get("as_of")
    return date.fromisoformat(f"{as_of}-15" if len(as_of) == 7 else as_of) if as_of else datetime.now(UTC).date()


def order(expected: str, got: str) -> float:
    """Share of the word pairs inside expected blocks that stand side by side in the text read."""
    neighbours = set(pairwise(_words(got)))
    pairs = [pair for block in expected.split("\n\n") for pair in pairwise(_words(block))]
    return sum(pair in neighbours for pair in pairs) / len(pairs) if pairs else 1.0


def _words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).replace("’", "'").casefold())


def spaced_headings(expected: str, read: ReadCv) -> tuple[int, int]:
    """How many of the expected blocks' first lines stand alone on a line of the text read, and how many there are."""
    lines = {" ".join(line.split()).casefold() for line in read.text.splitlines()}
    wanted = [block.splitlines()[0].casefold() for block in expected.strip().split("\n\n")[1:] if block]
    return sum(heading in lines for heading in wanted), len(wanted)


def main() -> None:
    """Print field scores by language and by layout, problems, and the reading order."""
    options = _options()
    scores: dict[str, Scores] = defaultdict(Scores)
    orders: dict[str, list[float]] = defaultdict(list)
    problems: list[str] = []
    spaced = (0, 0)
    lines: list[str] = []
    for truth in truths(options.truth):
        name = Path(truth["file"]).name
        read = read_cv((options.files / name).read_bytes(), filename=name, today=today_of(truth))
        record = json.loads(read.as_json_line())
        lines.append(json.dumps(record, ensure_ascii=False))
        layout = ".".join(name.split(".")[1:]) or name
        for group in ("ALL", str((truth.get("meta") or {}).get("language", "?")).upper(), layout):
            scores[group].add(record, truth)
        if read.problem:
            problems.append(f"{name}: {read.problem.code}")
        _add_order(orders, options.texts, name, layout, read)
        if options.texts and SPACED in layout:
            found, there = spaced_headings(
                (options.texts / f"{name.split('.')[0]}.txt").read_text(encoding="utf-8"), read
            )
            spaced = spaced[0] + found, spaced[1] + there
    _print(scores, orders, problems)
    print(f"letter-spaced headings: {spaced[0]} of {spaced[1]}")
    if options.predictions:
        options.predictions.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--files", type=Path, required=True)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--predictions", type=Path)
    options = parser.parse_args()
    if not options.truth.is_file() or not options.files.is_dir():
        sys.exit(f"Nothing to score: {options.truth} must be a file and {options.files} a folder.")
    return options


def _add_order(orders: dict[str, list[float]], texts: Path | None, name: str, layout: str, read: ReadCv) -> None:
    expected = texts / f"{name.split('.', maxsplit=1)[0]}.txt" if texts else None
    if expected and expected.is_file():
        score = order(expected.read_text(encoding="utf-8"), read.text)
        orders[layout].append(score)
        orders["mean"].append(score)


def _print(scores: Mapping[str, Scores], orders: Mapping[str, list[float]], problems: list[str]) -> None:
    languages = [group for group in scores if group == "ALL" or (group.isupper() and "." not in group)]
    print(table({group: scores[group] for group in languages}))
    print("\nlayout                    mean F1    order")
    for layout in sorted(set(scores) - set(languages)):
        found = orders.get(layout)
        print(f"{layout:<24}{scores[layout].mean:>9.3f}{sum(found) / len(found) if found else float('nan'):>9.3f}")
    if orders.get("mean"):
        print(f"{'mean order':<24}{'':>9}{sum(orders['mean']) / len(orders['mean']):>9.3f}")
    print(f"\n{len(problems)} unreadable" + "".join(f"\n  {line}" for line in problems))
    means = " ".join(f"{group.lower()}={scores[group].mean:.3f}" for group in languages if group != "ALL")
    print(f"mean_f1={scores['ALL'].mean:.3f} {means}")


if __name__ == "__main__":
    main()
