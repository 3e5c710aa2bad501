"""A campaign's mail sent to a colleague's own mailbox: how it looks there, with nothing of any candidate in it."""

from datetime import timedelta
from typing import Final, Literal

from relance.campaigns.audience_parts import jobs_on_offer
from relance.campaigns.content import offer_content
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.models import Campaign, CampaignState
from relance.errors import ConflictError
from relance.jobs import Criterion, CriterionWeight, Job
from relance.mail.colleague import Colleague, stand_in
from relance.mail.house import house_parts
from relance.mail.mails import BatchId, Mail, MailState, OfferContent, Stream, mail_id
from relance.privacy.consent import YEARS, months_later
from relance.records import Instant

TESTS_AN_HOUR: Final = 10
_MOST_CRITERIA: Final = 5


def send_test(
    campaign: Campaign, colleague: Colleague, *, language: Literal["fr", "en"], desk: CampaignDesk, at: Instant
) -> Mail:
    """Plan the mail; it leaves as every mail does. ConflictError: the campaign was cancelled, no offer is open, or this
    hour's tests are used up.

    Nobody's consent, guards or report are touched: a colleague is no candidate, and the only guards are those that
    count the hour.
    """
    if campaign.state is CampaignState.CANCELLED:
        raise ConflictError("the campaign was cancelled: copy it to go on")
    jobs = jobs_on_offer(campaign, desk=desk)[: campaign.digest.top if campaign.digest else None]
    if not jobs:
        raise ConflictError("none of the campaign's jobs is open: there is nothing to offer")
    content = offer_content(
        stand_in(colleague, language=language, at=at),
        jobs,
        campaign=campaign,
        why={job.job_id: _why(job) for job in jobs},
        history=None,
        rules=desk.rules,
        house=house_parts("offer", language, stage=None, wordings=desk.wordings),
    ).model_copy(update=_agreed(at))
    hour = at.replace(minute=0, second=0, microsecond=0)
    for number in range(TESTS_AN_HOUR):
        place = f"test#{colleague.reader_id}#{hour.isoformat()}#{number}"
        mail = _mail(campaign, colleague, content, language=language, place=place, at=at)
        if desk.eligibility.mails.plan(mail):
            return mail
    again = hour + timedelta(hours=1)
    raise ConflictError(f"{TESTS_AN_HOUR} tests an hour at most: try again at {again:%H:%M} UTC")


def _mail(
    campaign: Campaign,
    colleague: Colleague,
    content: OfferContent,
    *,
    language: Literal["fr", "en"],
    place: str,
    at: Instant,
) -> Mail:
    return Mail(
        mail_id=mail_id("test", place, 0),
        state=MailState.HELD,
        stream=Stream.CAMPAIGNS,
        candidate_id=colleague.reader_id,
        job_ids=tuple(offer.job_id for offer in content.offers),
        batch_id=BatchId(f"test#{campaign.campaign_id}"),
        language=language,
        content=content,
        guards=(place,),
        test_for=colleague,
        wake_at=at,
        created_at=at,
        updated_at=at,
    )


def _agreed(at: Instant) -> dict[str, Instant]:
    """As if the reader had agreed just now: every reader of a campaign sees the line that says so."""
    return {"consent_given_at": at, "consent_expires_at": months_later(at, 12 * YEARS)}


def _why(job: Job) -> tuple[str, ...]:
    """As if the reader met what is asked for most."""

    def rank(criterion: Criterion) -> bool:
        return criterion.weight is not CriterionWeight.MUST

    return tuple(one.text.rstrip(" .;") for one in sorted(job.criteria, key=rank)[:_MOST_CRITERIA])
