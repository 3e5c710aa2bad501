"""What readers of campaign mails did with them."""

from collections.abc import Mapping
from typing import Literal, Protocol

from relance.mail.mails import BatchId, MailId

type Response = Literal["interested", "applied", "paused", "unsubscribed"]


class Responses(Protocol):
    """Counts of a run, each once a mail."""

    def add(self, batch_id: BatchId, mail_id: MailId, response: Response) -> None:
        """The reader of this mail did so; again is harmless."""
        ...

    def of_occurrence(self, batch_id: BatchId) -> Mapping[Response, int]:
        """How many readers did what; what nobody did is left out."""
        ...
