"""Which offers fit a person, by the employer's rule: jobs whose must-haves the CV shows, the best few of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from relance.campaigns.frozen import FrozenOffer
from relance.jobs import CriterionWeight, Job, JobId
from relance.matching.document import CandidateDocument
from relance.matching.explanation import CriterionFinding, explain
from relance.matching.offer import OfferQuery, offer_query
from relance.ports.embedding import Embedder

_MOST_REASONS: Final = 5


@dataclass(frozen=True, slots=True)
class Question:
    """An open job, and the same as a question to a CV."""

    job: Job
    query: OfferQuery


def questions(jobs: Iterable[Job], *, embedder: Embedder) -> tuple[Question, ...]:
    """One for each job, in their order."""
    return tuple(Question(job, offer_query(job, embedder=embedder)) for job in jobs)


def with_reasons(
    asked: Mapping[JobId, Question], offer: FrozenOffer, document: CandidateDocument | None
) -> FrozenOffer:
    """The offer with the criteria that the CV answers, what is asked for most first; as it is when nobody asked."""
    question = asked.get(offer.job_id)
    if question is None or document is None:
        return offer
    return offer.model_copy(update={"met": _ids(_findings(question, document))})


def offers_that_fit(asked: Sequence[Question], document: CandidateDocument | None) -> tuple[FrozenOffer, ...]:
    """The jobs all of whose must-haves are met; most criteria met first, then the newest job.

    A job that has only wishes fits whoever meets one of them at least. One that asks for nothing in particular fits
    nobody in particular: it is left out.
    """
    if document is None:
        return ()
    fitting = []
    for question in asked:
        findings = _findings(question, document)
        if findings and all(one.met for one in findings if one.weight is CriterionWeight.MUST):
            ids = _ids(findings)
            rank = (-len([one for one in findings if one.met]) / len(findings), -question.job.created_at.timestamp())
            fitting.append((rank, question.job.job_id, FrozenOffer(job_id=question.job.job_id, met=ids)))
    return tuple(offer for _, _, offer in sorted(fitting, key=lambda one: one[:2]) if offer.met)


def _findings(question: Question, document: CandidateDocument) -> Sequence[CriterionFinding]:
    return explain(question.query, document).criteria


def _ids(findings: Sequence[CriterionFinding]) -> tuple[str, ...]:
    shown = sorted((one for one in findings if one.met), key=lambda one: one.weight is not CriterionWeight.MUST)
    return tuple(one.criterion_id for one in shown[:_MOST_REASONS])
