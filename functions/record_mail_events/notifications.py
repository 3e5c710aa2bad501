"""What SES tells through SNS and the queue, in AWS's words, turned into ours."""

from email.utils import parseaddr
from typing import Final

from aws_lambda_powertools.utilities.parser.models import SqsRecordModel
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, Json
from pydantic.alias_generators import to_camel

from relance.errors import InvalidInputError
from relance.mail.events import MailEvent
from relance.mail.mails import MailId

_UNDELIVERABLE: Final = "Permanent"
_WANTED_AFTER_ALL: Final = "not-spam"


class _Part(BaseModel):
    """AWS may add fields; addresses must not stand in error messages."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True)


class Recipient(_Part):
    """Whom a bounce or a complaint is about."""

    email_address: str


class Happening(_Part):
    """The part of the event that is about its kind."""

    timestamp: AwareDatetime | None = None
    bounce_type: str | None = None
    bounce_sub_type: str | None = None
    bounced_recipients: tuple[Recipient, ...] = ()
    complaint_feedback_type: str | None = None
    complained_recipients: tuple[Recipient, ...] = ()
    delay_type: str | None = None
    reason: str | None = None


class SubmittedMail(_Part):
    """The mail as SES knows it; `tags` has our ids."""

    timestamp: AwareDatetime
    message_id: str
    tags: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Notification(_Part):
    """One event: its kind, the mail, and one part named after the kind."""

    event_type: str
    mail: SubmittedMail
    send: Happening | None = None
    delivery: Happening | None = None
    bounce: Happening | None = None
    complaint: Happening | None = None
    reject: Happening | None = None
    failure: Happening | None = None
    delivery_delay: Happening | None = None

    @property
    def happening(self) -> Happening:
        """The part that is there."""
        parts = (self.bounce, self.complaint, self.delivery, self.delivery_delay, self.reject, self.failure, self.send)
        return next((part for part in parts if part is not None), Happening())


class Envelope(BaseModel):
    """SNS's envelope."""

    model_config = ConfigDict(hide_input_in_errors=True)

    message: Json[Notification] = Field(alias="Message")


class EventMessage(SqsRecordModel):
    """One message of the queue."""

    model_config = ConfigDict(hide_input_in_errors=True)

    body: Json[Envelope]


def mail_event(notification: Notification) -> MailEvent:
    """Our event; InvalidInputError when it is about a mail that does not carry our tags (R6)."""
    tags, part = notification.mail.tags, notification.happening
    try:
        mail_id, submission = MailId(tags["mail_id"][0]), int(tags["submission"][0])
    except (KeyError, IndexError, ValueError) as error:
        raise InvalidInputError("the event is not about a mail of this ledger: it has no mail_id tag") from error
    return MailEvent(
        mail_id=mail_id,
        submission=submission,
        kind=notification.event_type.replace(" ", "").lower(),
        at=part.timestamp or notification.mail.timestamp,
        message_id=notification.mail.message_id,
        detail=_detail(part),
        suppress=_dead_addresses(part),
    )


def _detail(part: Happening) -> str | None:
    told = (part.bounce_type, part.bounce_sub_type, part.complaint_feedback_type, part.delay_type)
    return "/".join(word for word in told if word) or None


def _dead_addresses(part: Happening) -> tuple[str, ...]:
    bounced = part.bounced_recipients if part.bounce_type == _UNDELIVERABLE else ()
    complained = () if part.complaint_feedback_type == _WANTED_AFTER_ALL else part.complained_recipients
    return tuple(parseaddr(recipient.email_address)[1] for recipient in (*bounced, *complained))
