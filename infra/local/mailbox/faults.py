"""How a submission can go wrong on purpose, and when its events come."""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Final

from relance.records import Record


class Fault(StrEnum):
    """What happens to one submission."""

    NONE = "none"
    THROTTLE = "throttle"
    REJECT = "reject"
    PAUSED = "paused"
    LOST_REPLY = "lost_reply"
    CONNECTION_DROPPED = "connection_dropped"
    HANG = "hang"
    HANG_ACCEPTED = "hang_accepted"
    ERROR = "error"
    ERROR_ACCEPTED = "error_accepted"


class EventTiming(StrEnum):
    """When the events of an accepted mail are told."""

    PROMPT = "prompt"
    """After the reply."""
    EARLY = "early"
    """Before the reply: the client does not know the message id yet."""
    LATE = "late"
    """When `release_events` is called."""
    TWICE = "twice"
    NEVER = "never"


class Ending(StrEnum):
    """How the connection ends."""

    REPLY = "reply"
    DROP = "drop"
    HANG = "hang"


@dataclass(frozen=True)
class Course:
    """Whether the mail is taken, and what the client gets to see of it."""

    accepted: bool
    ending: Ending = Ending.REPLY
    status: int = HTTPStatus.OK
    code: str = ""
    message: str = ""


COURSES: Final[dict[Fault, Course]] = {
    Fault.NONE: Course(accepted=True),
    Fault.THROTTLE: Course(False, Ending.REPLY, 429, "TooManyRequestsException", "Maximum sending rate exceeded."),
    Fault.REJECT: Course(False, Ending.REPLY, 400, "MessageRejected", "The message contains invalid content."),
    Fault.PAUSED: Course(False, Ending.REPLY, 400, "SendingPausedException", "Email sending is disabled."),
    Fault.LOST_REPLY: Course(True, Ending.DROP),
    Fault.CONNECTION_DROPPED: Course(False, Ending.DROP),
    Fault.HANG: Course(False, Ending.HANG),
    Fault.HANG_ACCEPTED: Course(True, Ending.HANG),
    Fault.ERROR: Course(False, Ending.REPLY, 500, "InternalFailure", "An internal error occurred."),
    Fault.ERROR_ACCEPTED: Course(True, Ending.REPLY, 500, "InternalFailure", "An internal error occurred."),
}


class Script(Record):
    """What to do with the next submissions, or with the next ones to one address."""

    fault: Fault = Fault.NONE
    events: EventTiming = EventTiming.PROMPT
    times: int = 1
    to: str | None = None
    """Address without a name; None fits any."""

    def fits(self, recipients: tuple[str, ...]) -> bool:
        """Whether this script is meant for a mail to these people."""
        return self.to is None or self.to in recipients
