"""A mail: one intended message to one person, a row of the ledger."""

import hashlib
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Final, Literal, NewType

from pydantic import Field

from relance.campaigns import CampaignId
from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.mail.answer_parts import AdviceItem, Evidence, Flagged, StrengthSource
from relance.mail.colleague import Colleague
from relance.records import Instant, Record

MailId = NewType("MailId", str)
BatchId = NewType("BatchId", str)


class MailState(StrEnum):
    """Where a mail stands; the arrows between them are in `relance.mail.ledger`."""

    DRAFT = "draft"
    HELD = "held"
    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    ASSUMED_SENT = "assumed_sent"


LEAVING: Final = frozenset({MailState.HELD, MailState.CLAIMED})
"""Approved, and not known to have left."""
LEFT: Final = frozenset({MailState.ACCEPTED, MailState.ASSUMED_SENT, MailState.UNKNOWN})
"""The person has it, or may have it: an unclear outcome is never sent again by itself (R4)."""


class Stream(StrEnum):
    """Answers and campaigns have their own sub-domain, shards and reputation."""

    ANSWERS = "answers"
    CAMPAIGNS = "campaigns"


class SkipReason(StrEnum):
    """Why a mail was, on purpose, not sent."""

    NO_CONSENT = "no_consent"
    UNSUBSCRIBED = "unsubscribed"
    PAUSED = "paused"
    SUPPRESSED = "suppressed"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    CANDIDATE_GONE = "candidate_gone"
    HIRED = "hired"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    JOB_CLOSED = "job_closed"
    BATCH_STOPPED = "batch_stopped"
    CAMPAIGN_CANCELLED = "campaign_cancelled"
    ALREADY_OFFERED = "already_offered"
    SAME_ADDRESS = "same_address"
    RENEWED = "renewed"
    DO_NOT_CONTACT = "do_not_contact"
    ALREADY_APPLIED = "already_applied"
    NOT_THIS_KIND = "not_this_kind"
    NOT_THIS_CONTRACT = "not_this_contract"


class HousePart(Record):
    """A paragraph of the employer's own, as it was when the mail was written (R17)."""

    place: Literal["opening", "closing"]
    slot: str
    version: int
    text: str
    """With its fields and blocks: they are filled in when the mail is rendered."""


class AnswerContent(Record):
    """What a rejection says, apart from its frame."""

    kind: Literal["answer"] = "answer"
    job_title: str
    stage: str
    reason_id: str
    reason: str
    """One or two whole sentences in the mail's language, plain text; they follow the decision in the same paragraph."""
    criterion_id: str | None = None
    criterion: str | None = None
    """The criterion that the reason names, in the offer's words."""
    said_as: str | None = None
    """The stage whose wording the reason has, where it is not `stage`: screened, but nobody has talked yet."""
    tone: Literal["vous", "tu"] = "vous"
    strength: str | None = None
    """A whole sentence; None when nothing stands out."""
    strength_evidence: Evidence | None = None
    strength_source: StrengthSource | None = None
    without_rules: tuple[str, ...] = ()
    """Advice that the recruiter struck out, by rule id."""
    advice: tuple[AdviceItem, ...] = Field(default=(), max_length=3)
    personal_note: str | None = None
    flagged: Flagged | None = None
    signed_by: str | None = None
    call_at: str | None = None
    """Telephone number of who signs, given to finalists."""
    house: tuple[HousePart, ...] = ()
    words_version: str | None = None
    """Version of the reasons and phrases that it was written with."""


class OfferLine(Record):
    """One job in a campaign mail, and why it fits this person."""

    job_id: JobId
    title: str
    place: str | None = None
    contract: str | None = None
    pay_range: str | None = None
    url: str | None = None
    why: tuple[str, ...] = ()


class OfferContent(Record):
    """What a campaign mail says, apart from its frame."""

    kind: Literal["offer"] = "offer"
    introduction: str | None = None
    history: str | None = None
    """"You were among the finalists for … in March", in the mail's language."""
    offers: tuple[OfferLine, ...] = Field(min_length=1)
    rule: str | None = None
    """By which rule a digest chose them, in the mail's language."""
    consent_given_at: Instant | None = None
    consent_expires_at: Instant | None = None
    signed_by: str | None = None
    house: tuple[HousePart, ...] = ()


class RenewalContent(Record):
    """Asks whether an agreement that is about to end goes on (R30)."""

    kind: Literal["renewal"] = "renewal"
    consent_given_at: Instant
    consent_expires_at: Instant


class ErasedContent(Record):
    """Nothing any more: the person was erased (R31)."""

    kind: Literal["erased"] = "erased"


type Content = Annotated[AnswerContent | OfferContent | RenewalContent | ErasedContent, Field(discriminator="kind")]


class DeliveryFact(Record):
    """One SES event about a submission, kept beside the state."""

    kind: str
    """SES event type in lower case: send, delivery, bounce, complaint, reject, deliverydelay, renderingfailure."""
    submission: int
    at: Instant
    detail: str | None = None
    """Bounce type or the like; never an address."""


class Mail(Record):
    """One row of the ledger."""

    mail_id: MailId
    revision: int = 0
    state: MailState = MailState.DRAFT
    stream: Stream
    candidate_id: CandidateId
    job_ids: tuple[JobId, ...]
    batch_id: BatchId
    """The rejection batch, or the campaign's occurrence (`campaign_id#scheduled_for`)."""
    campaign_id: CampaignId | None = None
    test_for: Colleague | None = None
    language: Literal["fr", "en"]
    content: Content
    guards: tuple[str, ...]
    """Names written to MailGuards in the mail's own transaction and released when it ends unsent (R5)."""
    quiet_since: Instant | None = None
    """It may be planned only if no offer has left for this person after that moment; None: no such rule."""
    text_hash: str | None = None
    """SHA-256 of the rendered subject and text, frozen at approval."""
    approved_by: str | None = None
    approved_at: Instant | None = None
    not_before: Instant | None = None
    """Earliest moment of leaving, frozen at approval: undo window, minimum delay, working hours (R10, R19)."""
    wake_at: Instant | None = None
    """The one clock: release, re-try, lease end, end of patience. None: nothing will happen by itself."""
    waits_since: Instant | None = None
    """Since when a person's decision is awaited (the human queue); None when no one is asked."""
    held_because: str | None = None
    """Code of what it waits for: `undo_window`, `campaign_paused`, `active_elsewhere`, `text_changed`, …"""
    overruled: tuple[str, ...] = ()
    """Codes of holds that a named person has lifted: not asked a second time."""
    decided_by: str | None = None
    """Named person of the last decision after approval: cancelled, sent anyway, sent again, assumed sent."""
    skip_reason: SkipReason | None = None
    submission: int = 0
    """How often it was claimed; the tag `submission` of the SES request in flight."""
    maybe_sent: bool = False
    """An earlier submission may have arrived, and a named person asked for another: guards stay for good (R5)."""
    claimed_until: Instant | None = None
    """End of the sender's lease; longer than its function may run."""
    archive_key: str | None = None
    """Where the letter of the last submission is kept, exactly as submitted."""
    ses_message_id: str | None = None
    failure: str | None = None
    facts: tuple[DeliveryFact, ...] = ()
    told: tuple[str, ...] = ()
    """Kinds of events that its run has counted already."""
    created_at: Instant
    updated_at: Instant


class DueMail(Record):
    """What the wake index knows of a mail, as of `revision`."""

    mail_id: MailId
    revision: int
    state: MailState
    stream: Stream
    wake_at: Instant


class Departure(Record):
    """A mail on its way to the sender, visible to it after the delay."""

    mail_id: MailId
    delay_seconds: int = Field(default=0, ge=0, le=900)


def mail_id(kind: str, business_key: str, attempt: int) -> MailId:
    """Deterministic id: the same intention has the same id however often it is planned (R1)."""
    return MailId(hashlib.sha256(f"{kind}#{business_key}#{attempt}".encode()).hexdigest()[:40])


def occurrence_batch(campaign_id: CampaignId, scheduled_for: Instant) -> BatchId:
    """Batch id of one run of a campaign."""
    return BatchId(f"{campaign_id}#{scheduled_for.astimezone(UTC).isoformat()}")


def occurrence_of(batch_id: BatchId) -> Instant:
    """The moment that a run's batch id was made from; ValueError for a rejection batch."""
    return datetime.fromisoformat(batch_id.rpartition("#")[2])


def answer_guard(job: JobId, candidate: CandidateId) -> str:
    """One live answer per application (R5)."""
    return f"answer#{job}#{candidate}"


def offer_guard(job: JobId, candidate: CandidateId) -> str:
    """An offer of a given job once per person (R5)."""
    return f"offer#{job}#{candidate}"


def renewal_guard(candidate: CandidateId, given_at: Instant) -> str:
    """One question about one agreement (R30)."""
    return f"renewal#{candidate}#{given_at.isoformat()}"


def address_guard(occurrence: BatchId, address_key: str) -> str:
    """One mail per address in an occurrence (R5)."""
    return f"address#{occurrence}#{address_key}"
