"""How long a person is kept, and when their agreement is asked for again (R30)."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from pydantic import Field

from relance.applications import Application, Outcome
from relance.candidates import Candidate
from relance.privacy.consent import months_later
from relance.records import Instant, Record


class RetentionPolicy(Record):
    """The employer's rule; the defaults are R30's."""

    months_without_consent: int = Field(default=3, ge=1, le=24)
    """Counted from the end of the last process, or from the end of the agreement."""
    renew_before: timedelta = timedelta(days=30)
    """So long before an agreement ends the person is asked whether it goes on."""


class RetentionAction(StrEnum):
    """What is due for a person."""

    KEEP = "keep"
    RENEW = "renew"
    ERASE = "erase"


def fate(
    person: Candidate, applications: Sequence[Application], *, policy: RetentionPolicy, at: Instant
) -> RetentionAction:
    """Whoever agreed is asked in time whether it goes on, also during a process; whoever agreed or is in a process is
    kept; others go."""
    yes = person.valid_consent(at)
    if yes is not None and at >= yes.expires_at - policy.renew_before:
        return RetentionAction.RENEW
    if yes is not None or any(each.outcome is Outcome.OPEN for each in applications):
        return RetentionAction.KEEP
    gone_on = months_later(last_ground(person, applications), policy.months_without_consent)
    return RetentionAction.ERASE if at >= gone_on else RetentionAction.KEEP


def last_ground(person: Candidate, applications: Sequence[Application]) -> Instant:
    """The last moment at which there was a reason to keep the person: a file that came, a process, an agreement."""
    moments = [
        person.created_at,
        *(file.received_at for file in person.cvs),
        *(each.updated_at for each in applications),
    ]
    if person.unsubscribed_at is not None:
        moments.append(person.unsubscribed_at)
    elif person.consent is not None:
        moments.append(person.consent.expires_at)
    return max(moments)
