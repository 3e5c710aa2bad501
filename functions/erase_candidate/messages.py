"""What stands on the queue of erasures."""

from aws_lambda_powertools.utilities.parser.models import SqsRecordModel
from pydantic import Json

from relance.privacy.erasure import ErasureOrder


class ErasureMessage(SqsRecordModel):
    """One message of the queue."""

    body: Json[ErasureOrder]
