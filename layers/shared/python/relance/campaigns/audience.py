"""Who a campaign reaches: its segment, each person re-read from the tables, and why others get nothing (R29)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import Final

from relance.campaigns.rules import NO_RULE
from relance.candidates import CandidateId
from relance.jobs import Job, JobId, JobState
from relance.mail.mails import SkipReason
from relance.matching.offer import offer_query
from relance.matching.ranking import nearest
from relance.matching.similar_jobs import jobs_like
from relance.ports.embedding import Embedder
from relance.ports.people import JobStore
from relance.ports.search import CandidateIndex, JobIndex
from relance.records import Cursor, Instant
from relance.segments import JobsLike, Likeness, Segment, SegmentDefinition
from relance.segments.filters import MOST_RANKED
from relance.segments.resolve import Lookup, resolve

WALKED_AT_ONCE: Final = 1000


class ExclusionReason(StrEnum):
    """Why a person of the segment gets no mail; counted and shown, so that silence can be explained."""

    CANDIDATE_GONE = "candidate_gone"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    UNSUBSCRIBED = "unsubscribed"
    NO_CONSENT = "no_consent"
    PAUSED = "paused"
    DO_NOT_CONTACT = "do_not_contact"
    SUPPRESSED = "suppressed"
    HIRED = "hired"
    JOB_CLOSED = "job_closed"
    ALREADY_APPLIED = "already_applied"
    ALREADY_OFFERED = "already_offered"
    SAME_ADDRESS = "same_address"
    MAILED_LATELY = "mailed_lately"
    NOTHING_FITS = "nothing_fits"
    NOT_THIS_KIND = "not_this_kind"
    NOT_THIS_CONTRACT = "not_this_contract"


SENTENCES: Final[Mapping[ExclusionReason, tuple[str, str]]] = {
    ExclusionReason.CANDIDATE_GONE: ("n’est plus dans la base", "is no longer in the base"),
    ExclusionReason.NO_ADDRESS: ("aucune adresse e-mail lue dans le CV", "no e-mail address was read in the CV"),
    ExclusionReason.BAD_ADDRESS: ("l’adresse e-mail n’est pas valable", "the e-mail address is not valid"),
    ExclusionReason.UNSUBSCRIBED: ("ne veut plus recevoir d’offres", "does not want offers any more"),
    ExclusionReason.NO_CONSENT: ("n’a pas accepté d’être recontacté·e", "did not agree to be contacted"),
    ExclusionReason.DO_NOT_CONTACT: ("ne doit pas être contacté·e", "is not to be contacted"),
    ExclusionReason.PAUSED: ("a demandé une pause", "asked for a pause"),
    ExclusionReason.SUPPRESSED: (
        "l’adresse e-mail refuse nos messages, ou a demandé à ne plus en recevoir",
        "the e-mail address refuses our messages, or asked not to be written to",
    ),
    ExclusionReason.HIRED: ("a été recruté·e", "was hired"),
    ExclusionReason.JOB_CLOSED: ("aucune des offres n’est encore ouverte", "none of the offers is still open"),
    ExclusionReason.ALREADY_APPLIED: ("a déjà postulé", "has applied already"),
    ExclusionReason.ALREADY_OFFERED: ("a déjà reçu cette offre", "was sent this offer before"),
    ExclusionReason.SAME_ADDRESS: (
        "une autre personne de l’envoi a la même adresse",
        "somebody else in this run has the same address",
    ),
    ExclusionReason.MAILED_LATELY: (
        "a reçu une offre il y a peu, ou va en recevoir une",
        "was sent an offer lately, or is about to",
    ),
    ExclusionReason.NOT_THIS_KIND: ("ne veut pas de ce genre de poste", "does not want this kind of job"),
    ExclusionReason.NOT_THIS_CONTRACT: ("cherche un autre type de contrat", "looks for another kind of contract"),
    ExclusionReason.NOTHING_FITS: (
        "aucune offre ouverte dont tous les critères indispensables soient remplis",
        "no open offer all of whose must-haves are met",
    ),
}
"""Each in French and English."""

LAST_MOMENT: Final[Mapping[SkipReason, tuple[str, str]]] = {
    SkipReason.CAMPAIGN_CANCELLED: (
        "la campagne a été annulée ou modifiée avant le départ",
        "the campaign was cancelled or changed before it left",
    ),
    SkipReason.BATCH_STOPPED: ("l’envoi a été arrêté", "the sending was stopped"),
    SkipReason.RENEWED: ("a répondu entre-temps à la question posée", "has answered the question meanwhile"),
    SkipReason.WITHDRAWN: ("a retiré sa candidature", "withdrew the application"),
    SkipReason.REOPENED: ("la candidature a été rouverte", "the application was opened again"),
}
"""What only comes up when a mail is about to leave."""
_LATELY: Final = (
    "a reçu une offre il y a moins {fr}, ou moins que le délai choisi par la personne, ou va en recevoir une",
    "was sent an offer less than {en} ago, or less than the person chose, or is about to be",
)


def why_nothing(reason: str, *, every: timedelta = NO_RULE) -> tuple[str, str]:
    """In French and English why somebody gets nothing, by an `ExclusionReason` or a `SkipReason`.

    `every` is how often offers may reach a person, where the sentence may say it.
    """
    if reason == ExclusionReason.MAILED_LATELY and every.days:
        french, english = _LATELY
        several = every.days > 1
        return (
            french.format(fr=f"de {every.days}\u00a0jours" if several else "d’un jour"),
            english.format(en=f"{every.days}\u00a0days" if several else "a day"),
        )
    return SENTENCES[ExclusionReason(reason)] if reason in set(ExclusionReason) else LAST_MOMENT[SkipReason(reason)]


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


def nearest_first(segment: Segment, like: Likeness, *, search: Search, at: Instant) -> tuple[CandidateId, ...]:
    """People of the segment in the order of likeness: `like.top` of them, or as many as can be ranked."""
    query = offer_query(search.offers.get(like.job_id), embedder=search.embedder)
    return nearest(query, segment, index=search.candidates, at=at, top=like.top or MOST_RANKED)


def walk(segment: Segment, *, search: Search, at: Instant) -> Iterator[CandidateId]:
    """Everybody of the segment once: the nearest to its job first, up to `like.top`, or all in the order of their ids.

    Without `like.top` those whom no leg of the ranking finds follow the others, in the order of their ids.
    """
    first = nearest_first(segment, segment.like, search=search, at=at) if segment.like else ()
    yield from first
    if segment.like is not None and segment.like.top is not None:
        return
    ranked = frozenset(first)
    cursor: Cursor | None = None
    while True:
        page = search.candidates.members(segment, at=at, after=cursor, limit=WALKED_AT_ONCE)
        yield from (candidate_id for candidate_id in page.items if candidate_id not in ranked)
        cursor = page.next
        if cursor is None:
            return


def open_jobs(jobs: Sequence[Job]) -> tuple[Job, ...]:
    """Those that people can still be hired on."""
    return tuple(job for job in jobs if job.state is JobState.OPEN)
