"""Turns a frozen audience into mails: one conditional transaction per person, the cursor after each page (R3, R5)."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from relance.campaigns import Campaign, Occurrence, OccurrenceState, move_occurrence
from relance.campaigns.audience import NoOffer
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.frozen import Audience, AudiencePart, FrozenPerson, part_key
from relance.campaigns.offering import Offering, offer_mail, offer_mail_id, offering
from relance.campaigns.standing import Reachable, willing, with_new_offers
from relance.errors import ConflictError, NotFoundError
from relance.mail.mails import Mail
from relance.ports.mail import MailLedger
from relance.records import Instant
from run_campaign.lease import LEASE, stopped

_TRIES: Final = 5

type Planned = NoOffer | None
"""None: there is a mail."""


def expand(
    campaign: Campaign, occurrence: Occurrence, *, desk: CampaignDesk, clock: Callable[[], Instant], until: Instant
) -> Occurrence:
    """The run after as many pages as time allows: finished, stopped by a person, or still RUNNING when time was up."""
    assert occurrence.audience_key is not None  # noqa: S101  Only a frozen run is RUNNING; this tells mypy.
    audience = desk.audiences.read(occurrence.audience_key, Audience)
    said = offering(campaign, occurrence.scheduled_for, history_jobs=audience.history_jobs, desk=desk)
    part = AudiencePart(offset=0)
    number = -1
    with ThreadPoolExecutor(desk.workers) as pool:
        while occurrence.expanded_parts < audience.parts:
            rests = stopped(desk.campaigns.get(campaign.campaign_id), campaign, occurrence, now=clock())
            if rests is not None:
                return desk.campaigns.save_occurrence(rests)
            if clock() >= until:
                return desk.campaigns.save_occurrence(occurrence.model_copy(update={"leased_until": None}))
            if number != occurrence.expanded_parts:
                number = occurrence.expanded_parts
                part = desk.audiences.read(part_key(occurrence, number), AudiencePart)
            start = occurrence.cursor - part.offset
            page = part.people[start : start + desk.page]
            planned = plan_page(page, said=said, desk=desk, pool=pool, at=clock())
            ends = start + len(page) == len(part.people)
            occurrence = _recorded(occurrence, planned, ends=ends, desk=desk, now=clock())
    return desk.campaigns.save_occurrence(move_occurrence(occurrence, OccurrenceState.FINISHED, now=clock()))


def plan_page(
    page: Sequence[FrozenPerson], *, said: Offering, desk: CampaignDesk, pool: ThreadPoolExecutor, at: Instant
) -> list[Planned]:
    """One mail, or the reason for none, for each person; the same page again gives the same.

    The truth is read for the whole page; a person's transaction is under way while the next mail is written.
    """
    if not page:
        return []
    own = {one.candidate_id: offer_mail_id(said.batch_id, one.candidate_id) for one in page}
    there = desk.truth.facts.planned(list(own.values()))  # Written before a crash, or by another delivery.
    rest = [one for one in page if own[one.candidate_id] not in there]
    people = willing([one.candidate_id for one in rest], truth=desk.truth, at=at)
    wanted = {one.candidate_id: [o.job_id for o in one.offers if o.job_id in said.jobs] for one in rest}
    judged = with_new_offers(people, wanted, kinds=said.kinds, truth=desk.truth, rules=desk.rules, at=at)
    writes: dict[str, Future[Planned] | NoOffer] = {}
    for one in rest:
        person = judged[one.candidate_id]
        if isinstance(person, NoOffer):
            writes[one.candidate_id] = person
        else:
            mail = offer_mail(person, one.offers, said=said, desk=desk, at=at)
            writes[one.candidate_id] = pool.submit(_write, mail, person, one, said=said, desk=desk, at=at)
    return [_ended(writes.get(one.candidate_id)) for one in page]


def _ended(write: Future[Planned] | NoOffer | None) -> Planned:
    return write.result() if isinstance(write, Future) else write


def _write(
    mail: Mail, person: Reachable, frozen: FrozenPerson, *, said: Offering, desk: CampaignDesk, at: Instant
) -> Planned:
    """Write one person's mail and its guards.

    An offer that another campaign has just made is left out of the mail and the rest tried again.
    """
    who, mails, tried = frozen.candidate_id, desk.truth.mails, person.jobs
    while not (mails.plan(mail) or _exists(mail, mails)):
        people = willing([who], truth=desk.truth, at=at)
        judged = with_new_offers(people, {who: tried}, kinds=said.kinds, truth=desk.truth, rules=desk.rules, at=at)
        again = judged[who]
        if isinstance(again, NoOffer):
            return again
        if again.jobs == tried:
            return NoOffer.SAME_ADDRESS  # Refused although every offer is new: the address had its mail of this run.
        mail, tried = offer_mail(again, frozen.offers, said=said, desk=desk, at=at), again.jobs
    return None


def _exists(mail: Mail, mails: MailLedger) -> bool:
    try:
        mails.get(mail.mail_id)
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
