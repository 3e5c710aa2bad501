"""A campaign: a message, jobs, a segment and a schedule; each run of it is an occurrence."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, NewType, Self

from pydantic import AfterValidator, Field, model_validator

from relance.errors import ConflictError
from relance.jobs import JobId
from relance.records import Instant, Record
from relance.segments import SegmentDefinition
from relance.segments.saved import SegmentId

CampaignId = NewType("CampaignId", str)


LOCAL_TIME: Final = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"


class CampaignState(StrEnum):
    """Where a campaign stands. ENDED: there is no further run; mails that are planned still leave."""

    DRAFT = "draft"
    APPROVED = "approved"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    ENDED = "ended"


ALLOWED_CAMPAIGN: Final[dict[CampaignState, frozenset[CampaignState]]] = {
    CampaignState.DRAFT: frozenset({CampaignState.APPROVED, CampaignState.CANCELLED}),
    CampaignState.APPROVED: frozenset(
        {CampaignState.PAUSED, CampaignState.CANCELLED, CampaignState.ENDED, CampaignState.DRAFT}
    ),
    CampaignState.PAUSED: frozenset(
        {CampaignState.APPROVED, CampaignState.ENDED, CampaignState.CANCELLED, CampaignState.DRAFT}
    ),
    CampaignState.CANCELLED: frozenset(),
    CampaignState.ENDED: frozenset({CampaignState.PAUSED, CampaignState.CANCELLED}),
}
"""Back to DRAFT: somebody changed what was approved, and the approval falls."""

_FRENCH: Final[Mapping[CampaignState, str]] = {
    CampaignState.DRAFT: "un brouillon",
    CampaignState.APPROVED: "approuvée",
    CampaignState.PAUSED: "en pause",
    CampaignState.CANCELLED: "annulée",
    CampaignState.ENDED: "terminée",
}


class Schedule(Record):
    """When a campaign runs: once at a local time, or by an EventBridge cron expression, in one time zone."""

    at: str | None = Field(default=None, pattern=LOCAL_TIME)
    """Local time without offset; None together with `cron` None means as soon as it is approved."""
    cron: str | None = None
    ends: str | None = Field(default=None, pattern=LOCAL_TIME)
    """Of a recurring schedule: local time after which there is no further run; None: until somebody ends it."""
    time_zone: str
    """IANA name; the employer's own unless somebody chose another."""


class Digest(Record):
    """Each person gets only the offers that fit them and were never sent to them."""

    top: int = Field(default=3, ge=1, le=5)
    """At most so many offers a person and mail, among jobs whose must-haves their CV shows."""


def _each_once(jobs: tuple[JobId, ...]) -> tuple[JobId, ...]:
    """A job that is named twice is offered once: two offers of it in one mail would be refused by the ledger."""
    return tuple(dict.fromkeys(jobs))


class Campaign(Record):
    """What will be offered to whom, and when."""

    campaign_id: CampaignId
    revision: int = 0
    name: str = Field(min_length=1, max_length=120)
    jobs: Annotated[tuple[JobId, ...], AfterValidator(_each_once)] = Field(default=(), max_length=10)
    """What is offered; none: every open job, which only a digest may mean."""
    digest: Digest | None = None
    segment: SegmentDefinition
    segment_id: SegmentId | None = None
    """The kept segment that a draft follows; `segment` is what it said when the campaign was approved."""
    schedule: Schedule = Schedule(time_zone="UTC")
    """Without one, as soon as it is approved: the same moment in every zone."""
    introduction: dict[str, str] = Field(default_factory=dict)
    """Recruiter's own opening paragraph by language code (plain text); missing languages use the template's own."""
    state: CampaignState = CampaignState.DRAFT
    audience_ceiling: int | None = None
    """A larger frozen audience waits for a new approval."""
    approved_by: str | None = None
    approved_at: Instant | None = None
    approval_fell_at: Instant | None = None
    """When somebody last changed what had been approved: mails approved until then do not leave any more."""
    cancelled_by: str | None = None
    proposed_for: JobId | None = None
    """The new job for which the service itself drafted it; a person approves, changes or cancels it."""
    created_by: str
    created_at: Instant
    updated_at: Instant

    @property
    def content(self) -> tuple[object, ...]:
        """What an approval is given for: another content needs another approval."""
        return self.jobs, self.digest, self.segment, self.segment_id, self.introduction, self.schedule

    @model_validator(mode="after")
    def _something_to_offer(self) -> Self:
        if not self.jobs and self.digest is None:
            raise ValueError("name at least one job, or make it a digest of all open jobs")
        return self


class OccurrenceState(StrEnum):
    """Where one run of a campaign stands."""

    DUE = "due"
    FREEZING = "freezing"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    LATE = "late"


ALLOWED_OCCURRENCE: Final[dict[OccurrenceState, frozenset[OccurrenceState]]] = {
    OccurrenceState.DUE: frozenset({OccurrenceState.FREEZING, OccurrenceState.CANCELLED, OccurrenceState.LATE}),
    OccurrenceState.FREEZING: frozenset({OccurrenceState.RUNNING, OccurrenceState.PAUSED, OccurrenceState.CANCELLED}),
    OccurrenceState.RUNNING: frozenset({OccurrenceState.PAUSED, OccurrenceState.FINISHED, OccurrenceState.CANCELLED}),
    OccurrenceState.PAUSED: frozenset({OccurrenceState.RUNNING, OccurrenceState.CANCELLED}),
    OccurrenceState.FINISHED: frozenset(),
    OccurrenceState.CANCELLED: frozenset(),
    OccurrenceState.LATE: frozenset(),
}


class PauseReason(StrEnum):
    """Why an occurrence waits for a person."""

    AUDIENCE_OVER_CEILING = "audience_over_ceiling"
    CAMPAIGN_PAUSED = "campaign_paused"


class EndReason(StrEnum):
    """Why an occurrence ended before everybody of it had been looked at."""

    SEGMENT_INVALID = "segment_invalid"
    AUDIENCE_OLD = "audience_old"


END_SENTENCES: Final[Mapping[EndReason, tuple[str, str]]] = {
    EndReason.SEGMENT_INVALID: (
        "la campagne nomme une offre ou un segment qui n’existe pas ou n’est pas valable",
        "the campaign names a job or a segment that does not exist or is not valid",
    ),
    EndReason.AUDIENCE_OLD: (
        "a attendu plus de sept jours\u00a0: son audience n’est plus actuelle",
        "waited for more than seven days: its audience is out of date",
    ),
}
"""Each in French and English."""


class Occurrence(Record):
    """One run of a campaign: its frozen audience and how far it has been expanded into mails.

    `planned` and the sum of `skipped` always equal `cursor`: all three are written in one conditional write (R3).
    """

    campaign_id: CampaignId
    scheduled_for: Instant
    """Whole seconds; its mails have the batch id `occurrence_batch(campaign_id, scheduled_for)`."""
    revision: int = 0
    state: OccurrenceState = OccurrenceState.DUE
    paused_because: PauseReason | None = None
    ended_because: EndReason | None = None
    """None also when nothing was wrong, or a person decided it."""
    audience_key: str | None = None
    """S3 key of the frozen audience; the first writer wins. None until it is whole."""
    audience_size: int | None = None
    """While it is being frozen: how many people it has so far."""
    frozen_parts: int = 0
    """How many parts of it are written."""
    excluded: dict[str, int] = Field(default_factory=dict)
    """Reason → people of the segment who are, for it, not in the frozen audience."""
    cursor: int = 0
    """How many people of the audience have been expanded."""
    expanded_parts: int = 0
    """How many parts have been expanded to their end."""
    planned: int = 0
    skipped: dict[str, int] = Field(default_factory=dict)
    """Reason → people of the frozen audience who got no mail for it at expansion."""
    leased_until: Instant | None = None
    """Until then one runner works on it and a second delivery leaves it alone; None when nobody does."""
    updated_at: Instant

    @property
    def ended(self) -> bool:
        """Whether nothing more will be planned for it."""
        return not ALLOWED_OCCURRENCE[self.state]


def move(campaign: Campaign, to: CampaignState, *, now: Instant) -> Campaign:
    """The campaign in its new state; ConflictError when the table does not allow it."""
    if to is campaign.state:
        raise ConflictError(f"this campaign is {to} already – cette campagne est déjà {_FRENCH[to]}")
    if to not in ALLOWED_CAMPAIGN[campaign.state]:
        raise ConflictError(f"a campaign that is {campaign.state} cannot become {to}")
    return campaign.model_copy(update={"state": to, "updated_at": now})


def move_occurrence(
    occurrence: Occurrence, to: OccurrenceState, *, now: Instant, because: PauseReason | EndReason | None = None
) -> Occurrence:
    """The occurrence in its new state, without a runner when it rests there; ConflictError as the table says."""
    if to not in ALLOWED_OCCURRENCE[occurrence.state]:
        raise ConflictError(f"an occurrence that is {occurrence.state} cannot become {to}")
    rests = to is OccurrenceState.PAUSED or not ALLOWED_OCCURRENCE[to]
    lease = None if rests else occurrence.leased_until
    reasons = {
        "paused_because": because if isinstance(because, PauseReason) else None,
        "ended_because": because if isinstance(because, EndReason) else None,
    }
    return occurrence.model_copy(update={"state": to, "leased_until": lease, "updated_at": now} | reasons)
