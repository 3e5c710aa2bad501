"""One request as the pages see it: who asks, in which language, with which form."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.policy import HTTP
from typing import Final
from urllib.parse import parse_qs

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from candidate_portal.pages import say
from candidate_portal.ports import PortalPorts, Visit
from relance.mail.typography import Language
from relance.records import Instant

LONGEST_FORM: Final = 10_000
LARGEST_FILE: Final = 4 * 1024 * 1024
"""A request of API Gateway brings 6 MB to a function, and base64 makes a third more of them."""
_WRITTEN: Final[Mapping[str, Language]] = {"fr": "fr", "en": "en"}


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of a form."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks for what."""

    visit: Visit
    ports: PortalPorts
    now: Instant
    language: Language
    form: Mapping[str, Sequence[str]]
    has_body: bool
    """False for HEAD."""
    file: SentFile | None = None

    @property
    def facts(self) -> dict[str, str]:
        """What every phrase may name."""
        return facts(self.ports)

    def say(self, name: str, **values: str) -> str:
        """A phrase in the language of the page: `say("opt_in.done", until="14 juin 2028")`."""
        return say(name, self.language, {**self.facts, **values})

    def day(self, at: Instant) -> date:
        """The day of that moment where the employer is."""
        return self.ports.day(at)

    @property
    def act(self) -> str | None:
        """The button that was pressed; None for a bare POST such as a mail program's one click."""
        return next(iter(self.form.get("act", ())), None)


def facts(ports: PortalPorts) -> dict[str, str]:
    """What every phrase may name."""
    return {"employer": ports.employer, "contact": ports.contact}


def form_of(event: APIGatewayProxyEventV2) -> tuple[Mapping[str, Sequence[str]], SentFile | None]:
    """The fields of a form and its file; what cannot be read as one is an empty form: a bare POST is an act too
    (RFC 8058)."""
    kind = next((value for name, value in (event.headers or {}).items() if name.lower() == "content-type"), "")
    body = _bytes(event)
    if kind.lower().startswith("multipart/form-data"):
        return _parts(kind, body)
    try:
        return (parse_qs(body.decode()), None) if len(body) <= LONGEST_FORM else ({}, None)
    except UnicodeDecodeError:
        return {}, None


def _bytes(event: APIGatewayProxyEventV2) -> bytes:
    body = event.body or ""
    try:
        return base64.b64decode(body, validate=True) if event.is_base64_encoded else body.encode()
    except (binascii.Error, ValueError):
        return b""


def _parts(kind: str, body: bytes) -> tuple[Mapping[str, Sequence[str]], SentFile | None]:
    """A form with a file, read as the MIME message that it is (RFC 7578)."""
    try:
        head = f"Content-Type: {kind}\r\n\r\n".encode("ascii")
    except UnicodeEncodeError:
        return {}, None
    fields: dict[str, list[str]] = {}
    file = None
    for part in message_from_bytes(head + body, policy=HTTP).walk():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            continue
        if part.get_filename():
            file = SentFile(str(part.get_filename()), content)
        elif len(content) <= LONGEST_FORM:
            fields.setdefault(name, []).append(content.decode(errors="replace"))
    return fields, file


def language_of(event: APIGatewayProxyEventV2, form: Mapping[str, Sequence[str]], visit: Visit | None) -> Language:
    """The one that was chosen on the page, else the mail's, the CV's, the browser's, French."""
    chosen = (form.get("lang") or [""])[0] or (event.query_string_parameters or {}).get("lang", "")
    spoken = (event.headers or {}).get("accept-language", "")[:2].lower()
    of_mail = visit.mail.language if visit and visit.mail else ""
    of_cv = visit.candidate.language if visit and visit.candidate else ""
    return next((_WRITTEN[code] for code in (chosen, of_mail, of_cv, spoken) if code in _WRITTEN), "fr")
