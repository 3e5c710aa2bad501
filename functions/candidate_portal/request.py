"""One request as the pages see it: who asks, in which language, with which form; and how it is answered."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from candidate_portal.pages import day_in_words, page, say
from candidate_portal.ports import PortalPorts, Visit
from relance.candidates import Candidate
from relance.errors import NotFoundError
from relance.mail.mails import Mail
from relance.mail.typography import Language
from relance.privacy.links import LinkPurpose, PortalLink, expiry, sign
from relance.records import Instant

LONGEST_FORM: Final = 10_000
_WRITTEN: Final[Mapping[str, Language]] = {"fr": "fr", "en": "en"}

type Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who asks for what."""

    visit: Visit
    ports: PortalPorts
    now: Instant
    language: Language
    form: Form
    query: Mapping[str, str]
    token: str
    """The link itself, for pages that come back to it."""
    has_body: bool
    """False for HEAD."""

    @property
    def act(self) -> str | None:
        """The button that was pressed; None for a bare POST such as a mail program's one click."""
        return self.field("act") or None

    def field(self, name: str) -> str:
        """The first value of a field; empty when the form has none."""
        return next(iter(self.form.get(name, ())), "")

    def say(self, name: str, **values: str) -> str:
        """A phrase in the language of the page: `say("opt_in.done", until="14 juin 2028")`."""
        return say(name, self.language, {**self.ports.facts, **values})

    def day(self, at: Instant) -> str:
        """The day of that moment where the employer is, in words."""
        return day_in_words(self.ports.day(at), self.language)

    def reread(self) -> Candidate | None:
        """The person as they are after what was just done; None once erased."""
        try:
            return self.ports.candidates.get(self.visit.link.candidate_id)
        except NotFoundError:
            return None

    def way_to(self, purpose: LinkPurpose) -> str | None:
        """Another page of this person and mail, seen from any page of a link; None when its time is over."""
        mail = self.visit.mail
        until = expiry(mail, purpose) if mail is not None else None
        if mail is None or (until is not None and self.now >= until):
            return None
        link = PortalLink(purpose=purpose, candidate_id=mail.candidate_id, mail_id=mail.mail_id, expires_at=until)
        return f"../{purpose.value}/{sign(link, self.ports.pepper)}"

    def to_preferences(self, label: str) -> list[tuple[str, str]]:
        """A link to the page of preferences with its words; none when the mail is too old for it."""
        where = self.way_to(LinkPurpose.PREFERENCES)
        return [] if where is None else [(f"{where}?lang={self.language}", self.say(label))]

    def page(self, template: str, heading: str, **values: Any) -> Response[str]:
        """A page in the language of this visit."""
        return page(template, heading, language=self.language, facts=self.ports.facts, has_body=self.has_body, **values)

    def message(self, heading: str, *texts: str, **values: Any) -> Response[str]:
        """A page that tells, and asks nothing."""
        return self.page("message.html", heading, texts=texts, **values)

    def gone(self) -> Response[str]:
        """Nothing is held any more: said with success, for nothing is wrong."""
        return self.message("rights.title", self.say("common.gone"))


def form_of(event: APIGatewayProxyEventV2) -> Form:
    """The fields of a form; what cannot be read as one is an empty form: a bare POST is an act too (RFC 8058)."""
    body = _bytes(event)
    try:
        return parse_qs(body.decode(), keep_blank_values=True) if len(body) <= LONGEST_FORM else {}
    except UnicodeDecodeError:
        return {}


def _bytes(event: APIGatewayProxyEventV2) -> bytes:
    body = event.body or ""
    try:
        return base64.b64decode(body, validate=True) if event.is_base64_encoded else body.encode()
    except (binascii.Error, ValueError):
        return b""


def language_of(
    event: APIGatewayProxyEventV2, form: Form, *, mail: Mail | None = None, candidate: Candidate | None = None
) -> Language:
    """The one that was chosen on the page, else the mail's, the CV's, the browser's, French."""
    chosen = (form.get("lang") or [""])[0] or (event.query_string_parameters or {}).get("lang", "")
    spoken = (event.headers or {}).get("accept-language", "")[:2].lower()
    of_mail = mail.language if mail else ""
    of_cv = candidate.language if candidate else ""
    return next((_WRITTEN[code] for code in (chosen, of_mail, of_cv, spoken) if code in _WRITTEN), "fr")
