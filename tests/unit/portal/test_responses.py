"""What readers of a campaign's mails do is counted for its report, each once a mail."""

from relance.mail.mails import MailId
from relance.privacy.links import LinkPurpose
from tests.unit.portal.portal import Portal


def test_interest_application_pause_and_unsubscription_are_counted_once() -> None:
    portal = Portal()
    run = portal.mails.get(MailId("mail-zoe")).batch_id

    for _ in range(2):
        portal.post(portal.link(LinkPurpose.INTERESTED), form={"job": "accountant"})
        portal.post(portal.link(LinkPurpose.PAUSE))
        portal.post(portal.link(LinkPurpose.UNSUBSCRIBE))

    assert portal.responses.of_occurrence(run) == {"interested": 1, "applied": 1, "paused": 1, "unsubscribed": 1}


def test_looking_counts_nothing() -> None:
    portal = Portal()

    for purpose in (LinkPurpose.INTERESTED, LinkPurpose.PAUSE, LinkPurpose.UNSUBSCRIBE):
        portal.get(portal.link(purpose))

    assert portal.responses.of_occurrence(portal.mails.get(MailId("mail-zoe")).batch_id) == {}
