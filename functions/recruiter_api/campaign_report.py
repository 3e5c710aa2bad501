"""What became of a campaign, from sums: nothing here reads a mail, however many there are."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from recruiter_api.campaign_waits import WhyWaits, why_waits
from recruiter_api.dependencies import CampaignPath, Campaigns, ReaderResponses
from recruiter_api.exclusions import Exclusion, exclusions
from recruiter_api.routing import new_router
from relance.campaigns import Campaign, CampaignId, CampaignState, EndReason, Occurrence, OccurrenceState
from relance.campaigns.models import END_SENTENCES
from relance.mail.mails import BatchId, MailState, occurrence_batch
from relance.ports.mail import MailLedger
from relance.ports.responses import Responses
from relance.records import Instant, Record

router = new_router()
_COUNTS: Final = (
    "audience", "planned", "delivered", "bounced", "complaints", "interested", "applications", "paused", "unsubscribed",
)  # fmt: skip
_GROUPS: Final = ("excluded", "skipped_before", "skipped_last")


class Numbers(Record):
    """One occurrence, or all of them together."""

    audience: int = 0
    planned: int = 0
    """Mails written; audience = planned + skipped_before once a run has finished (R3)."""
    excluded: tuple[Exclusion, ...] = ()
    """People of the segment who were not in the frozen audience."""
    skipped_before: tuple[Exclusion, ...] = ()
    """People of the audience who got no mail."""
    skipped_last: tuple[Exclusion, ...] = ()
    """Mails that were not sent at the last moment."""
    mails: dict[MailState, int]
    delivered: int = 0
    bounced: int = 0
    complaints: int = 0
    interested: int = 0
    """Readers who pressed "I am interested", each counted once a mail."""
    applications: int = 0
    """Applications that followed an offer, once a mail and job, whichever way they came."""
    paused: int = 0
    unsubscribed: int = 0


class WhyEnded(Record):
    """Why an occurrence ended before everybody of it had been looked at, in French and English."""

    reason: EndReason
    fr: str
    en: str


class OccurrenceNumbers(Numbers):
    """One occurrence."""

    scheduled_for: Instant
    state: OccurrenceState
    ended_because: WhyEnded | None
    """None when nothing was wrong, or a person decided it."""
    waits_because: WhyWaits | None
    """What it waits for, and what lets it go on; None: for nobody."""
    batch_id: BatchId


class Report(Record):
    """A campaign's totals, and each of its occurrences, oldest first."""

    campaign_id: CampaignId
    state: CampaignState
    total: Numbers
    occurrences: tuple[OccurrenceNumbers, ...]


@router.get("/campaigns/<campaign_id>/report", summary="What became of a campaign", tags=["campaigns"])
def report_campaign(campaign_id: CampaignPath, desk: Campaigns, responses: ReaderResponses) -> Report:
    """Audience, who was left out and why, what was delivered, what people did."""
    campaign = desk.campaigns.get(CampaignId(campaign_id))
    occurrences = tuple(
        _numbers(campaign, each, mails=desk.eligibility.mails, responses=responses)
        for each in desk.campaigns.occurrences(campaign.campaign_id)
    )
    return Report(
        campaign_id=campaign.campaign_id,
        state=campaign.state,
        total=_total(occurrences),
        occurrences=occurrences,
    )


def _numbers(
    campaign: Campaign, occurrence: Occurrence, *, mails: MailLedger, responses: Responses
) -> OccurrenceNumbers:
    batch_id = occurrence_batch(occurrence.campaign_id, occurrence.scheduled_for)
    tally, did = mails.tally(batch_id), responses.of_occurrence(batch_id)
    return OccurrenceNumbers(
        scheduled_for=occurrence.scheduled_for,
        state=occurrence.state,
        ended_because=_why_ended(occurrence.ended_because),
        waits_because=why_waits(campaign, occurrence),
        batch_id=batch_id,
        audience=occurrence.audience_size or 0,
        planned=occurrence.planned,
        excluded=exclusions(occurrence.excluded),
        skipped_before=exclusions(occurrence.skipped),
        skipped_last=exclusions(tally.skipped),
        mails=tally.in_state(occurrence.planned),
        delivered=tally.told.get("delivery", 0),
        bounced=tally.told.get("bounce", 0),
        complaints=tally.told.get("complaint", 0),
        interested=did.get("interested", 0),
        applications=did.get("applied", 0),
        paused=did.get("paused", 0),
        unsubscribed=did.get("unsubscribed", 0),
    )


def _why_ended(reason: EndReason | None) -> WhyEnded | None:
    if reason is None:
        return None
    french, english = END_SENTENCES[reason]
    return WhyEnded(reason=reason, fr=french, en=english)


def _total(occurrences: Iterable[Numbers]) -> Numbers:
    occurrences = tuple(occurrences)
    counts = {name: sum(getattr(each, name) for each in occurrences) for name in _COUNTS}
    groups = {name: exclusions(_sum(getattr(each, name) for each in occurrences)) for name in _GROUPS}
    mails: Counter[MailState] = Counter()
    for each in occurrences:
        mails.update(each.mails)
    return Numbers(**counts, **groups, mails=dict(mails))


def _sum(groups: Iterable[Iterable[Exclusion]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for group in groups:
        total.update({one.reason: one.people for one in group})
    return total
