"""Invented offers with what a careful reader takes from each, and how near a reading comes to it.

python -m tests.unit.matching.offer_corpus prints every difference and the figures.
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from relance.jobs import Criterion, CriterionWeight
from relance.matching.analysis import fold
from relance.matching.offer_reading import OfferReading, read_offer

FOLDER: Final = Path(__file__).parent / "offers"
FACTS: Final = ("place", "contract", "pay_range", "remote", "contact_name", "contact_email", "contact_phone")
_SAME: Final = 0.6


@dataclass(frozen=True)
class Expected:
    """One offer; facts that it does not state are absent from `facts`."""

    style: str
    text: str
    title: str
    facts: dict[str, str]
    must: tuple[str, ...]
    nice: tuple[str, ...]


@dataclass
class Tally:
    """How many were found, how many should have been, how many are right."""

    read: int = 0
    expected: int = 0
    right: int = 0

    def add(self, read: int, expected: int, right: int) -> None:
        self.read, self.expected, self.right = self.read + read, self.expected + expected, self.right + right

    @property
    def precision(self) -> float:
        return self.right / max(self.read, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.expected, 1)


def offers(*names: str) -> Iterator[Expected]:
    """Those of the named files, or of all."""
    for path in sorted(FOLDER.glob("*.toml")):
        if names and path.stem not in names:
            continue
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["offer"]:
            yield _expected(entry)


def _expected(entry: dict[str, Any]) -> Expected:
    facts: dict[str, str] = {name: entry[name] for name in FACTS if name in entry}
    return Expected(entry["style"], entry["text"], entry["title"], facts, tuple(entry["must"]), tuple(entry["nice"]))


def same(one: str, other: str) -> bool:
    """Whether two texts say the same but for small words at their ends."""
    a, b = (set(re.findall(r"\w+", fold(each))) for each in (one, other))
    return bool(a and b) and len(a & b) / len(a | b) >= _SAME


def right_criteria(read: Sequence[Criterion], expected: Iterable[tuple[str, CriterionWeight]]) -> int:
    """How many of the criteria read are expected with that weight, each once."""
    left = list(expected)
    right = 0
    for criterion in read:
        hit = next((e for e in left if e[1] is criterion.weight and same(e[0], criterion.text)), None)
        if hit:
            left.remove(hit)
            right += 1
    return right


def wanted(offer: Expected) -> list[tuple[str, CriterionWeight]]:
    """All criteria with their weights."""
    return [(text, CriterionWeight.MUST) for text in offer.must] + [(text, CriterionWeight.NICE) for text in offer.nice]


def same_title(reading: OfferReading, offer: Expected) -> bool:
    """Letter by letter, but for capitals."""
    return fold(reading.title) == fold(offer.title)


def right_facts(reading: OfferReading, offer: Expected) -> tuple[int, int, int]:
    """(read, expected, right) among the facts."""
    read = {name: value for name in FACTS if (value := getattr(reading.facts, name)) is not None}
    right = sum(name in read and _agree(read[name], value) for name, value in offer.facts.items())
    return len(read), len(offer.facts), right


def _agree(read: str, expected: str) -> bool:
    one, other = fold(read), fold(expected)
    return one in other or other in one


def measure(found: Iterable[Expected], *, tell: bool = False) -> tuple[Tally, Tally, Tally]:
    """(titles, facts, criteria) over these offers."""
    titles, facts, criteria = Tally(), Tally(), Tally()
    for offer in found:
        reading = read_offer(offer.text)
        titles.add(bool(reading.title), 1, same_title(reading, offer))
        facts.add(*right_facts(reading, offer))
        expected = wanted(offer)
        criteria.add(len(reading.criteria), len(expected), right_criteria(reading.criteria, expected))
        if tell:
            _tell(offer, reading, expected)
    return titles, facts, criteria


def _tell(offer: Expected, reading: OfferReading, expected: list[tuple[str, CriterionWeight]]) -> None:
    if not same_title(reading, offer):
        print(f"[{offer.style}] title: {reading.title!r}, not {offer.title!r}")
    for name in FACTS:
        read, value = getattr(reading.facts, name), offer.facts.get(name)
        if (read or value) and not (read and value and _agree(read, value)):
            print(f"[{offer.style}] {name}: {read!r}, not {value!r}")
    for criterion in reading.criteria:
        if not right_criteria([criterion], expected):
            print(f"[{offer.style}] + {criterion.weight}: {criterion.text}")
    for text, weight in expected:
        if not any(each.weight is weight and same(each.text, text) for each in reading.criteria):
            print(f"[{offer.style}] - {weight}: {text}")


if __name__ == "__main__":
    for name, tally in zip(("title", "facts", "criteria"), measure(offers(*sys.argv[1:]), tell=True), strict=True):
        print(f"{name}: precision={tally.precision:.3f} recall={tally.recall:.3f} of {tally.expected}")
