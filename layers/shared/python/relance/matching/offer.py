"""An offer as a question to the index: its words in both languages, its vectors, its criteria."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from relance.errors import InvalidInputError
from relance.jobs import Criterion, Job
from relance.matching.analysis import LANGUAGES, Language, guess_language, query_weights, words
from relance.matching.chunks import chunks
from relance.matching.gender import neutral
from relance.matching.offer_additions import Additions, usual_additions
from relance.matching.offer_map import OfferMap
from relance.matching.offer_reading import read_offer
from relance.matching.word_table import WordTable, shipped_word_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from relance.ports.embedding import Embedder

type TermWeights = Mapping[str, float]

# Offers say the same again and again after a few pages; a vector of everything would say nothing.
_MOST_CHUNKS: Final = 20
_CHUNK_WORDS: Final = 300


@dataclass(frozen=True, eq=False, slots=True)
class OfferQuery:
    """What the engines are asked. Vectors have unit length and belong to `model_id`."""

    language: Language
    title: str
    text: str
    """Title and description in one gender."""
    criteria: tuple[Criterion, ...]
    terms: Mapping[Language, Mapping[Language, TermWeights]]
    """By language of the CV, then by the language whose rules made the tokens: weight of each stem."""
    vector: "NDArray[np.float32]"
    title_vector: "NDArray[np.float32]"
    """For the title leg: halfway between the whole offer and its title."""
    model_id: str


def offer_query(
    offer: Job | str, *, embedder: "Embedder", table: WordTable | None = None, additions: Additions | None = None
) -> OfferQuery:
    """The question of a job, or of an offer pasted as raw text; InvalidInputError when it has no word.

    Without `additions`, those of `usual_additions`; `Additions()` asks with the offer's own words and vectors only.
    """
    additions = usual_additions(embedder.model_id) if additions is None else additions
    if isinstance(offer, Job):
        description = "\n".join((offer.description, *(criterion.text for criterion in offer.criteria)))
        language: Language = "en" if offer.language == "en" else "fr"
        return _query(offer.title, description, language, offer.criteria, embedder, table, additions)
    reading = read_offer(offer)
    return _query(reading.title, offer, guess_language(offer), reading.criteria, embedder, table, additions)


def _query(
    title: str,
    description: str,
    language: Language,
    criteria: tuple[Criterion, ...],
    embedder: "Embedder",
    table: WordTable | None,
    additions: Additions,
) -> OfferQuery:
    title, text = neutral(title).strip(), neutral(description).strip()
    if title and title not in text:
        text = f"{title}\n{text}"
    if not any(words(text, each) for each in LANGUAGES):
        raise InvalidInputError("the offer has no text: paste its title and what the person will do")
    vector, title_vector = _vectors(title, text, embedder, additions.offer_map)
    return OfferQuery(
        language=language,
        title=title,
        text=text,
        criteria=criteria,
        terms=_terms(title, text, language, table or shipped_word_table()),
        vector=vector,
        title_vector=title_vector,
        model_id=embedder.model_id,
    )


def _terms(title: str, text: str, language: Language, table: WordTable) -> dict[Language, dict[Language, TermWeights]]:
    """An offer asks in its own language by both rules, its title said twice; in the other one by translation."""
    terms: dict[Language, dict[Language, TermWeights]] = {}
    for other in LANGUAGES:
        if other == language:
            terms[other] = {rules: query_weights(f"{title}\n{text}", rules) for rules in LANGUAGES}
        else:
            terms[other] = {other: table.translate(text, language, other)}
    return terms


def _vectors(
    title: str, text: str, embedder: "Embedder", offer_map: OfferMap | None
) -> tuple["NDArray[np.float32]", "NDArray[np.float32]"]:
    pieces = chunks(text, size=_CHUNK_WORDS, overlap=0, most=_MOST_CHUNKS)
    embedded = embedder.embed([*pieces, title or text[:200]], kind="query")
    whole, name = _unit(embedded[:-1].sum(axis=0)), embedded[-1]
    if offer_map:
        whole, name = offer_map.moved(whole), offer_map.moved(name)
    return whole, _unit(whole + name) if title else whole


def _unit(vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
    unit: NDArray[np.float32] = (vector / max(float((vector * vector).sum()) ** 0.5, 1e-9)).astype("float32")
    return unit
