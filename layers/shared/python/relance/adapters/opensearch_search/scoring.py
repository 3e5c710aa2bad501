"""Asks OpenSearch for the three legs: their best in one round, the missing scores in a second one.

What is fused is then what the embedded engine fuses: the best of words, of the whole meaning leg and of titles.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from relance.adapters.opensearch_search import questions
from relance.adapters.opensearch_search.filters import asks_nested
from relance.adapters.opensearch_search.questions import ChosenTerms
from relance.adapters.opensearch_search.storage import AliasStorage
from relance.matching.analysis import LANGUAGES, Language
from relance.matching.document import IndexedText, mean_vector
from relance.matching.legs import Legs, LegScores
from relance.matching.offer import OfferQuery, TermWeights
from relance.matching.term_choice import MOST_TERMS, rarity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

type Clause = dict[str, Any]
type Scores = dict[str, float]
"""By id of the document."""

_CHUNKS: Final = "chunks.direction"
_MEAN: Final = "mean_direction"
_TITLE: Final = "title_direction"
_MORE_BY_MEAN: Final = 3
# A vector shorter than this has no direction.
_SHORTEST: Final = 1e-6


def text_fields(content: IndexedText) -> Clause:
    """The part of a document that the legs ask, and what explanations quote."""
    fields: Clause = {"title": content.title, "text": content.text, "model_id": content.model_id}
    for language in LANGUAGES:
        fields[f"tokens_{language}"] = " ".join(content.tokens[language])
        fields[f"title_tokens_{language}"] = " ".join(content.title_tokens[language])
    chunks = [{"direction": questions.steps(each)} for each in content.chunk_vectors if abs(each).max() > _SHORTEST]
    mean = mean_vector(content.chunk_vectors)
    if chunks and mean is not None and abs(mean).max() > _SHORTEST:
        fields |= {"chunks": chunks, _MEAN: questions.steps(mean)}
    if content.title_vector is not None and abs(content.title_vector).max() > _SHORTEST:
        fields[_TITLE] = questions.steps(content.title_vector)
    return fields


@dataclass(frozen=True, slots=True)
class _Found:
    """Who is known so far, and with which scores."""

    languages: dict[str, str]
    words: Scores
    vectors: dict[str, Scores]
    """Cosines by field."""


def legs(storage: AliasStorage, query: OfferQuery, filters: Sequence[Clause], *, top: int) -> Legs:
    """Union of each leg's best `top`, with every leg's score for each of them."""
    terms = chosen(storage, query)
    found = _best(storage, query, terms, filters, top=top)
    if not found.languages:
        return Legs(())
    said = frozenset(found.words)
    _complete(storage, query, terms, found)
    hits = [_hit(name, found) for name in sorted(found.languages)]
    meant, titled = (_first(hits, leg, top) for leg in ("meaning", "title"))
    return Legs(tuple(hit for hit in hits if hit.id in said | meant | titled))


def _best(
    storage: AliasStorage, query: OfferQuery, terms: ChosenTerms, filters: Sequence[Clause], *, top: int
) -> _Found:
    """Each leg's best."""
    vectors = _vectors(storage, query)
    more = dict.fromkeys(vectors, top)
    if vectors and asks_nested(list(filters)):
        # A nested search cannot be filtered by another nested field. More by their mean stand in for it: who has a
        # good chunk is among them, and gets the exact score of the leg in the second round.
        more = {_MEAN: _MORE_BY_MEAN * top, _TITLE: top}
    own = [*filters, *_of_model(query)]
    answers = storage.search_all(
        [
            *(questions.words(terms, rules, filters, top=top) for rules in LANGUAGES),
            *(questions.nearest(field, vectors[field], own, top=number) for field, number in more.items()),
        ]
    )
    spoken = answers[: len(LANGUAGES)]
    near = dict(zip(more, answers[len(LANGUAGES) :], strict=True))
    return _Found(
        languages={questions.id_of(hit): hit["fields"]["language"][0] for hits in answers for hit in hits},
        words=_scores(hit for hits in spoken for hit in hits),
        vectors={field: _cosines(near.get(field, ()), vector) for field, vector in vectors.items()},
    )


def _complete(storage: AliasStorage, query: OfferQuery, terms: ChosenTerms, found: _Found) -> None:
    """Ask for the scores that are missing."""
    missing = {field: sorted(found.languages.keys() - known.keys()) for field, known in found.vectors.items()}
    vectors = {field: vector for field, vector in _vectors(storage, query).items() if missing[field]}
    unsaid = sorted(found.languages.keys() - found.words.keys())
    asked = [questions.words_of_these(terms, unsaid)] if unsaid else []
    asked += [
        questions.nearness_of_these(field, vector, _of_model(query), missing[field])
        for field, vector in vectors.items()
    ]
    answers = storage.search_all(asked) if asked else []
    if unsaid:
        found.words.update(_scores(answers.pop(0)))
    for (field, vector), hits in zip(vectors.items(), answers, strict=True):
        found.vectors[field].update(_cosines(hits, vector))


def _vectors(storage: AliasStorage, query: OfferQuery) -> "dict[str, NDArray[np.float32]]":
    """What to compare each vector field with; nothing for a query of another size than the index."""
    if len(query.vector) != storage.dimensions:
        return {}
    return {_CHUNKS: query.vector, _MEAN: query.vector, _TITLE: query.title_vector}


def _of_model(query: OfferQuery) -> list[Clause]:
    return [{"term": {"model_id": query.model_id}}]


def _scores(hits: Iterable[Clause]) -> Scores:
    return {questions.id_of(hit): float(hit["_score"]) for hit in hits}


def _cosines(hits: Iterable[Clause], vector: "NDArray[np.float32]") -> Scores:
    return {name: questions.cosine(score, len(vector)) for name, score in _scores(hits).items()}


def _hit(name: str, found: _Found) -> LegScores:
    best, mean, title = (found.vectors.get(field, {}).get(name) for field in (_CHUNKS, _MEAN, _TITLE))
    return LegScores(
        id=name,
        language=found.languages[name],
        words=found.words.get(name, 0.0),
        meaning=None if best is None or mean is None else 0.5 * best + 0.5 * mean,
        title=title,
    )


def _first(hits: Sequence[LegScores], leg: str, top: int) -> frozenset[str]:
    scores = ((getattr(hit, leg), hit.id) for hit in hits)
    best_first = sorted((-score, name) for score, name in scores if score is not None)
    return frozenset(name for _, name in best_first[:top])


def chosen(storage: AliasStorage, query: OfferQuery) -> ChosenTerms:
    """The offer's rarest terms in this index, for each language of CVs and of rules."""
    every: dict[str, set[str]] = {}
    for by_rules in query.terms.values():
        for language, weights in by_rules.items():
            every.setdefault(f"tokens_{language}", set()).update(weights)
    found, holding = storage.frequencies(every)
    return {
        rules: {
            language: _rarest(weights, found[f"tokens_{language}"], holding[f"tokens_{language}"])
            for language, weights in by_rules.items()
        }
        for rules, by_rules in query.terms.items()
    }


def _rarest(weights: TermWeights, found: Mapping[str, int], holding: int) -> dict[str, float]:
    known = [stem for stem in weights if found.get(stem)]
    chosen = sorted(known, key=lambda stem: (-weights[stem] * rarity(found[stem], holding), stem))[:MOST_TERMS]
    return {stem: weights[stem] for stem in chosen}


def rules_of(language: str) -> Language:
    """The language whose rules speak for a text of that ISO 639-1 code."""
    return "en" if language == "en" else "fr"
