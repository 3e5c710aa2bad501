"""What every job index promises, whatever engine holds it."""

from collections.abc import Iterator
from typing import Any

import pytest

from relance.adapters.embedded_search import EmbeddedJobIndex
from relance.jobs import JobId
from relance.matching.embedding import HashingEmbedder
from relance.matching.indexing import job_document
from relance.matching.offer import offer_query
from relance.matching.similar_jobs import jobs_like
from relance.ports import JobIndex
from tests import factories

EMBEDDER = HashingEmbedder()


@pytest.fixture(params=["embedded"])
def index(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[JobIndex]:
    made = EmbeddedJobIndex(tmp_path)
    yield made
    made.close()


def put(index: JobIndex, job_id: str, title: str, description: str, *, language: str = "fr", revision: int = 1) -> None:
    job = factories.job(job_id, title=title, description=description, language=language, criteria=(), revision=revision)
    index.put([job_document(job, embedder=EMBEDDER)])


def test_like_jobs_come_first_in_either_language(index: JobIndex) -> None:
    put(index, "closing", "Comptable général", "Tenue des comptes et clôture mensuelle sous Sage")
    put(index, "payroll", "Accountant", "Accountant for payroll and monthly closing", language="en")
    put(index, "nurse", "Infirmier", "Soins aux patients la nuit")
    query = offer_query(factories.job(), embedder=EMBEDDER)

    like = jobs_like(query, index=index, top=3)

    assert {each.job_id for each in like[:2]} == {"closing", "payroll"}
    assert [each.likeness for each in like] == sorted((each.likeness for each in like), reverse=True)
    assert all(0 < each.likeness < 1 for each in like)


def test_a_job_is_not_like_itself(index: JobIndex) -> None:
    job = factories.job("accountant")
    index.put([job_document(job, embedder=EMBEDDER)])
    put(index, "nurse", "Infirmier", "Soins aux patients")

    like = jobs_like(offer_query(job, embedder=EMBEDDER), index=index, top=1, but=job.job_id)

    assert [each.job_id for each in like] == ["nurse"]


def test_an_older_revision_is_ignored(index: JobIndex) -> None:
    put(index, "job", "Comptable", "Sage", revision=2)

    put(index, "job", "Soudeur", "TIG", revision=1)

    (hit,) = index.legs(offer_query("Comptable Sage", embedder=EMBEDDER), top=5).hits
    assert hit.words > 0


def test_a_deleted_job_stays_away(index: JobIndex) -> None:
    put(index, "job", "Comptable", "Sage", revision=2)

    index.delete(JobId("job"), revision=2)
    put(index, "job", "Comptable", "Sage", revision=2)

    assert index.legs(offer_query("Comptable Sage", embedder=EMBEDDER), top=5).hits == ()
