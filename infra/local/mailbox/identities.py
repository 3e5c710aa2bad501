"""The sub-domains that the account knows, each with what SES would have found in the DNS."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

from relance.records import Record

type Checked = Literal["NOT_STARTED", "PENDING", "SUCCESS", "FAILED", "TEMPORARY_FAILURE"]

TOKENS: Final = 3
"""As many DKIM keys as SES makes for a domain."""


class KnownIdentity(Record):
    """One sub-domain. Everything is in order unless somebody says otherwise (`PUT /identities/<domain>`)."""

    verified: bool = True
    dkim: Checked = "SUCCESS"
    mail_from: str | None = None
    mail_from_status: Checked = "SUCCESS"
    configuration_set: str | None = None

    def as_told(self, domain: str) -> dict[str, Any]:
        """GetEmailIdentity's answer."""
        told = {
            "IdentityType": "DOMAIN",
            "FeedbackForwardingStatus": False,
            "VerifiedForSendingStatus": self.verified,
            "VerificationStatus": "SUCCESS" if self.verified else "PENDING",
            "DkimAttributes": {
                "SigningEnabled": True,
                "Status": self.dkim,
                "Tokens": [_token(domain, place) for place in range(TOKENS)],
                "SigningAttributesOrigin": "AWS_SES",
            },
        }
        if self.mail_from:
            told["MailFromAttributes"] = {
                "MailFromDomain": self.mail_from,
                "MailFromDomainStatus": self.mail_from_status,
                "BehaviorOnMxFailure": "REJECT_MESSAGE",
            }
        return told


def declared(assembly: Path) -> Mapping[str, KnownIdentity]:
    """The identities of the synthesised templates, by domain."""
    return {
        str(made["EmailIdentity"]): KnownIdentity(mail_from=made.get("MailFromAttributes", {}).get("MailFromDomain"))
        for template in sorted(assembly.glob("*.template.json"))
        for made in _identities(json.loads(template.read_bytes()))
    }


def _identities(template: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    resources = template.get("Resources", {}).values()
    return [made["Properties"] for made in resources if made["Type"] == "AWS::SES::EmailIdentity"]


def _token(domain: str, place: int) -> str:
    return hashlib.sha256(f"{domain}#{place}".encode()).hexdigest()[:32]
