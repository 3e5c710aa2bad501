"""Precision and recall of every rule of the advice on CVs with planted faults.

`python -m tests.benchmarks.advice_rules [CVs per trade]` prints a table; its last line is the worst rule's.
Half of the CVs are plain texts in one form, half are files (PDF, DOCX, HTML, text; one column or two) in shapes drawn
by chance: section names, job blocks, dates and lists that no rule was written for.
Recall: share of CVs with the rule's fault in which it speaks. Precision: share of its findings, over all faults and the
CVs without one, that are true.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from relance.advice.cv_text import CvText
from relance.advice.rules.finding import Facts
from relance.advice.rules.registry import RULES
from tests.benchmarks.advice_cvs import MadeCv, good_cv, trades
from tests.benchmarks.advice_faults import ALSO_TRUE, FAULTS
from tests.benchmarks.advice_shapes import shaped
from tests.benchmarks.cv_variant_layouts import LAYOUTS


@dataclass
class Count:
    """What became of one rule."""

    planted: int = 0
    found: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def recall(self) -> float:
        """Found among planted."""
        return self.found / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """Right among spoken."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0


@dataclass(frozen=True)
class Case:
    """A made CV, the fault in it, and what was read of it."""

    planted: str | None
    made: MadeCv
    read: CvText
    layout: str


def cases(per_trade: int, *, plain: bool = True, files: bool = True) -> Iterator[Case]:
    """Each made CV without a fault (None), then with each of them: as plain text, and as a file in some shape."""
    rng = random.Random(20261123)
    layouts = sorted(LAYOUTS)
    for number, trade in enumerate(trade for trade in trades() for _ in range(per_trade)):
        cv = good_cv(trade, rng)
        made = [(None, cv), *((name, fault(cv, rng)) for name, fault in FAULTS.items())]
        for place, (name, each) in enumerate(made):
            if plain:
                yield Case(name, each, each.read(), "plain")
            if files:
                layout = layouts[(number * 5 + place) % len(layouts)]
                yield Case(name, each, shaped(each, random.Random(f"{number} {place}"), layout), layout)


def spoken(cv: MadeCv, read: CvText | None = None) -> frozenset[str]:
    """The rules that have something to say about it."""
    facts = Facts(read or cv.read(), cv.offer)
    return frozenset(name for name, rule in RULES.items() if rule(facts) is not None)


def measure(per_trade: int, *, tell: bool = False, plain: bool = True, files: bool = True) -> dict[str, Count]:
    """Counts by rule; `tell` prints every wrong or missing finding."""
    counts = {name: Count() for name in RULES}
    for case in cases(per_trade, plain=plain, files=files):
        planted, cv = case.planted, case.made
        said = spoken(cv, case.read)
        true = ({planted} if planted else set()) | ALSO_TRUE.get(planted or "", frozenset())
        for name in said:
            counts[name].right += name in true
            counts[name].wrong += name not in true
            if tell and name not in true:
                print(f"wrong    {name} in {planted} {cv.offer.title} {case.layout}", file=sys.stderr)
        if planted:
            counts[planted].planted += 1
            counts[planted].found += planted in said
            if tell and planted not in said:
                print(f"missing  {planted} {cv.offer.title} {case.layout}", file=sys.stderr)
    return counts


def main(per_trade: int) -> None:
    """Print the table."""
    counts = measure(per_trade, tell=True)
    print(f"{'rule':28} {'planted':>7} {'found':>6} {'recall':>7} {'wrong':>6} {'precision':>9}")
    for name, count in counts.items():
        print(f"{name:28} {count.planted:7} {count.found:6} {count.recall:7.3f} {count.wrong:6} {count.precision:9.3f}")
    worst_precision = min(count.precision for count in counts.values())
    worst_recall = min(count.recall for count in counts.values())
    print(f"precision={worst_precision:.3f} recall={worst_recall:.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
