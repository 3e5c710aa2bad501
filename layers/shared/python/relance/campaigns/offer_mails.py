"""Writes the mail of one person of an audience: the offers new to them, why they fit, what linked us before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from relance.campaigns.audience_parts import jobs_on_offer, kinds_of
from relance.campaigns.content import MailLanguage, history_sentence, offer_content
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.eligibility import Eligible
from relance.campaigns.frozen import FrozenHistory, FrozenOffer, FrozenPerson
from relance.campaigns.job_kinds import JobKind
from relance.campaigns.models import Campaign
from relance.candidates import CandidateId
from relance.errors import NotFoundError
from relance.jobs import Job, JobId
from relance.mail.house import house_parts
from relance.mail.mails import (
    BatchId,
    Mail,
    MailId,
    MailState,
    OfferContent,
    Stream,
    address_guard,
    mail_id,
    occurrence_batch,
    offer_guard,
)
from relance.mail.spacing import pressure_guard
from relance.ports.people import JobStore
from relance.records import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """What one run has to say."""

    campaign: Campaign
    batch_id: BatchId
    jobs: Mapping[JobId, Job]
    """The offers, still open."""
    kinds: Mapping[JobId, JobKind]
    """By which word people refuse such jobs."""
    title_of: Callable[[JobId], str | None]
    """Of an earlier job, read once for everybody; None when it is gone."""


def offering(campaign: Campaign, scheduled_for: Instant, *, desk: CampaignDesk) -> Offering:
    """Reads the campaign's open jobs once for a whole run."""
    jobs = jobs_on_offer(campaign, desk=desk)
    return Offering(
        campaign=campaign,
        batch_id=occurrence_batch(campaign.campaign_id, scheduled_for),
        jobs={job.job_id: job for job in jobs},
        kinds=kinds_of(jobs),
        title_of=cache(partial(_title, jobs=desk.jobs)),
    )


def offer_mail_id(batch_id: BatchId, candidate_id: CandidateId) -> MailId:
    """One mail per person and run, however often it is planned (R1)."""
    return mail_id("offer", f"{batch_id}#{candidate_id}", 0)


def offer_mail(person: Eligible, frozen: FrozenPerson, *, said: Offering, desk: CampaignDesk, at: Instant) -> Mail:
    """The mail as it enters the ledger: approved with its campaign, its text frozen, ready to leave."""
    candidate = person.candidate
    new = [offer for offer in frozen.offers if offer.job_id in person.jobs]
    jobs = [said.jobs[offer.job_id] for offer in new]
    quiet_since = desk.rules.quiet_since(at, for_whom=candidate)
    mail = Mail(
        mail_id=offer_mail_id(said.batch_id, candidate.candidate_id),
        state=MailState.HELD,
        stream=Stream.CAMPAIGNS,
        candidate_id=candidate.candidate_id,
        job_ids=tuple(job.job_id for job in jobs),
        batch_id=said.batch_id,
        campaign_id=said.campaign.campaign_id,
        language=candidate.mail_language,
        content=_content(person, jobs, new, frozen.history, said=said, desk=desk, at=at),
        guards=_guards(person, jobs, said, spaced=quiet_since is not None),
        quiet_since=quiet_since,
        approved_by=said.campaign.approved_by,
        approved_at=said.campaign.approved_at,
        wake_at=at,
        created_at=at,
        updated_at=at,
    )
    return mail.model_copy(update={"text_hash": desk.text_hash(mail, candidate)})


def _guards(person: Eligible, jobs: Sequence[Job], said: Offering, *, spaced: bool) -> tuple[str, ...]:
    """`spaced`: some rule says how often offers may reach this person."""
    who = person.candidate.candidate_id
    offers = tuple(offer_guard(job.job_id, who) for job in jobs)
    return (*offers, address_guard(said.batch_id, person.address_key), *([pressure_guard(who)] if spaced else []))


def _content(
    person: Eligible,
    jobs: Sequence[Job],
    offers: Sequence[FrozenOffer],
    history: FrozenHistory | None,
    *,
    said: Offering,
    desk: CampaignDesk,
    at: Instant,
) -> OfferContent:
    language = person.candidate.mail_language
    return offer_content(
        person.candidate,
        jobs,
        campaign=said.campaign,
        why={job.job_id: _why(job, offer) for job, offer in zip(jobs, offers, strict=True)},
        history=None if history is None else _recalling(history, language, said, desk=desk, at=at),
        rules=desk.rules,
        house=house_parts("offer", language, stage=None, wordings=desk.wordings),
    )


def _why(job: Job, offer: FrozenOffer) -> tuple[str, ...]:
    """The criteria met, in the offer's words."""
    texts = {criterion.criterion_id: criterion.text.rstrip(" .;") for criterion in job.criteria}
    return tuple(texts[criterion] for criterion in offer.met if criterion in texts)


def _recalling(
    history: FrozenHistory, language: MailLanguage, said: Offering, *, desk: CampaignDesk, at: Instant
) -> str | None:
    title = said.title_of(history.job_id)
    if title is None:
        return None
    return history_sentence(history, title, language=language, time_zone=desk.time_zone, now=at)


def _title(job_id: JobId, *, jobs: JobStore) -> str | None:
    try:
        return jobs.get(job_id).title
    except NotFoundError:
        return None
