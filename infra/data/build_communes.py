# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Packs the French communes into the table that CV reading ships.

    python -m infra.data.build_communes COMMUNES.csv

One line a commune: folded name without hyphens and apostrophes, population, postal codes; zlib-packed.
"""

import csv
import re
import sys
import zlib
from pathlib import Path

from relance.cv.text import fold

OUT = Path(__file__).parents[2] / "layers/shared/python/relance/cv/data/communes.tsv.z"


def main(source: Path) -> None:
    """Write the packed table."""
    with source.open(encoding="utf-8", newline="") as rows:
        lines = sorted(
            f"{re.sub(r"[-'.]", ' ', fold(row['name'])).replace('  ', ' ').strip()}\t{int(row['population'] or 0)}\t{row['postcodes']}"
            for row in csv.DictReader(rows)
        )
    OUT.write_bytes(zlib.compress("\n".join(lines).encode("utf-8"), 9))
    print(f"{len(lines)} communes, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
