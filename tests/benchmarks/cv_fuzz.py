# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Reads mutated CVs of every format: each must give a result or a typed problem, in time and in memory.

    python -m tests.benchmarks.cv_fuzz [--count 10000] [--seed 1] [--files DIR]

Without --files, the seeds are small files written on the spot. Prints how the readings ended, the slowest one and the peak
memory of the parsing process; exits 1 when a reading took longer than the limit or raised.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from relance.cv.isolation import PARSER
from relance.cv.limits import LIMITS
from relance.cv.read import read_cv
from tests.unit.cv.cv_files import doc_of_lines, docx_of_lines, html_of_lines, odt_of_lines, pdf_of_lines, rtf_of_lines

TODAY = date(2026, 11, 15)
GRACE_SECONDS = 70.0  # A worker that died is started anew within one reading.
LINES = [
    "Camille Roussel", "Gestionnaire de paie", "camille.roussel@example.org", "06 39 98 11 22", "44000 Nantes", "",
    "Expérience professionnelle", "Gestionnaire de paie", "Orvault Distribution | mars 2020 – présent", "• Paie de 200 salariés", "",
    "Formation", "BTS Comptabilité et gestion, Lycée Jean Moulin, 2014", "", "Compétences", "Excel, SAP, Silae", "", "Langues", "Anglais : B2",
]  # fmt: skip


def seeds(folder: Path | None) -> list[bytes]:
    """Whole files to start from."""
    if folder:
        return [
            file.read_bytes()
            for file in sorted(folder.iterdir())
            if file.suffix in {".pdf", ".docx", ".odt", ".rtf", ".doc", ".html"}
        ]
    made = [
        make(LINES) for make in (pdf_of_lines, docx_of_lines, odt_of_lines, rtf_of_lines, doc_of_lines, html_of_lines)
    ]
    return [*made, "\n".join(LINES).encode(), "\n".join(LINES).encode("cp1252")]


def mutated(content: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """One mutation: flipped bits, cut, doubled part, exchanged part, zeroed part, changed number, foreign tail."""
    data = bytearray(content)
    kind = chance.randrange(7)
    place = chance.randrange(len(data))
    length = min(chance.choice((1, 8, 64, 512)), len(data) - place)
    if kind == 0:
        for _ in range(chance.choice((1, 4, 32, 256))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif kind == 1:
        del data[place:]
    elif kind == 2:
        data[place:place] = data[place : place + length] * chance.choice((1, 10, 200))
    elif kind == 3:
        other = chance.choice(others)
        start = chance.randrange(len(other))
        data[place : place + length] = other[start : start + length]
    elif kind == 4:
        data[place : place + length] = bytes(length)
    elif kind == 5:
        digits = [n for n, byte in enumerate(data) if 48 <= byte <= 57]
        for n in chance.sample(digits, min(len(digits), 6)):
            data[n] = chance.choice(b"0123456789")
    else:
        data += chance.choice(others)[-length:]
    return bytes(data)


def run(count: int, seed: int, folder: Path | None = None) -> tuple[Counter[str], float]:
    """How the readings ended, and the slowest in seconds."""
    chance = random.Random(seed)
    files = seeds(folder)
    ends: Counter[str] = Counter()
    slowest = 0.0
    for _ in range(count):
        content = mutated(chance.choice(files), files, chance)
        start = time.perf_counter()
        read = read_cv(content, today=TODAY)
        slowest = max(slowest, time.perf_counter() - start)
        ends[read.problem.code.value if read.problem else "read"] += 1
    return ends, slowest


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=Path)
    options = parser.parse_args()
    ends, slowest = run(options.count, options.seed, options.files)
    for end, number in ends.most_common():
        print(f"{end:<20}{number:>8}")
    peak = PARSER.peak_memory()
    print(
        f"slowest {slowest:.2f} s, peak {'?' if peak is None else round(peak / 2**20)} MB in the last parsing process"
    )
    if slowest > LIMITS.time.total_seconds() + GRACE_SECONDS:
        sys.exit("A reading took longer than its limit.")


if __name__ == "__main__":
    main()
