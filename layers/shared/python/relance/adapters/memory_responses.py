"""What readers did, in memory: the twin for tests and trials."""

from collections import Counter
from collections.abc import Mapping

from relance.mail.mails import BatchId, MailId
from relance.ports.responses import Response


class MemoryResponses:
    """`ports.Responses` in a set."""

    def __init__(self) -> None:
        self._seen: set[tuple[BatchId, MailId, Response]] = set()

    def add(self, batch_id: BatchId, mail_id: MailId, response: Response) -> None:
        """See the port."""
        self._seen.add((batch_id, mail_id, response))

    def of_occurrence(self, batch_id: BatchId) -> Mapping[Response, int]:
        """See the port."""
        return Counter(response for run, _, response in self._seen if run == batch_id)
