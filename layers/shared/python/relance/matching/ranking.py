"""Fuses the three legs into one order and pages through it; everybody who passes the filters can be reached (R25).

Scores of different legs are made comparable by z-scores, not by ranks: plain reciprocal rank fusion measured 0.035
nDCG@10 worse on ROME (docs/data-sources.md, "Matching").
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from relance.candidates import CandidateId
from relance.errors import InvalidInputError
from relance.matching.explanation import Explanation, explain
from relance.matching.legs import Legs, LegScores
from relance.records import Cursor, Instant, Page, Record
from relance.segments import Segment

if TYPE_CHECKING:
    from relance.matching.offer import OfferQuery
    from relance.ports.search import CandidateIndex


class Weights(NamedTuple):
    """What each leg counts."""

    words: float
    meaning: float
    title: float


WEIGHTS: Final = Weights(words=0.4, meaning=0.4, title=0.2)
# Of a CV in another language than the offer: translated words say less, vectors as much (docs/decisions.md).
WEIGHTS_ACROSS: Final = Weights(words=0.25, meaning=0.45, title=0.3)
# How many of each leg's best are fused; whoever is beyond in all three follows in the rules-only order.
DEPTH: Final = 100
# A language's own mean and spread count as much as its hits are beside so many of everybody: the best of a handful
# would else look as good as the best of hundreds. Words of the offer's own language always score far higher, which
# says nothing; vectors of all languages lie in one space, the offer's own a little nearer (docs/decisions.md).
_EVERYBODY_IN_WORDS: Final = 5
_EVERYBODY_IN_VECTORS: Final = 150


@dataclass(frozen=True, slots=True)
class Fused:
    """One hit's place in the order: the weighted sum of its z-scores."""

    hit: LegScores
    score: float


class Match(Record):
    """One candidate in the ranking of an offer."""

    candidate_id: CandidateId
    score: float | None
    """Weighted sum of z-scores: only its order means something. None: beyond the fused hits, in the order of ids."""
    words: float | None = None
    meaning: float | None = None
    title: float | None = None
    explanation: Explanation


def fuse(legs: Legs, *, asked_in: str) -> list[Fused]:
    """Best first for an offer in that language; equal scores in the order of ids. A missing score counts as the leg's
    mean."""
    languages = [hit.language for hit in legs.hits]
    words = _by_language([hit.words for hit in legs.hits], languages, everybody=_EVERYBODY_IN_WORDS)
    meaning = _by_language([hit.meaning for hit in legs.hits], languages, everybody=_EVERYBODY_IN_VECTORS)
    title = _by_language([hit.title for hit in legs.hits], languages, everybody=_EVERYBODY_IN_VECTORS)
    fused = []
    for hit, *scores in zip(legs.hits, words, meaning, title, strict=True):
        weights = WEIGHTS if hit.language == asked_in else WEIGHTS_ACROSS
        fused.append(Fused(hit, sum(weight * score for weight, score in zip(weights, scores, strict=True))))
    return sorted(fused, key=lambda each: (-each.score, each.hit.id))


def _by_language(scores: Sequence[float | None], languages: Sequence[str], *, everybody: int) -> list[float]:
    """z-scores within each CV language, drawn to those of all hits as if `everybody` of these were added to it; 0 for a
    missing score."""
    overall = _moments(scores)
    moments = {
        language: _drawn_to(overall, _moments(_of(language, scores, languages)), everybody)
        for language in set(languages)
    }
    values = []
    for score, language in zip(scores, languages, strict=True):
        mean, spread = moments[language]
        values.append(0.0 if score is None else (score - mean) / spread)
    return values


def _of(language: str, scores: Sequence[float | None], languages: Sequence[str]) -> list[float | None]:
    return [score for score, spoken in zip(scores, languages, strict=True) if spoken == language]


def _moments(scores: Sequence[float | None]) -> tuple[int, float, float]:
    """Number, mean and variance of the scores that are there."""
    known = [score for score in scores if score is not None]
    if not known:
        return 0, 0.0, 0.0
    mean = math.fsum(known) / len(known)
    return len(known), mean, math.fsum((score - mean) ** 2 for score in known) / len(known)


def _drawn_to(overall: tuple[int, float, float], own: tuple[int, float, float], everybody: int) -> tuple[float, float]:
    """What a language's hits are compared with: own mean and deviation; the fewer hits, the nearer everybody's."""
    _, mean, variance = overall
    number, own_mean, own_variance = own
    share = number / (number + everybody)
    # Written so that a base of one language is compared with exactly its own mean.
    blended = variance + share * (own_variance - variance)
    return mean + share * (own_mean - mean), math.sqrt(blended) + 1e-9


def nearest(
    query: "OfferQuery", among: Segment, *, index: "CandidateIndex", at: Instant, top: int
) -> tuple[CandidateId, ...]:
    """The `top` people of the segment nearest to the offer, best first."""
    fused = fuse(index.legs(query, among, at=at, top=max(top, DEPTH)), asked_in=query.language)
    return tuple(CandidateId(each.hit.id) for each in fused[:top])


def rank(
    query: "OfferQuery", among: Segment, *, index: "CandidateIndex", at: Instant, after: Cursor | None, limit: int
) -> Page[Match]:
    """One page of the ranking: first the fused hits, then everybody else of the segment in the order of ids.

    With `among.like.top`, only so many of the nearest. InvalidInputError for a cursor that is not ours.
    """
    part, place = _place(after)
    fused = fuse(index.legs(query, among, at=at, top=DEPTH), asked_in=query.language)
    if among.like is not None:
        fused = fused[: among.like.top]
    if part == "rest":
        return _rest(query, among, fused, index=index, at=at, after=place or None, limit=limit)
    start = int(place)
    matches = _explained(query, [(each.hit.id, each) for each in fused[start : start + limit]], index=index)
    if start + limit < len(fused):
        return Page(items=matches, next=f"fused:{start + limit}")
    bounded = among.like is not None and among.like.top is not None
    return Page(items=matches, next=None if bounded else "rest:")


def _rest(
    query: "OfferQuery",
    among: Segment,
    fused: Sequence[Fused],
    *,
    index: "CandidateIndex",
    at: Instant,
    after: Cursor | None,
    limit: int,
) -> Page[Match]:
    shown = {each.hit.id for each in fused}
    members = index.members(among, at=at, after=after, limit=limit)
    left = [(candidate_id, None) for candidate_id in members.items if candidate_id not in shown]
    matches = _explained(query, left, index=index)
    return Page(items=matches, next=None if members.next is None else f"rest:{members.next}")


def _explained(
    query: "OfferQuery", hits: Sequence[tuple[str, Fused | None]], *, index: "CandidateIndex"
) -> tuple[Match, ...]:
    documents = index.documents([CandidateId(candidate_id) for candidate_id, _ in hits])
    matches = []
    for candidate_id, fused in hits:
        document = documents.get(CandidateId(candidate_id))
        if document is None:  # Deleted between the two questions.
            continue
        matches.append(
            Match(
                candidate_id=CandidateId(candidate_id),
                score=fused.score if fused else None,
                words=fused.hit.words if fused else None,
                meaning=fused.hit.meaning if fused else None,
                title=fused.hit.title if fused else None,
                explanation=explain(query, document),
            )
        )
    return tuple(matches)


def _place(after: Cursor | None) -> tuple[str, str]:
    if after is None:
        return "fused", "0"
    part, colon, place = after.partition(":")
    if colon and (part == "rest" or (part == "fused" and place.isdecimal())):
        return part, place
    raise InvalidInputError("this place in the list is not known: start again at its beginning")
