"""The recipients of a campaign page by page with their very mails, and what a chosen person would get and why."""

from typing import Annotated, Final

from aws_lambda_powertools.event_handler.openapi.params import Query

from recruiter_api.campaign_preview import MOST_READ, MailPreview, written
from recruiter_api.dependencies import After, CampaignPath, Campaigns, CandidatePath, Candidates, Now, Segments
from recruiter_api.exclusions import Exclusion, exclusions
from recruiter_api.routing import new_router
from relance.campaigns import Campaign, CampaignId
from relance.campaigns.audience_parts import AudienceReader, begin
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.frozen import AudienceStart, FrozenPerson
from relance.campaigns.segment_copy import following
from relance.candidates import CandidateId
from relance.errors import InvalidInputError
from relance.records import Cursor, Instant, Page, Record

router = new_router()
_MOST_AT_ONCE: Final = 20


class RecipientPreview(Record):
    """What a run would do now for one person: the very mail, or why there is none."""

    in_segment: bool
    """False: the segment does not hold them, or takes only others that are nearer to its job."""
    exclusion: Exclusion | None
    """Why somebody of the segment gets nothing."""
    mail: MailPreview | None


@router.get("/campaigns/<campaign_id>/recipients", summary="Who would get which mail, page by page", tags=["campaigns"])
def list_recipients(
    campaign_id: CampaignPath,
    desk: Campaigns,
    segments: Segments,
    now: Now,
    after: After = None,
    limit: Annotated[int, Query(description="mails written out", ge=1, le=_MOST_AT_ONCE)] = 10,
) -> Page[MailPreview]:
    """In the order in which a run meets them; a page may be shorter than `limit`. The audience is taken anew each time:
    who changes between two pages may be missed."""
    campaign = following(desk.campaigns.get(CampaignId(campaign_id)), segments=segments)
    beginning = begin(campaign, desk=desk, at=now)
    page = _people(campaign, beginning, desk=desk, after=after, limit=limit, now=now)
    return Page(items=written(campaign, page.items, desk=desk, now=now), next=page.next)


@router.get("/campaigns/<campaign_id>/recipients/<candidate_id>", summary="What one would get", tags=["campaigns"])
def show_recipient(
    campaign_id: CampaignPath,
    candidate_id: CandidatePath,
    desk: Campaigns,
    candidates: Candidates,
    segments: Segments,
    now: Now,
) -> RecipientPreview:
    """404 for an unknown person. Whether the segment holds them is read in the index, the rest in the tables."""
    who = candidates.get(CandidateId(candidate_id)).candidate_id
    campaign = following(desk.campaigns.get(CampaignId(campaign_id)), segments=segments)
    beginning = begin(campaign, desk=desk, at=now)
    alone = beginning.model_copy(update={"nearest": (who,)})
    part = AudienceReader(campaign, alone, desk=desk, explained=False).part(None, offset=0, at=now)
    holds = _holds(beginning, who, desk=desk, now=now)
    mails = written(campaign, part.people, desk=desk, now=now) if holds else ()
    left_out = exclusions(part.excluded, every=desk.rules.every) if holds else ()
    return RecipientPreview(in_segment=holds, exclusion=next(iter(left_out), None), mail=next(iter(mails), None))


def _people(
    campaign: Campaign, beginning: AudienceStart, *, desk: CampaignDesk, after: Cursor | None, limit: int, now: Instant
) -> Page[FrozenPerson]:
    """A place is a part of the audience and how many of its people were seen."""
    reader = AudienceReader(campaign, beginning, desk=desk, explained=False)
    seen, place = _place(after, beginning)
    found, read = list[FrozenPerson](), 0
    while True:
        part = reader.part(place, offset=0, at=now)
        taken = part.people[seen:][: limit - len(found)]
        found += taken
        if seen + len(taken) < len(part.people):
            return Page(items=tuple(found), next=f"{seen + len(taken)}:{place or ''}")
        read += len(part.people) + sum(part.excluded.values())
        seen, place = 0, part.next
        if place is None or len(found) == limit or read >= MOST_READ:
            return Page(items=tuple(found), next=None if place is None else f"0:{place}")


def _holds(beginning: AudienceStart, who: CandidateId, *, desk: CampaignDesk, now: Instant) -> bool:
    """Whether the segment takes the person, were they willing to be written to."""
    document = desk.search.candidates.documents([who]).get(who)
    everybody = beginning.segment.model_copy(update={"contactable_only": False})
    if document is None or not everybody.matches(document.facts, at=now):
        return False
    return beginning.nearest is None or who in beginning.nearest or not document.facts.contactable(now)


def _place(after: Cursor | None, beginning: AudienceStart) -> tuple[int, Cursor | None]:
    seen, colon, place = (after or "0:").partition(":")
    known = beginning.nearest is None or not place or place.isdecimal()
    if not (colon and seen.isdecimal() and known):
        raise InvalidInputError("this place in the list is not known: start again at its beginning")
    return int(seen), place or None
