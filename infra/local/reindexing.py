"""`relance reindex`: the search index filled anew from the tables, by the wiring that the functions use."""

import os
from collections.abc import Callable
from typing import Final

from infra.local.cloud import ANY_KEY, REGION
from infra.local.deployment import Deployment
from relance import wiring
from relance.candidates import Candidate
from relance.jobs import Job
from relance.matching.document import CandidateDocument, JobDocument
from relance.matching.indexing import job_document
from relance.matching.rebuilding import rebuild
from relance.matching.sources import document_of

_JOBS_PAGE: Final = 100


def reindex(deployment: Deployment, *, progress: Callable[[int], None]) -> tuple[int, int]:
    """Numbers of candidates and of jobs written. An interrupted run is taken up where it stopped, if the engine can.

    `progress` hears the number of candidates so far. The settings are those of the function that keeps the index.
    """
    function = deployment.outputs["UpdateIndexName"]
    found = deployment.client("lambda").get_function_configuration(FunctionName=function)
    os.environ |= found["Environment"]["Variables"]
    os.environ |= {
        "AWS_ENDPOINT_URL": deployment.endpoint,
        "AWS_ACCESS_KEY_ID": ANY_KEY,
        "AWS_SECRET_ACCESS_KEY": ANY_KEY,
        "AWS_DEFAULT_REGION": REGION,
    }
    target = wiring.candidate_index().rebuild()
    return rebuild(candidates=wiring.candidates(), document_of=_document, target=target, progress=progress), _jobs()


def _document(person: Candidate) -> CandidateDocument:
    return document_of(person, sources=wiring.document_sources(), embedder=wiring.embedder())


def _jobs() -> int:
    """Jobs are few: each is written over what is held."""
    written, after = 0, None
    while True:
        page = wiring.jobs().page(after=after, limit=_JOBS_PAGE)
        wiring.job_index().put([_job_document(job) for job in page.items])
        written += len(page.items)
        after = page.next
        if after is None:
            return written


def _job_document(job: Job) -> JobDocument:
    return job_document(job, embedder=wiring.embedder())
