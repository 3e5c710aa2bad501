"""The three legs as searches of OpenSearch: each leg's best, and a leg's score for given documents."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from relance.matching.analysis import Language
from relance.matching.chunks import MOST_CHUNKS
from relance.matching.term_choice import TITLE_SHARE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

type Clause = dict[str, Any]
type ChosenTerms = Mapping[Language, Mapping[Language, Mapping[str, float]]]
"""By language of the CV, then of the rules: the weights of the terms that are asked for."""

# Vectors are kept as whole numbers of one byte. A number of a vector of length one is rarely beyond six times the root
# of the mean square: that much fits, so that each step is as fine as can be. A cosine is then right to 0.001.
_REACH: Final = 6
_MOST_STEPS: Final = 127
# So many nearest ones OpenSearch gives at most; whoever asks for more than there are is answered exactly.
_MOST_NEAREST: Final = 10_000


def words(terms: ChosenTerms, rules: Language, filters: Sequence[Clause], *, top: int) -> Clause:
    """The best of the words leg among CVs of one language."""
    return _search(_bool(filters, [_words_of(terms, rules)]), top, fields=("id", "language"))


def words_of_anybody(terms: ChosenTerms, *, top: int) -> Clause:
    """The best of the words leg in one order, whatever language a CV is in: what a plain search engine is asked."""
    return _search(_bool([], [_words_of(terms, rules) for rules in terms]), top)


def nearest(field: str, vector: "NDArray[np.float32]", filters: Sequence[Clause], *, top: int) -> Clause:
    """The best by one vector field, by the graph."""
    return _search(_knn(field, vector, filters, nearest=top), top, fields=("id", "language"))


def words_of_these(terms: ChosenTerms, ids: Sequence[str]) -> Clause:
    """The words leg's score of given documents."""
    return _search(_bool(_these(ids), [_words_of(terms, rules) for rules in terms]), len(ids))


def nearness_of_these(
    field: str, vector: "NDArray[np.float32]", filters: Sequence[Clause], ids: Sequence[str]
) -> Clause:
    """How near one vector field of given documents is; the best one of nested chunks.

    A filter that leaves fewer vectors than are asked for makes Lucene compare each of them, without the graph.
    """
    most = len(ids) * (MOST_CHUNKS if is_of_chunks(field) else 1)
    return _search(_knn(field, vector, [*_these(ids), *filters], nearest=min(most, _MOST_NEAREST)), len(ids))


def steps(vector: "NDArray[np.float32]") -> list[int]:
    """A vector of length one as whole numbers of one byte."""
    whole: list[int] = (vector * _scale(len(vector))).round().clip(-_MOST_STEPS, _MOST_STEPS).astype(int).tolist()
    return whole


def cosine(score: float, dimensions: int) -> float:
    """What Lucene's score of an inner product of two such vectors says: 1 + product, or 1 / (1 - product) below 0."""
    product = score - 1 if score >= 1 else 1 - 1 / score
    return product / _scale(dimensions) ** 2


def id_of(hit: Clause) -> str:
    """Which document a hit is."""
    return str(hit["fields"]["id"][0])


def is_of_chunks(field: str) -> bool:
    """Whether a document has any number of that vector."""
    return field.startswith("chunks.")


def _scale(dimensions: int) -> float:
    return max(1.0, math.sqrt(dimensions) / _REACH) * _MOST_STEPS


def _knn(field: str, vector: "NDArray[np.float32]", filters: Sequence[Clause], *, nearest: int) -> Clause:
    leaf = {"vector": steps(vector), "k": nearest, "filter": {"bool": {"filter": list(filters)}}}
    if is_of_chunks(field):
        return {"nested": {"path": "chunks", "query": {"knn": {field: leaf}}, "score_mode": "max"}}
    return {"knn": {field: leaf}}


def _these(ids: Sequence[str]) -> list[Clause]:
    return [{"terms": {"id": list(ids)}}]


def _words_of(terms: ChosenTerms, rules: Language) -> Clause:
    """BM25 of text and, at a lower share, of title, among CVs of one language."""
    said = [
        {"term": {field: {"value": stem, "boost": weight * share}}}
        for language, weights in terms.get(rules, {}).items()
        for field, share in ((f"tokens_{language}", 1.0), (f"title_tokens_{language}", TITLE_SHARE))
        for stem, weight in weights.items()
    ]
    return _bool([{"term": {"rules": rules}}], said) if said else {"match_none": {}}


def _bool(filters: Sequence[Clause], should: Sequence[Clause]) -> Clause:
    query: Clause = {"filter": list(filters)}
    if should:
        query |= {"should": list(should), "minimum_should_match": 1}
    return {"bool": query}


def _search(query: Clause, size: int, *, fields: Sequence[str] = ("id",)) -> Clause:
    # Loading the stored text of every hit would cost more than finding it.
    return {
        "query": query,
        "size": size,
        "track_total_hits": False,
        "_source": False,
        "stored_fields": "_none_",
        "docvalue_fields": list(fields),
    }
