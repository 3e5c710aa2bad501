"""Who a campaign reaches: its segment, each person re-read from the tables, and why others get nothing (R29)."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pydantic import Field

from relance.applications import Application, Outcome
from relance.candidates import Candidate, CandidateId
from relance.errors import InvalidInputError, NotFoundError
from relance.jobs import Job, JobId, JobState
from relance.mail.ledger import releases_guards
from relance.mail.mails import Mail, Stream
from relance.ports import ApplicationStore, CandidateStore, MailLedger, Suppressions
from relance.records import Cursor, Instant, Page, Record
from relance.segments import JobsLike, Segment, SegmentDefinition

type WalkPage = Callable[[Segment, Cursor | None, int], Page[CandidateId]]
"""One page of a segment: by rank when it asks for likeness, else in the order of ids."""
type FindJobsLike = Callable[[JobsLike], Collection[JobId]]
"""The jobs most like a job, without the job itself."""

WALKED_AT_ONCE: Final = 200


class NoOffer(StrEnum):
    """Why a person of the segment gets no mail; counted and shown, so that silence can be explained."""

    CANDIDATE_GONE = "candidate_gone"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    UNSUBSCRIBED = "unsubscribed"
    NO_CONSENT = "no_consent"
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


def audience_segment(definition: SegmentDefinition, *, jobs_like: FindJobsLike) -> Segment | None:
    """The plain filters of a campaign's segment, only for people who agreed (R29); None: nobody can match."""
    wanted = definition.finalists_of_jobs_like
    segment = definition.resolved(jobs_like(wanted) if wanted else ())
    return None if segment is None else segment.model_copy(update={"contactable_only": True})


def walk(segment: Segment, *, page: WalkPage) -> Iterator[CandidateId]:
    """Everybody of the segment, the nearest first up to `like.top`; nobody twice."""
    seen: set[CandidateId] = set()
    room = segment.like.top if segment.like else None
    cursor: Cursor | None = None
    while room is None or room > len(seen):
        wanted = WALKED_AT_ONCE if room is None else min(WALKED_AT_ONCE, room - len(seen))
        found = page(segment, cursor, wanted)
        fresh = [candidate_id for candidate_id in dict.fromkeys(found.items) if candidate_id not in seen]
        seen.update(fresh)
        yield from fresh
        cursor = found.next
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
    if candidate.unsubscribed_at is not None:
        return NoOffer.UNSUBSCRIBED
    if not candidate.may_be_offered_jobs(at):
        return NoOffer.NO_CONSENT
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
