"""How sending stands: what SES allows, which departures were given out, who sends, what came of it, what stops it."""

from datetime import datetime, timedelta
from typing import Final

from relance.records import Instant, Record

DKIM_ZONE: Final = "dkim.amazonses.com"


class SendQuota(Record):
    """What SES says of the account (GetAccount)."""

    per_second: float
    per_day: float
    sent_last_day: float
    enabled: bool = True
    read_at: Instant


class Grant(Record):
    """Departure times: `count` of them from `first`, `step_seconds` apart."""

    count: int
    first: Instant
    step_seconds: float

    def leaves_at(self, place: int) -> datetime:
        """Departure of the mail at this place, from 0."""
        return self.first + timedelta(seconds=place * self.step_seconds)


class Identity(Record):
    """What SES knows of a sub-domain, and what the DNS says of its policy."""

    domain: str
    exists: bool = True
    verified: bool = False
    dkim: str = "NOT_STARTED"
    """SES's word; SUCCESS when it signs with keys that the DNS publishes."""
    dkim_tokens: tuple[str, ...] = ()
    dkim_zone: str = DKIM_ZONE
    """Where the keys are kept: each token's CNAME points into it."""
    mail_from: str | None = None
    """Domain of the bounce address."""
    mail_from_status: str = "NOT_STARTED"
    """SES's word; SUCCESS when its MX record is there."""
    dmarc: bool | None = None
    """Whether `_dmarc.<domain>` holds a policy; None where nobody has looked."""
    read_at: Instant


class Counts(Record):
    """Of one stream over some days."""

    sent: int = 0
    bounced: int = 0
    """Hard bounces."""
    complained: int = 0


class Sign(Record):
    """A stop sign as it was set last."""

    why: str | None = None
    """None: it was taken away."""
    by: str
    at: Instant
