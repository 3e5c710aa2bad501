"""What a client submits to SES, and what SES says when it does not like it."""

import re
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import getaddresses
from http import HTTPStatus
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_pascal

MAX_RECIPIENTS: Final = 50
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

type TagText = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.@-]{1,256}$")]
type HeaderName = Annotated[str, StringConstraints(pattern=r"^[!-9;-@A-~]{1,126}$")]
type HeaderValue = Annotated[str, StringConstraints(pattern=r"^[ -~]{1,995}$")]


class SesError(Exception):
    """A refusal, in SES's own terms."""

    def __init__(self, code: str, message: str, status: int = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = int(status)


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_pascal)


class Text(_Shape):
    """A piece of text and its character set."""

    data: str
    charset: str = "UTF-8"


class Body(_Shape):
    """Two renderings of the same mail."""

    text: Text | None = None
    html: Text | None = None


class Header(_Shape):
    """A header that the client adds (printable ASCII only, as SES wants it)."""

    name: HeaderName
    value: HeaderValue


class Simple(_Shape):
    """A mail given in parts; SES builds the MIME message."""

    subject: Text
    body: Body
    headers: tuple[Header, ...] = Field(default=(), max_length=15)


class Content(_Shape):
    """Raw and templated mails are not taken: this service sends neither."""

    simple: Simple


class Destination(_Shape):
    """Who gets it."""

    to_addresses: tuple[str, ...] = ()
    cc_addresses: tuple[str, ...] = ()
    bcc_addresses: tuple[str, ...] = ()

    @property
    def everyone(self) -> tuple[str, ...]:
        """All recipients in the order of the fields."""
        return self.to_addresses + self.cc_addresses + self.bcc_addresses


class Tag(_Shape):
    """A name and a value that come back in every event."""

    name: TagText
    value: TagText


class Tracking(_Shape):
    """Whether SES counts opens and clicks in this mail."""

    open_tracking_enabled: str | None = None
    click_tracking_enabled: str | None = None


class Overrides(_Shape):
    """What this mail wants otherwise than its configuration set."""

    tracking: Tracking | None = None


class Submission(_Shape):
    """The body of `POST /v2/email/outbound-emails`."""

    from_email_address: str
    destination: Destination
    reply_to_addresses: tuple[str, ...] = ()
    feedback_forwarding_email_address: str | None = None
    content: Content
    email_tags: tuple[Tag, ...] = Field(default=(), max_length=50)
    configuration_set_name: str | None = None
    configuration_overrides: Overrides | None = None

    def tag(self, name: str) -> str | None:
        """Value of one of the client's tags."""
        return next((tag.value for tag in self.email_tags if tag.name == name), None)

    @property
    def sender_domain(self) -> str:
        """Domain of the From address, in lower case."""
        return bare_address(self.from_email_address).rpartition("@")[2].lower()


def bare_address(text: str) -> str:
    """`Zoé <zoe@example.org>` -> `zoe@example.org`; SesError for what is not one ASCII address."""
    if _CONTROL.search(text):
        raise SesError("BadRequestException", "Local address contains control or whitespace")
    found = getaddresses([text], strict=True)
    address = found[0][1] if len(found) == 1 and found[0][1] in text else ""
    if not address.isascii():
        raise SesError("BadRequestException", "Local part or domain of an address contains non-ASCII characters")
    try:
        parts = Address(addr_spec=address)
    except (ValueError, IndexError, HeaderParseError) as error:
        raise SesError("BadRequestException", "Illegal address") from error
    if not parts.username or "." not in parts.domain:
        raise SesError("BadRequestException", "Missing final '@domain'")
    return address


def read_submission(body: bytes) -> Submission:
    """Check a request as SES does; SesError names the first thing that is wrong."""
    try:
        submission = Submission.model_validate_json(body)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "request"
        raise SesError("BadRequestException", f"{first['msg']} at {where}") from error
    simple, recipients = submission.content.simple, submission.destination.everyone
    if not recipients:
        raise SesError("BadRequestException", "Destination must hold at least one recipient")
    if len(recipients) > MAX_RECIPIENTS:
        raise SesError("BadRequestException", f"Recipient count exceeds {MAX_RECIPIENTS}")
    for address in (submission.from_email_address, *recipients, *submission.reply_to_addresses):
        bare_address(address)
    if simple.body.text is None and simple.body.html is None:
        raise SesError("BadRequestException", "Body must hold a text or an html part")
    if _CONTROL.search(simple.subject.data):
        raise SesError("BadRequestException", "Subject contains control characters")
    return submission
