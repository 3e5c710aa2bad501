"""Which adapter stands behind each port that is a bucket or a queue, and who reads scanned pages."""

from functools import cache
from typing import TYPE_CHECKING

from relance.wiring.base import client_config, s3_client, settings, sqs_client

if TYPE_CHECKING:
    from relance.cv.ocr import Ocr
    from relance.ports.campaigns import AudienceStore
    from relance.ports.mail import MailArchive, SendQueue
    from relance.ports.people import CvStore, ErasureRequests, IndexRetries


@cache
def cv_store() -> "CvStore":
    """Uploaded files."""
    from relance.adapters.s3_cvs import S3CvStore

    return S3CvStore(s3_client(), bucket=settings().cvs_bucket)


@cache
def audiences() -> "AudienceStore":
    """Frozen audiences."""
    from relance.adapters.s3_audiences import S3AudienceStore

    return S3AudienceStore(s3_client(), bucket=settings().audiences_bucket)


@cache
def mail_archive() -> "MailArchive":
    """Letters as they were submitted."""
    from relance.adapters.s3_archive import S3MailArchive

    return S3MailArchive(s3_client(), bucket=settings().mail_archive_bucket)


@cache
def erasure_requests() -> "ErasureRequests":
    """Orders to erase a person."""
    from relance.adapters.erasure_requests import SqsErasureRequests

    return SqsErasureRequests(sqs_client(), url=settings().erasures_queue_url)


@cache
def index_retries() -> "IndexRetries":
    """Search documents that could not be written."""
    from relance.adapters.index_retries import SqsIndexRetries

    return SqsIndexRetries(sqs_client(), queue_url=settings().index_retries_queue_url)


@cache
def send_queue() -> "SendQueue":
    """Due mails on their way to the sender."""
    from relance.adapters.sqs import SqsSendQueue

    return SqsSendQueue(sqs_client(), url=settings().send_queue_url)


@cache
def ocr() -> "Ocr | None":
    """Who reads scanned pages; None where nobody does, and scans are told as such."""
    if settings().ocr == "none":
        return None
    import boto3

    from relance.adapters.textract import TextractOcr, region_for

    region = region_for(boto3.session.Session().region_name)
    return TextractOcr(boto3.client("textract", region_name=region, config=client_config(read_timeout=15, attempts=6)))
