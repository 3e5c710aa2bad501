"""What readers did, in memory: the twin for tests and trials."""

from collections import defaultdict
from collections.abc import Mapping

from relance.jobs import JobId
from relance.mail.mails import BatchId, MailId
from relance.ports.responses import Response, counted, response_key


class MemoryResponses:
    """`ports.Responses` in sets."""

    def __init__(self) -> None:
        self._seen: defaultdict[BatchId, defaultdict[Response, set[str]]] = defaultdict(lambda: defaultdict(set))

    def add(self, batch_id: BatchId, mail_id: MailId, response: Response, *, job_id: JobId | None = None) -> None:
        """See the port."""
        self._seen[batch_id][response].add(response_key(mail_id, job_id))

    def of_occurrence(self, batch_id: BatchId) -> Mapping[Response, int]:
        """See the port."""
        return {response: counted(keys) for response, keys in self._seen[batch_id].items()}
