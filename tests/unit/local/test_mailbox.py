"""The stand-in for SES takes what SES takes, keeps it, and tells what SES would tell."""

import email
import email.policy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from infra.local.mailbox import EventTiming, Fault, KnownIdentity, Mailbox, Script
from relance.mail.letters import mailbox as addressed

if TYPE_CHECKING:
    from mypy_boto3_sesv2.client import SESV2Client

pytestmark = pytest.mark.enable_socket


def mail(to: str = "zoe.lefevre@example.org", **overrides: Any) -> dict[str, Any]:
    return {
        "FromEmailAddress": "Recrutement <reponses@mail.example.org>",
        "Destination": {"ToAddresses": [to]},
        "ReplyToAddresses": ["recrutement@example.org"],
        "ConfigurationSetName": "answers",
        "EmailTags": [{"Name": "mail_id", "Value": "m-1"}, {"Name": "submission", "Value": "1"}],
        "Content": content(),
        **overrides,
    }


def content(**overrides: Any) -> dict[str, Any]:
    return {
        "Simple": {
            "Subject": {"Data": "Votre candidature : chef·fe de projet", "Charset": "UTF-8"},
            "Body": {
                "Text": {"Data": "Bonjour Zoé,\n\u00ab\u00a0Merci\u202f!\u00a0\u00bb"},
                "Html": {
                    "Data": "<html><head></head><body>Merci\u202f! <a href='https://example.org'>Lien</a></body></html>"
                },
            },
            "Headers": [{"Name": "List-Unsubscribe", "Value": f"<https://example.org/u/{'x' * 200}>"}],
            **overrides,
        }
    }


def told_to(mailbox: Mailbox) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    mailbox.publish_with(lambda event: told.append(json.loads(event)))
    return told


def kinds(told: list[dict[str, Any]]) -> list[str]:
    return [event["eventType"] for event in told]


def read(url: str) -> tuple[str, str]:
    with urlopen(url, timeout=5) as reply:
        return reply.read().decode(), reply.headers["Content-Security-Policy"] or ""


def test_a_mail_is_kept_as_the_message_that_would_travel(mailbox: Mailbox, ses: "SESV2Client") -> None:
    message_id = ses.send_email(**mail())["MessageId"]

    message = email.message_from_bytes(mailbox.box.eml(message_id), policy=email.policy.default)
    text, html = message.get_body(["plain"]), message.get_body(["html"])
    assert message["Subject"] == "Votre candidature : chef·fe de projet"
    assert message["To"] == "zoe.lefevre@example.org"
    assert text is not None
    assert "\u00ab\u00a0Merci\u202f!\u00a0\u00bb" in text.get_content()
    assert html is not None
    assert "Merci\u202f!" in html.get_content()


def test_r11_a_name_that_holds_addresses_is_one_recipient_in_the_kept_message(
    mailbox: Mailbox, ses: "SESV2Client"
) -> None:
    to = addressed("Zoé <x@example.org>, y@example.org", "zoe.lefevre@example.org")
    message_id = ses.send_email(**mail(Destination={"ToAddresses": [to]}))["MessageId"]

    message = email.message_from_bytes(mailbox.box.eml(message_id), policy=email.policy.default)

    assert [address.addr_spec for address in message["To"].addresses] == ["zoe.lefevre@example.org"]


def test_a_long_header_stays_on_one_line(mailbox: Mailbox, ses: "SESV2Client") -> None:
    message_id = ses.send_email(**mail())["MessageId"]

    lines = mailbox.box.eml(message_id).decode().splitlines()
    assert f"List-Unsubscribe: <https://example.org/u/{'x' * 200}>" in lines


def test_mails_and_untold_events_survive_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "box"
    with Mailbox(folder) as first:
        request = Request(f"{first.url}/v2/email/outbound-emails", json.dumps(mail()).encode(), method="POST")
        urlopen(request, timeout=5).close()

    told: list[str] = []
    with Mailbox(folder) as second:
        second.publish_with(told.append)
        settled = second.settled()
        kept = second.mails()

    assert settled
    assert [one.to for one in kept] == [("zoe.lefevre@example.org",)]
    assert [json.loads(event)["eventType"] for event in told] == ["Send", "Delivery"]


def test_a_told_event_is_not_told_again_after_a_restart(tmp_path: Path) -> None:
    folder, told = tmp_path / "box", list[str]()
    for _ in range(2):
        with Mailbox(folder) as mailbox:
            mailbox.publish_with(told.append)
            if not mailbox.mails():
                request = Request(f"{mailbox.url}/v2/email/outbound-emails", json.dumps(mail()).encode(), method="POST")
                urlopen(request, timeout=5).close()
            mailbox.settled()

    assert len(told) == 2


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("zoe@example.org", ["Send", "Delivery"]),
        ("bounce@example.org", ["Send", "Bounce"]),
        ("bounce+7@example.org", ["Send", "Bounce"]),
        ("complaint.now@example.org", ["Send", "Delivery", "Complaint"]),
        ("bouncer.martin@example.org", ["Send", "Delivery"]),
    ],
)
def test_the_address_decides_what_becomes_of_a_mail(
    address: str, expected: list[str], mailbox: Mailbox, ses: "SESV2Client"
) -> None:
    told = told_to(mailbox)

    ses.send_email(**mail(address))

    assert mailbox.settled()
    assert kinds(told) == expected


def test_events_have_the_shape_that_ses_publishes(mailbox: Mailbox, ses: "SESV2Client") -> None:
    told = told_to(mailbox)

    message_id = ses.send_email(**mail("complaint@example.org"))["MessageId"]
    ses.send_email(**mail("bounce@example.org"))

    mailbox.settled()
    send, delivery, complaint, _, bounce = told
    assert send["mail"]["tags"] == {
        "ses:configuration-set": ["answers"],
        "ses:source-ip": ["127.0.0.1"],
        "ses:from-domain": ["mail.example.org"],
        "ses:caller-identity": ["local"],
        "mail_id": ["m-1"],
        "submission": ["1"],
    }
    assert send["mail"]["messageId"] == message_id == send["mail"]["commonHeaders"]["messageId"]
    assert send["mail"]["destination"] == ["complaint@example.org"]
    assert send["send"] == {}
    assert delivery["delivery"]["recipients"] == ["complaint@example.org"]
    assert complaint["complaint"]["complainedRecipients"] == [{"emailAddress": "complaint@example.org"}]
    assert complaint["complaint"]["complaintFeedbackType"] == "abuse"
    assert (bounce["bounce"]["bounceType"], bounce["bounce"]["bounceSubType"]) == ("Permanent", "General")
    assert bounce["bounce"]["bouncedRecipients"][0]["emailAddress"] == "bounce@example.org"


def test_an_address_that_bounced_is_blocked_by_the_account_from_then_on(mailbox: Mailbox, ses: "SESV2Client") -> None:
    told = told_to(mailbox)

    ses.send_email(**mail("Bounce@example.org"))
    ses.send_email(**mail("bounce@example.org"))

    mailbox.settled()
    assert [event["bounce"]["bounceSubType"] for event in told if event["eventType"] == "Bounce"] == [
        "General",
        "OnAccountSuppressionList",
    ]


def test_the_suppression_list_can_be_read_and_changed(mailbox: Mailbox, ses: "SESV2Client") -> None:
    ses.put_suppressed_destination(EmailAddress="no@example.org", Reason="COMPLAINT")

    listed = ses.list_suppressed_destinations()["SuppressedDestinationSummaries"]
    one = ses.get_suppressed_destination(EmailAddress="no@example.org")["SuppressedDestination"]
    ses.delete_suppressed_destination(EmailAddress="no@example.org")

    assert [entry["EmailAddress"] for entry in listed] == ["no@example.org"]
    assert one["Reason"] == "COMPLAINT"
    with pytest.raises(ses.exceptions.NotFoundException):
        ses.get_suppressed_destination(EmailAddress="no@example.org")


def test_no_configuration_set_means_no_events(mailbox: Mailbox, ses: "SESV2Client") -> None:
    told = told_to(mailbox)
    request = mail()
    del request["ConfigurationSetName"]

    ses.send_email(**request)

    assert mailbox.settled()
    assert told == []


@pytest.mark.parametrize(
    "broken",
    [
        {"FromEmailAddress": "nobody"},
        {"FromEmailAddress": "a@example.org, b@example.org"},
        {"Destination": {"ToAddresses": []}},
        {"Destination": {"ToAddresses": ["zoé@example.org"]}},
        {"Destination": {"ToAddresses": ["zoe@exam ple.org"]}},
        {"Destination": {"ToAddresses": ["zoe@example.org\r\nBcc: all@example.org"]}},
        {"Content": {"Raw": {"Data": b"Subject: x\r\n\r\n"}}},
        {"Content": content(Body={})},
        {"Content": content(Subject={"Data": "a\nb"})},
        {"Content": content(Headers=[{"Name": "X:Y", "Value": "1"}])},
        {"Content": content(Headers=[{"Name": "X-Y", "Value": "é"}])},
        {"Content": content(Headers=[{"Name": f"X-{i}", "Value": "1"} for i in range(16)])},
        {"EmailTags": [{"Name": "mail id", "Value": "1"}]},
    ],
)
def test_what_ses_refuses_is_refused_and_not_kept(broken: dict[str, Any], mailbox: Mailbox, ses: "SESV2Client") -> None:
    with pytest.raises(ses.exceptions.BadRequestException):
        ses.send_email(**mail(**broken))

    assert mailbox.mails() == ()
    assert [entry.answer for entry in mailbox.received] == ["BadRequestException"]


def test_an_unverified_sender_and_an_unknown_configuration_set_are_refused(
    mailbox: Mailbox, ses: "SESV2Client"
) -> None:
    mailbox.identities, mailbox.configuration_sets = {"mail.example.org": KnownIdentity()}, frozenset({"answers"})

    with pytest.raises(ses.exceptions.MessageRejected):
        ses.send_email(**mail(FromEmailAddress="a@elsewhere.example.org"))
    with pytest.raises(ses.exceptions.NotFoundException):
        ses.send_email(**mail(ConfigurationSetName="campaigns"))
    with pytest.raises(ses.exceptions.NotFoundException):
        ses.get_email_identity(EmailIdentity="elsewhere.example.org")

    assert ses.get_email_identity(EmailIdentity="mail.example.org")["VerifiedForSendingStatus"]
    assert mailbox.mails() == ()


def test_the_quota_counts_what_was_sent(mailbox: Mailbox, ses: "SESV2Client") -> None:
    ses.send_email(**mail())

    quota = ses.get_account()["SendQuota"]

    assert quota == {"Max24HourSend": 50_000.0, "MaxSendRate": 14.0, "SentLast24Hours": 1.0}


@pytest.mark.parametrize(
    ("fault", "error", "answer", "kept"),
    [
        (Fault.THROTTLE, ClientError, "TooManyRequestsException", 0),
        (Fault.REJECT, ClientError, "MessageRejected", 0),
        (Fault.PAUSED, ClientError, "SendingPausedException", 0),
        (Fault.LOST_REPLY, ConnectionClosedError, "dropped", 1),
        (Fault.CONNECTION_DROPPED, ConnectionClosedError, "dropped", 0),
        (Fault.HANG, ReadTimeoutError, "hanging", 0),
        (Fault.HANG_ACCEPTED, ReadTimeoutError, "hanging", 1),
        (Fault.ERROR, ClientError, "InternalFailure", 0),
        (Fault.ERROR_ACCEPTED, ClientError, "InternalFailure", 1),
    ],
)
def test_a_scripted_fault_happens_once_and_is_recorded(
    fault: Fault, error: type[Exception], answer: str, kept: int, mailbox: Mailbox, ses: "SESV2Client"
) -> None:
    told = told_to(mailbox)
    mailbox.script(Script(fault=fault))

    with pytest.raises(error):
        ses.send_email(**mail())
    first = mailbox.received
    ses.send_email(**mail("next@example.org"))

    mailbox.settled()
    assert [(entry.mail_id, entry.submission, entry.answer) for entry in first] == [("m-1", "1", answer)]
    assert len(mailbox.mails(to="zoe.lefevre@example.org")) == kept
    assert len(mailbox.mails(to="next@example.org")) == 1
    assert kinds(told) == ["Send", "Delivery"] * (kept + 1)


def test_a_script_waits_for_the_address_that_it_is_meant_for(mailbox: Mailbox, ses: "SESV2Client") -> None:
    mailbox.script(Script(fault=Fault.REJECT, to="other@example.org", times=2))

    ses.send_email(**mail())
    for _ in range(2):
        with pytest.raises(ses.exceptions.MessageRejected):
            ses.send_email(**mail("other@example.org"))
    ses.send_email(**mail("other@example.org"))

    assert len(mailbox.mails()) == 2


def test_early_events_come_before_the_reply(mailbox: Mailbox, ses: "SESV2Client") -> None:
    told = told_to(mailbox)
    mailbox.script(Script(fault=Fault.ERROR_ACCEPTED, events=EventTiming.EARLY))

    with pytest.raises(ClientError):
        ses.send_email(**mail())

    assert kinds(told) == ["Send", "Delivery"]


def test_late_events_come_when_they_are_released(mailbox: Mailbox, ses: "SESV2Client") -> None:
    told = told_to(mailbox)
    mailbox.script(Script(events=EventTiming.LATE))

    ses.send_email(**mail())
    mailbox.settled()
    before = list(told)
    mailbox.release_events()
    mailbox.settled()

    assert before == []
    assert kinds(told) == ["Send", "Delivery"]


def test_events_can_come_twice_or_never(mailbox: Mailbox, ses: "SESV2Client") -> None:
    told = told_to(mailbox)
    mailbox.script(Script(events=EventTiming.TWICE), Script(events=EventTiming.NEVER))

    ses.send_email(**mail())
    ses.send_email(**mail())
    mailbox.release_events()
    mailbox.settled()

    assert kinds(told) == ["Send", "Send", "Delivery", "Delivery"]


def test_an_event_that_nobody_takes_is_offered_again(mailbox: Mailbox, ses: "SESV2Client") -> None:
    told: list[str] = []
    refusals = iter([OSError("the topic is away")])

    def publish(event: str) -> None:
        if refusal := next(refusals, None):
            raise refusal
        told.append(json.loads(event)["eventType"])

    mailbox.publish_with(publish)
    ses.send_email(**mail())

    assert mailbox.settled()
    assert told == ["Send", "Delivery"]


def test_faults_can_be_scripted_over_http_but_not_by_a_form(mailbox: Mailbox, ses: "SESV2Client") -> None:
    scripts = json.dumps([{"fault": "reject"}]).encode()
    url = f"{mailbox.url}/scripts"

    with pytest.raises(HTTPError) as refused:
        urlopen(Request(url, scripts, {"Content-Type": "text/plain"}), timeout=5)
    ses.send_email(**mail())
    urlopen(Request(url, scripts, {"Content-Type": "application/json"}), timeout=5).close()

    refused.value.close()
    with pytest.raises(ses.exceptions.MessageRejected):
        ses.send_email(**mail())


def test_the_pages_show_the_mail_shut_in(mailbox: Mailbox, ses: "SESV2Client") -> None:
    message_id = ses.send_email(**mail())["MessageId"]

    index, _ = read(f"{mailbox.url}/")
    page, page_policy = read(f"{mailbox.url}/mails/{message_id}")
    html, html_policy = read(f"{mailbox.url}/mails/{message_id}/html")
    eml, _ = read(f"{mailbox.url}/mails/{message_id}/eml")
    listed = json.loads(read(f"{mailbox.url}/messages?to=zoe.lefevre@example.org")[0])

    assert f"/mails/{message_id}" in index
    assert "Votre candidature : chef·fe de projet" in page
    assert 'sandbox="allow-popups' in page
    assert "default-src 'none'" in page_policy
    assert '<head><base target="_blank">' in html
    assert "sandbox" in html_policy
    assert eml.startswith("From: Recrutement <reponses@mail.example.org>")
    assert [one["tags"]["mail_id"] for one in listed] == ["m-1"]


def test_a_subject_cannot_inject_markup_into_the_pages(mailbox: Mailbox, ses: "SESV2Client") -> None:
    message_id = ses.send_email(**mail(Content=content(Subject={"Data": "<script>alert(1)</script>"})))["MessageId"]

    pages = [read(f"{mailbox.url}{path}")[0] for path in ("/", f"/mails/{message_id}")]

    assert all("<script>" not in page for page in pages)


def test_another_host_name_is_not_served(mailbox: Mailbox) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(f"{mailbox.url}/messages", headers={"Host": "evil.example.org:80"}), timeout=5)

    refused.value.close()
    assert refused.value.code == 421


def test_unknown_operations_are_refused_by_name(mailbox: Mailbox, ses: "SESV2Client") -> None:
    with pytest.raises(ClientError, match="not part of the mailbox"):
        ses.list_email_templates()
