"""Mean rating and net promoter score by reason and by the words used; nothing that could be traced to a few people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from pydantic import Field

from relance.ratings.rating import HIGHEST, LOWEST
from relance.records import Record

FEWEST: Final = 10
"""Under so many ratings a group is not shown."""
_PROMOTERS: Final = 9
_DETRACTORS: Final = 6
SCORES: Final = range(LOWEST, HIGHEST + 1)


class Count(Record):
    """How many gave which score to answers of one reason in one version of the words."""

    reason_id: str
    words_version: str
    scores: tuple[int, ...] = Field(min_length=len(SCORES), max_length=len(SCORES))
    """Place = score."""


class Figures(Record):
    """What a group of ten or more says."""

    ratings: int
    mean: float
    """From 0 to 10, one decimal."""
    nps: int
    """Share of 9 and 10 minus share of 0 to 6, in points from -100 to 100 (Reichheld 2003)."""


class GroupFigures(Record):
    """A group by what it has in common; None: every reason, every version."""

    reason_id: str | None = None
    words_version: str | None = None
    figures: Figures


class Statistics(Record):
    """All that may be shown."""

    overall: Figures | None = None
    by_reason: tuple[GroupFigures, ...] = ()
    by_words: tuple[GroupFigures, ...] = ()
    by_reason_and_words: tuple[GroupFigures, ...] = ()
    fewest: int = FEWEST
    """Groups of fewer ratings are left out."""


def statistics(counts: Sequence[Count]) -> Statistics:
    """Figures of every group that is large enough.

    A group is also left out when it would give away, by subtraction from the whole, a rest of fewer than ten.
    """
    return Statistics(
        overall=_figures(_sum(counts)),
        by_reason=_groups(counts, lambda each: (each.reason_id, None)),
        by_words=_groups(counts, lambda each: (None, each.words_version)),
        by_reason_and_words=_groups(counts, lambda each: (each.reason_id, each.words_version)),
    )


type _Key = tuple[str | None, str | None]


def _groups(counts: Sequence[Count], key: Callable[[Count], _Key]) -> tuple[GroupFigures, ...]:
    members: dict[_Key, list[Count]] = {}
    for each in counts:
        members.setdefault(key(each), []).append(each)
    summed = {group: _sum(own) for group, own in members.items()}
    shown = _safe({group: sum(scores) for group, scores in summed.items()})
    found = [
        (group, _figures(summed[group])) for group in sorted(shown, key=lambda group: (group[0] or "", group[1] or ""))
    ]
    return tuple(
        GroupFigures(reason_id=reason_id, words_version=version, figures=figures)
        for (reason_id, version), figures in found
        if figures is not None
    )


def _safe(sizes: Mapping[_Key, int]) -> set[_Key]:
    """The groups to show: each of ten or more, without the smallest while the rest is not empty and below ten."""
    shown = sorted((group for group, size in sizes.items() if size >= FEWEST), key=lambda group: (-sizes[group], group))
    while shown and 0 < sum(sizes.values()) - sum(sizes[group] for group in shown) < FEWEST:
        shown.pop()
    return set(shown)


def _sum(counts: Iterable[Count]) -> tuple[int, ...]:
    return tuple(sum(place) for place in zip(*(each.scores for each in counts), strict=True)) or (0,) * len(SCORES)


def _figures(scores: tuple[int, ...]) -> Figures | None:
    ratings = sum(scores)
    if ratings < FEWEST:
        return None
    mean = sum(score * given for score, given in zip(SCORES, scores, strict=True)) / ratings
    balance = sum(scores[_PROMOTERS:]) - sum(scores[: _DETRACTORS + 1])
    return Figures(ratings=ratings, mean=round(mean, 1), nps=round(100 * balance / ratings))
