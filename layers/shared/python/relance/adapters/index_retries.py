"""The queue of search documents that are still to be written: ids only."""

from collections.abc import Iterable
from itertools import batched
from typing import TYPE_CHECKING, Final

from relance.adapters.aws_errors import translated
from relance.errors import UnavailableError
from relance.ports.people import IndexBell

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_BATCH: Final = 10


class SqsIndexRetries:
    """IndexRetries on SQS."""

    def __init__(self, client: "SQSClient", *, queue_url: str) -> None:
        self._client = client
        self._url = queue_url

    def put(self, bells: Iterable[IndexBell]) -> None:
        """See the port. Every batch is tried before the refused ones are told."""
        refused = sum(self._refused(batch) for batch in batched(bells, _BATCH, strict=False))
        if refused:
            raise UnavailableError(f"the queue refused {refused} messages")

    def _refused(self, batch: tuple[IndexBell, ...]) -> int:
        with translated():
            answer = self._client.send_message_batch(
                QueueUrl=self._url,
                Entries=[{"Id": str(place), "MessageBody": bell.model_dump_json()} for place, bell in enumerate(batch)],
            )
        return len(answer.get("Failed", []))
