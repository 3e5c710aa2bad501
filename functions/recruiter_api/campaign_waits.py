"""Runs that wait for a person: which ones, why, and what to do about it, in French and English."""

from collections.abc import Iterator, Sequence

from recruiter_api.dependencies import After, Campaigns, Limit
from recruiter_api.routing import new_router
from relance.campaigns import Campaign, CampaignId, CampaignState, Occurrence, PauseReason
from relance.mail.typography import NARROW_NBSP, NBSP
from relance.records import Instant, Page, Record

router = new_router()


class Told(Record):
    """One sentence in both languages."""

    fr: str
    en: str


class WhyWaits(Told):
    """Why a run does not go on, and what lets it."""

    reason: PauseReason


class CampaignWaiting(Record):
    """A run that is larger than was approved; another approval with a higher ceiling lets it go on."""

    campaign_id: CampaignId
    name: str
    scheduled_for: Instant
    audience: int
    ceiling: int
    why: WhyWaits


@router.get("/campaigns/waiting", summary="Runs that wait for a higher ceiling", tags=["campaigns"])
def list_campaigns_waiting(desk: Campaigns, after: After = None, limit: Limit = 50) -> Page[CampaignWaiting]:
    """A page of campaigns at a time, those of which nothing waits left out: a page can hold fewer items, even none."""
    page = desk.campaigns.page(after=after, limit=limit)
    approved = [each for each in page.items if each.state is CampaignState.APPROVED]
    found = [line for each in approved for line in _lines(each, desk.campaigns.occurrences(each.campaign_id))]
    return Page(items=tuple(found), next=page.next)


def over_ceiling(campaign: Campaign, runs: Sequence[Occurrence]) -> list[Occurrence]:
    """Those that wait because more people are in their audience than the ceiling that holds now."""
    over, ceiling = PauseReason.AUDIENCE_OVER_CEILING, campaign.audience_ceiling or 0
    return [run for run in runs if run.paused_because is over and (run.audience_size or 0) > ceiling]


def why_waits(campaign: Campaign, run: Occurrence) -> WhyWaits | None:
    """None for a run that waits for nobody."""
    if run.paused_because is None:
        return None
    if run.paused_because is PauseReason.CAMPAIGN_PAUSED:
        return WhyWaits(
            reason=run.paused_because,
            fr=f"la campagne a été mise en pause{NBSP}: reprenez-la",
            en="the campaign was paused: resume it",
        )
    return why_over(campaign, run)


def why_over(campaign: Campaign, run: Occurrence) -> WhyWaits:
    """Of a run that is larger than was approved."""
    people, ceiling = run.audience_size or 0, campaign.audience_ceiling or 0
    french, english = _french(people), f"{people:,}"
    return WhyWaits(
        reason=PauseReason.AUDIENCE_OVER_CEILING,
        fr=f"son audience compte {french} personnes, plus que le plafond approuvé de {_french(ceiling)}{NBSP}: "
        f"approuvez de nouveau avec un plafond d’au moins {french}",
        en=f"its audience has {english} people, more than the approved ceiling of {ceiling:,}: "
        f"approve again with a ceiling of at least {english}",
    )


def above(ceiling: int, reachable: int) -> Told:
    """What to say of a ceiling below the number of people who can be reached now."""
    return Told(
        fr=f"{_french(reachable)} personnes peuvent être jointes, plus que le plafond de {_french(ceiling)}{NBSP}: un "
        "envoi qui le dépasse attend une nouvelle approbation",
        en=f"{reachable:,} people can be reached, more than the ceiling of {ceiling:,}: a run that exceeds it waits "
        "for another approval",
    )


def _lines(campaign: Campaign, runs: Sequence[Occurrence]) -> Iterator[CampaignWaiting]:
    for run in over_ceiling(campaign, runs):
        yield CampaignWaiting(
            campaign_id=campaign.campaign_id,
            name=campaign.name,
            scheduled_for=run.scheduled_for,
            audience=run.audience_size or 0,
            ceiling=campaign.audience_ceiling or 0,
            why=why_over(campaign, run),
        )


def _french(number: int) -> str:
    return f"{number:,}".replace(",", NARROW_NBSP)
