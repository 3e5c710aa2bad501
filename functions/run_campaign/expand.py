"""Turns a frozen audience into mails: one conditional transaction per person, the cursor after each page (R3, R5)."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from relance.campaigns import (
    Campaign,
    CampaignState,
    Occurrence,
    OccurrenceState,
    PauseReason,
    move_occurrence,
)
from relance.campaigns.audience import NoOffer, standing
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.offering import Offering, documents_of, offer_mail, offer_mail_id, offering
from relance.candidates import CandidateId
from relance.errors import ConflictError, NotFoundError
from relance.matching.document import CandidateDocument
from relance.ports.mail import MailLedger
from relance.records import Instant

_TRIES: Final = 5

type Planned = NoOffer | None
"""None: there is a mail."""


def expand(
    campaign: Campaign, occurrence: Occurrence, *, desk: CampaignDesk, clock: Callable[[], Instant], until: Instant
) -> Occurrence:
    """The run after as many pages as time allows: finished, stopped by a person, or still RUNNING when time was up."""
    assert occurrence.audience_key is not None  # noqa: S101  Only a frozen run is RUNNING; this tells mypy.
    audience = desk.audiences.read(occurrence.audience_key)
    said = offering(campaign, occurrence.scheduled_for, history_jobs=audience.history_jobs, desk=desk)
    while occurrence.state is OccurrenceState.RUNNING:
        stopped = _stopped(desk.campaigns.get(campaign.campaign_id), occurrence, now=clock())
        if stopped is not None:
            return desk.campaigns.save_occurrence(stopped)
        page = audience.people[occurrence.cursor : occurrence.cursor + desk.page]
        if not page:
            return desk.campaigns.save_occurrence(move_occurrence(occurrence, OccurrenceState.FINISHED, now=clock()))
        if clock() >= until:
            return desk.campaigns.save_occurrence(occurrence.model_copy(update={"leased_until": None}))
        occurrence = _recorded(occurrence, plan_page(page, said=said, desk=desk, at=clock()), desk=desk, now=clock())
    return occurrence


def plan_page(page: Sequence[CandidateId], *, said: Offering, desk: CampaignDesk, at: Instant) -> list[Planned]:
    """One mail, or the reason for none, for each person; the same page again gives the same."""
    documents = documents_of(tuple(page), desk=desk)
    return desk.each(lambda one: plan(one, documents.get(one), said=said, desk=desk, at=at), page)


def plan(
    candidate_id: CandidateId, document: CandidateDocument | None, *, said: Offering, desk: CampaignDesk, at: Instant
) -> Planned:
    """Write one person's mail and its guards, if there is something new to offer to them.

    An offer that another campaign has just made is left out of the mail and the rest tried again.
    """
    mails, tried = desk.truth.mails, None
    if _exists(candidate_id, said, mails):
        return None  # Written before a crash, or by another delivery.
    while True:
        person = standing(candidate_id, said.jobs, truth=desk.truth, at=at)
        if isinstance(person, NoOffer):
            return person
        if person.jobs == tried:
            return NoOffer.SAME_ADDRESS  # Refused although every offer is new: the address had its mail of this run.
        mail = offer_mail(person, document, said=said, desk=desk, at=at)
        if mails.plan(mail) or _exists(candidate_id, said, mails):
            return None
        tried = person.jobs


def _exists(candidate_id: CandidateId, said: Offering, mails: MailLedger) -> bool:
    try:
        mails.get(offer_mail_id(said.batch_id, candidate_id))
    except NotFoundError:
        return False
    return True


def _stopped(campaign: Campaign, occurrence: Occurrence, *, now: Instant) -> Occurrence | None:
    """The run as it rests when somebody has stopped its campaign meanwhile; None to go on."""
    match campaign.state:
        case CampaignState.CANCELLED:
            return move_occurrence(occurrence, OccurrenceState.CANCELLED, now=now)
        case CampaignState.PAUSED:
            because = PauseReason.CAMPAIGN_PAUSED
            return move_occurrence(occurrence, OccurrenceState.PAUSED, now=now, because=because)
        case _:
            return None


def _recorded(occurrence: Occurrence, page: Sequence[Planned], *, desk: CampaignDesk, now: Instant) -> Occurrence:
    """Counts and cursor in one write, on top of whatever a person decided meanwhile: what was planned is a fact.

    ConflictError when another runner has passed this page.
    """
    held = occurrence
    for _ in range(_TRIES):
        try:
            return desk.campaigns.save_occurrence(_counted(held, page, now=now))
        except ConflictError:
            now_held = desk.campaigns.occurrence(occurrence.campaign_id, occurrence.scheduled_for)
            if now_held is None or now_held.cursor != occurrence.cursor:
                raise
            held = now_held
    raise ConflictError("the run changes too often")


def _counted(occurrence: Occurrence, page: Sequence[Planned], *, now: Instant) -> Occurrence:
    reasons = Counter(reason.value for reason in page if reason is not None)
    return occurrence.model_copy(
        update={
            "cursor": occurrence.cursor + len(page),
            "planned": occurrence.planned + len(page) - reasons.total(),
            "skipped": dict(Counter(occurrence.skipped) + reasons),
            "updated_at": now,
        }
    )
