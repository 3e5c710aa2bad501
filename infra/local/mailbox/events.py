"""What SES tells about a mail over SNS, in the shape of its event publishing.

Who bounces and who complains is read from the address, as the mailbox simulator of AWS does: a local part `bounce…` or
`complaint…` (`bounce+mail7@example.org`); everybody else gets the mail.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from infra.local.mailbox.submissions import Submission, bare_address

ACCOUNT: Final = "000000000000"
REGION: Final = "eu-west-3"
_SIMULATED = re.compile(r"(bounce|complaint)(?![a-z])", re.IGNORECASE)
type Event = dict[str, Any]


def fate(address: str) -> str:
    """`bounce`, `complaint` or `delivery`."""
    found = _SIMULATED.match(address)
    return found[1].lower() if found else "delivery"


def events_of(
    submission: Submission, *, message_id: str, at: datetime, suppressed: Mapping[str, str] | None = None
) -> tuple[Event, ...]:
    """Everything SES tells about one accepted mail, in the order in which it happens; `suppressed` maps addresses of
    the account's suppression list to their reason: SES takes such a mail and lets it bounce by itself."""
    mail = _mail(submission, message_id=message_id, at=at)
    held = {address.lower() for address in suppressed or {}}
    everyone = [bare_address(address) for address in submission.destination.everyone]
    blocked = [address for address in everyone if address.lower() in held]
    by_fate: dict[str, list[str]] = {"bounce": [], "complaint": [], "delivery": []}
    for address in everyone:
        if address not in blocked:
            by_fate[fate(address)].append(address)
    events = [{"eventType": "Send", "mail": mail, "send": {}}]
    if blocked:
        events.append(_bounce(mail, blocked, at=at, subtype="OnAccountSuppressionList"))
    if by_fate["bounce"]:
        events.append(_bounce(mail, by_fate["bounce"], at=at, subtype="General"))
    if reached := by_fate["delivery"] + by_fate["complaint"]:
        events.append(_delivery(mail, reached, at=at))
    if by_fate["complaint"]:
        events.append(_complaint(mail, by_fate["complaint"], at=at))
    return tuple(events)


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def _mail(submission: Submission, *, message_id: str, at: datetime) -> Event:
    simple = submission.content.simple
    headers = [
        {"name": "From", "value": submission.from_email_address},
        *({"name": "Reply-To", "value": address} for address in submission.reply_to_addresses),
        {"name": "To", "value": ", ".join(submission.destination.to_addresses)},
        {"name": "Subject", "value": simple.subject.data},
        *({"name": header.name, "value": header.value} for header in simple.headers),
        {"name": "MIME-Version", "value": "1.0"},
    ]
    tags: dict[str, list[str]] = {
        "ses:source-ip": ["127.0.0.1"],
        "ses:from-domain": [submission.sender_domain],
        "ses:caller-identity": ["local"],
    }
    if submission.configuration_set_name:
        tags["ses:configuration-set"] = [submission.configuration_set_name]
    for tag in submission.email_tags:
        tags.setdefault(tag.name, []).append(tag.value)
    return {
        "timestamp": _instant(at),
        "source": submission.from_email_address,
        "sourceArn": f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/{submission.sender_domain}",
        "sendingAccountId": ACCOUNT,
        "messageId": message_id,
        "destination": [bare_address(address) for address in submission.destination.everyone],
        "headersTruncated": False,
        "headers": headers,
        "commonHeaders": {
            "from": [submission.from_email_address],
            "to": list(submission.destination.to_addresses),
            "messageId": message_id,
            "subject": simple.subject.data,
        },
        "tags": tags,
    }


def _bounce(mail: Event, addresses: Sequence[str], *, at: datetime, subtype: str) -> Event:
    diagnostic = "smtp; 550 5.1.1 user unknown" if subtype == "General" else "The address is on the suppression list."
    return {
        "eventType": "Bounce",
        "bounce": {
            "feedbackId": f"{mail['messageId']}-bounce",
            "bounceType": "Permanent",
            "bounceSubType": subtype,
            "bouncedRecipients": [
                {"emailAddress": address, "action": "failed", "status": "5.1.1", "diagnosticCode": diagnostic}
                for address in addresses
            ],
            "timestamp": _instant(at + timedelta(milliseconds=1)),
            "reportingMTA": "dns; mailbox.example.org",
        },
        "mail": mail,
    }


def _delivery(mail: Event, addresses: Sequence[str], *, at: datetime) -> Event:
    return {
        "eventType": "Delivery",
        "mail": mail,
        "delivery": {
            "timestamp": _instant(at + timedelta(milliseconds=1)),
            "processingTimeMillis": 1,
            "recipients": list(addresses),
            "smtpResponse": "250 2.0.0 OK: kept in the mailbox",
            "remoteMtaIp": "127.0.0.1",
            "reportingMTA": "mailbox.example.org",
        },
    }


def _complaint(mail: Event, addresses: Sequence[str], *, at: datetime) -> Event:
    return {
        "eventType": "Complaint",
        "complaint": {
            "feedbackId": f"{mail['messageId']}-complaint",
            "complaintSubType": None,
            "complainedRecipients": [{"emailAddress": address} for address in addresses],
            "timestamp": _instant(at + timedelta(milliseconds=2)),
            "userAgent": "Amazon SES Mailbox Simulator",
            "complaintFeedbackType": "abuse",
            "arrivalDate": _instant(at + timedelta(milliseconds=2)),
        },
        "mail": mail,
    }
