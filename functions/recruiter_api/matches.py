"""Matches: the base ranked for a job, each hit with its why, and every ranking logged with who looked (R25, R26)."""

from collections.abc import Collection
from contextlib import suppress
from enum import StrEnum
from functools import partial
from typing import Annotated, Final

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from recruiter_api.dependencies import After, Campaigns, Candidates, Cvs, JobPath, Limit
from recruiter_api.own_words import in_own_words
from recruiter_api.people import CandidateLine, lines_of
from recruiter_api.routing import new_router
from recruiter_api.viewing import Asked, Viewing
from relance.applications import Outcome, Stage
from relance.campaigns.audience import Search
from relance.errors import NotFoundError
from relance.jobs import JobId
from relance.matching.explanation import explain
from relance.matching.offer import OfferQuery, offer_query
from relance.matching.offer_language import beyond_the_words
from relance.matching.ranking import Match, rank
from relance.matching.similar_jobs import ENDED_WELL_ENOUGH, Finalist, FinalistPolicy, finalists
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


class Notice(Record):
    """What a reader of the list should know about it, in French and English."""

    code: str
    fr: str
    en: str


WORDS_LIMITED: Final = Notice(
    code="words_limited",
    fr="L’offre n’est écrite ni en français ni en anglais : les CV sont trouvés par le sens ; par les mots, seulement "
    "quand ils s’écrivent de la même façon.",
    en="The offer is written in neither French nor English: CVs are found by meaning, and by words only where they "
    "are spelt alike.",
)
NOBODY_INDEXED: Final = Notice(
    code="nobody_indexed",
    fr="La base ne contient encore personne : importez des CV.",
    en="The base holds nobody yet: import CVs.",
)
NOBODY_PASSES: Final = Notice(
    code="nobody_passes",
    fr="Personne ne passe ces filtres : enlevez-en un.",
    en="Nobody passes these filters: take one away.",
)


class MatchPage(Record):
    """One page; `query_id` names its entry in the log of rankings (R26)."""

    query_id: str
    items: tuple[MatchLine, ...]
    next: Cursor | None
    notices: tuple[Notice, ...] = ()


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


REASON: Final = r"^[a-z][a-z0-9_]{0,63}$"
ContactableOnly = Annotated[bool, Query(description="only people whom campaigns may write to")]


@router.get("/jobs/<job_id>/matches", summary="The base ranked for a job", tags=["matches"])
def list_matches(  # noqa: PLR0913, PLR0917  Each is a parameter of the request.
    job_id: JobPath,
    desk: Campaigns,
    candidates: Candidates,
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
    lines = lines_of(scores, candidates=candidates, eligibility=desk.eligibility, now=view.at)
    reworded = partial(in_own_words, candidates=candidates, cvs=cvs)
    shown = desk.each(reworded, [match for match in page.items if match.candidate_id in lines])
    items = [MatchLine(person=lines[match.candidate_id], match=match) for match in shown]
    nobody = not page.items and after is None and desk.search.candidates.count(among, at=view.at) == 0
    return MatchPage(
        query_id=view.query_id,
        items=tuple(items),
        next=None if nobody else page.next,
        notices=_notices(query, nobody=nobody, search=desk.search, at=view.at),
    )


@router.get("/jobs/<job_id>/similar-finalists", summary="Finalists of similar jobs", tags=["matches"])
def list_similar_finalists(  # noqa: PLR0913, PLR0917  Each is a parameter of the request.
    job_id: JobPath,
    desk: Campaigns,
    candidates: Candidates,
    cvs: Cvs,
    view: Viewing,
    contactable_only: ContactableOnly = False,
    minimum_stage: Annotated[Stage, Query(description="how far they must have come")] = Stage.FINALIST,
    outcome: Annotated[list[Outcome] | None, Query(description="how it ended; default: rejected, withdrawn")] = None,
    disqualifying_reason: Annotated[
        list[Annotated[str, Field(pattern=REASON)]] | None,
        Query(description="a rejection for one of these reasons does not count", max_length=50),
    ] = None,
    jobs: Annotated[int, Query(description="how many of the nearest jobs count", ge=1, le=50)] = 10,
    limit: Limit = 50,
) -> FinalistList:
    """Ranked by likeness of the jobs, stage, recency and the person's own match; each with its why. People who are in
    the process of this job already are left out."""
    among = Segment(contactable_only=contactable_only)
    policy = FinalistPolicy(
        minimum_stage=minimum_stage,
        outcomes=frozenset(outcome or ENDED_WELL_ENOUGH),
        disqualifying_reasons=frozenset(disqualifying_reason or ()),
        jobs_top=jobs,
        limit=limit,
    )
    found = finalists(
        desk.jobs.get(JobId(job_id)),
        jobs_index=desk.search.jobs,
        candidates_index=desk.search.candidates,
        embedder=desk.search.embedder,
        at=view.at,
        policy=policy,
        among=among,
    )
    scores = {one.candidate_id: one.score for one in found}
    view.note(
        Asked(job_id=JobId(job_id), order="similar_finalists", filters=among, policy=policy), scores, search=desk.search
    )
    lines = lines_of(scores, candidates=candidates, eligibility=desk.eligibility, now=view.at)
    titles = _titles({one.why.job_id for one in found}, desk.jobs)
    reworded = partial(in_own_words, candidates=candidates, cvs=cvs)
    shown = desk.each(reworded, [one for one in found if one.candidate_id in lines])
    items = [
        FinalistLine(person=lines[one.candidate_id], finalist=one, job_title=titles.get(one.why.job_id))
        for one in shown
    ]
    return FinalistList(query_id=view.query_id, items=tuple(items))


def _notices(query: OfferQuery, *, nobody: bool, search: Search, at: Instant) -> tuple[Notice, ...]:
    """Why the list is empty, or what it could not look at."""
    notices = [WORDS_LIMITED] if beyond_the_words(query.text) else []
    if nobody:
        notices.append(NOBODY_PASSES if search.candidates.count(Segment(), at=at) else NOBODY_INDEXED)
    return tuple(notices)


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


def _titles(job_ids: Collection[JobId], jobs: JobStore) -> dict[JobId, str]:
    titles = {}
    for job_id in job_ids:
        with suppress(NotFoundError):
            titles[job_id] = jobs.get(job_id).title
    return titles
