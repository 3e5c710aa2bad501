"""Whether a sub-domain may send: verified, signed by DKIM, with a bounce address of its own (R15)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from relance.errors import UnavailableError
from relance.mail.mails import Stream
from relance.mail.standing import Identity
from relance.ports.mail import SenderIdentities
from relance.records import Instant

READY_FOR: Final = timedelta(minutes=5)
"""How long a sub-domain that may send is believed."""
UNREADY_FOR: Final = timedelta(seconds=30)
"""How long one that may not is: somebody is just about to repair it."""
TRUSTED_FOR: Final = timedelta(hours=1)
"""How old a good reading may be while SES does not answer."""
SUCCESS: Final = "SUCCESS"

MISSING, UNVERIFIED, NO_DKIM, NO_MAIL_FROM, NO_DMARC = (
    "sender_missing", "sender_unverified", "sender_dkim_missing", "sender_mail_from_missing", "sender_dmarc_missing",
)  # fmt: skip


def unready(identity: Identity) -> str | None:
    """Why no mail may leave from here, as a code that its mails are held with; None when they may."""
    if not identity.exists:
        return MISSING
    if not identity.verified:
        return UNVERIFIED
    if identity.dkim != SUCCESS:
        return NO_DKIM
    if identity.mail_from is None or identity.mail_from_status != SUCCESS:
        return NO_MAIL_FROM
    return NO_DMARC if identity.dmarc is False else None


class RememberedIdentities:
    """`ports.SenderIdentities` that asks another one rarely: SES answers one such question a second."""

    def __init__(self, source: SenderIdentities) -> None:
        self._source = source
        self._known: dict[str, Identity] = {}

    def of(self, domain: str, *, now: Instant) -> Identity:
        """See the port. A good reading outlives an SES that does not answer, for an hour."""
        known = self._known.get(domain)
        if known is not None and now - known.read_at < (UNREADY_FOR if unready(known) else READY_FOR):
            return known
        try:
            self._known[domain] = self._source.of(domain, now=now)
        except UnavailableError:
            if known is None or unready(known) or now - known.read_at >= TRUSTED_FOR:
                raise
            return known
        return self._known[domain]


type SenderCheck = Callable[[Stream, Instant], str | None]


def sender_check(identities: SenderIdentities, domains: Mapping[Stream, str]) -> SenderCheck:
    """What the facts ask before each claim: why this stream's sender may not send now, or None."""

    def check(stream: Stream, now: Instant) -> str | None:
        return unready(identities.of(domains[stream], now=now))

    return check
