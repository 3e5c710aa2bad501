"""One request as the pages see it: who asks, in which language, with which form."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from candidate_portal.counter import Counter, Visit
from relance.mail.typography import Language
from relance.records import Instant

LONGEST_FORM: Final = 10_000
_WRITTEN: Final[Mapping[str, Language]] = {"fr": "fr", "en": "en"}


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks for what."""

    visit: Visit
    counter: Counter
    now: Instant
    language: Language
    form: Mapping[str, Sequence[str]]
    has_body: bool
    """False for HEAD."""

    @property
    def facts(self) -> dict[str, str]:
        """What every phrase may name."""
        return facts(self.counter)

    @property
    def act(self) -> str | None:
        """The button that was pressed; None for a bare POST such as a mail program's one click."""
        return next(iter(self.form.get("act", ())), None)


def facts(counter: Counter) -> dict[str, str]:
    """What every phrase may name."""
    return {"employer": counter.employer, "contact": counter.contact}


def form_of(event: APIGatewayProxyEventV2) -> Mapping[str, Sequence[str]]:
    """The fields of a form; what cannot be read as one is an empty form: a bare POST is an act too (RFC 8058)."""
    body = event.body or ""
    if event.is_base64_encoded:
        try:
            body = base64.b64decode(body, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return {}
    return parse_qs(body) if len(body) <= LONGEST_FORM else {}


def language_of(event: APIGatewayProxyEventV2, form: Mapping[str, Sequence[str]], visit: Visit | None) -> Language:
    """The one that was chosen on the page, else the mail's, the CV's, the browser's, French."""
    chosen = (form.get("lang") or [""])[0] or (event.query_string_parameters or {}).get("lang", "")
    spoken = (event.headers or {}).get("accept-language", "")[:2].lower()
    of_mail = visit.mail.language if visit and visit.mail else ""
    of_cv = visit.candidate.language if visit and visit.candidate else ""
    return next((_WRITTEN[code] for code in (chosen, of_mail, of_cv, spoken) if code in _WRITTEN), "fr")
