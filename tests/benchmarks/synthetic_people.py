"""Any number of candidates that nobody is: each mixes three documents of a base that was embedded once.

    base = base_of([DIR, …], embedder)
    for document in people(base, 100_000): …

Person `i` is the same one in every run with the same base and seed, however many are made.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from relance.applications import Outcome, Stage
from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.matching.analysis import LANGUAGES
from relance.matching.document import CandidateDocument, IndexedText
from relance.ports.embedding import Embedder
from relance.segments import ApplicationFact, CandidateFacts
from tests.benchmarks.matching import NOW, document_of
from tests.benchmarks.retrieval_sets import load

SAMPLES: Final = (Path(__file__).parent / "samples" / "rome", Path(__file__).parent / "samples" / "esco-fr-en")
SKILLS: Final = tuple(f"skill {i}" for i in range(200))
JOBS: Final = tuple(JobId(f"job-{i:03}") for i in range(500))
_MOST_OF_A_SET: Final = 600
_TURN: Final = 0.01
_CONSENT: Final = timedelta(days=730)


def base_of(folders: Sequence[Path], embedder: Embedder, *, seed: int = 7) -> list[CandidateDocument]:
    """Up to 600 documents of each set, as the product would index them; a few seconds of embedding."""
    chosen = []
    for folder in folders:
        documents = load(folder).documents
        chosen += random.Random(seed).sample(documents, min(len(documents), _MOST_OF_A_SET))
    made = [document_of(each, embedder) for each in chosen]
    return [each for each in made if len(each.content.chunk_vectors)]


def people(
    base: Sequence[CandidateDocument], number: int, *, start: int = 0, seed: int = 7
) -> Iterator[CandidateDocument]:
    """Candidates `start` … `number` - 1 in the order of their ids."""
    by_language = sorted(base, key=lambda each: each.facts.language)
    kin = [list(group) for _, group in groupby(by_language, lambda each: each.facts.language)]
    for i in range(start, number):
        chance, noise = random.Random(f"{seed}:{i}"), np.random.default_rng((seed, i))
        mixed = [chance.choice(group := chance.choice(kin)), *chance.choices(group, k=2)]
        facts = _facts(i, chance, mixed[0].facts.language)
        yield CandidateDocument(facts, _mixed([each.content for each in mixed], noise))


def _mixed(contents: Sequence[IndexedText], noise: np.random.Generator) -> IndexedText:
    first = contents[0]
    return IndexedText(
        title=first.title,
        text="\n".join(each.text for each in contents),
        tokens={rules: tuple(stem for each in contents for stem in each.tokens[rules]) for rules in LANGUAGES},
        title_tokens=first.title_tokens,
        chunk_vectors=_turned(np.concatenate([each.chunk_vectors for each in contents]), noise),
        title_vector=None if first.title_vector is None else _turned(first.title_vector, noise),
        model_id=first.model_id,
    )


def _turned(vectors: NDArray[np.float32], noise: np.random.Generator) -> NDArray[np.float32]:
    """Nearly the same directions: a base of equal vectors would be no graph."""
    moved = vectors + noise.normal(0, _TURN, vectors.shape)
    unit: NDArray[np.float32] = (moved / np.linalg.norm(moved, axis=-1, keepdims=True)).astype(np.float32)
    return unit


def _facts(number: int, chance: random.Random, language: str) -> CandidateFacts:
    """Two in three may be written to, one in fifty has unsubscribed."""
    consents = chance.random() < 2 / 3
    fact = ApplicationFact(
        job_id=chance.choice(JOBS),
        stage=chance.choice(list(Stage)),
        outcome=chance.choice(list(Outcome)),
        updated_at=NOW - timedelta(days=chance.randrange(900)),
    )
    return CandidateFacts(
        candidate_id=CandidateId(f"{number:08d}"),
        index_revision=1,
        language=language,
        readable=True,
        skills=frozenset(chance.sample(SKILLS, 8)),
        spoken_languages=frozenset({language, chance.choice(("fr", "en", "de"))}),
        history=(fact,),
        consent_from=NOW - _CONSENT / 2 if consents else None,
        consent_until=NOW + _CONSENT / 2 if consents else None,
        unsubscribed=chance.random() < 1 / 50,
    )
