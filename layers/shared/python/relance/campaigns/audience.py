"""Who a campaign reaches: its segment, each person re-read from the tables, and why others get nothing (R29)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final

from pydantic import Field

from relance.applications import Application, Outcome
from relance.candidates import Candidate, CandidateId
from relance.errors import InvalidInputError, NotFoundError
from relance.jobs import Job, JobId, JobState
from relance.mail.ledger import releases_guards
from relance.mail.mails import Mail, Stream
from relance.matching.offer import offer_query
from relance.matching.ranking import nearest
from relance.matching.similar_jobs import jobs_like
from relance.ports.mail import MailLedger, Suppressions
from relance.ports.people import ApplicationStore, CandidateStore, JobStore
from relance.ports.search import CandidateIndex, Embedder, JobIndex
from relance.records import Cursor, Instant, Record
from relance.segments import JobsLike, Segment, SegmentDefinition
from relance.segments.resolve import Lookup, resolve

WALKED_AT_ONCE: Final = 1000
RANKED: Final = 1000
"""So many are put in the order of likeness when everybody is meant."""


class NoOffer(StrEnum):
    """Why a person of the segment gets no mail; counted and shown, so that silence can be explained."""

    CANDIDATE_GONE = "candidate_gone"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    UNSUBSCRIBED = "unsubscribed"
    NO_CONSENT = "no_consent"
    PAUSED = "paused"
    SUPPRESSED = "suppressed"
    HIRED = "hired"
    JOB_CLOSED = "job_closed"
    ALREADY_APPLIED = "already_applied"
    ALREADY_OFFERED = "already_offered"
    SAME_ADDRESS = "same_address"


SENTENCES: Final[Mapping[NoOffer, tuple[str, str]]] = {
    NoOffer.CANDIDATE_GONE: ("n’est plus dans la base", "is no longer in the base"),
    NoOffer.NO_ADDRESS: ("aucune adresse e-mail lue dans le CV", "no e-mail address was read in the CV"),
    NoOffer.BAD_ADDRESS: ("l’adresse e-mail n’est pas valable", "the e-mail address is not valid"),
    NoOffer.UNSUBSCRIBED: ("ne veut plus recevoir d’offres", "does not want offers any more"),
    NoOffer.NO_CONSENT: ("n’a pas accepté d’être recontacté·e", "did not agree to be contacted"),
    NoOffer.PAUSED: ("a demandé une pause", "asked for a pause"),
    NoOffer.SUPPRESSED: ("l’adresse e-mail refuse nos messages", "the e-mail address refuses our messages"),
    NoOffer.HIRED: ("a été recruté·e", "was hired"),
    NoOffer.JOB_CLOSED: ("aucune des offres n’est encore ouverte", "none of the offers is still open"),
    NoOffer.ALREADY_APPLIED: ("a déjà postulé", "has applied already"),
    NoOffer.ALREADY_OFFERED: ("a déjà reçu cette offre", "was sent this offer before"),
    NoOffer.SAME_ADDRESS: (
        "une autre personne de l’envoi a la même adresse",
        "somebody else in this run has the same address",
    ),
}
"""Each in French and English."""


class Audience(Record):
    """What is frozen for one run: who, in which order, and how many were left out for which reason."""

    people: tuple[CandidateId, ...] = ()
    excluded: dict[str, int] = Field(default_factory=dict)
    history_jobs: frozenset[JobId] = frozenset()
    """The earlier jobs that the segment meant; empty when it meant none in particular."""
    frozen_at: Instant


class Reachable(Record):
    """A person who may be written to, and the offers that are new to them."""

    candidate: Candidate
    address_key: str
    jobs: tuple[JobId, ...]
    applications: tuple[Application, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The tables that decide whether a person may be written to."""

    candidates: CandidateStore
    applications: ApplicationStore
    mails: MailLedger
    suppressions: Suppressions
    address_key: Callable[[str], str]
    """Keyed hash of an address; InvalidInputError when it is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Where people and jobs are found."""

    candidates: CandidateIndex
    jobs: JobIndex
    offers: JobStore
    embedder: Embedder


def audience_segment(definition: SegmentDefinition, *, search: Search, at: Instant) -> Segment:
    """The plain filters of a saved segment as of now.

    NotFoundError when it speaks of a job that does not exist; InvalidInputError for a language that its job does not
    require.
    """
    return resolve(definition, lookup=Lookup(job=search.offers.get, jobs_like=partial(_like, search=search)), at=at)


def _like(wanted: JobsLike, *, search: Search) -> frozenset[JobId]:
    query = offer_query(search.offers.get(wanted.job_id), embedder=search.embedder)
    found = jobs_like(query, index=search.jobs, top=wanted.top, but=wanted.job_id)
    return frozenset(job.job_id for job in found if job.likeness >= wanted.minimum_likeness)


def walk(segment: Segment, *, search: Search, at: Instant) -> Iterator[CandidateId]:
    """Everybody of the segment once: the nearest to its job first, up to `like.top`, or all in the order of their ids.

    Without `like.top` those whom no leg of the ranking finds follow the others, in the order of their ids.
    """
    first: tuple[CandidateId, ...] = ()
    if segment.like is not None:
        query = offer_query(search.offers.get(segment.like.job_id), embedder=search.embedder)
        first = nearest(query, segment, index=search.candidates, at=at, top=segment.like.top or RANKED)
        yield from first
        if segment.like.top is not None:
            return
    ranked = frozenset(first)
    cursor: Cursor | None = None
    while True:
        page = search.candidates.members(segment, at=at, after=cursor, limit=WALKED_AT_ONCE)
        yield from (candidate_id for candidate_id in page.items if candidate_id not in ranked)
        cursor = page.next
        if cursor is None:
            return


def standing(candidate_id: CandidateId, jobs: Sequence[JobId], *, truth: Truth, at: Instant) -> Reachable | NoOffer:
    """Whether this person may be sent some of these offers now, from consistent reads.

    `jobs` are the campaign's open jobs.
    """
    try:
        candidate = truth.candidates.get(candidate_id)
    except NotFoundError:
        return NoOffer.CANDIDATE_GONE
    silent = _silent(candidate, at)
    if silent is not None:
        return silent
    key = _address_key(candidate, truth)
    if isinstance(key, NoOffer):
        return key
    applications = tuple(truth.applications.of_candidate(candidate_id))
    new = _new_to(applications, jobs, truth.mails.of_candidate(candidate_id))
    if isinstance(new, NoOffer):
        return new
    return Reachable(candidate=candidate, address_key=key, jobs=new, applications=applications)


def open_jobs(jobs: Sequence[Job]) -> tuple[Job, ...]:
    """Those that people can still be hired on."""
    return tuple(job for job in jobs if job.state is JobState.OPEN)


def _silent(candidate: Candidate, at: Instant) -> NoOffer | None:
    """What the person said about being written to, when it is no or not now."""
    if candidate.may_be_offered_jobs(at):
        return None
    if candidate.unsubscribed_at is not None:
        return NoOffer.UNSUBSCRIBED
    paused = candidate.paused_until is not None and at < candidate.paused_until
    return NoOffer.PAUSED if paused else NoOffer.NO_CONSENT


def _address_key(candidate: Candidate, truth: Truth) -> str | NoOffer:
    if candidate.email is None:
        return NoOffer.NO_ADDRESS
    try:
        key = truth.address_key(candidate.email)
    except InvalidInputError:
        return NoOffer.BAD_ADDRESS
    return key if truth.suppressions.reason(key) is None else NoOffer.SUPPRESSED


def _new_to(
    applications: Sequence[Application], jobs: Sequence[JobId], mails: Sequence[Mail]
) -> tuple[JobId, ...] | NoOffer:
    if not jobs:
        return NoOffer.JOB_CLOSED
    if any(application.outcome is Outcome.HIRED for application in applications):
        return NoOffer.HIRED
    applied = {application.job_id for application in applications}
    unapplied = tuple(job for job in jobs if job not in applied)
    if not unapplied:
        return NoOffer.ALREADY_APPLIED
    offered = {job for mail in mails if _offers(mail) for job in mail.job_ids}
    return tuple(job for job in unapplied if job not in offered) or NoOffer.ALREADY_OFFERED


def _offers(mail: Mail) -> bool:
    return mail.stream is Stream.CAMPAIGNS and not releases_guards(mail)
