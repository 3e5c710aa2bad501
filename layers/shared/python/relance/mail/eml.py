"""A letter as an `.eml` file: what SES makes of the request, for archives and mail programs."""

from email.message import EmailMessage
from email.policy import SMTP

from relance.mail.letters import Letter
from relance.records import Instant


def as_eml(letter: Letter, *, at: Instant) -> bytes:
    """RFC 5322 bytes with CRLF: text first, HTML as its alternative; our own headers stay on one line each (R12)."""
    message = EmailMessage(policy=SMTP)
    message["From"] = letter.from_address
    message["To"] = letter.to_address
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    message["Subject"] = letter.subject
    message["Date"] = at
    message["Message-ID"] = f"<{letter.mail_id}.{letter.submission}@relance.invalid>"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"relance-{letter.mail_id}-{letter.submission}")
    head, gap, body = message.as_bytes().partition(b"\r\n\r\n")
    own = b"".join(f"\r\n{name}: {value}".encode("ascii") for name, value in letter.headers)
    return head + own + gap + body
