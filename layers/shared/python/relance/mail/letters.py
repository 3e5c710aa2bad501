"""A letter: one request to SES as it is submitted and archived; and what can become of it."""

from enum import StrEnum

from relance.mail.mails import MailId, Stream
from relance.records import Record


class Letter(Record):
    """Everything of one submission; the archive keeps it, the `.eml` file is a rendering of it."""

    mail_id: MailId
    submission: int
    stream: Stream
    from_address: str
    """Header value: encoded display name and address."""
    to_address: str
    """Header value with exactly one address (R11)."""
    reply_to: str | None = None
    subject: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...] = ()
    configuration_set: str | None = None

    @property
    def tags(self) -> dict[str, str]:
        """Opaque ids only (R16): events find their mail by them (R6)."""
        return {"mail_id": self.mail_id, "submission": str(self.submission)}


class Sender(Record):
    """Who a stream's letters come from."""

    from_name: str
    from_address: str
    reply_to: str | None = None
    configuration_set: str | None = None


class Sort(StrEnum):
    """What an answer of SES means for the mail."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """Definite and final: SES does not have it and never will."""
    REFUSED_FOR_NOW = "refused_for_now"
    """Definite and retryable: SES does not have it; the same letter may pass another time."""
    UNCLEAR = "unclear"
    """Nobody knows: never sent again by itself (R4)."""


class Outcome(Record):
    """What became of one submission."""

    sort: Sort
    message_id: str | None = None
    code: str | None = None
    """Error code of SES or kind of broken connection."""

    @staticmethod
    def accepted(message_id: str) -> "Outcome":
        """SES has it."""
        return Outcome(sort=Sort.ACCEPTED, message_id=message_id)
