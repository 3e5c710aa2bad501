"""Asks OpenSearch for the three legs: their best in one round, the missing scores in a second one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from relance.adapters.opensearch_search import questions
from relance.adapters.opensearch_search.filters import asks_nested
from relance.adapters.opensearch_search.questions import ChosenTerms
from relance.adapters.opensearch_search.storage import AliasStorage
from relance.matching.analysis import LANGUAGES, Language
from relance.matching.document import IndexedText, mean_vector
from relance.matching.offer import OfferQuery, TermWeights
from relance.matching.ranking import Legs, LegScores
from relance.matching.term_choice import MOST_TERMS, rarity

type Clause = dict[str, Any]

_CHUNKS: Final = "chunks.vector"
_MORE_BY_MEAN: Final = 3
# A vector shorter than this has no direction.
_SHORTEST: Final = 1e-6


def text_fields(content: IndexedText) -> Clause:
    """The part of a document that the legs ask, and what explanations quote."""
    fields: Clause = {"title": content.title, "text": content.text, "model_id": content.model_id}
    for language in LANGUAGES:
        fields[f"tokens_{language}"] = " ".join(content.tokens[language])
        fields[f"title_tokens_{language}"] = " ".join(content.title_tokens[language])
    chunks = [{"vector": questions.digits(each)} for each in content.chunk_vectors if abs(each).max() > _SHORTEST]
    mean = mean_vector(content.chunk_vectors)
    if chunks and mean is not None and abs(mean).max() > _SHORTEST:
        fields |= {"chunks": chunks, "mean_vector": questions.digits(mean)}
    if content.title_vector is not None and abs(content.title_vector).max() > _SHORTEST:
        fields["title_vector"] = questions.digits(content.title_vector)
    return fields


def legs(storage: AliasStorage, query: OfferQuery, filters: Sequence[Clause], *, top: int) -> Legs:
    """Union of each leg's best `top`, with every leg's score for each of them."""
    terms = _chosen(storage, query)
    best = storage.search_all(
        [
            *(questions.words(terms, rules, filters, top=top) for rules in LANGUAGES),
            *_nearest(storage, query, filters, top=top),
        ]
    )
    languages = {questions.id_of(hit): hit["fields"]["language"][0] for hits in best for hit in hits}
    if not languages:
        return Legs(())
    said = {questions.id_of(hit): float(hit["_score"]) for hits in best[: len(LANGUAGES)] for hit in hits}
    return Legs(tuple(_scored(storage, query, terms, languages, said)))


def _nearest(storage: AliasStorage, query: OfferQuery, filters: Sequence[Clause], *, top: int) -> list[Clause]:
    if len(query.vector) != storage.dimensions:
        return []
    own = [*filters, {"term": {"model_id": query.model_id}}]
    by_title = questions.nearest("title_vector", query.title_vector, own, top=top)
    if asks_nested(list(filters)):
        # A nested search cannot be filtered by another nested field. More by their mean stand in for it: who has a
        # good chunk is among them, and gets the exact score of the leg in the second round.
        return [questions.nearest("mean_vector", query.vector, own, top=_MORE_BY_MEAN * top), by_title]
    return [
        questions.nearest(_CHUNKS, query.vector, own, top=top),
        questions.nearest("mean_vector", query.vector, own, top=top),
        by_title,
    ]


def _scored(
    storage: AliasStorage,
    query: OfferQuery,
    terms: ChosenTerms,
    languages: Mapping[str, str],
    said: Mapping[str, float],
) -> list[LegScores]:
    ids = sorted(languages)
    asked = [questions.words_of_these(terms, [name for name in ids if name not in said])]
    if len(query.vector) == storage.dimensions:
        asked += [
            questions.vectors_of_these(_CHUNKS, query, query.vector, ids),
            questions.vectors_of_these("mean_vector", query, query.vector, ids),
            questions.vectors_of_these("title_vector", query, query.title_vector, ids),
        ]
    answers = [{questions.id_of(hit): float(hit["_score"]) for hit in hits} for hits in storage.search_all(asked)]
    more, best, mean, title = [*answers, {}, {}, {}][:4]
    words = {**more, **said}
    return [
        LegScores(
            id=name,
            language=languages[name],
            words=words.get(name, 0.0),
            meaning=0.5 * (best[name] - 1) + 0.5 * (mean[name] - 1) if name in best and name in mean else None,
            title=title[name] - 1 if name in title else None,
        )
        for name in ids
    ]


def _chosen(storage: AliasStorage, query: OfferQuery) -> ChosenTerms:
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
