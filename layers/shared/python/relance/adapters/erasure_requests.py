"""The queue of erasures: ids only."""

from typing import TYPE_CHECKING

from relance.adapters.aws_errors import translated
from relance.privacy.erasure import ErasureOrder

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsErasureRequests:
    """`ports.ErasureRequests` over SQS."""

    def __init__(self, client: "SQSClient", *, url: str) -> None:
        self._client = client
        self._url = url

    def put(self, order: ErasureOrder) -> None:
        """See the port."""
        with translated():
            self._client.send_message(QueueUrl=self._url, MessageBody=order.model_dump_json())
