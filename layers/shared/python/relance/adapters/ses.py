"""Amazon SES v2: one request for each letter, and what each of its answers means."""

from typing import TYPE_CHECKING, Any, Final

from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    PartialCredentialsError,
    ProxyConnectionError,
)

from relance.adapters.aws_errors import translated
from relance.adapters.dns_texts import DmarcPolicies
from relance.errors import NotFoundError
from relance.mail.letters import Letter, Outcome, Sort
from relance.mail.standing import DKIM_ZONE, Identity, SendQuota
from relance.records import Instant

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

CONNECT_TIMEOUT_SECONDS: Final = 2
READ_TIMEOUT_SECONDS: Final = 10
"""Together well under the sending function's 30 seconds (R2)."""

ANSWERS: Final[dict[str, Sort]] = {
    # SES has read the request and does not want this letter: never again.
    "MessageRejected": Sort.REFUSED,
    "BadRequestException": Sort.REFUSED,
    "ValidationException": Sort.REFUSED,
    "ValidationError": Sort.REFUSED,
    "InvalidParameterValue": Sort.REFUSED,
    "MalformedHttpRequestException": Sort.REFUSED,
    "RequestEntityTooLargeException": Sort.REFUSED,
    # SES does not have it; rate, quota or a setting that an operator can change.
    "TooManyRequestsException": Sort.REFUSED_FOR_NOW,
    "ThrottlingException": Sort.REFUSED_FOR_NOW,
    "Throttling": Sort.REFUSED_FOR_NOW,
    "LimitExceededException": Sort.REFUSED_FOR_NOW,
    "SendingPausedException": Sort.REFUSED_FOR_NOW,
    "AccountSuspendedException": Sort.REFUSED_FOR_NOW,
    "MailFromDomainNotVerifiedException": Sort.REFUSED_FOR_NOW,
    "NotFoundException": Sort.REFUSED_FOR_NOW,
    "AccessDeniedException": Sort.REFUSED_FOR_NOW,
    "AccessDenied": Sort.REFUSED_FOR_NOW,
    "ExpiredTokenException": Sort.REFUSED_FOR_NOW,
    "ExpiredToken": Sort.REFUSED_FOR_NOW,
    "InvalidClientTokenId": Sort.REFUSED_FOR_NOW,
    "UnrecognizedClientException": Sort.REFUSED_FOR_NOW,
    "SignatureDoesNotMatch": Sort.REFUSED_FOR_NOW,
    "InvalidSignatureException": Sort.REFUSED_FOR_NOW,
    "IncompleteSignature": Sort.REFUSED_FOR_NOW,
    "MissingAuthenticationTokenException": Sort.REFUSED_FOR_NOW,
    "OptInRequired": Sort.REFUSED_FOR_NOW,
    "NotAuthorized": Sort.REFUSED_FOR_NOW,
    "RequestExpired": Sort.REFUSED_FOR_NOW,
    "UnknownOperationException": Sort.REFUSED_FOR_NOW,
}
"""Error code → what it means. Every other code, and every 5xx whatever its code, is unclear: SES may have it."""

NEVER_LEFT: Final = (
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    PartialCredentialsError,
    ProxyConnectionError,
)
"""No byte of the request has left: definite, and worth another try."""


TRACKING_OFF: Final[dict[str, Any]] = {
    "ConfigurationOverrides": {"Tracking": {"OpenTrackingEnabled": "DISABLED", "ClickTrackingEnabled": "DISABLED"}}
}
"""Stated on each call by every SDK that knows it (R14); an older one leaves it to the configuration set."""


def sending_config() -> Config:
    """One attempt, whatever happens: boto3 would repeat by itself what SES may have taken (R2)."""
    return Config(
        connect_timeout=CONNECT_TIMEOUT_SECONDS,
        read_timeout=READ_TIMEOUT_SECONDS,
        retries={"total_max_attempts": 1, "mode": "standard"},
    )


class SesMailer:
    """`ports.Mailer` over SES v2, Simple content with headers."""

    def __init__(self, client: "SESV2Client") -> None:
        """ValueError for a client that would repeat a request."""
        retries = getattr(client.meta.config, "retries", None) or {}
        if retries.get("total_max_attempts") != 1:
            raise ValueError("the client that sends mail must not repeat requests: build it with sending_config()")
        self._client = client
        parameters = client.meta.service_model.operation_model("SendEmail").input_shape
        known = parameters is not None and "ConfigurationOverrides" in parameters.members
        self._overrides = TRACKING_OFF if known else {}

    def submit(self, letter: Letter) -> Outcome:
        """See the port."""
        try:
            answer = self._client.send_email(**request(letter), **self._overrides)
        except ClientError as error:
            return _told(error)
        except NEVER_LEFT as error:
            return Outcome(sort=Sort.REFUSED_FOR_NOW, code=type(error).__name__)
        except ParamValidationError as error:
            return Outcome(sort=Sort.REFUSED, code=type(error).__name__)
        except BotoCoreError as error:
            return Outcome(sort=Sort.UNCLEAR, code=type(error).__name__)
        message_id = answer.get("MessageId")
        return Outcome.accepted(message_id) if message_id else Outcome(sort=Sort.UNCLEAR, code="no_message_id")


class SesQuota:
    """`ports.SendQuotaSource` by GetAccount."""

    def __init__(self, client: "SESV2Client") -> None:
        self._client = client

    def read(self, *, now: Instant) -> SendQuota:
        """See the port."""
        with translated():
            account = self._client.get_account()
        quota = account.get("SendQuota", {})
        return SendQuota(
            per_second=quota.get("MaxSendRate", 0.0),
            per_day=quota.get("Max24HourSend", 0.0),
            sent_last_day=quota.get("SentLast24Hours", 0.0),
            enabled=account.get("SendingEnabled", True),
            read_at=now,
        )


class SesIdentities:
    """`ports.SenderIdentities` by GetEmailIdentity, and by DNS for the policy that SES does not know."""

    def __init__(self, client: "SESV2Client", *, policies: DmarcPolicies | None) -> None:
        """`policies`: None where nobody looks for them."""
        self._client = client
        self._policies = policies

    def of(self, domain: str, *, now: Instant) -> Identity:
        """See the port."""
        try:
            with translated():
                told: dict[str, Any] = dict(self._client.get_email_identity(EmailIdentity=domain))
        except (NotFoundError, self._client.exceptions.NotFoundException):
            return Identity(domain=domain, exists=False, read_at=now)
        dkim, bounces = told.get("DkimAttributes", {}), told.get("MailFromAttributes", {})
        return Identity(
            domain=domain,
            verified=told.get("VerifiedForSendingStatus", False),
            dkim=dkim.get("Status", "NOT_STARTED") if dkim.get("SigningEnabled") else "DISABLED",
            dkim_tokens=tuple(dkim.get("Tokens", ())),
            dkim_zone=dkim.get("SigningHostedZone") or DKIM_ZONE,
            mail_from=bounces.get("MailFromDomain"),
            mail_from_status=bounces.get("MailFromDomainStatus", "NOT_STARTED"),
            dmarc=None if self._policies is None else self._policies.has_policy(domain),
            read_at=now,
        )


def request(letter: Letter) -> Any:
    """SendEmail's parameters: exactly one To (R11), opaque tags (R16), no tracking (R14)."""
    parameters: dict[str, Any] = {
        "FromEmailAddress": letter.from_address,
        "Destination": {"ToAddresses": [letter.to_address]},
        "Content": {
            "Simple": {
                "Subject": {"Data": letter.subject, "Charset": "UTF-8"},
                "Body": {
                    "Text": {"Data": letter.text, "Charset": "UTF-8"},
                    "Html": {"Data": letter.html, "Charset": "UTF-8"},
                },
                "Headers": [{"Name": name, "Value": value} for name, value in letter.headers],
            }
        },
        "EmailTags": [{"Name": name, "Value": value} for name, value in letter.tags.items()],
    }
    if letter.reply_to:
        parameters["ReplyToAddresses"] = [letter.reply_to]
    if letter.configuration_set:
        parameters["ConfigurationSetName"] = letter.configuration_set
    return parameters


def _told(error: ClientError) -> Outcome:
    code = error.response.get("Error", {}).get("Code", "") or "no_code"
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if status >= 500:
        return Outcome(sort=Sort.UNCLEAR, code=code)
    if status == 429:
        return Outcome(sort=Sort.REFUSED_FOR_NOW, code=code)
    return Outcome(sort=ANSWERS.get(code, Sort.UNCLEAR), code=code)
