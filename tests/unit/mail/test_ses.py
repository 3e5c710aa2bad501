"""SES: one request per letter whatever happens, and what each of its answers means (R2, R11, R14)."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    PartialCredentialsError,
    ProxyConnectionError,
    ReadTimeoutError,
    SSLError,
)

from relance.adapters.ses import (
    ANSWERS,
    CONNECT_TIMEOUT_SECONDS,
    READ_TIMEOUT_SECONDS,
    SesMailer,
    SesQuota,
    sending_config,
)
from relance.errors import UnavailableError
from relance.mail.letters import Letter, Sort
from relance.mail.mails import MailId, Stream
from tests.unit.mail.world import NOW

FUNCTION_TIMEOUT_SECONDS = 30


class Endpoint:
    """An SES of our own on the loopback: does what the script says and counts requests."""

    def __init__(self) -> None:
        self.behaviour: dict[str, Any] = {"status": 200, "body": {"MessageId": "ses-1"}}
        self.requests: list[dict[str, Any]] = []
        self.release = threading.Event()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                endpoint.requests.append(json.loads(self.rfile.read(length)))
                endpoint.answer(self)

            def do_GET(self) -> None:
                endpoint.requests.append({})
                endpoint.answer(self)

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """One answer, or none."""
        match self.behaviour:
            case {"hang": True}:
                self.release.wait(20)
            case {"reset": True}:
                request.connection.shutdown(2)
            case {"status": status, "body": body, **rest}:
                content = body if isinstance(body, bytes) else json.dumps(body).encode()
                request.send_response(status)
                request.send_header("Content-Type", "application/json")
                if "error" in rest:
                    request.send_header("x-amzn-ErrorType", rest["error"])
                request.send_header("Content-Length", str(len(content)))
                request.end_headers()
                request.wfile.write(content)

    def close(self) -> None:
        """Let hanging requests go."""
        self.release.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """Listening."""
    made = Endpoint()
    yield made
    made.close()


def client(url: str, config: Config | None = None) -> Any:
    """The SDK's client as the sender builds it, against our endpoint."""
    return boto3.client(
        "sesv2", region_name="eu-west-3", endpoint_url=url, config=config or sending_config(),
        aws_access_key_id="test", aws_secret_access_key="test",
    )  # fmt: skip


def letter(**overrides: Any) -> Letter:
    """To Zoé."""
    fields: dict[str, Any] = {
        "mail_id": MailId("a1b2"),
        "submission": 2,
        "stream": Stream.CAMPAIGNS,
        "from_address": '"Vercors" <recrutement@offres.example.org>',
        "to_address": "=?utf-8?q?Zo=C3=A9?= <zoe@example.org>",
        "reply_to": "recrutement@example.org",
        "subject": "Objet\u00a0: é",
        "text": "Texte\n",
        "html": "<p>Texte</p>\n",
        "headers": (("List-Unsubscribe", "<https://portal.example.org/u/1>"),),
        "configuration_set": "campaigns",
    }
    return Letter(**(fields | overrides))


def test_r11_r14_the_request_says_exactly_what_the_letter_says(endpoint: Endpoint) -> None:
    outcome = SesMailer(client(endpoint.url)).submit(letter())

    assert (outcome.sort, outcome.message_id) == (Sort.ACCEPTED, "ses-1")
    assert endpoint.requests == [
        {
            "FromEmailAddress": '"Vercors" <recrutement@offres.example.org>',
            "Destination": {"ToAddresses": ["=?utf-8?q?Zo=C3=A9?= <zoe@example.org>"]},
            "ReplyToAddresses": ["recrutement@example.org"],
            "Content": {
                "Simple": {
                    "Subject": {"Data": "Objet\u00a0: é", "Charset": "UTF-8"},
                    "Body": {
                        "Text": {"Data": "Texte\n", "Charset": "UTF-8"},
                        "Html": {"Data": "<p>Texte</p>\n", "Charset": "UTF-8"},
                    },
                    "Headers": [{"Name": "List-Unsubscribe", "Value": "<https://portal.example.org/u/1>"}],
                }
            },
            "EmailTags": [{"Name": "mail_id", "Value": "a1b2"}, {"Name": "submission", "Value": "2"}],
            "ConfigurationSetName": "campaigns",
            "ConfigurationOverrides": {
                "Tracking": {"OpenTrackingEnabled": "DISABLED", "ClickTrackingEnabled": "DISABLED"}
            },
        }
    ]


BEHAVIOURS: dict[str, dict[str, Any]] = {
    "hang": {"hang": True},
    "reset": {"reset": True},
    "500": {"status": 500, "body": {"message": "x"}, "error": "InternalServiceError"},
    "503": {"status": 503, "body": b"busy"},
    "429": {"status": 429, "body": {"message": "Maximum sending rate exceeded."}, "error": "TooManyRequestsException"},
    "garbage": {"status": 200, "body": b"<html>"},
}


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_r2_one_letter_is_one_request_whatever_the_endpoint_does(endpoint: Endpoint, behaviour: str) -> None:
    endpoint.behaviour = BEHAVIOURS[behaviour]
    impatient = sending_config().merge(Config(read_timeout=0.3))

    outcome = SesMailer(client(endpoint.url, impatient)).submit(letter())

    assert len(endpoint.requests) == 1
    assert outcome.sort is (Sort.REFUSED_FOR_NOW if behaviour == "429" else Sort.UNCLEAR)


def test_r2_a_client_that_would_repeat_requests_is_refused() -> None:
    for config in (Config(), Config(retries={"total_max_attempts": 2}), Config(retries={"mode": "standard"})):
        with pytest.raises(ValueError, match="must not repeat"):
            SesMailer(client("http://127.0.0.1:9", config))


def test_r2_its_timeouts_are_shorter_than_the_functions() -> None:
    made = client("http://127.0.0.1:9").meta.config

    assert made.retries["total_max_attempts"] == 1
    assert (made.connect_timeout, made.read_timeout) == (CONNECT_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS)
    assert 2 * (CONNECT_TIMEOUT_SECONDS + READ_TIMEOUT_SECONDS) < FUNCTION_TIMEOUT_SECONDS


EXPECTED = {
    (400, "MessageRejected"): Sort.REFUSED,
    (400, "BadRequestException"): Sort.REFUSED,
    (400, "ValidationException"): Sort.REFUSED,
    (400, "ValidationError"): Sort.REFUSED,
    (400, "InvalidParameterValue"): Sort.REFUSED,
    (400, "MalformedHttpRequestException"): Sort.REFUSED,
    (413, "RequestEntityTooLargeException"): Sort.REFUSED,
    (400, "LimitExceededException"): Sort.REFUSED_FOR_NOW,
    (400, "AccountSuspendedException"): Sort.REFUSED_FOR_NOW,
    (400, "SendingPausedException"): Sort.REFUSED_FOR_NOW,
    (400, "MailFromDomainNotVerifiedException"): Sort.REFUSED_FOR_NOW,
    (404, "NotFoundException"): Sort.REFUSED_FOR_NOW,
    (429, "TooManyRequestsException"): Sort.REFUSED_FOR_NOW,
    (429, "SomethingNew"): Sort.REFUSED_FOR_NOW,
    (400, "TooManyRequestsException"): Sort.REFUSED_FOR_NOW,
    (400, "ThrottlingException"): Sort.REFUSED_FOR_NOW,
    (400, "Throttling"): Sort.REFUSED_FOR_NOW,
    (403, "AccessDeniedException"): Sort.REFUSED_FOR_NOW,
    (403, "AccessDenied"): Sort.REFUSED_FOR_NOW,
    (403, "ExpiredTokenException"): Sort.REFUSED_FOR_NOW,
    (403, "ExpiredToken"): Sort.REFUSED_FOR_NOW,
    (403, "InvalidClientTokenId"): Sort.REFUSED_FOR_NOW,
    (403, "UnrecognizedClientException"): Sort.REFUSED_FOR_NOW,
    (403, "SignatureDoesNotMatch"): Sort.REFUSED_FOR_NOW,
    (403, "InvalidSignatureException"): Sort.REFUSED_FOR_NOW,
    (403, "IncompleteSignature"): Sort.REFUSED_FOR_NOW,
    (403, "MissingAuthenticationTokenException"): Sort.REFUSED_FOR_NOW,
    (403, "OptInRequired"): Sort.REFUSED_FOR_NOW,
    (401, "NotAuthorized"): Sort.REFUSED_FOR_NOW,
    (400, "RequestExpired"): Sort.REFUSED_FOR_NOW,
    (404, "UnknownOperationException"): Sort.REFUSED_FOR_NOW,
    (400, "SomethingNew"): Sort.UNCLEAR,
    (400, "RequestAbortedException"): Sort.UNCLEAR,
    (408, "RequestTimeoutException"): Sort.UNCLEAR,
    (500, "InternalFailure"): Sort.UNCLEAR,
    (409, "ConflictException"): Sort.UNCLEAR,
    (408, "RequestTimeout"): Sort.UNCLEAR,
    (500, "InternalServiceError"): Sort.UNCLEAR,
    (500, "MessageRejected"): Sort.UNCLEAR,
    (503, "ServiceUnavailable"): Sort.UNCLEAR,
    (503, "ThrottlingException"): Sort.UNCLEAR,
}


@pytest.mark.parametrize(("status", "code"), EXPECTED)
def test_r4_each_error_of_ses_has_its_meaning(endpoint: Endpoint, status: int, code: str) -> None:
    endpoint.behaviour = {"status": status, "body": {"message": "x"}, "error": code}

    outcome = SesMailer(client(endpoint.url)).submit(letter())

    assert (outcome.sort, outcome.code) == (EXPECTED[status, code], code)
    assert len(endpoint.requests) == 1


COMMON = {
    "AccessDeniedException", "ExpiredTokenException", "IncompleteSignature", "InternalFailure",
    "MalformedHttpRequestException", "NotAuthorized", "OptInRequired", "RequestAbortedException",
    "RequestEntityTooLargeException", "RequestExpired", "RequestTimeoutException", "ServiceUnavailable",
    "ThrottlingException", "UnknownOperationException", "UnrecognizedClientException", "ValidationError",
}  # fmt: skip
"""What any operation of SES may answer, by its reference ("Common errors")."""


def test_every_error_that_the_api_declares_and_every_row_of_the_table_is_tested() -> None:
    declared = client("http://127.0.0.1:9").meta.service_model.operation_model("SendEmail").error_shapes

    assert {shape.name for shape in declared} <= set(ANSWERS)
    assert set(ANSWERS) | COMMON <= {code for _, code in EXPECTED}


def test_an_acceptance_without_message_id_is_unclear(endpoint: Endpoint) -> None:
    endpoint.behaviour = {"status": 200, "body": {}}

    assert SesMailer(client(endpoint.url)).submit(letter()).sort is Sort.UNCLEAR


def test_an_endpoint_that_cannot_be_reached_has_nothing() -> None:
    nobody = client("http://127.0.0.1:1", sending_config().merge(Config(connect_timeout=0.3)))

    outcome = SesMailer(nobody).submit(letter())

    assert (outcome.sort, outcome.code) == (Sort.REFUSED_FOR_NOW, "EndpointConnectionError")


@pytest.mark.parametrize(
    ("error", "sort"),
    [
        (ConnectTimeoutError(endpoint_url="x"), Sort.REFUSED_FOR_NOW),
        (EndpointConnectionError(endpoint_url="x"), Sort.REFUSED_FOR_NOW),
        (ProxyConnectionError(proxy_url="x"), Sort.REFUSED_FOR_NOW),
        (NoCredentialsError(), Sort.REFUSED_FOR_NOW),
        (PartialCredentialsError(provider="x", cred_var="y"), Sort.REFUSED_FOR_NOW),
        (ReadTimeoutError(endpoint_url="x"), Sort.UNCLEAR),
        (ConnectionClosedError(endpoint_url="x"), Sort.UNCLEAR),
        (SSLError(endpoint_url="x", error=OSError("y")), Sort.UNCLEAR),
    ],
)
def test_each_broken_connection_has_its_meaning(endpoint: Endpoint, error: Exception, sort: Sort) -> None:
    broken = client(endpoint.url)

    def break_off(**_: Any) -> None:
        raise error

    broken.meta.events.register("before-send.sesv2.SendEmail", break_off)

    outcome = SesMailer(broken).submit(letter())

    assert (outcome.sort, outcome.code) == (sort, type(error).__name__)


def test_a_letter_that_the_sdk_refuses_is_refused(endpoint: Endpoint) -> None:
    broken = letter().model_copy(update={"subject": 3})

    assert SesMailer(client(endpoint.url)).submit(broken).sort is Sort.REFUSED
    assert endpoint.requests == []


def test_the_quota_is_read_from_the_account(endpoint: Endpoint) -> None:
    endpoint.behaviour = {
        "status": 200,
        "body": {
            "SendQuota": {"MaxSendRate": 14.0, "Max24HourSend": 50000.0, "SentLast24Hours": 120.0},
            "SendingEnabled": True,
        },
    }

    quota = SesQuota(client(endpoint.url)).read(now=NOW)

    assert (quota.per_second, quota.per_day, quota.sent_last_day, quota.enabled) == (14.0, 50000.0, 120.0, True)
    assert quota.read_at == NOW


def test_a_quota_that_cannot_be_read_is_unavailable(endpoint: Endpoint) -> None:
    endpoint.behaviour = {"status": 503, "body": {"message": "x"}, "error": "ServiceUnavailable"}

    with pytest.raises(UnavailableError):
        SesQuota(client(endpoint.url)).read(now=NOW)
