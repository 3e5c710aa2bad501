"""Freezes the audience of a run, part by part; larger than approved, it waits for a person."""

from collections import Counter
from collections.abc import Callable

from relance.campaigns import Campaign, EndReason, Occurrence, OccurrenceState, PauseReason, move_occurrence
from relance.campaigns.audience_parts import AudienceReader, begin
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.frozen import Audience, AudiencePart, AudienceStart, audience_key, beginning_key, part_key
from relance.errors import InvalidInputError, NotFoundError
from relance.records import Instant
from run_campaign.lease import LEASE, must_stop


def freeze(
    campaign: Campaign, occurrence: Occurrence, *, desk: CampaignDesk, clock: Callable[[], Instant], until: Instant
) -> Occurrence:
    """The run after as many parts as time allows: frozen and RUNNING, waiting for an approval, stopped by a person, or
    still FREEZING without a runner when time was up.

    Each part is kept before the run counts it. A crash between the two finds it again: what was taken a second time is
    thrown away. A segment that cannot be read ends the run: it would not be readable the next time either.
    """
    try:
        beginning = _beginning(campaign, occurrence, desk=desk, at=clock())
        reader = AudienceReader(campaign, beginning, desk=desk)
    except (NotFoundError, InvalidInputError):
        because = EndReason.SEGMENT_INVALID
        ended = move_occurrence(occurrence, OccurrenceState.CANCELLED, now=clock(), because=because)
        return desk.campaigns.save_occurrence(ended)
    last = _last_part(occurrence, desk=desk)
    while last is None or last.next is not None:
        rests = must_stop(campaign, occurrence, campaigns=desk.campaigns, now=clock(), until=until)
        if rests is not None:
            return rests
        taken = reader.part(last.next if last else None, offset=occurrence.audience_size or 0, at=clock())
        last = desk.audiences.keep(part_key(occurrence, occurrence.frozen_parts), taken)
        occurrence = desk.campaigns.save_occurrence(_counted(occurrence, last, now=clock()))
    return desk.campaigns.save_occurrence(_closed(campaign, occurrence, beginning, desk=desk, now=clock()))


def over_ceiling(campaign: Campaign, audience_size: int) -> bool:
    """Whether so many people are more than was approved."""
    return campaign.audience_ceiling is not None and audience_size > campaign.audience_ceiling


def _beginning(campaign: Campaign, occurrence: Occurrence, *, desk: CampaignDesk, at: Instant) -> AudienceStart:
    key = beginning_key(occurrence)
    try:
        return desk.audiences.read(key, AudienceStart)
    except NotFoundError:
        return desk.audiences.keep(key, begin(campaign, desk=desk, at=at))


def _last_part(occurrence: Occurrence, *, desk: CampaignDesk) -> AudiencePart | None:
    """The part after which the walk goes on; None at its start."""
    if not occurrence.frozen_parts:
        return None
    return desk.audiences.read(part_key(occurrence, occurrence.frozen_parts - 1), AudiencePart)


def _counted(occurrence: Occurrence, part: AudiencePart, *, now: Instant) -> Occurrence:
    return occurrence.model_copy(
        update={
            "frozen_parts": occurrence.frozen_parts + 1,
            "audience_size": part.offset + len(part.people),
            "excluded": dict(Counter(occurrence.excluded) + Counter(part.excluded)),
            "leased_until": now + LEASE,
            "updated_at": now,
        }
    )


def _closed(
    campaign: Campaign, occurrence: Occurrence, beginning: AudienceStart, *, desk: CampaignDesk, now: Instant
) -> Occurrence:
    """The run with its whole audience."""
    audience = desk.audiences.keep(
        audience_key(occurrence),
        Audience(
            parts=occurrence.frozen_parts,
            size=occurrence.audience_size or 0,
            excluded=dict(Counter(occurrence.excluded) + Counter(beginning.excluded)),
            jobs=beginning.jobs,
            frozen_at=now,
        ),
    )
    frozen = occurrence.model_copy(
        update={"audience_key": audience_key(occurrence), "excluded": audience.excluded, "updated_at": now}
    )
    if over_ceiling(campaign, audience.size):
        because = PauseReason.AUDIENCE_OVER_CEILING
        return move_occurrence(frozen, OccurrenceState.PAUSED, now=now, because=because)
    return move_occurrence(frozen, OccurrenceState.RUNNING, now=now)
