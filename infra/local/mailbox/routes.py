"""What each path of the mailbox answers: SES's API, pages for people, JSON for tests, and scripts of faults."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from infra.local.mailbox import pages
from infra.local.mailbox.account import Account
from infra.local.mailbox.box import KeptMail
from infra.local.mailbox.faults import Script
from infra.local.mailbox.http import Reply, Request
from infra.local.mailbox.identities import KnownIdentity
from infra.local.mailbox.submissions import SesError, read_submission
from relance import clock

type Route = Callable[[Account, Request], Reply]
_SCRIPTS: Final = TypeAdapter(tuple[Script, ...])


class _Suppression(BaseModel):
    model_config = ConfigDict(extra="ignore")
    EmailAddress: str
    Reason: str


def send_email(account: Account, request: Request) -> Reply:
    """SendEmail."""
    try:
        submission = read_submission(request.body)
        account.check(submission)
    except SesError as error:
        account.refuse(error)
        raise
    return account.submit(submission)


def get_account(account: Account, _request: Request) -> Reply:
    """GetAccount."""
    return Reply.json(
        {
            "DedicatedIpAutoWarmupEnabled": False,
            "EnforcementStatus": "HEALTHY",
            "ProductionAccessEnabled": True,
            "SendingEnabled": True,
            "SendQuota": {
                "Max24HourSend": account.quota.max_24_hour_send,
                "MaxSendRate": account.quota.max_send_rate,
                "SentLast24Hours": float(account.sent_last_24_hours()),
            },
            "SuppressionAttributes": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
        }
    )


def get_identity(account: Account, request: Request) -> Reply:
    """GetEmailIdentity."""
    name = request.path[-1]
    known = account.identity(name)
    if known is None:
        raise SesError("NotFoundException", f"Email identity {name} does not exist.", HTTPStatus.NOT_FOUND)
    return Reply.json(known.as_told(name))


def put_identity(account: Account, request: Request) -> Reply:
    """Play a sub-domain whose DNS is not in order: a JSON object with the fields of `KnownIdentity`."""
    if request.content_type != "application/json":
        return Reply(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    domain = request.path[-1].lower()
    known = KnownIdentity.model_validate_json(request.body)
    account.identities = {**(account.identities or {}), domain: known}
    return Reply(HTTPStatus.NO_CONTENT)


def put_suppressed(account: Account, request: Request) -> Reply:
    """PutSuppressedDestination."""
    wanted = _Suppression.model_validate_json(request.body)
    account.box.suppress(wanted.EmailAddress, wanted.Reason, at=clock.now())
    return Reply.json({})


def list_suppressed(account: Account, _request: Request) -> Reply:
    """ListSuppressedDestinations, all on one page."""
    listed = account.box.suppressed().items()
    return Reply.json(
        {
            "SuppressedDestinationSummaries": [
                {"EmailAddress": address, "Reason": entry.reason, "LastUpdateTime": entry.since.timestamp()}
                for address, entry in listed
            ]
        }
    )


def get_suppressed(account: Account, request: Request) -> Reply:
    """GetSuppressedDestination."""
    address = request.path[-1]
    entry = account.box.suppressed().get(address.lower())
    if entry is None:
        raise _not_suppressed(address)
    detail = {"EmailAddress": address, "Reason": entry.reason, "LastUpdateTime": entry.since.timestamp()}
    return Reply.json({"SuppressedDestination": detail})


def delete_suppressed(account: Account, request: Request) -> Reply:
    """DeleteSuppressedDestination."""
    if not account.box.allow(request.path[-1]):
        raise _not_suppressed(request.path[-1])
    return Reply.json({})


def _not_suppressed(address: str) -> SesError:
    message = f"Email address {address} does not exist on your suppression list."
    return SesError("NotFoundException", message, HTTPStatus.NOT_FOUND)


def messages(account: Account, request: Request) -> Reply:
    """All mails as JSON, oldest first; `?to=address` narrows."""
    return Reply.json([_as_json(mail) for mail in account.mails(to=request.query.get("to"))])


def message(account: Account, request: Request) -> Reply:
    """One mail as JSON."""
    return Reply.json(_as_json(_found(account, request.path[1])))


def index(account: Account, _request: Request) -> Reply:
    """The list of mails."""
    return pages.index(account.mails())


def mail_page(account: Account, request: Request) -> Reply:
    """One mail with its headers and events."""
    return pages.mail(_found(account, request.path[1]))


def mail_html(account: Account, request: Request) -> Reply:
    """The HTML part, shut in."""
    return pages.html_part(_found(account, request.path[1]))


def mail_eml(account: Account, request: Request) -> Reply:
    """The message as it would travel."""
    kept = _found(account, request.path[1])
    headers = {
        "Content-Type": "message/rfc822",
        "Content-Disposition": f'attachment; filename="{kept.message_id}.eml"',
    }
    return Reply(HTTPStatus.OK, account.box.eml(kept.message_id), headers)


def received(account: Account, _request: Request) -> Reply:
    """Every submission and its answer."""
    return Reply.json([entry.model_dump(mode="json") for entry in account.received])


def add_scripts(account: Account, request: Request) -> Reply:
    """Say what happens to the next submissions: a JSON list of scripts."""
    if request.content_type != "application/json":  # A form on some page must not do this.
        return Reply(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    account.script(*_SCRIPTS.validate_json(request.body))
    return Reply(HTTPStatus.NO_CONTENT)


def clear_scripts(account: Account, _request: Request) -> Reply:
    """Take everything again."""
    account.clear_scripts()
    return Reply(HTTPStatus.NO_CONTENT)


def release_events(account: Account, request: Request) -> Reply:
    """Tell the late events."""
    if request.content_type != "application/json":
        return Reply(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    account.release_events()
    return Reply(HTTPStatus.NO_CONTENT)


ROUTES: Final[tuple[tuple[str, str, Route], ...]] = (
    ("POST", "v2/email/outbound-emails", send_email),
    ("GET", "v2/email/account", get_account),
    ("GET", "v2/email/identities/*", get_identity),
    ("PUT", "identities/*", put_identity),
    ("PUT", "v2/email/suppression/addresses", put_suppressed),
    ("GET", "v2/email/suppression/addresses", list_suppressed),
    ("GET", "v2/email/suppression/addresses/*", get_suppressed),
    ("DELETE", "v2/email/suppression/addresses/*", delete_suppressed),
    ("GET", "", index),
    ("GET", "mails/*", mail_page),
    ("GET", "mails/*/html", mail_html),
    ("GET", "mails/*/eml", mail_eml),
    ("GET", "messages", messages),
    ("GET", "messages/*", message),
    ("GET", "received", received),
    ("POST", "scripts", add_scripts),
    ("DELETE", "scripts", clear_scripts),
    ("POST", "events/release", release_events),
)


def answer(account: Account, request: Request) -> Reply:
    """The reply to any request; what SES has and we have not is refused by name."""
    for method, pattern, route in ROUTES:
        if method == request.method and _fits(request.path, tuple(part for part in pattern.split("/") if part)):
            try:
                return route(account, request)
            except SesError as error:
                return Reply.error(error)
            except ValidationError as error:
                return Reply.error(SesError("BadRequestException", str(error.errors()[0]["msg"])))
    unknown = f"{request.method} /{'/'.join(request.path)} is not part of the mailbox"
    return Reply.error(SesError("NotFoundException", unknown, HTTPStatus.NOT_FOUND))


def _fits(path: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    return len(path) == len(pattern) and all(want in ("*", part) for part, want in zip(path, pattern, strict=True))


def _found(account: Account, message_id: str) -> KeptMail:
    mail = account.box.get(message_id)
    if mail is None:
        raise SesError("NotFoundException", "There is no such mail", HTTPStatus.NOT_FOUND)
    return mail


def _as_json(mail: KeptMail) -> dict[str, Any]:
    return {
        "message_id": mail.message_id,
        "at": mail.at.isoformat(),
        "from": mail.submission.from_email_address,
        "to": list(mail.to),
        "subject": mail.subject,
        "headers": mail.headers,
        "tags": {tag.name: tag.value for tag in mail.submission.email_tags},
        "configuration_set": mail.submission.configuration_set_name,
        "text": mail.text,
        "html": mail.html,
        "events": [{"kind": event.kind, "told": event.told} for event in mail.events],
    }
