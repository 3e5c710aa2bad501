"""Builds the list that puts gendered French trade names and adjectives into one form.

    python -m infra.data.build_gendered_words [--data FOLDER] [-o FILE]

Pairs come from ROME's titles ("Abatteur / Abatteuse de carrière"), from ESCO's ("directeur/directrice") and from
`feminine_words_fr.txt`. Trade names with one form only ("comptable") are kept too: the article before them is gendered.
"""

import argparse
import csv
import gzip
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[2]
_SHIPPED: Final = _ROOT / "layers/shared/python/relance/matching/data/gendered_words.tsv.gz"
_CURATED: Final = Path(__file__).parent / "feminine_words_fr.txt"
ATTRIBUTION: Final = (
    "Feminine and masculine trade names from ROME (France Travail, Licence Ouverte) and ESCO. "
    "This service uses the ESCO classification of the European Commission."
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_FEMININE_ENDING: Final = re.compile(r"(?:e|a|woman|girl)$")
# Adjectives of things in many titles ("relations internationales"), and trade names that are better known as things.
_NOT_PEOPLE: Final = re.compile(
    r"ale$|(?<!nn)elle$|^(?:carrière|marinière|banderilla|glissante|matière|patiente|minière|cachette|première)$"
)
_TRADE_ENDING: Final = re.compile(
    r"(?:iste|logue|aire|peute|graphe|iatre|pathe|mètre|pède|phone|comptable|responsable|architecte|guide|interprète"
    r"|pilote|cadre|capitaine|peintre|concierge|bénévole|ministre|vigile|fleuriste|agronome|économe|scientifique|diplomate)$"
)


def titles(data: Path) -> Iterator[str]:
    """Every title of ROME and ESCO, "masculine / feminine" where both exist."""
    for version in ("v347", "v460"):
        yield from _column(data / "rome" / f"referentiel_appellation_{version}.csv", "libelle_appellation_long")
    for name in ("occupations_fr.csv", "occupations_fr_v121.csv"):
        yield from _column(data / "esco" / name, "preferredLabel")


def _column(path: Path, column: str) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from (row[column].replace("''", "'") for row in csv.DictReader(file))


def pairs_of(title: str) -> list[tuple[str, str]]:
    """(feminine, masculine) words of one title: the words left of the slash against as many right of it."""
    masculine, slash, feminine = title.lower().partition("/")
    if not slash:
        return []
    left, right = _WORD.findall(masculine), _WORD.findall(feminine)
    if len(right) < len(left):
        left = left[-1:]
    return [(f, m) for m, f in zip(left, right, strict=False) if _is_pair(f, m)]


def _is_pair(feminine: str, masculine: str) -> bool:
    alike = feminine != masculine and feminine[:3] == masculine[:3]
    return alike and bool(_FEMININE_ENDING.search(feminine)) and not _NOT_PEOPLE.search(feminine)


def curated() -> Iterator[tuple[str, str]]:
    """(feminine, masculine) of the list beside this script."""
    for line in _CURATED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            stem, feminine, masculine = line.split()
            yield stem + feminine, stem + ("" if masculine == "-" else masculine)


def build(data: Path) -> tuple[dict[str, str], list[str]]:
    """{feminine: masculine}, and the trade names that have one form."""
    found: dict[str, Counter[str]] = {}
    for title in titles(data):
        for feminine, masculine in pairs_of(title):
            found.setdefault(feminine, Counter())[masculine] += 1
    masculine_of = {feminine: forms.most_common(1)[0][0] for feminine, forms in found.items()}
    masculine_of |= {f"{f}s": f"{m}s" for f, m in masculine_of.items() if not f.endswith("s")}
    masculine_of |= dict(curated())  # In the singular only: what people write about themselves.
    first_words = (_WORD.findall(title.lower())[:1] for title in titles(data) if "/" not in title)
    one_form = Counter(word for words in first_words for word in words)
    known = set(masculine_of) | set(masculine_of.values())
    return masculine_of, sorted(word for word in one_form if _TRADE_ENDING.search(word) and word not in known)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data")
    parser.add_argument("-o", "--output", type=Path, default=_SHIPPED)
    options = parser.parse_args()
    masculine_of, one_form = build(options.data)
    lines = [f"# {ATTRIBUTION}", *(f"{f}\t{m}" for f, m in sorted(masculine_of.items())), *one_form]
    options.output.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))
    print(f"{options.output}: {len(masculine_of)} pairs, {len(one_form)} words of one form")


if __name__ == "__main__":
    main()
