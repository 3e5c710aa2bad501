"""The three legs as searches of OpenSearch: each leg's best, and every leg's score for given documents."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from relance.matching.analysis import Language
from relance.matching.offer import OfferQuery
from relance.matching.term_choice import TITLE_SHARE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

type Clause = dict[str, Any]
type ChosenTerms = Mapping[Language, Mapping[Language, Mapping[str, float]]]
"""By language of the CV, then of the rules: the weights of the terms that are asked for."""

# The id comes with the sort values: loading the stored text of every hit would cost more than finding it.
_IDS_ONLY: Final[Clause] = {"_source": False, "stored_fields": "_none_"}
_BEST_FIRST: Final = [{"_score": "desc"}, {"id": "asc"}]


def words(terms: ChosenTerms, rules: Language, filters: Sequence[Clause], *, top: int) -> Clause:
    """The best of the words leg among CVs of one language."""
    query = _bool(filters, [_words_of(terms, rules)])
    return _with_language(_search(query, top))


def nearest(field: str, vector: "NDArray[np.float32]", filters: Sequence[Clause], *, top: int) -> Clause:
    """The best by one vector field, by the graph."""
    leaf = {"vector": digits(vector), "k": top, "filter": {"bool": {"filter": list(filters)}}}
    if field.startswith("chunks."):
        nested = {"nested": {"path": "chunks", "query": {"knn": {field: leaf}}, "score_mode": "max"}}
        return _with_language(_search(nested, top))
    return _with_language(_search({"knn": {field: leaf}}, top))


def words_of_these(terms: ChosenTerms, ids: Sequence[str]) -> Clause:
    """The words leg's score of given documents."""
    return _search(_bool(_these(ids), [_words_of(terms, rules) for rules in terms]), len(ids))


def vectors_of_these(field: str, query: OfferQuery, vector: "NDArray[np.float32]", ids: Sequence[str]) -> Clause:
    """1 + cosine of one vector field of given documents; the best one of nested chunks."""
    # The k-NN plugin's own score changed between versions; a cosine is a cosine. Scores must not be negative.
    script = {
        "source": f"cosineSimilarity(params.query_value, doc['{field}']) + 1.0",
        "params": {"query_value": digits(vector)},
    }
    if field.startswith("chunks."):
        scored: Clause = {"script_score": {"query": {"exists": {"field": field}}, "script": script}}
        nested = {"nested": {"path": "chunks", "query": scored, "score_mode": "max"}}
        return _search(_bool([*_these(ids), {"term": {"model_id": query.model_id}}], [nested]), len(ids))
    among = _bool([*_these(ids), {"term": {"model_id": query.model_id}}, {"exists": {"field": field}}], [])
    return _search({"script_score": {"query": among, "script": script}}, len(ids))


def digits(vector: "NDArray[np.float32]") -> list[float]:
    """Five decimals: all that a cosine feels, in a third of the bytes to send, parse and keep until the next merge."""
    rounded: list[float] = vector.astype(float).round(5).tolist()
    return rounded


def id_of(hit: Clause) -> str:
    """Which document a hit is."""
    return str(hit["sort"][1])


def _with_language(search: Clause) -> Clause:
    return search | {"docvalue_fields": ["language"]}


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


def _search(query: Clause, size: int) -> Clause:
    return {
        "query": query,
        "size": size,
        "sort": _BEST_FIRST,
        "track_scores": True,
        "track_total_hits": False,
        **_IDS_ONLY,
    }
