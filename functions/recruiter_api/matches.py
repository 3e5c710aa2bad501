"""Matches: the base ranked for a job, each hit with its why, and every ranking logged with who looked (R25, R26)."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from enum import StrEnum
from functools import partial
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from recruiter_api.dependencies import After, Campaigns, Cvs, JobPath, Limit
from recruiter_api.own_words import in_own_words
from recruiter_api.people import CandidateLine, lines_of
from recruiter_api.routing import new_router
from recruiter_api.viewing import Asked, Viewing
from relance.campaigns.audience import Search
from relance.errors import NotFoundError
from relance.jobs import Job, JobId
from relance.matching.explanation import explain
from relance.matching.offer import OfferQuery, offer_query
from relance.matching.ranking import Match, rank
from relance.matching.similar_jobs import Finalist, FinalistPolicy, finalists
from relance.ports.people import JobStore
from relance.ports.search import CandidateIndex
from relance.records import Cursor, Instant, Page, Record
from relance.segments import Segment

router = new_router()


class Order(StrEnum):
    """How matches are ordered."""

    LIKENESS = "likeness"
    RULES = "rules"
    """No ranking at all: everybody who passes the filters, in the order of ids (R25)."""


class MatchLine(Record):
    """One person for a job, and why they stand there."""

    person: CandidateLine
    match: Match


class MatchPage(Record):
    """One page; `query_id` names its entry in the log of rankings (R26)."""

    query_id: str
    items: tuple[MatchLine, ...]
    next: Cursor | None


class FinalistLine(Record):
    """Somebody who went far on a job like this one, and how the rank came about."""

    person: CandidateLine
    finalist: Finalist
    job_title: str | None
    """Title of the earlier job; None when it is gone."""


class FinalistList(Record):
    """Best first; `query_id` names its entry in the log of rankings (R26)."""

    query_id: str
    items: tuple[FinalistLine, ...]


ContactableOnly = Annotated[bool, Query(description="only people whom campaigns may write to")]


@router.get("/jobs/<job_id>/matches", summary="The base ranked for a job", tags=["matches"])
def list_matches(
    job_id: JobPath,
    desk: Campaigns,
    cvs: Cvs,
    view: Viewing,
    order: Annotated[Order, Query(description="rules: no ranking")] = Order.LIKENESS,
    contactable_only: ContactableOnly = False,
    after: After = None,
    limit: Limit = 20,
) -> MatchPage:
    """Everybody who passes the filters is reached by paging; no threshold is applied."""
    query = offer_query(desk.jobs.get(JobId(job_id)), embedder=desk.search.embedder)
    among = Segment(contactable_only=contactable_only)
    ranked = rank if order is Order.LIKENESS else _by_rules
    page = ranked(query, among, index=desk.search.candidates, at=view.at, after=after, limit=limit)
    asked = Asked(job_id=JobId(job_id), order=order, filters=among, after=after)
    scores = {match.candidate_id: match.score for match in page.items}
    view.note(asked, scores, search=desk.search)
    lines = lines_of(scores, candidates=desk.truth.candidates, now=view.at)
    reworded = partial(in_own_words, candidates=desk.truth.candidates, cvs=cvs)
    shown = desk.each(reworded, [match for match in page.items if match.candidate_id in lines])
    items = [MatchLine(person=lines[match.candidate_id], match=match) for match in shown]
    return MatchPage(query_id=view.query_id, items=tuple(items), next=page.next)


@router.get("/jobs/<job_id>/similar-finalists", summary="Finalists of similar jobs", tags=["matches"])
def list_similar_finalists(
    job_id: JobPath,
    desk: Campaigns,
    view: Viewing,
    contactable_only: ContactableOnly = False,
    limit: Limit = 50,
) -> FinalistList:
    """Ranked by likeness of the jobs, stage, recency and the person's own match; each with its why."""
    among = Segment(contactable_only=contactable_only)
    found = _finalists(desk.jobs.get(JobId(job_id)), among, search=desk.search, limit=limit, at=view.at)
    scores = {one.candidate_id: one.score for one in found}
    asked = Asked(job_id=JobId(job_id), order="similar_finalists", filters=among)
    view.note(asked, scores, search=desk.search)
    lines = lines_of(scores, candidates=desk.truth.candidates, now=view.at)
    titles = _titles({one.why.job_id for one in found}, desk.jobs)
    items = [
        FinalistLine(person=lines[one.candidate_id], finalist=one, job_title=titles.get(one.why.job_id))
        for one in found
        if one.candidate_id in lines
    ]
    return FinalistList(query_id=view.query_id, items=tuple(items))


def _by_rules(
    query: OfferQuery, among: Segment, *, index: CandidateIndex, at: Instant, after: Cursor | None, limit: int
) -> Page[Match]:
    page = index.members(among, at=at, after=after, limit=limit)
    documents = index.documents(page.items)
    items = [
        Match(candidate_id=one, score=None, explanation=explain(query, documents[one]))
        for one in page.items
        if one in documents
    ]
    return Page(items=tuple(items), next=page.next)


def _finalists(job: Job, among: Segment, *, search: Search, limit: int, at: Instant) -> Sequence[Finalist]:
    return finalists(
        job,
        jobs_index=search.jobs,
        candidates_index=search.candidates,
        embedder=search.embedder,
        at=at,
        policy=FinalistPolicy(limit=limit),
        among=among,
    )


def _titles(job_ids: Collection[JobId], jobs: JobStore) -> dict[JobId, str]:
    titles = {}
    for job_id in job_ids:
        with suppress(NotFoundError):
            titles[job_id] = jobs.get(job_id).title
    return titles
