from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from relance.adapters.embedded_search import EmbeddedCandidateIndex, EmbeddedJobIndex
from relance.applications import Application, Outcome, Stage
from relance.matching.embedding import HashingEmbedder
from relance.matching.indexing import candidate_document, job_document
from relance.matching.similar_jobs import Finalist, FinalistPolicy, finalists
from relance.segments import Segment
from tests import factories

EMBEDDER = HashingEmbedder()
NOW = factories.NOW
NEW_JOB = factories.job(
    "new", title="Comptable général", description="Tenue des comptes et clôture sous Sage", criteria=()
)


class Base:
    """Two accounting jobs, one nursing job, and whoever a test puts in."""

    def __init__(self, folder: Path) -> None:
        self.jobs = EmbeddedJobIndex(folder)
        self.candidates = EmbeddedCandidateIndex(folder)
        for job_id, title, text in (
            ("accounts", "Comptable fournisseurs", "Tenue des comptes fournisseurs sous Sage"),
            ("closing", "Comptable", "Clôture mensuelle, tenue des comptes"),
            ("nurse", "Infirmier", "Soins aux patients la nuit"),
        ):
            job = factories.job(job_id, title=title, description=text, criteria=())
            self.jobs.put([job_document(job, embedder=EMBEDDER)])

    def person(self, name: str, *applications: Application, text: str = "Comptable\nSage") -> None:
        candidate = factories.candidate(name)
        self.candidates.put([candidate_document(candidate, text, applications, embedder=EMBEDDER)])

    def found(self, *, policy: FinalistPolicy | None = None, among: Segment | None = None) -> list[Finalist]:
        return list(
            finalists(
                NEW_JOB,
                jobs_index=self.jobs,
                candidates_index=self.candidates,
                embedder=EMBEDDER,
                at=NOW,
                policy=policy,
                among=among,
            )
        )

    def names(self, **asked: Any) -> list[str]:
        return [each.candidate_id for each in self.found(**asked)]


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    made = Base(tmp_path)
    yield made
    made.jobs.close()
    made.candidates.close()


def was(job_id: str, name: str, **overrides: Any) -> Application:
    fields: dict[str, Any] = {"stage": Stage.FINALIST, "outcome": Outcome.REJECTED, "updated_at": NOW}
    return factories.application(job_id, name, **(fields | overrides))


def test_a_rejected_finalist_of_a_like_job_is_found_with_the_reason_why(base: Base) -> None:
    base.person("zoe", was("accounts", "zoe", reason_id="experience", updated_at=NOW - timedelta(days=365)))

    (found,) = base.found()

    assert found.candidate_id == "zoe"
    assert (found.why.job_id, found.why.stage, found.why.reason_id) == ("accounts", Stage.FINALIST, "experience")
    assert found.recency == pytest.approx(0.5)
    assert found.score == pytest.approx(found.why.likeness * 1.0 * found.recency * found.own_match)
    assert found.explanation.history[0].job_id == "accounts"


def test_the_stage_that_counts_can_be_set(base: Base) -> None:
    base.person("zoe", was("accounts", "zoe", stage=Stage.INTERVIEWED))

    assert base.names() == []
    assert base.names(policy=FinalistPolicy(minimum_stage=Stage.INTERVIEWED)) == ["zoe"]


def test_people_already_in_the_new_process_are_left_out(base: Base) -> None:
    base.person("zoe", was("accounts", "zoe"), was("new", "zoe", outcome=Outcome.OPEN))

    assert base.names() == []


@pytest.mark.parametrize("outcome", [Outcome.HIRED, Outcome.OPEN])
def test_the_hired_and_those_still_in_a_process_are_left_out(base: Base, outcome: Outcome) -> None:
    base.person("zoe", was("accounts", "zoe", outcome=outcome))

    assert base.names() == []


def test_a_disqualifying_reason_silences_that_application_only(base: Base) -> None:
    base.person("zoe", was("accounts", "zoe", reason_id="no_show"))
    base.person("ada", was("accounts", "ada", reason_id="no_show"), was("closing", "ada", reason_id="experience"))
    policy = FinalistPolicy(disqualifying_reasons=frozenset({"no_show"}))

    found = base.found(policy=policy)

    assert [(each.candidate_id, each.why.job_id) for each in found] == [("ada", "closing")]


def test_likeness_stage_recency_and_own_match_each_move_the_rank(base: Base) -> None:
    alike = {"text": "Comptable\nSage"}
    base.person("b-best", was("accounts", "b-best"), **alike)
    base.person("c-old", was("accounts", "c-old", updated_at=NOW - timedelta(days=700)), **alike)
    base.person("a-other-trade", was("nurse", "a-other-trade"), **alike)
    base.person("d-interviewed", was("accounts", "d-interviewed", stage=Stage.INTERVIEWED), **alike)
    base.person("e-gardener", was("accounts", "e-gardener"), text="Jardinier\nTonte")

    order = base.names(policy=FinalistPolicy(minimum_stage=Stage.INTERVIEWED))

    assert order[0] == "b-best"
    assert set(order) == {"b-best", "c-old", "a-other-trade", "d-interviewed", "e-gardener"}


def test_only_the_nearest_jobs_count_when_few_are_asked_for(base: Base) -> None:
    base.person("zoe", was("nurse", "zoe"))

    assert base.names(policy=FinalistPolicy(jobs_top=2)) == []
    assert base.names(policy=FinalistPolicy(jobs_top=3)) == ["zoe"]


def test_the_people_can_be_narrowed_by_a_segment(base: Base) -> None:
    base.person("zoe", was("accounts", "zoe"))

    assert base.names(among=Segment(contactable_only=True)) == []
    assert base.names(among=Segment(skills_any=frozenset({"sage"}))) == ["zoe"]


def test_without_a_like_job_there_is_nobody(tmp_path: Path) -> None:
    jobs, candidates = EmbeddedJobIndex(tmp_path), EmbeddedCandidateIndex(tmp_path)

    found = finalists(NEW_JOB, jobs_index=jobs, candidates_index=candidates, embedder=EMBEDDER, at=NOW)

    assert found == ()
    jobs.close()
    candidates.close()
