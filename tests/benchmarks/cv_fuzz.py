"""Reads mutated CVs of every format: each must give a result or a typed problem, in time and in memory.

    python -m tests.benchmarks.cv_fuzz [--count 10000] [--seed 1] [--files DIR]

Without --files, the seeds are small files of every format, scans and photos among them, written on the spot; scanned
pages are drawn for an OCR that recognises nothing. Prints how the readings ended by format of the seed, the slowest one
and the most memory that any parsing process held; exits 1 when a reading took too long, held too much or raised.
"""

import argparse
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from relance.cv.isolation import PARSER
from relance.cv.limits import LIMITS
from relance.cv.ocr import OcrPage, PagePicture
from relance.cv.read import read_cv
from tests.unit.cv.cv_files import (
    PICTURE,
    Text,
    doc_of_lines,
    docx,
    docx_of_lines,
    html_of_lines,
    odt_of_lines,
    pdf,
    pdf_of_lines,
    rtf_of_lines,
)
from tests.unit.cv.scans import photo, saved

TODAY = date(2026, 11, 15)
GRACE_SECONDS = 70.0  # A worker that died is started anew within one reading.
LINES = [
    "Camille Roussel", "Gestionnaire de paie", "camille.roussel@example.org", "06 39 98 11 22", "44000 Nantes", "",
    "Expérience professionnelle", "Gestionnaire de paie", "Orvault Distribution | mars 2020 – présent",
    "• Paie de 200 salariés", "", "Formation", "BTS Comptabilité et gestion, Lycée Jean Moulin, 2014", "",
    "Compétences", "Excel, SAP, Silae", "", "Langues", "Anglais : B2",
]  # fmt: skip


@dataclass
class Outcome:
    """How the readings ended by format of the seed, and the slowest in seconds."""

    ends: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    slowest: float = 0.0

    @property
    def total(self) -> Counter[str]:
        """All formats together."""
        return sum(self.ends.values(), Counter())


class BlindOcr:
    """Looks at every picture and recognises nothing."""

    def recognise(self, pictures: Sequence[PagePicture]) -> Mapping[int, OcrPage]:
        """See the port."""
        return {picture.page: OcrPage([], picture.ratio) for picture in pictures}


def seeds(folder: Path | None) -> list[tuple[str, bytes]]:
    """Whole files to start from, each with the name of its format."""
    if folder:
        kinds = {".pdf", ".docx", ".odt", ".rtf", ".doc", ".html", ".txt", ".jpg", ".png", ".tif"}
        files = [file for file in sorted(folder.iterdir()) if file.suffix in kinds]
        return [(file.suffix[1:], file.read_bytes()) for file in files]
    text = "\n".join(LINES)
    page = [Text(50, 800 - 14 * place, line) for place, line in enumerate(LINES)]
    image = photo(LINES, dots_per_inch=60)
    png = saved(image, "PNG")
    return [
        ("pdf", pdf_of_lines(LINES)),
        ("pdf", pdf([page, []], drawings={1: PICTURE})),
        ("pdf scan", saved(image, "PDF")),
        ("docx", docx_of_lines(LINES)),
        ("docx scan", docx("<w:p/>", media={"word/media/image1.png": png})),
        ("odt", odt_of_lines(LINES)),
        ("rtf", rtf_of_lines(LINES)),
        ("doc", doc_of_lines(LINES)),
        ("html", html_of_lines(LINES)),
        ("txt", text.encode()),
        ("txt", text.encode("cp1252")),
        ("jpeg", saved(image, "JPEG")),
        ("png", png),
        ("tiff", saved(image, "TIFF", save_all=True, append_images=[image], compression="tiff_lzw")),
    ]


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


def run(count: int, seed: int, folder: Path | None = None) -> Outcome:
    """Read so many mutated files."""
    chance = random.Random(seed)
    files = seeds(folder)
    contents = [content for _, content in files]
    outcome = Outcome()
    for _ in range(count):
        kind, content = chance.choice(files)
        content = mutated(content, contents, chance)
        start = time.perf_counter()
        read = read_cv(content, today=TODAY, ocr=BlindOcr())
        outcome.slowest = max(outcome.slowest, time.perf_counter() - start)
        outcome.ends[kind][read.problem.code.value if read.problem else "read"] += 1
    return outcome


def peak_memory() -> int:
    """Most bytes that a parsing process held, the ended ones included: what the system remembers of our children."""
    PARSER.close()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def report(outcome: Outcome, peak: int) -> str:
    """One line a format, then the slowest reading and the most memory."""
    lines = []
    for kind, ends in outcome.ends.items():
        told = ", ".join(f"{end} {number}" for end, number in ends.most_common())
        lines.append(f"{kind:<10}{ends.total():>7}  {told}")
    lines.append(f"{'together':<10}{outcome.total.total():>7}  read {outcome.total['read']}")
    limit = LIMITS.memory_bytes >> 20
    lines.append(f"slowest {outcome.slowest:.2f} s, most memory {peak >> 20} MB of {limit} MB in a parsing process")
    return "\n".join(lines)


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=Path)
    options = parser.parse_args()
    outcome = run(options.count, options.seed, options.files)
    peak = peak_memory()
    print(report(outcome, peak))
    if outcome.slowest > LIMITS.time.total_seconds() + GRACE_SECONDS:
        sys.exit("A reading took longer than its limit.")
    if peak > LIMITS.memory_bytes:
        sys.exit("A parsing process held more memory than its limit.")


if __name__ == "__main__":
    main()
