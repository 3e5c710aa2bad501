"""The three functions of mail behind their handlers: real adapters on an imitation of AWS, real payloads."""

import io
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from moto.sesv2.models import sesv2_backends
from mypy_boto3_dynamodb import DynamoDBClient

from dispatch_mail.handler import lambda_handler as dispatch_handler
from reconcile_mail.handler import lambda_handler as reconcile_handler
from record_mail_events.handler import lambda_handler as events_handler
from relance import clock, wiring
from relance.applications import Outcome
from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.mail import ledger
from relance.mail.mails import Mail, MailId, MailState
from relance.mail.rendering import text_hash
from relance.observability import logger
from send_mail.handler import lambda_handler as send_handler
from tests import factories
from tests.contract.conftest import REGION
from tests.unit.mail.world import answer

EVENTS = Path(__file__).parents[1] / "events" / "record_mail_events"


@dataclass
class Context:
    """What the runtime tells a function."""

    function_name: str = "send_mail"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-west-3:123456789012:function:send_mail"
    aws_request_id: str = "request-1"


@pytest.fixture
def deployed(dynamodb: DynamoDBClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Tables, queue, archive, secret and a verified sender; gives the queue's URL."""
    queue_url = boto3.client("sqs").create_queue(QueueName="send")["QueueUrl"]
    retries_url = boto3.client("sqs").create_queue(QueueName="index-retries")["QueueUrl"]
    boto3.client("s3").create_bucket(Bucket="archive", CreateBucketConfiguration={"LocationConstraint": REGION})
    arn = boto3.client("secretsmanager").create_secret(Name="pepper", SecretString="p" * 48)["ARN"]
    mail = boto3.client("sesv2")
    for stream in ("answers", "campaigns"):
        mail.create_email_identity(EmailIdentity=f"recrutement@{stream}.vercors.example.org")
    environment = {
        "CANDIDATES_TABLE": "Candidates", "CANDIDATE_KEYS_TABLE": "CandidateKeys", "JOBS_TABLE": "Jobs",
        "APPLICATIONS_TABLE": "Applications", "CAMPAIGNS_TABLE": "Campaigns", "BATCHES_TABLE": "Batches",
        "MAILS_TABLE": "Mails", "MAIL_GUARDS_TABLE": "MailGuards", "SUPPRESSIONS_TABLE": "Suppressions",
        "SETTINGS_TABLE": "Settings", "ERASURES_TABLE": "Erasures", "MAIL_ARCHIVE_BUCKET": "archive",
        "SEND_QUEUE_URL": queue_url, "INDEX_RETRIES_QUEUE_URL": retries_url, "PEPPER_SECRET_ARN": arn,
        "PORTAL_URL": "https://portal.example.org",
        "ANSWERS_FROM": "recrutement@answers.vercors.example.org", "REPLY_TO": "recrutement@vercors.example.org",
        "CAMPAIGNS_FROM": "recrutement@campaigns.vercors.example.org", "EMPLOYER_NAME": "Vercors Logistique",
        "EMPLOYER_SIGNATURE": "L’équipe recrutement", "OFFICE_HOURS": "always", "UNDO_SECONDS": "0",
        "POWERTOOLS_SERVICE_NAME": "send_mail", "POWERTOOLS_METRICS_NAMESPACE": "relance",
    }  # fmt: skip
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    _forget_wiring()
    wiring.sesv2_client().meta.events.register("before-call.sesv2.GetAccount", account)
    wiring.sesv2_client().meta.events.register("before-call.sesv2.GetEmailIdentity", identity)
    yield queue_url
    _forget_wiring()


def account(**_: Any) -> Any:
    """GetAccount, which the imitation of AWS does not know: the response and what is read from it."""
    quota = {"MaxSendRate": 14.0, "Max24HourSend": 50_000.0, "SentLast24Hours": 0.0}
    return AWSResponse("", 200, HTTPHeaders(), None), {"SendQuota": quota, "SendingEnabled": True}


def identity(**_: Any) -> Any:
    """GetEmailIdentity of a sub-domain that is in order, which the imitation of AWS cannot make."""
    told = {
        "VerifiedForSendingStatus": True,
        "DkimAttributes": {"SigningEnabled": True, "Status": "SUCCESS"},
        "MailFromAttributes": {"MailFromDomain": "bounce.example.org", "MailFromDomainStatus": "SUCCESS"},
    }
    return AWSResponse("", 200, HTTPHeaders(), None), told


def _forget_wiring() -> None:
    for part in vars(wiring).values():
        if hasattr(part, "cache_clear"):
            part.cache_clear()


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """What the functions write into their logs."""
    written = io.StringIO()
    handler = cast("logging.StreamHandler[Any]", logger.registered_handler)
    former = handler.setStream(written)
    yield written
    handler.setStream(former)


def approved_answer() -> Mail:
    """To a rejected applicant called Zoé; may leave now."""
    now = clock.now()
    wiring.candidates().create(factories.candidate("zoe"), keys=())
    wiring.applications().save(factories.application("accountant", "zoe", outcome=Outcome.REJECTED))
    wiring.mails().plan(answer(created_at=now))
    draft = wiring.mails().get(answer().mail_id)
    seen = wiring.composer().compose(draft, wiring.candidates().get(CandidateId("zoe")))
    return ledger.approve(
        draft, by="salome", text_hash=text_hash(seen), not_before=now, because="undo", mails=wiring.mails(), now=now
    )


def sqs_event(*bodies: str) -> dict[str, Any]:
    """As Lambda gets it from a queue."""
    return {
        "Records": [
            {
                "messageId": f"message-{n}", "receiptHandle": "r", "body": body, "messageAttributes": {},
                "attributes": {
                    "ApproximateReceiveCount": "1", "SentTimestamp": "1795428000000", "SenderId": "x",
                    "ApproximateFirstReceiveTimestamp": "1795428000001",
                },
                "md5OfBody": "0" * 32, "eventSource": "aws:sqs", "awsRegion": REGION,
                "eventSourceARN": f"arn:aws:sqs:{REGION}:123456789012:send",
            }
            for n, body in enumerate(bodies)
        ]
    }  # fmt: skip


def due(mail_id: str) -> str:
    """Body of a message of the send queue."""
    return json.dumps({"mail_id": mail_id})


def told(name: str, mail_id: str) -> str:
    """Body of a message of the events queue: SNS's envelope around SES's event."""
    event = (EVENTS / f"{name}.json").read_text(encoding="utf-8").replace("MAIL_ID", mail_id)
    envelope = {"Type": "Notification", "MessageId": "x", "TopicArn": "y", "Message": event, "Timestamp": "z"}
    return json.dumps(envelope)


def taken() -> list[Any]:
    """What the imitation of SES has accepted."""
    return list(sesv2_backends["123456789012"][REGION].core_backend.sent_messages)


def failures(answered: Any) -> list[str]:
    """Message ids that return to the queue."""
    return [failure["itemIdentifier"] for failure in answered["batchItemFailures"]]


def test_a_due_mail_goes_from_the_ledger_over_the_queue_to_ses(deployed: str) -> None:
    mail = approved_answer()

    dispatched = dispatch_handler({}, Context())
    (message,) = boto3.client("sqs").receive_message(QueueUrl=deployed, WaitTimeSeconds=5)["Messages"]
    answered = send_handler(sqs_event(message["Body"], message["Body"]), Context())

    sent = wiring.mails().get(mail.mail_id)
    mails = ("answers", "campaigns", "settled", "paused", "waiting", "unknown")
    runs = ("woken", "rescheduled", "over_ceiling")
    assert dispatched == {**dict.fromkeys((*mails, *runs), 0), "answers": 1}
    assert failures(answered) == []
    assert sent.state is MailState.ACCEPTED
    assert len(taken()) == 1
    assert sent.archive_key is not None
    assert wiring.mail_archive().get(sent.archive_key).subject.startswith("Votre candidature au poste de comptable")


@pytest.mark.usefixtures("deployed")
def test_r40_the_night_names_each_mail_that_does_not_fit_and_counts_it(logs: io.StringIO) -> None:
    wiring.jobs().save(factories.job(JobId("accountant")))
    claimed = ledger.claim(approved_answer(), archive_key="k", mails=wiring.mails(), now=clock.now())
    assert claimed is not None
    ledger.lose(claimed, "ReadTimeoutError", mails=wiring.mails(), now=clock.now())

    found = reconcile_handler({}, Context())

    lines = [json.loads(line) for line in logs.getvalue().splitlines()]
    named = [(line["mail_id"], line["kind"]) for line in lines if line.get("message") == "mail does not fit"]
    assert named == [(claimed.mail_id, "not_known")]
    assert found["sums"]["differences"] == {"not_known": 1}
    assert found["oldest_unanswered"] is None


def test_only_the_message_that_failed_returns_to_the_queue(deployed: str) -> None:
    mail = approved_answer()

    answered = send_handler(sqs_event(due("nobody"), due(mail.mail_id), "{}"), Context())

    assert failures(answered) == ["message-0", "message-2"]
    assert wiring.mails().get(mail.mail_id).state is MailState.ACCEPTED


def test_an_answer_costs_thirteen_requests_from_queue_to_record(deployed: str) -> None:
    mail = approved_answer()
    requests: Counter[str] = Counter()

    def count(model: Any, **_: Any) -> None:
        requests[model.name] += 1

    for client in (wiring.dynamodb_client(), wiring.s3_client(), wiring.sesv2_client()):
        client.meta.events.register("before-call", count)

    send_handler(sqs_event(due(mail.mail_id)), Context())

    # GetEmailIdentity, once in five minutes, is answered by the fixture before it is counted.
    assert requests == Counter(GetItem=8, BatchGetItem=1, TransactWriteItems=2, PutObject=1, SendEmail=1)


@pytest.fixture
def sent(deployed: str) -> Mail:
    """An answer that SES took."""
    mail = approved_answer()
    send_handler(sqs_event(due(mail.mail_id)), Context())
    return wiring.mails().get(mail.mail_id)


KINDS = {
    "send": ("send", None),
    "delivery": ("delivery", None),
    "hard_bounce": ("bounce", "Permanent/General"),
    "soft_bounce": ("bounce", "Transient/MailboxFull"),
    "complaint": ("complaint", "abuse"),
    "complaint_not_spam": ("complaint", "not-spam"),
    "delay": ("deliverydelay", "TransientCommunicationFailure"),
    "reject": ("reject", None),
    "rendering_failure": ("renderingfailure", None),
}


@pytest.mark.parametrize("name", KINDS)
def test_r6_each_event_of_ses_becomes_a_fact_once(sent: Mail, name: str) -> None:
    body = told(name, sent.mail_id)

    answered = events_handler(sqs_event(body, body), Context())

    assert failures(answered) == []
    facts = wiring.mails().get(sent.mail_id).facts
    assert [(fact.kind, fact.detail, fact.submission) for fact in facts] == [(*KINDS[name], 1)]


@pytest.mark.parametrize(("name", "heard"), [("send", True), ("hard_bounce", True), ("delivery", False)])
def test_the_index_hears_what_left_for_whom_and_which_address_fails(sent: Mail, name: str, heard: bool) -> None:
    events_handler(sqs_event(told(name, sent.mail_id)), Context())

    url = wiring.settings().index_retries_queue_url
    rung = boto3.client("sqs").receive_message(QueueUrl=url).get("Messages", [])
    bell = {"kind": "candidate", "id": sent.candidate_id}
    assert [json.loads(message["Body"]) for message in rung] == ([bell] if heard else [])


@pytest.mark.parametrize(
    ("name", "reason"),
    [("hard_bounce", "bounce"), ("complaint", "complaint"), ("soft_bounce", None), ("complaint_not_spam", None)],
)
def test_r7_hard_bounces_and_complaints_suppress_the_address(sent: Mail, name: str, reason: str | None) -> None:
    events_handler(sqs_event(told(name, sent.mail_id)), Context())

    assert wiring.suppressions().reason(wiring.address_key("zoe@example.org")) == reason
    unsubscribed = wiring.candidates().get(CandidateId("zoe")).unsubscribed_at is not None
    assert unsubscribed is (name == "complaint")


@pytest.mark.parametrize("body", ["told_unknown", "untagged", "garbage"])
def test_r6_events_that_match_no_mail_return_to_the_queue(sent: Mail, body: str) -> None:
    bodies: dict[str, Callable[[], str]] = {
        "told_unknown": lambda: told("delivery", "nobody"),
        "untagged": lambda: told("untagged", "x"),
        "garbage": lambda: '{"Message": "zoe@example.org"}',
    }

    answered = events_handler(sqs_event(bodies[body](), told("send", sent.mail_id)), Context())

    assert failures(answered) == ["message-0"]


def test_r16_logs_and_metrics_hold_no_name_or_address(
    sent: Mail, logs: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    for name in KINDS:
        events_handler(sqs_event(told(name, sent.mail_id)), Context())
    events_handler(sqs_event('{"Message": "{\\"mail\\": \\"zoe@example.org\\"}"}'), Context())
    send_handler(sqs_event(due(MailId("nobody")), due(sent.mail_id)), Context())

    said = capsys.readouterr()
    everything = (logs.getvalue() + said.out + said.err).lower()
    assert sent.mail_id in everything
    assert "zoe@" not in everything
    assert "zoé" not in everything
    assert "example.org" not in everything
