"""Which adapter stands behind which port: lazy, cached, from the environment.

The only module that imports inside functions: a cold start pays only for what its function asks for.
"""

import secrets
import time
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from relance.errors import InvalidInputError
from relance.settings import Settings, from_environment

if TYPE_CHECKING:
    from pathlib import Path

    from botocore.config import Config
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient
    from opensearchpy import OpenSearch

    from relance.campaigns.desk import CampaignDesk
    from relance.cv.ocr import Ocr
    from relance.mail.composing import Composer
    from relance.mail.events import Consequences
    from relance.mail.house import CurrentWordings
    from relance.mail.letters import Sender
    from relance.mail.mails import Stream
    from relance.mail.rendering import Employer
    from relance.mail.stopping import Switchboard
    from relance.matching.sources import Sources
    from relance.ports.answers import Batches, Ratings
    from relance.ports.audit import AuditLog, MatchLog
    from relance.ports.campaigns import AudienceStore, CampaignStore, Scheduler
    from relance.ports.embedding import Embedder
    from relance.ports.mail import (
        Allowance,
        MailArchive,
        Mailer,
        MailLedger,
        SenderIdentities,
        SendFactsSource,
        SendQueue,
        StopSigns,
        Suppressions,
        Wordings,
    )
    from relance.ports.people import (
        ApplicationsOfJobs,
        ApplicationStore,
        CandidateStore,
        CvStore,
        ErasureRequests,
        IndexRetries,
        JobStore,
    )
    from relance.ports.presses import Presses
    from relance.ports.responses import Responses
    from relance.ports.retention import RetentionPlaces
    from relance.ports.search import CandidateIndex, JobIndex
    from relance.ports.segments import SegmentStore
    from relance.privacy.retention import RetentionPolicy
    from relance.rejections.desk import Desk
    from relance.words.book import WordBook

_READING_AT_ONCE: Final = 8
"""Reads of the tables that one function has under way at the same time."""


@cache
def settings() -> Settings:
    """What this deployment told the function."""
    return from_environment()


def new_id() -> str:
    """A fresh opaque id: 128 random bits in hexadecimal."""
    return secrets.token_hex(16)


def short_pause(tries: int) -> None:
    """Wait before trying again what another writer has overtaken: a random part of 10, 20, 40 … 320 ms, so that two
    who met do not meet again."""
    time.sleep(secrets.SystemRandom().uniform(0, 0.005 * 2 ** min(tries, 6)))


def long_pause(tries: int) -> None:
    """Wait for another function to do its part: 0.2, 0.4, 0.8 … at most 6.4 seconds."""
    time.sleep(0.1 * 2 ** min(tries, 6))


# --- clients ----------------------------------------------------------------------------------------


def client_config(*, read_timeout: float = 10, attempts: int = 4) -> "Config":
    """Timeouts far below those of our functions; standard retries. Never for the SES sender: it has its own (R2)."""
    from botocore.config import Config

    return Config(
        connect_timeout=2, read_timeout=read_timeout, retries={"mode": "standard", "total_max_attempts": attempts}
    )


@cache
def dynamodb_client() -> "DynamoDBClient":
    """One connection pool for all tables."""
    import boto3

    return boto3.client("dynamodb", config=client_config(read_timeout=5))


@cache
def s3_client() -> "S3Client":
    """One connection pool for all buckets; links are signed for the region's own host."""
    import boto3
    from botocore.config import Config

    return boto3.client("s3", config=client_config(read_timeout=20).merge(Config(signature_version="s3v4")))


@cache
def sqs_client() -> "SQSClient":
    """One connection pool for all queues."""
    import boto3

    return boto3.client("sqs", config=client_config())


@cache
def secrets_client() -> "SecretsManagerClient":
    """For the pepper."""
    import boto3

    return boto3.client("secretsmanager", config=client_config())


@cache
def pepper() -> bytes:
    """The deployment's secret, read once per process."""
    from relance.adapters.secrets import read_pepper

    return read_pepper(secrets_client(), settings().pepper_secret_arn)


def address_key(email: str) -> str:
    """The keyed hash of an address; InvalidInputError when it is none."""
    from relance.privacy import addresses

    return addresses.address_key(email, pepper())


@cache
def ocr() -> "Ocr | None":
    """Who reads scanned pages; None where nobody does, and scans are told as such."""
    if settings().ocr == "none":
        return None
    import boto3

    from relance.adapters.textract import TextractOcr, region_for

    region = region_for(boto3.session.Session().region_name)
    return TextractOcr(boto3.client("textract", region_name=region, config=client_config(read_timeout=15, attempts=6)))


# --- candidates, jobs, applications -----------------------------------------------------------------


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
def cv_store() -> "CvStore":
    """Uploaded files."""
    from relance.adapters.s3_cvs import S3CvStore

    return S3CvStore(s3_client(), bucket=settings().cvs_bucket)


@cache
def erasure_requests() -> "ErasureRequests":
    """Orders to erase a person."""
    from relance.adapters.erasure_requests import SqsErasureRequests

    return SqsErasureRequests(sqs_client(), url=settings().erasures_queue_url)


@cache
def retention_places() -> "RetentionPlaces":
    """Where today's walk over everybody has come to."""
    from relance.adapters.dynamodb_retention import DynamoDbRetentionPlaces

    return DynamoDbRetentionPlaces(dynamodb_client(), settings_table=settings().settings_table)


@cache
def retention_policy() -> "RetentionPolicy":
    """How long people are kept."""
    from datetime import timedelta

    from relance.privacy.retention import RetentionPolicy

    given = settings()
    return RetentionPolicy(
        months_without_consent=given.retention_months, renew_before=timedelta(days=given.renew_days_before)
    )


@cache
def index_retries() -> "IndexRetries":
    """Search documents that could not be written."""
    from relance.adapters.index_retries import SqsIndexRetries

    return SqsIndexRetries(sqs_client(), queue_url=settings().index_retries_queue_url)


# --- search -----------------------------------------------------------------------------------------


@cache
def embedder() -> "Embedder":
    """The model that turns texts into vectors, loaded at the first text."""
    from relance.matching.embedding import UniversalSentenceEncoder

    return UniversalSentenceEncoder()


@cache
def candidate_index() -> "CandidateIndex":
    """Where candidates are found."""
    if settings().search_engine == "opensearch":
        from relance.adapters.opensearch_search import OpenSearchCandidateIndex

        return OpenSearchCandidateIndex(search_client())
    from relance.adapters.embedded_search import EmbeddedCandidateIndex

    return EmbeddedCandidateIndex(_embedded_folder())


@cache
def document_sources() -> "Sources":
    """What search documents of people are made of, beside their own record."""
    from relance.matching.sources import Sources

    return Sources(
        applications=applications(),
        cvs=cv_store(),
        mails=mails(),
        suppressions=suppressions(),
        address_key=address_key,
    )


@cache
def job_index() -> "JobIndex":
    """Where jobs like a job are found."""
    if settings().search_engine == "opensearch":
        from relance.adapters.opensearch_search import OpenSearchJobIndex

        return OpenSearchJobIndex(search_client())
    from relance.adapters.embedded_search import EmbeddedJobIndex

    return EmbeddedJobIndex(_embedded_folder())


@cache
def search_client() -> "OpenSearch":
    """One connection pool for the search domain, signed with the function's role; a local node takes no signature."""
    import boto3

    from relance.adapters.opensearch_search import connect

    given = settings()
    if not given.search_endpoint:
        raise InvalidInputError("set SEARCH_ENDPOINT to the address of OpenSearch")
    session = boto3.Session()
    return connect(given.search_endpoint, region=session.region_name or "", credentials=session.get_credentials())


@cache
def admit_search_readers() -> bool:
    """Let the roles of the functions that search into the domain, once a process; False: nothing was to be done."""
    from relance.adapters.opensearch_search.roles import admit_readers

    readers = [arn for arn in settings().search_reader_role_arns.split(",") if arn]
    return bool(readers) and admit_readers(search_client(), readers)


def _embedded_folder() -> "Path":
    from pathlib import Path

    given = settings()
    if given.search_engine != "embedded" or not given.search_path:
        raise InvalidInputError("set SEARCH_ENGINE=embedded and SEARCH_PATH to the folder of the index")
    return Path(given.search_path)


# --- answers ----------------------------------------------------------------------------------------


@cache
def audit() -> "AuditLog":
    """Who decided what."""
    from relance.adapters.dynamodb_audit import DynamoDbAuditLog

    return DynamoDbAuditLog(dynamodb_client(), table=settings().audit_table)


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
def ratings() -> "Ratings":
    """What people thought of their answers."""
    from relance.adapters.dynamodb_ratings import DynamoDbRatings

    return DynamoDbRatings(dynamodb_client(), table=settings().ratings_table)


@cache
def desk() -> "Desk":
    """What drafting, reading, approving and undoing answers needs."""
    from relance.rejections.desk import Desk
    from relance.rejections.timing import leave_policy

    return Desk(
        jobs=jobs(),
        candidates=candidates(),
        applications=applications(),
        cvs=cv_store(),
        mails=mails(),
        batches=batches(),
        suppressions=suppressions(),
        audit=audit(),
        wordings=recent_wordings(),
        words=words(),
        render=preview_composer().compose,
        pepper=pepper(),
        policy=leave_policy(settings()),
        workers=_READING_AT_ONCE,
    )


# --- campaigns --------------------------------------------------------------------------------------


@cache
def scheduler_client() -> "EventBridgeSchedulerClient":
    """For campaign schedules."""
    import boto3

    return boto3.client("scheduler", config=client_config())


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
def presses() -> "Presses":
    """How often the links of mails are pressed."""
    from relance.adapters.dynamodb_presses import DynamoDbPresses

    return DynamoDbPresses(dynamodb_client(), table=settings().batches_table)


@cache
def audiences() -> "AudienceStore":
    """Frozen audiences."""
    from relance.adapters.s3_audiences import S3AudienceStore

    return S3AudienceStore(s3_client(), bucket=settings().audiences_bucket)


@cache
def scheduler() -> "Scheduler":
    """Starts campaigns at their time."""
    from relance.adapters.scheduler import EventBridgeScheduler, ScheduleTarget

    given = settings()
    target = ScheduleTarget(
        group=given.schedule_group,
        queue_arn=given.campaign_runs_queue_arn,
        role_arn=given.scheduler_role_arn,
        dead_letter_arn=given.scheduler_dlq_arn,
    )
    return EventBridgeScheduler(scheduler_client(), target)


@cache
def campaign_desk() -> "CampaignDesk":
    """What previewing, freezing and expanding a campaign needs."""
    from datetime import timedelta

    from relance.adapters.dynamodb_audience_facts import DynamoDbAudienceFacts
    from relance.campaigns.audience import Search
    from relance.campaigns.desk import CampaignDesk
    from relance.campaigns.rules import RelanceRules
    from relance.campaigns.standing import Truth

    given = settings()
    facts = DynamoDbAudienceFacts(
        dynamodb_client(),
        candidates_table=given.candidates_table,
        applications_table=given.applications_table,
        suppressions_table=given.suppressions_table,
        guards_table=given.mail_guards_table,
        mails_table=given.mails_table,
    )
    return CampaignDesk(
        campaigns=campaigns(),
        audiences=audiences(),
        jobs=jobs(),
        search=Search(candidates=candidate_index(), jobs=job_index(), offers=jobs(), embedder=embedder()),
        truth=Truth(facts=facts, mails=mails(), address_key=address_key),
        rules=RelanceRules(every=timedelta(days=given.offers_every_days)),
        wordings=recent_wordings(),
        compose=preview_composer().compose,
        text_hash=preview_composer().text_hash,
        time_zone=given.time_zone,
        workers=_READING_AT_ONCE,
    )


@cache
def match_log() -> "MatchLog":
    """Which ranking was shown to whom."""
    from relance.adapters.dynamodb_match_log import DynamoDbMatchLog

    return DynamoDbMatchLog(dynamodb_client(), table=settings().match_log_table)


# --- mail -------------------------------------------------------------------------------------------


@cache
def sesv2_client() -> "SESV2Client":
    """Never repeats a request: SES may have taken the first one (R2)."""
    import boto3

    from relance.adapters.ses import sending_config

    return boto3.client("sesv2", config=sending_config())


@cache
def mails() -> "MailLedger":
    """The ledger of mails."""
    from relance.adapters.dynamodb_mails import DynamoDbMailLedger

    given = settings()
    return DynamoDbMailLedger(dynamodb_client(), table=given.mails_table, guards_table=given.mail_guards_table)


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
def identities() -> "SenderIdentities":
    """Whether our sub-domains may send (R15)."""
    from relance.adapters.dns_texts import DmarcPolicies
    from relance.adapters.ses import SesIdentities
    from relance.mail.identities import RememberedIdentities

    policies = DmarcPolicies() if settings().dmarc_lookup == "system" else None
    return RememberedIdentities(SesIdentities(sesv2_client(), policies=policies))


@cache
def switchboard() -> "Switchboard":
    """What stops sending as a whole."""
    from relance.adapters.dynamodb_sending import DynamoDbSendingCounts
    from relance.mail.stopping import Switchboard

    return Switchboard(
        stops=stop_signs(),
        tally=DynamoDbSendingCounts(dynamodb_client(), settings_table=settings().settings_table),
        mails=mails(),
        identities=identities(),
        domains=_domains(),
    )


def _domains() -> "Mapping[Stream, str]":
    from relance.mail.mails import Stream

    given = settings()
    senders_of = {Stream.ANSWERS: given.answers_from, Stream.CAMPAIGNS: given.campaigns_from}
    return {stream: address.rpartition("@")[2] for stream, address in senders_of.items()}


@cache
def event_consequences() -> "Consequences":
    """What an event of SES may touch besides its mail."""
    from relance.adapters.dynamodb_sending import DynamoDbSendingCounts
    from relance.mail.events import Consequences

    return Consequences(
        suppressions=suppressions(),
        candidates=candidates(),
        tally=DynamoDbSendingCounts(dynamodb_client(), settings_table=settings().settings_table),
        stops=stop_signs(),
        address_key=address_key,
    )


@cache
def composer() -> "Composer":
    """Mails as they leave."""
    from functools import partial

    from relance.mail.composing import Composer
    from relance.privacy.links import links_for

    links = partial(links_for, portal_url=settings().portal_url, pepper=pepper())
    return Composer(_employer(), links, words().paragraphs_of)


@cache
def preview_composer() -> "Composer":
    """Mails as they are read before they leave: the same words, links that do nothing."""
    from functools import partial

    from relance.mail.composing import Composer
    from relance.mail.previewing import inert_links

    return Composer(_employer(), partial(inert_links, portal_url=settings().portal_url), words().paragraphs_of)


def _employer() -> "Employer":
    from relance.mail.rendering import Employer

    given = settings()
    return Employer(
        name=given.employer_name,
        site=given.employer_site or None,
        signature=given.employer_signature,
        signature_en=given.employer_signature_en,
        logo=given.employer_logo or None,
        **({"accent": given.employer_accent} if given.employer_accent else {}),
        time_zone=given.time_zone,
    )


@cache
def send_facts() -> "SendFactsSource":
    """What decides at the last moment whether a mail leaves."""
    from functools import partial

    from relance.mail.facts import StoredFacts
    from relance.mail.identities import sender_check
    from relance.rejections.timing import leave_policy, next_opening

    return StoredFacts(
        candidates=candidates(),
        applications=applications(),
        jobs=jobs(),
        campaigns=campaigns(),
        suppressions=suppressions(),
        stops=stop_signs(),
        address_key=address_key,
        sender=sender_check(identities(), _domains()),
        opens=partial(next_opening, policy=leave_policy(settings())),
        decisions_hold_for=leave_policy(settings()).decisions_hold_for,
    )


@cache
def mail_archive() -> "MailArchive":
    """Letters as they were submitted."""
    from relance.adapters.s3_archive import S3MailArchive

    return S3MailArchive(s3_client(), bucket=settings().mail_archive_bucket)


@cache
def mailer() -> "Mailer":
    """Amazon SES."""
    from relance.adapters.ses import SesMailer

    return SesMailer(sesv2_client())


@cache
def senders() -> "Mapping[Stream, Sender]":
    """Each stream's own sender and configuration set (R15)."""
    from relance.mail.letters import Sender
    from relance.mail.mails import Stream

    given = settings()
    reply_to = given.reply_to or None
    return {
        Stream.ANSWERS: Sender(
            from_name=given.employer_name,
            from_address=given.answers_from,
            reply_to=reply_to,
            configuration_set=given.answers_configuration_set or None,
        ),
        Stream.CAMPAIGNS: Sender(
            from_name=given.employer_name,
            from_address=given.campaigns_from,
            reply_to=reply_to,
            configuration_set=given.campaigns_configuration_set or None,
        ),
    }


@cache
def send_queue() -> "SendQueue":
    """Due mails on their way to the sender."""
    from relance.adapters.sqs import SqsSendQueue

    return SqsSendQueue(sqs_client(), url=settings().send_queue_url)


@cache
def allowance() -> "Allowance":
    """How many mails may leave when."""
    from relance.adapters.dynamodb_sending import DynamoDbAllowance
    from relance.adapters.ses import SesQuota

    return DynamoDbAllowance(
        dynamodb_client(), settings_table=settings().settings_table, quota=SesQuota(sesv2_client())
    )
