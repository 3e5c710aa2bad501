"""Turns a frozen audience into mails: one conditional transaction per person, the cursor after each page (R3, R5)."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from relance.campaigns import Campaign, Occurrence, OccurrenceState, move_occurrence
from relance.campaigns.audience import NoOffer
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.frozen import Audience, AudiencePart, FrozenPerson, part_key
from relance.campaigns.offering import Offering, offer_mail, offer_mail_id, offering
from relance.campaigns.standing import Reachable, willing, with_new_offers, with_offers_not_refused
from relance.candidates import CandidateId
from relance.errors import ConflictError, NotFoundError
from relance.mail.mails import MailId
from relance.ports.mail import MailLedger
from relance.records import Instant
from run_campaign.lease import LEASE, stopped

_TRIES: Final = 5

type Planned = NoOffer | None
"""None: there is a mail."""
type Judged = Mapping[CandidateId, Reachable | NoOffer]
"""What the tables say of people; whoever has their mail of this run already is not in it."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some people of the frozen audience, in its order."""

    people: Sequence[FrozenPerson]
    ends_part: bool


def expand(
    campaign: Campaign, occurrence: Occurrence, *, desk: CampaignDesk, clock: Callable[[], Instant], until: Instant
) -> Occurrence:
    """The run after as many pages as time allows: finished, stopped by a person, or still RUNNING when time was up."""
    assert occurrence.audience_key is not None  # noqa: S101  Only a frozen run is RUNNING; this tells mypy.
    audience = desk.audiences.read(occurrence.audience_key, Audience)
    said = offering(campaign, occurrence.scheduled_for, history_jobs=audience.history_jobs, desk=desk)
    with ThreadPoolExecutor(desk.workers) as pool:
        pages = _pages(occurrence, audience.parts, desk=desk)
        for page, judged in _judged_ahead(pages, said=said, desk=desk, pool=pool, clock=clock):
            rests = stopped(desk.campaigns.get(campaign.campaign_id), campaign, occurrence, now=clock())
            if rests is not None:
                return desk.campaigns.save_occurrence(rests)
            if clock() >= until:
                return desk.campaigns.save_occurrence(occurrence.model_copy(update={"leased_until": None}))
            planned = plan_page(page.people, judged, said=said, desk=desk, pool=pool, at=clock())
            occurrence = _recorded(occurrence, planned, ends=page.ends_part, desk=desk, now=clock())
    return desk.campaigns.save_occurrence(move_occurrence(occurrence, OccurrenceState.FINISHED, now=clock()))


def judge(page: Sequence[FrozenPerson], *, said: Offering, desk: CampaignDesk, at: Instant) -> Judged:
    """Whom the run may write to now, as far as the people themselves say it: read for the whole page at once."""
    own = {one.candidate_id: offer_mail_id(said.batch_id, one.candidate_id) for one in page}
    there = desk.truth.facts.planned(list(own.values()))  # Written before a crash, or by another delivery.
    rest = [one for one in page if own[one.candidate_id] not in there]
    people = willing([one.candidate_id for one in rest], truth=desk.truth, at=at)
    wanted = {one.candidate_id: [o.job_id for o in one.offers if o.job_id in said.jobs] for one in rest}
    return with_offers_not_refused(people, wanted, kinds=said.kinds, rules=desk.rules, at=at)


def plan_page(
    page: Sequence[FrozenPerson],
    judged: Judged,
    *,
    said: Offering,
    desk: CampaignDesk,
    pool: ThreadPoolExecutor,
    at: Instant,
) -> list[Planned]:
    """One mail, or the reason for none, for each person; the same page again gives the same."""

    def planned(one: FrozenPerson) -> Planned:
        person = judged.get(one.candidate_id)
        return _write(person, one, said=said, desk=desk, at=at) if isinstance(person, Reachable) else person

    return list(pool.map(planned, page))


def _pages(occurrence: Occurrence, parts: int, *, desk: CampaignDesk) -> Iterator[Page]:
    """What is left of the audience; a part without people is one empty page."""
    for number in range(occurrence.expanded_parts, parts):
        part = desk.audiences.read(part_key(occurrence, number), AudiencePart)
        first = max(0, occurrence.cursor - part.offset)
        for start in range(first, max(first + 1, len(part.people)), desk.page):
            end = start + desk.page
            yield Page(part.people[start:end], ends_part=end >= len(part.people))


def _judged_ahead(
    pages: Iterator[Page],
    *,
    said: Offering,
    desk: CampaignDesk,
    pool: ThreadPoolExecutor,
    clock: Callable[[], Instant],
) -> Iterator[tuple[Page, Judged]]:
    """Each page with its people's standing, which is read while the page before is written.

    What changes in between is caught by the conditions of each person's transaction, and before the claim.
    """
    ahead: tuple[Page, Future[Judged]] | None = None
    for page in pages:
        before, ahead = ahead, (page, pool.submit(judge, page.people, said=said, desk=desk, at=clock()))
        if before is not None:
            yield before[0], before[1].result()
    if ahead is not None:
        yield ahead[0], ahead[1].result()


def _write(person: Reachable, frozen: FrozenPerson, *, said: Offering, desk: CampaignDesk, at: Instant) -> Planned:
    """Write one person's mail and its guards.

    An offer that another campaign has just made is left out of the mail and the rest tried again.
    """
    who, mails = frozen.candidate_id, desk.truth.mails
    mail = offer_mail(person, frozen.offers, said=said, desk=desk, at=at)
    while not (mails.plan(mail) or _exists(mail.mail_id, mails)):
        people = willing([who], truth=desk.truth, at=at)
        wanted = {who: person.jobs}
        again = with_new_offers(people, wanted, kinds=said.kinds, truth=desk.truth, rules=desk.rules, at=at)[who]
        if isinstance(again, NoOffer):
            return again
        if again.jobs == person.jobs:
            return NoOffer.SAME_ADDRESS  # Refused although every offer is new: the address had its mail of this run.
        person, mail = again, offer_mail(again, frozen.offers, said=said, desk=desk, at=at)
    return None


def _exists(mail_id: MailId, mails: MailLedger) -> bool:
    try:
        mails.get(mail_id)
    except NotFoundError:
        return False
    return True


def _recorded(
    occurrence: Occurrence, page: Sequence[Planned], *, ends: bool, desk: CampaignDesk, now: Instant
) -> Occurrence:
    """Counts and cursor in one write, on top of whatever a person decided meanwhile: what was planned is a fact.

    ConflictError when another runner has passed this page.
    """
    held = occurrence
    for _ in range(_TRIES):
        try:
            return desk.campaigns.save_occurrence(_counted(held, page, ends=ends, now=now))
        except ConflictError:
            now_held = desk.campaigns.occurrence(occurrence.campaign_id, occurrence.scheduled_for)
            if now_held is None or _place(now_held) != _place(occurrence):
                raise
            held = now_held
    raise ConflictError("the run changes too often")


def _place(occurrence: Occurrence) -> tuple[int, int]:
    return occurrence.expanded_parts, occurrence.cursor


def _counted(occurrence: Occurrence, page: Sequence[Planned], *, ends: bool, now: Instant) -> Occurrence:
    reasons = Counter(reason.value for reason in page if reason is not None)
    leased = None if occurrence.leased_until is None else now + LEASE
    return occurrence.model_copy(
        update={
            "cursor": occurrence.cursor + len(page),
            "expanded_parts": occurrence.expanded_parts + int(ends),
            "planned": occurrence.planned + len(page) - reasons.total(),
            "skipped": dict(Counter(occurrence.skipped) + reasons),
            "leased_until": leased,
            "updated_at": now,
        }
    )
