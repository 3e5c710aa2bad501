"""Signed links into the candidate portal: who may do what, until when, with no address inside."""

import base64
import binascii
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from relance.candidates import CandidateId
from relance.errors import ConflictError, InvalidInputError, NotFoundError
from relance.mail.mails import Mail, MailId
from relance.mail.previewing import inert_links
from relance.mail.rendering import NEEDED_LINKS, MailLinks
from relance.privacy.addresses import derived_key
from relance.records import Instant, Record

_LABEL: Final = b"relance/portal-link/1"
_SIGNATURE_BYTES: Final = 20
_LONGEST_TOKEN: Final = 600


class LinkPurpose(StrEnum):
    """What the holder of a link may do; the value is the page's path."""

    UNSUBSCRIBE = "unsubscribe"
    OPT_IN = "opt-in"
    RIGHTS = "rights"
    INTERESTED = "interested"
    PAUSE = "pause"
    PREFERENCES = "preferences"
    RATING = "rating"


VALIDITY: Final[dict[LinkPurpose, timedelta | None]] = {
    LinkPurpose.UNSUBSCRIBE: None,
    LinkPurpose.OPT_IN: timedelta(days=90),
    LinkPurpose.RIGHTS: timedelta(days=365),
    LinkPurpose.INTERESTED: timedelta(days=90),
    LinkPurpose.PAUSE: timedelta(days=365),
    LinkPurpose.PREFERENCES: timedelta(days=365),
    LinkPurpose.RATING: timedelta(days=180),
}
"""How long a link works from the moment its mail was written; None: for ever (a stop must never stop working)."""


class BadLinkError(NotFoundError):
    """The link was not made by us, or was changed, or is for another page."""


class PortalLink(Record):
    """What a token says."""

    purpose: LinkPurpose
    candidate_id: CandidateId
    mail_id: MailId | None = None
    """The mail that carried the link."""
    expires_at: Instant | None = None
    """Whole seconds; None: never."""


class ExpiredLinkError(ConflictError):
    """The link was ours, and its time has passed."""

    def __init__(self, link: PortalLink) -> None:
        super().__init__("the time of this link has passed")
        self.link = link


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _signature(content: bytes, pepper: bytes) -> bytes:
    return hmac.digest(derived_key(pepper, _LABEL), content, hashlib.sha256)[:_SIGNATURE_BYTES]


def sign(link: PortalLink, pepper: bytes) -> str:
    """URL-safe token `<content>.<signature>`; the same link and pepper give the same token.

    InvalidInputError when an id holds a line break, which would let one field pass for two.
    """
    until = "" if link.expires_at is None else str(int(link.expires_at.timestamp()))
    # The empty part once named a job; links that were sent keep their form.
    parts = (link.purpose.value, link.candidate_id, link.mail_id or "", "", until)
    if any("\n" in part for part in parts):
        raise InvalidInputError("an id in a link cannot hold a line break")
    content = "\n".join(parts).encode()
    return f"{_encoded(content)}.{_encoded(_signature(content, pepper))}"


def verify(token: str, purpose: LinkPurpose, pepper: bytes, *, now: Instant) -> PortalLink:
    """What the token allows on the page `purpose`; BadLinkError or ExpiredLinkError (R36)."""
    encoded, _, encoded_signature = token.partition(".")
    if len(token) > _LONGEST_TOKEN:
        raise BadLinkError("this link is not one of ours")
    try:
        content, signature = _decoded(encoded), _decoded(encoded_signature)
    except (binascii.Error, ValueError) as error:
        raise BadLinkError("this link is not one of ours") from error
    # The spelling is compared too: base64 has several texts for the same bytes, and a link has one.
    respelt = f"{_encoded(content)}.{_encoded(signature)}"
    if not hmac.compare_digest(signature, _signature(content, pepper)) or respelt != token:
        raise BadLinkError("this link is not one of ours")
    link = _parsed(content.decode())
    if link.purpose is not purpose:
        raise BadLinkError("this link is for another page")
    if link.expires_at is not None and now >= link.expires_at:
        raise ExpiredLinkError(link)
    return link


def _parsed(content: str) -> PortalLink:
    purpose, candidate_id, mail_id, _, until = content.split("\n")
    return PortalLink(
        purpose=LinkPurpose(purpose),
        candidate_id=CandidateId(candidate_id),
        mail_id=MailId(mail_id) if mail_id else None,
        expires_at=datetime.fromtimestamp(int(until), UTC) if until else None,
    )


def links_for(mail: Mail, *, portal_url: str, pepper: bytes) -> MailLinks:
    """The links of a mail of this kind; their time counts from the mail's writing, so it always renders alike.

    Those of a test do nothing: its reader is nobody of the base.
    """
    if mail.test_for is not None:
        return inert_links(mail, portal_url=portal_url)
    purposes = [LinkPurpose[name.upper()] for name in NEEDED_LINKS[mail.content.kind]]
    urls = {purpose.name.lower(): _url(mail, purpose, portal_url, pepper) for purpose in purposes}
    return MailLinks.model_validate(urls)


def _url(mail: Mail, purpose: LinkPurpose, portal_url: str, pepper: bytes) -> str:
    link = PortalLink(
        purpose=purpose, candidate_id=mail.candidate_id, mail_id=mail.mail_id, expires_at=expiry(mail, purpose)
    )
    return f"{portal_url.rstrip('/')}/{purpose.value}/{sign(link, pepper)}"


def expiry(mail: Mail, purpose: LinkPurpose) -> Instant | None:
    """Until when a link of this mail works; None: for ever."""
    lasts = VALIDITY[purpose]
    return None if lasts is None else (mail.created_at + lasts).replace(microsecond=0)
