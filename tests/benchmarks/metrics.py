"""Retrieval measures and their uncertainty."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

MEASURES: Final = ("nDCG@10", "R@10", "R@50", "MRR", "MAP")
_RESAMPLES: Final = 10_000


def measures(order: Sequence[str], grades: Mapping[str, float]) -> dict[str, float]:
    """All measures of one ranking; documents beyond its end count as not found."""
    relevant = {name for name, grade in grades.items() if grade > 0}
    places = [place for place, name in enumerate(order, start=1) if name in relevant]
    ideal = sum(grade / math.log2(i + 2) for i, grade in enumerate(sorted(grades.values(), reverse=True)[:10]))
    gained = sum(grades.get(name, 0.0) / math.log2(i + 2) for i, name in enumerate(order[:10]))
    return {
        "nDCG@10": gained / ideal,
        "R@10": sum(place <= 10 for place in places) / len(relevant),
        "R@50": sum(place <= 50 for place in places) / len(relevant),
        "MRR": 1 / places[0] if places else 0.0,
        "MAP": sum(number / place for number, place in enumerate(places, start=1)) / len(relevant),
    }


def overlap(ours: Sequence[str], theirs: Sequence[str], *, top: int) -> float:
    """Share of the `top` best that two orders have in common; 1 for two orders without anybody."""
    most = min(top, max(len(ours), len(theirs)))
    return len({*ours[:top]} & {*theirs[:top]}) / most if most else 1.0


def paired_interval(ours: Sequence[float], theirs: Sequence[float], *, seed: int = 1) -> tuple[float, float, float]:
    """Mean difference and its 95 % interval by paired bootstrap over the queries."""
    gain = np.asarray(ours) - np.asarray(theirs)
    chosen = np.random.default_rng(seed).integers(0, len(gain), (_RESAMPLES, len(gain)))
    low, high = np.percentile(gain[chosen].mean(axis=1), (2.5, 97.5))
    return float(gain.mean()), float(low), float(high)
