"""Who would get which mail of a campaign now, and who would not and why: what the run will do, minus the writing."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from recruiter_api.exclusions import Exclusion, exclusions
from recruiter_api.segments import counted_for
from relance.campaigns import Campaign
from relance.campaigns.audience import audience_segment
from relance.campaigns.audience_parts import AudienceReader, begin, explained, jobs_on_offer
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.eligibility import Eligible, contactable, with_new_offers
from relance.campaigns.frozen import AudiencePart, FrozenPerson
from relance.campaigns.offer_mails import Offering, offer_mail, offering
from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.mail.mails import OfferContent
from relance.records import Instant, Record
from relance.segments import Segment

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


class CampaignPreview(Record):
    """What a run would do now. The audience is taken again, and frozen, when the campaign runs."""

    recipients: int
    complete: bool
    """False: the audience is larger than what a preview reads; `recipients` then counts what was read."""
    reachable: int
    """Of the whole audience, however large, by the index alone: what a ceiling can be set by where `recipients` is not
    complete. An upper bound for a digest, which also asks which offers fit."""
    exclusions: tuple[Exclusion, ...]
    mails: tuple[MailPreview, ...]


def preview(
    campaign: Campaign, *, desk: CampaignDesk, mails: int, now: Instant, most: int = MOST_READ
) -> CampaignPreview:
    """The first `mails` recipients with their mails, and the count of all; nothing is written."""
    beginning = begin(campaign, desk=desk, at=now)
    taker = AudienceReader(campaign, beginning, desk=desk, explained=False)
    excluded, people = Counter(beginning.excluded), list[FrozenPerson]()
    walked, part = 0, AudiencePart(offset=0, next="")
    while part.next is not None and walked < most:
        part = taker.part(part.next or None, offset=len(people), at=now)
        walked += len(part.people) + sum(part.excluded.values())
        people += part.people
        excluded.update(part.excluded)
    return CampaignPreview(
        recipients=len(people),
        complete=part.next is None,
        reachable=_counted(campaign, beginning.segment, beginning.jobs, desk=desk, now=now),
        exclusions=exclusions(excluded, every=desk.rules.every),
        mails=written(campaign, people[:mails], desk=desk, now=now),
    )


def reachable_now(campaign: Campaign, *, desk: CampaignDesk, now: Instant) -> int:
    """`reachable` of its preview, without reading anybody; errors as for a preview."""
    segment = audience_segment(campaign.segment, search=desk.search, at=now)
    jobs = [job.job_id for job in jobs_on_offer(campaign, desk=desk)]
    return _counted(campaign, segment, jobs, desk=desk, now=now)


def _counted(campaign: Campaign, segment: Segment, jobs: Sequence[JobId], *, desk: CampaignDesk, now: Instant) -> int:
    if not jobs:  # Nothing is on offer any more.
        return 0
    counted = counted_for(segment, jobs if campaign.digest is None else (), desk=desk, at=now).reachable
    top = segment.like.top if segment.like else None
    return counted if top is None else min(top, counted)


def written(
    campaign: Campaign, first: Sequence[FrozenPerson], *, desk: CampaignDesk, now: Instant
) -> tuple[MailPreview, ...]:
    """The very mails of these people of its audience; whoever has changed their mind meanwhile is left out."""
    said = offering(campaign, now, desk=desk)
    ids = [one.candidate_id for one in first]
    frozen = explained(first, said.jobs.values(), desk=desk)
    people = with_new_offers(
        contactable(ids, eligibility=desk.eligibility, at=now),
        {one: [offer.job_id for offer in frozen[one].offers] for one in ids},
        kinds=said.kinds, eligibility=desk.eligibility, rules=desk.rules, at=now,
    )  # fmt: skip
    return tuple(
        _mail(person, frozen[one], said, desk=desk, now=now)
        for one, person in people.items()
        if isinstance(person, Eligible)
    )


def _mail(person: Eligible, frozen: FrozenPerson, said: Offering, *, desk: CampaignDesk, now: Instant) -> MailPreview:
    mail = offer_mail(person, frozen, said=said, desk=desk, at=now)
    rendered = desk.compose(mail, person.candidate)
    return MailPreview(
        candidate_id=person.candidate.candidate_id,
        name=person.candidate.name,
        language=mail.language,
        subject=rendered.subject,
        text=rendered.plain_text,
        html=rendered.html,
        content=mail.content,
    )
