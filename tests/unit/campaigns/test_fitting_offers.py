"""Which offers fit a person, and which earlier process a mail recalls."""

from datetime import timedelta

import pytest

from relance.applications import Outcome, Stage
from relance.campaigns.content import recalled
from relance.campaigns.fitting_offers import offers_that_fit, questions
from relance.jobs import Criterion, CriterionWeight, Job, JobId
from relance.matching.embedding import HashingEmbedder
from relance.matching.indexing import candidate_document
from tests import factories

EMBEDDER = HashingEmbedder()
CV = "Comptable chez Vercors, clôture mensuelle sous Sage, tableaux Excel."


def wish(*texts: str) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(criterion_id=f"n{n}", text=text, weight=CriterionWeight.NICE) for n, text in enumerate(texts)
    )


def must(*texts: str) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(criterion_id=f"m{n}", text=text, weight=CriterionWeight.MUST) for n, text in enumerate(texts)
    )


def fitting(*jobs: Job) -> list[tuple[str, tuple[str, ...]]]:
    document = candidate_document(factories.candidate(), CV, [], embedder=EMBEDDER)
    return [(offer.job_id, offer.met) for offer in offers_that_fit(questions(jobs, embedder=EMBEDDER), document)]


def test_a_job_fits_whose_must_haves_are_all_met() -> None:
    one, both = factories.job("one", criteria=must("Sage", "soudure TIG")), factories.job("both", criteria=must("Sage"))

    assert fitting(one, both) == [("both", ("m0",))]


def test_a_job_that_only_wishes_fits_whoever_meets_one_of_its_wishes() -> None:
    some = factories.job("some", criteria=wish("soudure TIG", "Excel"))
    none = factories.job("none", criteria=wish("soudure TIG", "chaudronnerie"))

    assert fitting(some, none) == [("some", ("n1",))]


def test_the_job_of_which_more_is_met_comes_first() -> None:
    half = factories.job("half", criteria=must("Sage") + wish("soudure TIG"))
    whole = factories.job("whole", criteria=must("Sage") + wish("Excel"))

    assert [job_id for job_id, _ in fitting(half, whole)] == ["whole", "half"]


def test_of_jobs_of_which_as_much_is_met_the_newest_comes_first() -> None:
    jobs = [
        factories.job(name, criteria=must("Sage"), created_at=factories.NOW + timedelta(days=days))
        for name, days in (("older", -3), ("newest", 2), ("middle", 0))
    ]

    assert [job_id for job_id, _ in fitting(*jobs)] == ["newest", "middle", "older"]


@pytest.mark.parametrize(
    ("among", "recalls"),
    [(set(), "final"), ({"final", "screened"}, "final"), ({"screened"}, "screened"), ({"no"}, None)],
)
def test_a_mail_recalls_the_furthest_process_among_those_that_the_segment_meant(
    among: set[str], recalls: str | None
) -> None:
    held = [
        factories.application("final", stage=Stage.FINALIST, outcome=Outcome.REJECTED),
        factories.application("screened", stage=Stage.SCREENED, outcome=Outcome.WITHDRAWN),
        factories.application("open", stage=Stage.FINALIST, outcome=Outcome.OPEN),
    ]

    found = recalled(held, among=frozenset(map(JobId, among)))

    assert (found and found.job_id) == recalls
