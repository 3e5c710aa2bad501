"""A letter: one request to SES as it is submitted and archived; and what can become of it."""

import hashlib
from email.header import Header
from enum import StrEnum
from typing import Final

from relance.mail.mails import Mail, MailId, Stream
from relance.mail.phrases import one_line
from relance.mail.rendering import RenderedMail
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
    is_test: bool = False
    """Asked for by a colleague, to whom it goes: not kept for long."""

    @property
    def tags(self) -> dict[str, str]:
        """Opaque ids only (R16): events find their mail by them (R6)."""
        return {"mail_id": self.mail_id, "submission": str(self.submission)}

    @property
    def archive_key(self) -> str:
        """Named by its content: another delivery's letter of the same submission never takes its place."""
        digest = hashlib.sha256(self.model_dump_json().encode()).hexdigest()
        folder = "tests" if self.is_test else "letters"
        return f"{folder}/{self.mail_id}/{self.submission:03d}-{digest[:20]}.json"


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


_LONGEST_MAILBOX: Final = 320


def mailbox(name: str | None, address: str) -> str:
    """Header value `"Name" <address>` with exactly one address; the name encoded when it is not plain ASCII (R11).

    A name that would make it too long for SES is left out: it is a courtesy, the address is not.
    """
    shown = one_line(name or "")
    if not shown:
        return address
    if shown.isascii():
        escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
        value = f'"{escaped}" <{address}>'
    else:
        value = f"{Header(shown, 'utf-8', maxlinelen=75).encode(linesep='')} <{address}>"
    return value if len(value) <= _LONGEST_MAILBOX else address


def letter(mail: Mail, rendered: RenderedMail, sender: Sender, *, to_name: str | None, to_address: str) -> Letter:
    """The request of the mail's next submission."""
    return Letter(
        mail_id=mail.mail_id,
        submission=mail.submission + 1,
        stream=mail.stream,
        from_address=mailbox(sender.from_name, sender.from_address),
        to_address=mailbox(to_name, to_address),
        reply_to=sender.reply_to,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        headers=rendered.headers,
        configuration_set=sender.configuration_set,
        is_test=mail.test_for is not None,
    )
