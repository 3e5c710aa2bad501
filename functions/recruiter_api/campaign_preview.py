"""Who would get which mail of a campaign now, and who would not and why: what the run will do, minus the writing."""

from collections.abc import Mapping
from typing import Final

from relance.campaigns import CampaignId
from relance.campaigns.audience import SENTENCES, Audience, NoOffer, Reachable, standing
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.offering import documents_of, offer_mail, offering
from relance.campaigns.taking import take_audience
from relance.candidates import CandidateId
from relance.mail.mails import OfferContent
from relance.records import Instant, Record

MOST_READ: Final = 2000
"""So many people are re-read for a preview; a larger audience is marked as incomplete."""


class MailPreview(Record):
    """One real recipient and the very mail."""

    candidate_id: CandidateId
    name: str | None
    language: str
    subject: str
    text: str
    html: str
    content: OfferContent


class Exclusion(Record):
    """How many people get nothing, and why, in French and English."""

    reason: NoOffer
    people: int
    fr: str
    en: str


class CampaignPreview(Record):
    """What a run would do now. The audience is taken again, and frozen, when the campaign runs."""

    recipients: int
    complete: bool
    """False: the audience is larger than what a preview reads; `recipients` then counts what was read."""
    exclusions: tuple[Exclusion, ...]
    mails: tuple[MailPreview, ...]


def preview(campaign_id: CampaignId, *, desk: CampaignDesk, mails: int, now: Instant) -> CampaignPreview:
    """The first `mails` recipients with their mails, and the count of all; nothing is written."""
    campaign = desk.campaigns.get(campaign_id)
    audience = take_audience(campaign, desk=desk, at=now, most=MOST_READ)
    return CampaignPreview(
        recipients=len(audience.people),
        complete=len(audience.people) + _read_and_refused(audience.excluded) < MOST_READ,
        exclusions=tuple(_exclusion(NoOffer(reason), people) for reason, people in sorted(audience.excluded.items())),
        mails=_mails(audience, campaign_id, desk=desk, most=mails, now=now),
    )


def _mails(
    audience: Audience, campaign_id: CampaignId, *, desk: CampaignDesk, most: int, now: Instant
) -> tuple[MailPreview, ...]:
    campaign = desk.campaigns.get(campaign_id)
    said = offering(campaign, now, history_jobs=audience.history_jobs, desk=desk)
    first = audience.people[:most]
    documents = documents_of(first, desk=desk)
    people = (standing(one, said.jobs, truth=desk.truth, at=now) for one in first)
    written = []
    for person in people:
        if isinstance(person, Reachable):
            mail = offer_mail(person, documents.get(person.candidate.candidate_id), said=said, desk=desk, at=now)
            rendered = desk.compose(mail, person.candidate)
            written.append((person, mail, rendered))
    return tuple(
        MailPreview(
            candidate_id=person.candidate.candidate_id,
            name=person.candidate.name,
            language=mail.language,
            subject=rendered.subject,
            text=rendered.plain_text,
            html=rendered.html,
            content=mail.content,
        )
        for person, mail, rendered in written
    )


def _read_and_refused(excluded: Mapping[str, int]) -> int:
    """People who were walked and re-read; those without consent were not walked."""
    silent = {NoOffer.NO_CONSENT, NoOffer.UNSUBSCRIBED}
    return sum(people for reason, people in excluded.items() if reason not in silent)


def _exclusion(reason: NoOffer, people: int) -> Exclusion:
    french, english = SENTENCES[reason]
    return Exclusion(reason=reason, people=people, fr=french, en=english)
