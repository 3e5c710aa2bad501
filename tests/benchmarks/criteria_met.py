"""Measures how often a criterion counts as met by a CV in the other language: rightly, and wrongly.

    python -m tests.benchmarks.criteria_met DATA [--number 600]

DATA holds `esco`. Skills of ESCO are the criteria. Each is asked of two CVs of one line in the other language: the
label of the same skill (met is right) and that of the other skill whose vector is nearest (met is wrong: a neighbour,
not the skill). The word table has learnt from neither the skills nor their neighbours. The last line is for machines.
"""

import argparse
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from infra.data.build_word_table import KINDS, build, preferred_labels
from relance.candidates import Candidate, CandidateId
from relance.cv.profile import Meta, Profile
from relance.jobs import Criterion, CriterionWeight, Job, JobId
from relance.matching.analysis import Language
from relance.matching.embedding import HashingEmbedder, UniversalSentenceEncoder
from relance.matching.explanation import explain
from relance.matching.indexing import candidate_document
from relance.matching.offer import offer_query
from relance.matching.word_table import WordTable
from relance.ports.embedding import Embedder

_NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
_SEED: Final = 13
# Criteria are judged by words: what is met does not depend on vectors.
_NO_MEANING: Final = HashingEmbedder()


@dataclass(frozen=True)
class Asked:
    """A skill as an offer asks for it, as a CV says it, and what a CV says that has its neighbour instead."""

    criterion: str
    same: str
    neighbour: str


def skills(data: Path) -> Mapping[Language, Mapping[str, str]]:
    """Labels by URI of the skills that both languages name; of two forms the first."""
    labels = {language: preferred_labels(data / "esco" / f"skills_{language}.csv") for language in ("fr", "en")}
    shared = sorted(uri for uri, name in labels["fr"].items() if name and labels["en"].get(uri))
    return {"fr": {uri: labels["fr"][uri].split("/")[0] for uri in shared}, "en": {u: labels["en"][u] for u in shared}}


def neighbours(labels: Mapping[str, str], chosen: Sequence[str], embedder: Embedder) -> list[str]:
    """For each chosen URI, the other one whose label lies nearest and says something else."""
    uris = list(labels)
    vectors = embedder.embed([labels[uri] for uri in uris], kind="document")
    places = {uri: place for place, uri in enumerate(uris)}
    near = vectors[[places[uri] for uri in chosen]] @ vectors.T
    for row, uri in enumerate(chosen):
        near[row, [places[other] for other in uris if labels[other] == labels[uri]]] = -1.0
    return [uris[place] for place in np.argmax(near, axis=1)]


def is_met(criterion: str, asked_in: Language, line: str, said_in: Language, table: WordTable) -> bool:
    """Whether a CV of that line shows the criterion, as the product judges it."""
    wanted = Criterion(criterion_id="skill", text=criterion[:300], weight=CriterionWeight.MUST)
    job = Job(
        job_id=JobId("job"), title=criterion[:200], description="", language=asked_in, criteria=(wanted,),
        created_at=_NOW, updated_at=_NOW,
    )  # fmt: skip
    person = Candidate(
        candidate_id=CandidateId("person"),
        profile=Profile(meta=Meta(language=said_in)),
        created_at=_NOW,
        updated_at=_NOW,
    )
    query = offer_query(job, embedder=_NO_MEANING, table=table)
    document = candidate_document(person, line, (), embedder=_NO_MEANING)
    return explain(query, document, table=table).criteria[0].met


def share_met(asked: Sequence[Asked], asked_in: Language, said_in: Language, table: WordTable) -> tuple[float, float]:
    """Share of the criteria that the same skill meets, and that its neighbour does."""
    same = sum(is_met(each.criterion, asked_in, each.same, said_in, table) for each in asked)
    wrong = sum(is_met(each.criterion, asked_in, each.neighbour, said_in, table) for each in asked)
    return same / len(asked), wrong / len(asked)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--number", type=int, default=600)
    options = parser.parse_args()
    labels = skills(options.data)
    chosen = random.Random(_SEED).sample(list(labels["fr"]), options.number)
    embedder = UniversalSentenceEncoder()
    near = {language: neighbours(labels[language], chosen, embedder) for language in labels}
    table = build(options.data, KINDS, but={*chosen, *near["fr"], *near["en"]})
    figures = {}
    directions: tuple[tuple[Language, Language], ...] = (("fr", "en"), ("en", "fr"))
    for asked_in, said_in in directions:
        asked = [
            Asked(labels[asked_in][uri], labels[said_in][uri], labels[said_in][other])
            for uri, other in zip(chosen, near[said_in], strict=True)
        ]
        figures[asked_in] = share_met(asked, asked_in, said_in, table)
        same, wrong = figures[asked_in]
        print(f"asked in {asked_in}, CV in {said_in}: same skill met {same:.3f}, neighbour met {wrong:.3f}")
    (fr_met, fr_wrong), (en_met, en_wrong) = figures["fr"], figures["en"]
    print(f"met={fr_met:.3f}/{en_met:.3f} wrongly={fr_wrong:.3f}/{en_wrong:.3f}")


if __name__ == "__main__":
    main()
