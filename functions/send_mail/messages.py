"""What stands on the queue of due mails: an id, nothing else."""

from aws_lambda_powertools.utilities.parser.models import SqsRecordModel
from pydantic import Json

from relance.mail.mails import MailId
from relance.records import Record


class DueMailBody(Record):
    """Which mail is due."""

    mail_id: MailId


class DueMailMessage(SqsRecordModel):
    """One message of the queue."""

    body: Json[DueMailBody]
