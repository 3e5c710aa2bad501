"""The folder that keeps every mail: the message as `.eml`, and beside it the request and its events as `.json`."""

import json
import threading
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from pydantic import TypeAdapter

from infra.local.mailbox.submissions import Submission, bare_address
from relance.records import Instant, Record


class Suppressed(Record):
    """An address of the account's suppression list."""

    reason: str
    since: Instant


_SUPPRESSED: Final = TypeAdapter(dict[str, Suppressed])


class Received(Record):
    """One submission that reached the stand-in, whatever became of it."""

    at: Instant
    answer: str
    """`200`, an error code of SES, `dropped` or `hanging`."""
    mail_id: str | None = None
    submission: str | None = None
    to: tuple[str, ...] = ()
    message_id: str | None = None
    """Set when the mail was taken."""


class KeptEvent(Record):
    """One event of a mail."""

    event: dict[str, Any]
    told: bool = False

    @property
    def kind(self) -> str:
        """`Send`, `Delivery`, `Bounce` or `Complaint`."""
        return str(self.event["eventType"])


class KeptMail(Record):
    """One mail that was taken."""

    message_id: str
    at: Instant
    request: dict[str, Any]
    """The body of the request, as submitted."""
    events: tuple[KeptEvent, ...] = ()
    withheld: bool = False
    """Its events are not told before `release_events`."""

    @property
    def submission(self) -> Submission:
        """The request, read."""
        return Submission.model_validate(self.request)

    @property
    def to(self) -> tuple[str, ...]:
        """Addresses without names."""
        return tuple(bare_address(address) for address in self.submission.destination.everyone)

    @property
    def mail_id(self) -> str | None:
        """The ledger's id, from the tag."""
        return self.submission.tag("mail_id")

    @property
    def subject(self) -> str:
        """The subject line."""
        return self.submission.content.simple.subject.data

    @property
    def text(self) -> str:
        """The text part, empty when there is none."""
        part = self.submission.content.simple.body.text
        return part.data if part else ""

    @property
    def html(self) -> str:
        """The HTML part, empty when there is none."""
        part = self.submission.content.simple.body.html
        return part.data if part else ""

    @property
    def headers(self) -> dict[str, str]:
        """The headers that the client added."""
        return {header.name: header.value for header in self.submission.content.simple.headers}

    @property
    def untold(self) -> bool:
        """Whether an event waits to be told."""
        return not all(event.told for event in self.events)

    @property
    def fate(self) -> str:
        """Kind of the last event."""
        return self.events[-1].kind if self.events else "Send"


def as_eml(mail: KeptMail) -> bytes:
    """The MIME message that SES would send."""
    submission, message = mail.submission, EmailMessage(policy=SMTP)
    to, reply_to = submission.destination, submission.reply_to_addresses
    told = {"From": [submission.from_email_address], "To": to.to_addresses, "Cc": to.cc_addresses, "Reply-To": reply_to}
    addresses = {name: ", ".join(values) for name, values in told.items() if values}
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{mail.message_id}@eu-west-3.amazonses.com>"
    if mail.text:
        message.set_content(mail.text, cte="quoted-printable")
    if mail.html and mail.text:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    elif mail.html:
        message.set_content(mail.html, subtype="html", cte="quoted-printable")
    head, gap, body = message.as_bytes().partition(b"\r\n\r\n")
    # Addresses and the client's own headers stay as they are, each on one line (List-Unsubscribe, R12): written anew, a
    # name with a comma in it would become two recipients.
    own = b"".join(f"{name}: {value}\r\n".encode() for name, value in (addresses | mail.headers).items())
    return own + head + gap + body


class Box:
    """Mails in a folder; everything is written before it is acknowledged, so a restart finds it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = threading.Lock()
        read = (KeptMail.model_validate_json(path.read_bytes()) for path in folder.glob("*.mail.json"))
        self._mails = {mail.message_id: mail for mail in sorted(read, key=lambda mail: mail.at)}
        held = folder / "suppressed.json"
        self._suppressed = _SUPPRESSED.validate_json(held.read_bytes()) if held.exists() else {}

    def mails(self) -> tuple[KeptMail, ...]:
        """All mails, oldest first."""
        with self._lock:
            return tuple(self._mails.values())

    def get(self, message_id: str) -> KeptMail | None:
        """One mail."""
        with self._lock:
            return self._mails.get(message_id)

    def keep(self, mail: KeptMail) -> None:
        """Write a new mail."""
        with self._lock:
            self._write(f"{mail.message_id}.eml", as_eml(mail))
            self._put(mail)

    def mark_told(self, message_id: str, place: int) -> None:
        """Event number `place` of this mail has been handed on."""
        with self._lock:
            mail = self._mails[message_id]
            told = tuple(
                event.model_copy(update={"told": True}) if i == place else event for i, event in enumerate(mail.events)
            )
            self._put(mail.model_copy(update={"events": told}))

    def release(self, message_id: str) -> None:
        """The events of this mail may be told."""
        with self._lock:
            self._put(self._mails[message_id].model_copy(update={"withheld": False}))

    def eml(self, message_id: str) -> bytes:
        """The message as it would travel."""
        return (self._folder / f"{message_id}.eml").read_bytes()

    def suppressed(self) -> Mapping[str, Suppressed]:
        """The account's suppression list, by address in lower case."""
        with self._lock:
            return dict(self._suppressed)

    def suppress(self, address: str, reason: str, *, at: Instant) -> None:
        """Put an address on the suppression list."""
        with self._lock:
            self._suppressed[address.lower()] = Suppressed(reason=reason, since=at)
            self._write_suppressed()

    def allow(self, address: str) -> bool:
        """Take an address off the list; False when it was not on it."""
        with self._lock:
            known = self._suppressed.pop(address.lower(), None) is not None
            self._write_suppressed()
            return known

    def _put(self, mail: KeptMail) -> None:
        self._write(f"{mail.message_id}.mail.json", mail.model_dump_json(indent=1).encode())
        self._mails[mail.message_id] = mail

    def _write_suppressed(self) -> None:
        listed = {address: entry.model_dump(mode="json") for address, entry in self._suppressed.items()}
        self._write("suppressed.json", json.dumps(listed, indent=1).encode())

    def _write(self, name: str, content: bytes) -> None:
        fresh = self._folder / f".{name}.{uuid4().hex}"
        fresh.write_bytes(content)
        fresh.replace(self._folder / name)
