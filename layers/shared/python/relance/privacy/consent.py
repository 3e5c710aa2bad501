"""The yes to the talent pool: given with evidence, withdrawn and paused at once (R29)."""

from datetime import timedelta
from typing import Final

from relance.candidates import Candidate, Consent, ConsentChannel
from relance.errors import InvalidInputError
from relance.records import Instant

YEARS: Final = 2
"""How long a yes holds (R30)."""
PAUSE_MONTHS: Final = (1, 3, 6, 12)
"""How long a pause can last."""
USUAL_PAUSE: Final = 3
SAME_YES: Final = timedelta(days=1)
"""A second press within this time is the same yes, not a new one."""


def give(candidate: Candidate, *, text_version: str, channel: ConsentChannel, proof: str, now: Instant) -> Candidate:
    """The candidate with a yes from now on; it also ends a pause and an earlier no. Pressing twice is one yes."""
    held = candidate.consent
    repeated = held is not None and held.text_version == text_version and now - held.given_at < SAME_YES
    if repeated and candidate.may_be_offered_jobs(now):
        return candidate
    consent = Consent(
        text_version=text_version, given_at=now, channel=channel, proof=proof, expires_at=_years_later(now, YEARS)
    )
    return candidate.model_copy(
        update={"consent": consent, "unsubscribed_at": None, "paused_until": None, "updated_at": now}
    )


def withdraw(candidate: Candidate, *, now: Instant) -> Candidate:
    """The candidate with a no from now on; the earlier yes stays as the evidence of what was sent until now."""
    if candidate.unsubscribed_at is not None:
        return candidate
    return candidate.model_copy(update={"unsubscribed_at": now, "paused_until": None, "updated_at": now})


def pause(candidate: Candidate, *, months: int, now: Instant) -> Candidate:
    """The candidate with so many months of silence; a yes that holds keeps its time. InvalidInputError."""
    if months not in PAUSE_MONTHS:
        raise InvalidInputError("a pause lasts 1, 3, 6 or 12 months")
    return candidate.model_copy(update={"paused_until": months_later(now, months), "updated_at": now})


def resume(candidate: Candidate, *, now: Instant) -> Candidate:
    """The candidate without a pause."""
    if candidate.paused_until is None:
        return candidate
    return candidate.model_copy(update={"paused_until": None, "updated_at": now})


def _years_later(at: Instant, years: int) -> Instant:
    return months_later(at, 12 * years)


def months_later(at: Instant, months: int) -> Instant:
    """The same day of the month; where the month is shorter, its last day."""
    count = at.month - 1 + months
    year, month = at.year + count // 12, count % 12 + 1
    first_of_next = at.replace(year=year + month // 12, month=month % 12 + 1, day=1)
    last_day = (first_of_next - timedelta(days=1)).day
    return at.replace(year=year, month=month, day=min(at.day, last_day))
