"""The message that a campaign's schedule sends."""

from aws_lambda_powertools.utilities.parser.models import SqsRecordModel
from pydantic import Json

from relance.campaigns import CampaignId
from relance.records import Instant, Record


class Run(Record):
    """Which campaign, and for which of its moments."""

    campaign_id: CampaignId
    scheduled_for: Instant


class RunMessage(SqsRecordModel):
    """One message of the queue of runs."""

    body: Json[Run]
