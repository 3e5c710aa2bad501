"""A letter as an `.eml` file: what SES makes of the request, for archives and mail programs."""

from email.message import EmailMessage
from email.policy import SMTP

from relance.mail.letters import Letter
from relance.records import Instant


def as_eml(letter: Letter, *, at: Instant) -> bytes:
    """RFC 5322 bytes with CRLF: text first, HTML as its alternative; our own headers stay on one line each (R12).

    Addresses stand as they were submitted: Python's own writer would decode a name and forget to quote it, so that a
    name with a comma or an address in it became further recipients (R11).
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = letter.subject
    message["Date"] = at
    message["Message-ID"] = f"<{letter.mail_id}.{letter.submission}@relance.invalid>"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"relance-{letter.mail_id}-{letter.submission}")
    head, gap, body = message.as_bytes().partition(b"\r\n\r\n")
    reply_to = (("Reply-To", letter.reply_to),) if letter.reply_to else ()
    addresses = _lines((("From", letter.from_address), ("To", letter.to_address), *reply_to))
    return b"\r\n".join((*addresses, head, *_lines(letter.headers))) + gap + body


def _lines(headers: tuple[tuple[str, str], ...]) -> list[bytes]:
    return [f"{name}: {value}".encode("ascii") for name, value in headers]
