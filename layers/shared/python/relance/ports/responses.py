"""What readers of campaign mails did with them."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, Protocol

from relance.jobs import JobId
from relance.mail.mails import BatchId, MailId

type Response = Literal["interested", "applied", "paused", "unsubscribed"]

_OF_JOB: Final = "#"


def response_key(mail_id: MailId, job_id: JobId | None) -> str:
    """What a store counts once."""
    return mail_id if job_id is None else f"{mail_id}{_OF_JOB}{job_id}"


def counted(keys: Iterable[str]) -> int:
    """How many there are; a mail counts on its own only where none of its jobs is named."""
    keys = set(keys)
    named = {key.partition(_OF_JOB)[0] for key in keys if _OF_JOB in key}
    return len(keys - named)


class Responses(Protocol):
    """Counts of a run, each once a mail; applications once a mail and job, for one mail may offer several."""

    def add(self, batch_id: BatchId, mail_id: MailId, response: Response, *, job_id: JobId | None = None) -> None:
        """The reader of this mail did so, about one of its jobs if it is named; again is harmless."""
        ...

    def of_occurrence(self, batch_id: BatchId) -> Mapping[Response, int]:
        """How often readers did what; what nobody did is left out."""
        ...
