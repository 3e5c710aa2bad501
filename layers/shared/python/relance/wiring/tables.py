"""Which adapter stands behind each port that is a table."""

import time
from functools import cache
from typing import TYPE_CHECKING

from relance.wiring.base import REQUESTS_AT_ONCE, dynamodb_client, settings

if TYPE_CHECKING:
    from relance.mail.house import CurrentWordings
    from relance.ports.answers import Batches, Ratings
    from relance.ports.audit import AuditLog, MatchLog
    from relance.ports.campaigns import CampaignStore
    from relance.ports.link_presses import LinkPresses
    from relance.ports.mail import MailLedger, StopSigns, Suppressions, Wordings
    from relance.ports.people import ApplicationsOfJobs, ApplicationStore, CandidateStore, JobStore
    from relance.ports.responses import Responses
    from relance.ports.retention import RetentionPlaces
    from relance.ports.segments import SegmentStore
    from relance.words.book import WordBook


@cache
def candidates() -> "CandidateStore":
    """The truth about people."""
    from relance.adapters.dynamodb_candidates import DynamoDbCandidateStore

    given = settings()
    return DynamoDbCandidateStore(
        dynamodb_client(),
        table=given.candidates_table,
        keys_table=given.candidate_keys_table,
        erasures_table=given.erasures_table,
    )


@cache
def jobs() -> "JobStore":
    """The truth about jobs."""
    from relance.adapters.dynamodb_jobs import DynamoDbJobStore

    return DynamoDbJobStore(dynamodb_client(), table=settings().jobs_table)


@cache
def applications() -> "ApplicationStore":
    """The truth about applications."""
    from relance.adapters.dynamodb_applications import DynamoDbApplicationStore

    given = settings()
    return DynamoDbApplicationStore(
        dynamodb_client(), table=given.applications_table, candidates_table=given.candidates_table
    )


@cache
def applications_of_jobs() -> "ApplicationsOfJobs":
    """Applications, for whoever knows nothing of people."""
    from relance.adapters.dynamodb_applications import DynamoDbApplicationsOfJobs

    return DynamoDbApplicationsOfJobs(dynamodb_client(), table=settings().applications_table)


@cache
def retention_places() -> "RetentionPlaces":
    """Where today's walk over everybody has come to."""
    from relance.adapters.dynamodb_retention import DynamoDbRetentionPlaces

    return DynamoDbRetentionPlaces(dynamodb_client(), settings_table=settings().settings_table)


@cache
def audit() -> "AuditLog":
    """Who decided what."""
    from relance.adapters.dynamodb_audit import DynamoDbAuditLog

    return DynamoDbAuditLog(dynamodb_client(), table=settings().audit_table)


@cache
def match_log() -> "MatchLog":
    """Which ranking was shown to whom."""
    from relance.adapters.dynamodb_match_log import DynamoDbMatchLog

    return DynamoDbMatchLog(dynamodb_client(), table=settings().match_log_table)


@cache
def batches() -> "Batches":
    """Rejection batches, and who was shown which text."""
    from relance.adapters.dynamodb_batches import DynamoDbBatches

    return DynamoDbBatches(dynamodb_client(), table=settings().batches_table)


@cache
def words() -> "WordBook":
    """The employer's words, now and for every answer ever written."""
    from relance.adapters.dynamodb_words import DynamoDbWords
    from relance.words.book import WordBook

    return WordBook(DynamoDbWords(dynamodb_client(), settings_table=settings().settings_table))


@cache
def wordings() -> "Wordings":
    """The house's own paragraphs."""
    from relance.adapters.dynamodb_wordings import DynamoDbWordings

    return DynamoDbWordings(dynamodb_client(), settings_table=settings().settings_table)


@cache
def recent_wordings() -> "CurrentWordings":
    """The same for those who write many mails."""
    from relance.mail.house import RecentWordings

    return RecentWordings(wordings(), clock=time.monotonic)


@cache
def ratings() -> "Ratings":
    """What people thought of their answers."""
    from relance.adapters.dynamodb_ratings import DynamoDbRatings

    return DynamoDbRatings(dynamodb_client(), table=settings().ratings_table)


@cache
def campaigns() -> "CampaignStore":
    """Campaigns and their runs."""
    from relance.adapters.dynamodb_campaigns import DynamoDbCampaignStore

    return DynamoDbCampaignStore(dynamodb_client(), table=settings().campaigns_table)


@cache
def segments() -> "SegmentStore":
    """Segments that recruiters keep."""
    from relance.adapters.dynamodb_segments import DynamoDbSegmentStore

    return DynamoDbSegmentStore(dynamodb_client(), table=settings().campaigns_table)


@cache
def campaign_responses() -> "Responses":
    """What readers of campaign mails did."""
    from relance.adapters.dynamodb_responses import DynamoDbResponses

    return DynamoDbResponses(dynamodb_client(), table=settings().batches_table)


@cache
def presses() -> "LinkPresses":
    """How often the links of mails are pressed."""
    from relance.adapters.dynamodb_presses import DynamoDbPresses

    return DynamoDbPresses(dynamodb_client(), table=settings().batches_table)


@cache
def mails() -> "MailLedger":
    """The ledger of mails."""
    from relance.adapters.dynamodb_mails import DynamoDbMailLedger

    given = settings()
    return DynamoDbMailLedger(
        dynamodb_client(),
        table=given.mails_table,
        guards_table=given.mail_guards_table,
        at_once=REQUESTS_AT_ONCE,
    )


@cache
def suppressions() -> "Suppressions":
    """Addresses that must not be written to."""
    from relance.adapters.dynamodb_suppressions import DynamoDbSuppressions

    return DynamoDbSuppressions(dynamodb_client(), table=settings().suppressions_table)


@cache
def stop_signs() -> "StopSigns":
    """The stop switch, paused streams and stopped batches."""
    from relance.adapters.dynamodb_sending import DynamoDbStopSigns

    given = settings()
    return DynamoDbStopSigns(dynamodb_client(), settings_table=given.settings_table, batches_table=given.batches_table)
