"""Time and memory of CV reading by format, next to plain pypdfium2 in the same run.

    python -m tests.benchmarks.cv_speed --files DIR [--rounds 3]

Each file is read through `read_cv`, parsing process included; the memory is that process's peak (Linux) by then.
"p95 cpu" is the processor time of the same reading inside this process: what remains of the wait on an idle machine.
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pypdfium2

from relance.cv.here import read_here
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
    print(f"{'format':<16}{'files':>6}{'median ms':>11}{'p95 ms':>9}{'p95 cpu':>9}{'peak MB':>9}")
    for kind, contents in by_format.items():
        PARSER.close()
        read_cv(contents[0], today=TODAY)
        times = [_seconds(content) for _ in range(options.rounds) for content in contents]
        peak = PARSER.peak_memory()
        print(_row(kind, len(contents), times, [_processor_seconds(read, one) for one in contents], peak))
        if kind == "pdf":
            times = [_plain_seconds(content) for _ in range(options.rounds) for content in contents]
            print(_row("plain pypdfium2", len(contents), times, [_processor_seconds(plain, one) for one in contents]))
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


def _processor_seconds(act: Callable[[bytes], object], content: bytes) -> float:
    start = time.process_time()
    act(content)
    return time.process_time() - start


def read(content: bytes) -> None:
    """The whole reading in this very process."""
    read_here(content, filename=None, today=TODAY)


def _late(times: Sequence[float]) -> float:
    """The 95th percentile in milliseconds."""
    return sorted(times)[int(len(times) * 0.95)] * 1000


def _row(kind: str, files: int, times: Sequence[float], processor: Sequence[float], peak: int | None = None) -> str:
    median = sorted(times)[len(times) // 2] * 1000
    shown = "-" if peak is None else format(peak / 2**20, ".0f")
    return f"{kind:<16}{files:>6}{median:>11.1f}{_late(times):>9.1f}{_late(processor):>9.1f}{shown:>9}"


if __name__ == "__main__":
    main()
