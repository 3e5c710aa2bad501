"""Turns a frozen audience into mails: one conditional transaction per person, the cursor after each part (R3, R5)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Final

from relance.campaigns import Campaign, Occurrence, OccurrenceState, move_occurrence
from relance.campaigns.audience import ExclusionReason
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.eligibility import consenting, contactable, with_new_offers, with_offers_not_refused
from relance.campaigns.frozen import Audience, AudiencePart, FrozenPerson, part_key
from relance.campaigns.offer_mails import Offering, offer_mail, offer_mail_id, offering
from relance.errors import ConflictError
from relance.mail.mails import Mail
from relance.records import Instant
from run_campaign.lease import LEASE, must_stop

_TRIES: Final = 5

type WhyNoMail = ExclusionReason | None
"""None: there is one."""
type Composed = Sequence[tuple[FrozenPerson, Mail | ExclusionReason]]
"""What each person of a part is to get, as far as the people themselves say it."""


def expand(
    campaign: Campaign, occurrence: Occurrence, *, desk: CampaignDesk, clock: Callable[[], Instant], until: Instant
) -> Occurrence:
    """The run after as many parts as time allows: finished, stopped by a person, or still RUNNING when time was up.

    A part is read and composed while the one before is written. What changes in between is caught by the conditions of
    each person's transaction, and before the claim.
    """
    assert occurrence.audience_key is not None  # noqa: S101  Only a frozen run is RUNNING; this tells mypy.
    audience = desk.audiences.read(occurrence.audience_key, Audience)
    said = offering(campaign, occurrence.scheduled_for, desk=desk)
    make = partial(_composed, occurrence, said=said, desk=desk, clock=clock)
    first = occurrence.expanded_parts
    for composed in _prefetched(make, range(first, audience.parts)):
        rests = must_stop(campaign, occurrence, campaigns=desk.campaigns, now=clock(), until=until)
        if rests is not None:
            return rests
        begun = occurrence.expanded_parts == first  # Perhaps, by a runner that was killed.
        planned = _plan(composed, begun=begun, said=said, desk=desk, at=clock())
        occurrence = _recorded(occurrence, planned, desk=desk, now=clock())
    return desk.campaigns.save_occurrence(move_occurrence(occurrence, OccurrenceState.FINISHED, now=clock()))


def _prefetched[Made](make: Callable[[int], Made], numbers: Iterable[int]) -> Iterator[Made]:
    """What is made of each number, made while the one before is in use."""
    with ThreadPoolExecutor(1) as pool:
        ahead: Future[Made] | None = None
        for number in numbers:
            before, ahead = ahead, pool.submit(make, number)
            if before is not None:
                yield before.result()
        if ahead is not None:
            yield ahead.result()


def _composed(
    occurrence: Occurrence, number: int, *, said: Offering, desk: CampaignDesk, clock: Callable[[], Instant]
) -> Composed:
    """What is left of one part of the audience, each with their mail or the reason for none.

    Composed for everybody at once: between two requests the same work takes four times as long.
    """
    part, at = desk.audiences.read(part_key(occurrence, number), AudiencePart), clock()
    left = part.people[max(0, occurrence.cursor - part.offset) :]
    people = consenting([one.candidate_id for one in left], eligibility=desk.eligibility, at=at)
    wanted = {one.candidate_id: [o.job_id for o in one.offers if o.job_id in said.jobs] for one in left}
    judged = with_offers_not_refused(people, wanted, kinds=said.kinds, rules=desk.rules, at=at)

    def composed(one: FrozenPerson) -> Mail | ExclusionReason:
        person = judged[one.candidate_id]
        if isinstance(person, ExclusionReason):
            return person
        return offer_mail(person, one, said=said, desk=desk, at=at)

    return [(one, composed(one)) for one in left]


def _plan(composed: Composed, *, begun: bool, said: Offering, desk: CampaignDesk, at: Instant) -> list[WhyNoMail]:
    """One mail, or the reason for none, for each person; the same part again gives the same.

    Of a part that was `begun` earlier, only the rest is written.
    """
    own = {one.candidate_id: offer_mail_id(said.batch_id, one.candidate_id) for one, _ in composed}
    done = set(desk.eligibility.facts.planned(own.values()) if begun else ())
    mails = [mail for _, mail in composed if isinstance(mail, Mail) and mail.mail_id not in done]
    done |= {mail.mail_id for mail, new in zip(mails, desk.eligibility.mails.plan_many(mails), strict=True) if new}
    done |= desk.eligibility.facts.planned(set(own.values()) - done)  # Written by another delivery.

    def plan_again(one: tuple[FrozenPerson, Mail | ExclusionReason]) -> WhyNoMail:
        person, mail = one
        return mail if isinstance(mail, ExclusionReason) else _plan_rest(mail, person, said=said, desk=desk, at=at)

    left = [one for one in composed if own[one[0].candidate_id] not in done]
    reasons = dict(zip((person.candidate_id for person, _ in left), desk.each(plan_again, left), strict=True))
    return [reasons.get(person.candidate_id) for person, _ in composed]


def _plan_rest(mail: Mail, frozen: FrozenPerson, *, said: Offering, desk: CampaignDesk, at: Instant) -> WhyNoMail:
    """After a refusal: an offer that another campaign has just made is left out and the rest tried again."""
    who = frozen.candidate_id
    while mail.mail_id not in desk.eligibility.facts.planned([mail.mail_id]):
        people = contactable([who], eligibility=desk.eligibility, at=at)
        wanted = {who: mail.job_ids}
        again = with_new_offers(
            people, wanted, kinds=said.kinds, eligibility=desk.eligibility, rules=desk.rules, at=at
        )[who]
        if isinstance(again, ExclusionReason):
            return again
        if again.jobs == mail.job_ids:
            # Refused although every offer is new: the address had its mail of this run.
            return ExclusionReason.SAME_ADDRESS
        mail = offer_mail(again, frozen, said=said, desk=desk, at=at)
        if desk.eligibility.mails.plan(mail):
            return None
    return None


def _recorded(occurrence: Occurrence, part: Sequence[WhyNoMail], *, desk: CampaignDesk, now: Instant) -> Occurrence:
    """Counts and cursor in one write, on top of whatever a person decided meanwhile: what was planned is a fact.

    ConflictError when another runner has passed this part.
    """
    held = occurrence
    for _ in range(_TRIES):
        try:
            return desk.campaigns.save_occurrence(_counted(held, part, now=now))
        except ConflictError:
            now_held = desk.campaigns.occurrence(occurrence.campaign_id, occurrence.scheduled_for)
            if now_held is None or _progress(now_held) != _progress(occurrence):
                raise
            held = now_held
    raise ConflictError("the run changes too often")


def _progress(occurrence: Occurrence) -> tuple[int, int]:
    return occurrence.expanded_parts, occurrence.cursor


def _counted(occurrence: Occurrence, part: Sequence[WhyNoMail], *, now: Instant) -> Occurrence:
    reasons = Counter(reason.value for reason in part if reason is not None)
    leased = None if occurrence.leased_until is None else now + LEASE
    return occurrence.model_copy(
        update={
            "cursor": occurrence.cursor + len(part),
            "expanded_parts": occurrence.expanded_parts + 1,
            "planned": occurrence.planned + len(part) - reasons.total(),
            "skipped": dict(Counter(occurrence.skipped) + reasons),
            "leased_until": leased,
            "updated_at": now,
        }
    )
