"""The queue of due mails: ids only."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from typing import TYPE_CHECKING, Final

from relance.adapters.aws_errors import translated
from relance.errors import UnavailableError
from relance.mail.mails import Departure

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_BATCH: Final = 10
_AT_ONCE: Final = 8
"""Fewer than the client's connections."""


class SqsSendQueue:
    """`ports.SendQueue` over SQS."""

    def __init__(self, client: "SQSClient", *, url: str) -> None:
        self._client = client
        self._url = url

    def put(self, departures: Sequence[Departure]) -> None:
        """See the port. Every batch is tried before the refused ones are told; several at once, so that one run can
        queue a minute of a large quota."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            refused = sum(pool.map(self._refused, batched(departures, _BATCH, strict=False)))
        if refused:
            raise UnavailableError(f"the queue refused {refused} of {len(departures)} mails")

    def _refused(self, batch: tuple[Departure, ...]) -> int:
        with translated():
            answer = self._client.send_message_batch(
                QueueUrl=self._url,
                Entries=[
                    {
                        "Id": str(place),
                        "MessageBody": json.dumps({"mail_id": departure.mail_id}),
                        "DelaySeconds": departure.delay_seconds,
                    }
                    for place, departure in enumerate(batch)
                ],
            )
        return len(answer.get("Failed", []))
