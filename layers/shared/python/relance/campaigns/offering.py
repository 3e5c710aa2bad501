"""Writes the mail of one person of an audience: the offers new to them, why they fit, what linked us before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from relance.campaigns.audience import Reachable
from relance.campaigns.content import history_sentence, linking_application, mail_language, offer_content
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.models import Campaign
from relance.campaigns.taking import jobs_on_offer
from relance.candidates import CandidateId
from relance.errors import NotFoundError
from relance.jobs import CriterionWeight, Job, JobId
from relance.mail.mails import (
    BatchId,
    Mail,
    MailId,
    MailState,
    Stream,
    address_guard,
    mail_id,
    occurrence_batch,
    offer_guard,
)
from relance.mail.rendering import text_hash
from relance.matching.document import CandidateDocument
from relance.matching.explanation import explain
from relance.matching.offer import OfferQuery, offer_query
from relance.records import Instant

_MOST_REASONS: Final = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """An open job of the campaign, and the same as a question to the index."""

    job: Job
    query: OfferQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """What one run has to say."""

    campaign: Campaign
    batch_id: BatchId
    offers: tuple[Offer, ...]
    history_jobs: frozenset[JobId]
    """The earlier jobs that the segment meant; empty for any."""

    @property
    def jobs(self) -> tuple[JobId, ...]:
        """Ids of the offers."""
        return tuple(offer.job.job_id for offer in self.offers)


def offering(
    campaign: Campaign, scheduled_for: Instant, *, history_jobs: frozenset[JobId], desk: CampaignDesk
) -> Offering:
    """Reads the campaign's open jobs once for a whole run."""
    jobs = jobs_on_offer(campaign, desk=desk)
    return Offering(
        campaign=campaign,
        batch_id=occurrence_batch(campaign.campaign_id, scheduled_for),
        offers=tuple(Offer(job, offer_query(job, embedder=desk.search.embedder)) for job in jobs),
        history_jobs=history_jobs,
    )


def offer_mail_id(batch_id: BatchId, candidate_id: CandidateId) -> MailId:
    """One mail per person and run, however often it is planned (R1)."""
    return mail_id("offer", f"{batch_id}#{candidate_id}", 0)


def offer_mail(
    person: Reachable, document: CandidateDocument | None, *, said: Offering, desk: CampaignDesk, at: Instant
) -> Mail:
    """The mail as it enters the ledger: approved with its campaign, its text frozen, ready to leave."""
    offers = [offer for offer in said.offers if offer.job.job_id in person.jobs]
    candidate = person.candidate
    mail = Mail(
        mail_id=offer_mail_id(said.batch_id, candidate.candidate_id),
        state=MailState.HELD,
        stream=Stream.CAMPAIGNS,
        candidate_id=candidate.candidate_id,
        job_ids=tuple(offer.job.job_id for offer in offers),
        batch_id=said.batch_id,
        campaign_id=said.campaign.campaign_id,
        language=mail_language(candidate),
        content=offer_content(
            candidate,
            [offer.job for offer in offers],
            campaign=said.campaign,
            why={offer.job.job_id: _why(offer, document) for offer in offers},
            history=_history(person, said, desk=desk, at=at),
        ),
        guards=(
            *(offer_guard(offer.job.job_id, candidate.candidate_id) for offer in offers),
            address_guard(said.batch_id, person.address_key),
        ),
        approved_by=said.campaign.approved_by,
        approved_at=said.campaign.approved_at,
        wake_at=at,
        created_at=at,
        updated_at=at,
    )
    return mail.model_copy(update={"text_hash": text_hash(desk.compose(mail, candidate))})


def documents_of(people: tuple[CandidateId, ...], *, desk: CampaignDesk) -> Mapping[CandidateId, CandidateDocument]:
    """What the index holds of these people, for the reasons in their mails."""
    return desk.search.candidates.documents(people)


def _why(offer: Offer, document: CandidateDocument | None) -> tuple[str, ...]:
    """Criteria of the offer that the CV answers, what is asked for most first."""
    if document is None:
        return ()
    met = [finding for finding in explain(offer.query, document).criteria if finding.met]
    met.sort(key=lambda finding: finding.weight is not CriterionWeight.MUST)
    return tuple(finding.text.rstrip(" .;") for finding in met[:_MOST_REASONS])


def _history(person: Reachable, said: Offering, *, desk: CampaignDesk, at: Instant) -> str | None:
    application = linking_application(person.applications, among=said.history_jobs)
    if application is None:
        return None
    try:
        title = desk.jobs.get(application.job_id).title
    except NotFoundError:
        return None
    language = mail_language(person.candidate)
    return history_sentence(application, title, language=language, time_zone=desk.time_zone, now=at)
