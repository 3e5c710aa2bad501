# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Time and memory of CV reading by format, next to plain pypdfium2 in the same run.

    python -m tests.benchmarks.cv_speed --files DIR [--rounds 3]

Each file is read through `read_cv`, parsing process included; the memory is that process's peak (Linux) after the format.
"""

import argparse
import sys
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

import pypdfium2

from relance.cv.isolation import PARSER
from relance.cv.read import read_cv

TODAY = date(2026, 11, 15)


def plain(content: bytes) -> None:
    """What pypdfium2 alone needs for the same text."""
    with pypdfium2.PdfDocument(content) as pdf:
        for page in pdf:
            page.get_textpage().get_text_range()


def main() -> None:
    """Print one line a format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not options.files.is_dir():
        sys.exit(f"No such folder: {options.files}")
    by_format: dict[str, list[bytes]] = defaultdict(list)
    for file in sorted(options.files.iterdir()):
        if file.suffix in {".pdf", ".docx", ".odt", ".rtf", ".doc", ".html", ".txt"}:
            by_format[file.suffix[1:]].append(file.read_bytes())
    print(f"{'format':<16}{'files':>6}{'median ms':>11}{'p95 ms':>9}{'peak MB':>9}")
    for kind, contents in by_format.items():
        PARSER.close()
        read_cv(contents[0], today=TODAY)
        times = [_seconds(content) for _ in range(options.rounds) for content in contents]
        print(_row(kind, len(contents), times, PARSER.peak_memory()))
        if kind == "pdf":
            print(
                _row(
                    "plain pypdfium2",
                    len(contents),
                    [_plain_seconds(c) for _ in range(options.rounds) for c in contents],
                    None,
                )
            )
    PARSER.close()
    started = _seconds(by_format["pdf"][0]) if by_format.get("pdf") else 0.0
    print(f"first file, parsing process started: {started * 1000:.0f} ms")


def _seconds(content: bytes) -> float:
    start = time.perf_counter()
    read_cv(content, today=TODAY)
    return time.perf_counter() - start


def _plain_seconds(content: bytes) -> float:
    start = time.perf_counter()
    plain(content)
    return time.perf_counter() - start


def _row(kind: str, files: int, times: list[float], peak: int | None) -> str:
    ordered = sorted(times)
    median, late = ordered[len(ordered) // 2] * 1000, ordered[int(len(ordered) * 0.95)] * 1000
    return f"{kind:<16}{files:>6}{median:>11.1f}{late:>9.1f}{'-' if peak is None else format(peak / 2**20, '.0f'):>9}"


if __name__ == "__main__":
    main()
