"""Whether a mail may leave now, from what is true now (R7, R19, R29)."""

from datetime import timedelta
from typing import Final

from pydantic import Field

from relance.applications import Application, Outcome
from relance.campaigns import Campaign, CampaignState, Occurrence
from relance.campaigns.job_kinds import JobKind, unwanted
from relance.candidates import Candidate, Wishes
from relance.errors import InvalidInputError
from relance.jobs import JobId
from relance.mail.addresses import strict_address
from relance.mail.mails import Mail, RenewalContent, SkipReason, Stream
from relance.records import Instant, Record


class SendFacts(Record):
    """Everything that decides, read just before the claim."""

    candidate: Candidate | None
    suppression: str | None = None
    stop_all: bool = False
    stream_paused: str | None = None
    batch_stopped: bool = False
    sender_unready: str | None = None
    """Why the stream's sub-domain may not send (R15)."""
    application: Application | None = None
    """Of an answer: the application that it answers."""
    other_applications: tuple[Application, ...] = ()
    """Of an answer: the person's other applications; of an offer: all of them."""
    campaign: Campaign | None = None
    occurrence: Occurrence | None = None
    decisions_hold_for: timedelta | None = None
    """Of an answer: how long an approval stands."""
    closed_jobs: frozenset[JobId] = frozenset()
    kinds: dict[JobId, JobKind] = Field(default_factory=dict)
    """Of an offer: of those of its jobs that are open."""
    opens_at: Instant | None = None
    """When sending hours begin, if it is not within them now (R10)."""


class Send(Record):
    """It leaves, to this address."""

    address: str
    dropped: frozenset[JobId] = frozenset()
    """Offers that it leaves without."""


class Skip(Record):
    """It will never leave."""

    reason: SkipReason


class NotNow(Record):
    """It may leave another time."""

    because: str
    until: Instant | None = None
    """None: nobody knows; looked at again in a while."""


class Ask(Record):
    """A person decides."""

    because: str


type Verdict = Send | Skip | NotNow | Ask

ERASED: Final = "erased"
"""Suppression of an address whose holder was erased: no offers; but whoever applies anew is answered (R31)."""
HIRED: Final = "hired"
REOPENED: Final = "reopened"
"""Holds that last as long as they are true: whoever lifts them has to end the application first (R19)."""
DECISION_OLD: Final = "decision_old"

_LOOKED_AT: Final = (
    SkipReason.JOB_CLOSED,
    SkipReason.ALREADY_APPLIED,
    SkipReason.NOT_THIS_KIND,
    SkipReason.NOT_THIS_CONTRACT,
)
"""What speaks against an offer, in the order in which it is looked at."""


def verdict(mail: Mail, facts: SendFacts, *, now: Instant) -> Verdict:
    """The first of the rules below that has something to say; else the address to send to."""
    if facts.candidate is None:
        return Skip(reason=SkipReason.CANDIDATE_GONE)
    if mail.test_for is not None:  # Asked for just now by the colleague who reads it: no consent, no hours.
        return (
            _switches(mail, facts, now=now)
            or _nothing_left(mail, facts, facts.candidate)
            or _address(mail, facts, facts.candidate)
        )
    stream_rule = _answer if mail.stream is Stream.ANSWERS else _offer
    return (
        _switches(mail, facts, now=now)
        or stream_rule(mail, facts, facts.candidate, now=now)
        or _hours(mail, facts, now=now)
        or _address(mail, facts, facts.candidate)
    )


def _switches(mail: Mail, facts: SendFacts, *, now: Instant) -> Verdict | None:
    if facts.batch_stopped:
        return Skip(reason=SkipReason.BATCH_STOPPED)
    if facts.stop_all:
        return NotNow(because="stop_all")
    if facts.stream_paused:
        return NotNow(because=facts.stream_paused)
    if facts.sender_unready:
        return NotNow(because=facts.sender_unready)
    if mail.not_before is not None and now < mail.not_before:
        return NotNow(because=mail.held_because or "not_before", until=mail.not_before)
    return None


def _answer(mail: Mail, facts: SendFacts, candidate: Candidate, *, now: Instant) -> Verdict | None:  # noqa: ARG001
    match facts.application:
        case None:
            return Skip(reason=SkipReason.CANDIDATE_GONE)
        case Application(outcome=Outcome.HIRED):
            return Ask(because=HIRED)
        case Application(outcome=Outcome.OPEN):
            return Ask(because=REOPENED)
        case Application(outcome=Outcome.WITHDRAWN):
            return Skip(reason=SkipReason.WITHDRAWN)
    return _second_look(mail, facts, now=now)


def _second_look(mail: Mail, facts: SendFacts, *, now: Instant) -> Ask | None:
    """What a person can overrule."""
    if any(other.is_active for other in facts.other_applications) and "active_elsewhere" not in mail.overruled:
        return Ask(because="active_elsewhere")
    if _is_old(mail, facts, now=now) and DECISION_OLD not in mail.overruled:
        return Ask(because=DECISION_OLD)
    return None


def _is_old(mail: Mail, facts: SendFacts, *, now: Instant) -> bool:
    """Whether the decision was made longer ago than the employer lets it stand: what it says may no longer be so."""
    lasts = facts.decisions_hold_for
    return lasts is not None and mail.approved_at is not None and now - mail.approved_at > lasts


def _offer(mail: Mail, facts: SendFacts, candidate: Candidate, *, now: Instant) -> Verdict | None:
    if facts.suppression == ERASED:
        return Skip(reason=SkipReason.CANDIDATE_GONE)
    if facts.suppression is not None:  # Before what they chose: a complaint counts as a choice, too, and is not one.
        return Skip(reason=SkipReason.SUPPRESSED)
    if isinstance(mail.content, RenewalContent):
        return _renewal(mail.content, candidate, now=now)
    refused = _unwanted(candidate, now=now) or _hired(facts)
    if refused is not None:
        return Skip(reason=refused)
    states = _campaign_states(mail, facts)
    if "cancelled" in states:
        return Skip(reason=SkipReason.CAMPAIGN_CANCELLED)
    return _nothing_left(mail, facts, candidate) or (NotNow(because="campaign_paused") if "paused" in states else None)


def _approval_fell(mail: Mail, campaign: Campaign) -> bool:
    """Whether somebody has changed the campaign since: what was approved before does not leave any more."""
    fell = campaign.approval_fell_at
    return fell is not None and (mail.approved_at is None or mail.approved_at <= fell)


def _nothing_left(mail: Mail, facts: SendFacts, candidate: Candidate) -> Skip | None:
    """A mail leaves without the offers that are not made any more; without any offer it does not leave.

    The reason is that of the offer that came furthest, as when an audience is frozen.
    """
    dropped = _dropped(mail, facts, candidate)
    if not set(mail.job_ids) <= dropped.keys():
        return None
    return Skip(reason=max(dropped.values(), key=_LOOKED_AT.index))


def _dropped(mail: Mail, facts: SendFacts, candidate: Candidate) -> dict[JobId, SkipReason]:
    """The offers of the mail that are not made any more, and why; of a test only what was closed."""
    wishes = Wishes() if mail.test_for is not None else candidate.wishes
    applied = set() if mail.test_for is not None else {one.job_id for one in facts.other_applications}
    found = {}
    for job_id in mail.job_ids:
        if job_id in facts.closed_jobs:
            found[job_id] = SkipReason.JOB_CLOSED
        elif job_id in applied:
            found[job_id] = SkipReason.ALREADY_APPLIED
        elif job_id in facts.kinds and (why := unwanted(facts.kinds[job_id], wishes)) is not None:
            found[job_id] = SkipReason(why.value)
    return found


def _renewal(content: RenewalContent, candidate: Candidate, *, now: Instant) -> Verdict | None:
    """A pause only delays the question; a newer yes, a no, or the end of the agreement answers it."""
    refused = _unwanted(candidate, now=now)
    if refused is SkipReason.PAUSED:
        return NotNow(because="paused", until=candidate.paused_until)
    if refused is not None:
        return Skip(reason=refused)
    asked_about = candidate.consent is not None and candidate.consent.given_at == content.consent_given_at
    return None if asked_about else Skip(reason=SkipReason.RENEWED)


def _unwanted(candidate: Candidate, *, now: Instant) -> SkipReason | None:
    """Why this person gets no offers now (R29)."""
    refusal = candidate.contact_refusal(now)
    return None if refusal is None else SkipReason(refusal.value)


def _hired(facts: SendFacts) -> SkipReason | None:
    """Whoever works here now is not looking for a job here."""
    hired = any(application.outcome is Outcome.HIRED for application in facts.other_applications)
    return SkipReason.HIRED if hired else None


def _campaign_states(mail: Mail, facts: SendFacts) -> set[str]:
    """Of the campaign and its run; one that is not there, or not as it was approved, counts as cancelled."""
    if facts.campaign is None or _approval_fell(mail, facts.campaign):
        return {CampaignState.CANCELLED.value}
    return {facts.campaign.state.value, *([facts.occurrence.state.value] if facts.occurrence else [])}


def _hours(mail: Mail, facts: SendFacts, *, now: Instant) -> Verdict | None:  # noqa: ARG001
    if facts.opens_at is not None and facts.opens_at > now:
        return NotNow(because="office_hours", until=facts.opens_at)
    return None


def _address(mail: Mail, facts: SendFacts, candidate: Candidate) -> Verdict:
    if candidate.email is None:
        return Skip(reason=SkipReason.NO_ADDRESS)
    if facts.suppression not in {None, ERASED}:
        return Skip(reason=SkipReason.SUPPRESSED)
    try:
        address = strict_address(candidate.email)
    except InvalidInputError:
        return Skip(reason=SkipReason.BAD_ADDRESS)
    return Send(address=address, dropped=frozenset(_dropped(mail, facts, candidate)))
