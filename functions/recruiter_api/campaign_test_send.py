"""A campaign's mail to the recruiter's own mailbox, before anybody of the base gets one."""

from typing import Literal

from recruiter_api.access import User
from relance.campaigns import CampaignId
from relance.campaigns.desk import CampaignDesk
from relance.campaigns.send_test import send_test
from relance.errors import InvalidInputError
from relance.mail.colleague import Colleague
from relance.mail.mails import MailId
from relance.ports.audit import AuditLog
from relance.records import Instant, Record


class TestMailRequest(Record):
    """In which language."""

    language: Literal["fr", "en"] = "fr"


class TestMailSent(Record):
    """The mail that is on its way."""

    mail_id: MailId
    to: str


def send_to_oneself(
    campaign_id: CampaignId, wanted: TestMailRequest, *, user: User, desk: CampaignDesk, audit: AuditLog, now: Instant
) -> TestMailSent:
    """InvalidInputError when the account has no verified address; other errors as for `send_test`."""
    if user.email is None:
        raise InvalidInputError(
            "a test goes to your own verified e-mail address: sign in with an ID token that has one"
        )
    colleague = Colleague(account=user.name, address=user.email)
    campaign = desk.campaigns.get(campaign_id)
    mail = send_test(campaign, colleague, language=wanted.language, desk=desk, at=now)
    told = {"mail_id": mail.mail_id, "language": wanted.language}
    audit.append(f"campaign#{campaign_id}", actor=user.name, action="campaign tested", detail=told, at=now)
    return TestMailSent(mail_id=mail.mail_id, to=user.email)
