"""What every job index promises, whatever engine holds it."""

from relance.jobs import JobId
from relance.matching.indexing import job_document
from relance.matching.offer import offer_query
from relance.matching.similar_jobs import jobs_like
from relance.ports.search import JobIndex
from tests import factories
from tests.contract.search_engines import EMBEDDER, engine, job_index, no_network

__all__ = ["engine", "job_index", "no_network"]


def put(index: JobIndex, job_id: str, title: str, text: str, *, language: str = "fr", revision: int = 1) -> None:
    job = factories.job(job_id, title=title, description=text, language=language, criteria=(), revision=revision)
    index.put([job_document(job, embedder=EMBEDDER)])


def test_like_jobs_come_first_in_either_language(job_index: JobIndex) -> None:
    put(job_index, "closing", "Comptable général", "Tenue des comptes et clôture mensuelle sous Sage")
    put(job_index, "payroll", "Accountant", "Accountant for payroll and monthly closing", language="en")
    put(job_index, "nurse", "Infirmier", "Soins aux patients la nuit")
    query = offer_query(factories.job(), embedder=EMBEDDER)

    like = jobs_like(query, index=job_index, top=3)

    assert {each.job_id for each in like[:2]} == {"closing", "payroll"}
    assert [each.likeness for each in like] == sorted((each.likeness for each in like), reverse=True)
    assert all(0 < each.likeness < 1 for each in like)


def test_a_job_is_not_like_itself(job_index: JobIndex) -> None:
    job = factories.job("accountant")
    job_index.put([job_document(job, embedder=EMBEDDER)])
    put(job_index, "nurse", "Infirmier", "Soins aux patients")

    (like,) = jobs_like(offer_query(job, embedder=EMBEDDER), index=job_index, top=1, but=job.job_id)

    assert like.job_id == "nurse"
    assert like.likeness == 0.5  # The average of the other jobs: it is the only one.


def test_an_older_revision_is_ignored(job_index: JobIndex) -> None:
    put(job_index, "job", "Comptable", "Sage", revision=2)

    put(job_index, "job", "Soudeur", "TIG", revision=1)

    (hit,) = job_index.legs(offer_query("Comptable Sage", embedder=EMBEDDER), top=5).hits
    assert hit.words > 0


def test_a_deleted_job_stays_away(job_index: JobIndex) -> None:
    put(job_index, "job", "Comptable", "Sage", revision=2)

    job_index.delete(JobId("job"), revision=2)
    put(job_index, "job", "Comptable", "Sage", revision=2)

    assert job_index.legs(offer_query("Comptable Sage", embedder=EMBEDDER), top=5).hits == ()
