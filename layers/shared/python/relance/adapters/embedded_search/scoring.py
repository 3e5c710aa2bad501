"""The three legs over a snapshot: BM25 as Lucene counts it, best and mean chunk, title."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from relance.adapters.embedded_search.snapshot import Snapshot
from relance.adapters.embedded_search.storage import Storage, field
from relance.matching.analysis import LANGUAGES, Language
from relance.matching.legs import Legs, LegScores
from relance.matching.offer import OfferQuery, TermWeights
from relance.matching.term_choice import MOST_TERMS, TITLE_SHARE, rarity

type Scores = NDArray[np.float64]

_NOTHING: Final = -np.inf
# Words of some hundred offers.
_MOST_POSTINGS: Final = 10_000


@dataclass(frozen=True, eq=False, slots=True)
class _LegArrays:
    words: Scores
    meaning: Scores
    title: Scores


def legs(
    storage: Storage,
    snapshot: Snapshot,
    languages: list[str],
    allowed: NDArray[np.bool_],
    query: OfferQuery,
    *,
    top: int,
) -> Legs:
    """Scores of the union of each leg's `top` allowed documents. `languages[i]` is that of document i."""
    if not allowed.any():
        return Legs(())
    by_rules: list[Language] = ["en" if language == "en" else "fr" for language in languages]
    with _blas().limit(limits=1):  # A second thread waits by spinning: tenfold time beside other work.
        meaning, title = _meaning(snapshot, query), _title(snapshot, query)
    arrays = _LegArrays(_words(storage, snapshot, by_rules, query), meaning, title)
    chosen: set[int] = set()
    for language in LANGUAGES:
        spoken = np.array([each == language for each in by_rules], np.bool_)
        chosen |= _best(np.where(arrays.words > 0, arrays.words, _NOTHING), allowed & spoken, top)
    chosen |= _best(arrays.meaning, allowed, top) | _best(arrays.title, allowed, top)
    return Legs(tuple(_hit(snapshot.rows[i].id, languages[i], arrays, i) for i in sorted(chosen)))


@cache
def _blas() -> ThreadpoolController:
    """What numpy multiplies with, looked for once."""
    return ThreadpoolController().select(user_api="blas")


def _hit(name: str, language: str, arrays: _LegArrays, place: int) -> LegScores:
    meaning, title = float(arrays.meaning[place]), float(arrays.title[place])
    return LegScores(
        id=name,
        language=language,
        words=float(arrays.words[place]),
        meaning=None if meaning == _NOTHING else meaning,
        title=None if title == _NOTHING else title,
    )


def _best(scores: Scores, allowed: NDArray[np.bool_], top: int) -> set[int]:
    """Places of the `top` best; equal scores in the order of ids, which is the order of places."""
    masked = np.where(allowed, scores, _NOTHING)
    order = np.argsort(-masked, kind="stable")[:top]
    return {int(place) for place in order if masked[place] > _NOTHING}


# --- words ------------------------------------------------------------------------------------------


def _words(storage: Storage, snapshot: Snapshot, by_rules: list[Language], query: OfferQuery) -> Scores:
    """BM25 of text and, at a lower share, of title; each document is asked in the words of its own language."""
    total = np.zeros(len(snapshot.rows))
    for language, terms in query.terms.items():
        spoken = np.array([each == language for each in by_rules], np.bool_)
        if spoken.any():
            scores = sum(
                (_bm25(storage, snapshot, rules, weights) for rules, weights in terms.items()), np.zeros(len(total))
            )
            total += np.where(spoken, scores, 0.0)
    return total


def _bm25(storage: Storage, snapshot: Snapshot, rules: Language, weights: TermWeights) -> Scores:
    """The offer's rarest terms against one language's stems."""
    text, title = field(rules), field(rules, title=True)
    postings = {stem: _postings(storage, snapshot, stem, text) for stem in sorted(weights)}
    found = {stem: len(each) for stem, each in postings.items()}
    total = np.zeros(len(snapshot.rows))
    for stem in _rarest(weights, found, snapshot.holding[text]):
        _add(total, snapshot, text, postings[stem], weights[stem])
        _add(total, snapshot, title, _postings(storage, snapshot, stem, title), weights[stem] * TITLE_SHARE)
    return total


def _rarest(weights: TermWeights, found: Mapping[str, int], holding: int) -> list[str]:
    known = [stem for stem in weights if found[stem]]
    return sorted(known, key=lambda stem: (-weights[stem] * rarity(found[stem], holding), stem))[:MOST_TERMS]


def _postings(storage: Storage, snapshot: Snapshot, stem: str, column: str) -> NDArray[np.int64]:
    """Pairs (place, frequency); read once for all questions to the same documents."""
    held = snapshot.postings.get((stem, column))
    if held is None:
        held = storage.occurrences(stem, column)
        held[:, 0] = snapshot.places_of(held[:, 0])
        if len(snapshot.postings) >= _MOST_POSTINGS:
            snapshot.postings.clear()
        snapshot.postings[stem, column] = held
    return held


def _add(total: Scores, snapshot: Snapshot, column: str, postings: NDArray[np.int64], weight: float) -> None:
    places, frequency = postings[:, 0], postings[:, 1]
    gain = weight * rarity(len(postings), snapshot.holding[column])
    total[places] += gain * frequency / (frequency + snapshot.lengths[column][places])


# --- meaning and title ------------------------------------------------------------------------------


def _meaning(snapshot: Snapshot, query: OfferQuery) -> Scores:
    """Half the best chunk, half the chunks' common direction; nothing for a document without text."""
    scores = np.full(len(snapshot.rows), _NOTHING)
    if len(snapshot.chunks):
        best = np.maximum.reduceat(snapshot.chunks @ query.vector, snapshot.first_chunk)
        scores[snapshot.has_chunks] = 0.5 * best + 0.5 * (snapshot.means @ query.vector)
    return scores


def _title(snapshot: Snapshot, query: OfferQuery) -> Scores:
    scores = np.full(len(snapshot.rows), _NOTHING)
    scores[snapshot.has_title] = snapshot.titles @ query.title_vector
    return scores
