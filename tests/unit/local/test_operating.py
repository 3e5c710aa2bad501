"""The operator's commands: how sending stands in words, and the DNS sheet of the sub-domains."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from infra import cli
from infra.local.lock import only_one
from infra.local.mailbox import KnownIdentity, Mailbox
from infra.local.operating import campaigns_waiting
from infra.local.places import Places
from infra.local.sending_words import GROUNDS, QUESTIONS, SENDERS, campaign_lines, sending_lines, waiting_lines
from recruiter_api.mails import Ground
from relance.mail import identities, ledger, verdict
from relance.mail.stopping import BY_A_PERSON

STREAM: dict[str, Any] = {
    "stream": "answers",
    "pause": None,
    "paused": False,
    "last_days": {"sent": 300, "bounced": 20, "complained": 1},
    "would_pause": None,
    "sender": "reponses.example.org",
    "sender_unready": None,
    "waiting": 2,
}


@contextmanager
def running(state: Path, mailbox: Mailbox) -> Iterator[None]:
    """What `relance up` leaves for other programs, as far as SES goes."""
    places = Places.at(state)
    told = {"engine": "embedded", "endpoint": "http://127.0.0.1:9", "mailbox_url": mailbox.url}
    outputs = {"UserPoolId": "pool", "UserPoolClientId": "client"}
    places.running.write_text(json.dumps({**told, "outputs": outputs}))
    places.users.write_text("[]")
    with only_one(places.lock):
        yield


NAMES = {"sub-1": "amina@example.org"}


def test_a_stream_that_may_leave_says_so_with_its_counts() -> None:
    sending, stream = sending_lines({"stopped": False, "switch": None, "streams": [STREAM]}, NAMES)

    assert sending == "Sending        on"
    assert stream == (
        "Answers        may leave; in 7 days 300 sent, 20 bounced, 1 complaint; 2 wait for a person (relance waiting)"
    )


def test_what_holds_mail_back_is_told_with_every_reason_and_by_whom() -> None:
    pause = {"why": "bounce_rate", "by": "relance", "at": "2026-11-23T10:00:00.1234Z"}
    stream = STREAM | {"pause": pause, "paused": True, "sender_unready": "sender_dkim_missing"}
    switch = {"why": "stop_all", "by": "sub-1", "at": "2026-11-23T11:00:00Z"}

    first, second, third = sending_lines({"stopped": True, "switch": switch, "streams": [stream, STREAM]}, NAMES)

    assert first == "Sending        stopped by amina@example.org since 2026-11-23 11:00 UTC: nothing leaves"
    assert (
        "held back: paused by itself, too many addresses bounce since 2026-11-23 10:00 UTC; "
        "reponses.example.org: its DKIM records"
    ) in second
    assert "stopped with everything else" in third


def test_a_pause_by_a_colleague_names_them() -> None:
    pause = {"why": BY_A_PERSON, "by": "sub-1", "at": "2026-11-23T10:00:00Z"}

    _, line = sending_lines(
        {"stopped": False, "switch": None, "streams": [STREAM | {"pause": pause, "paused": True}]}, NAMES
    )

    assert "held back: paused by amina@example.org since 2026-11-23 10:00 UTC;" in line


def test_a_pause_that_was_lifted_is_none() -> None:
    lifted = STREAM | {"pause": {"why": None, "by": "amina", "at": "2026-11-23T10:00:00Z"}}

    _, line = sending_lines({"stopped": False, "switch": None, "streams": [lifted]}, NAMES)

    assert "may leave" in line


def test_every_reason_of_a_sender_has_its_sentence() -> None:
    reasons = {value for name, value in vars(identities).items() if name.isupper() and str(value).startswith("sender_")}

    assert reasons == set(SENDERS)


def test_each_question_is_told_with_the_decisions_that_it_may_get() -> None:
    since = "2026-11-20T09:30:00Z"
    asked = {"stream": "answers", "state": "held", "waits_since": since}

    unknown, elsewhere = waiting_lines(
        [
            asked | {"mail_id": "a1", "state": "unknown", "held_because": None},
            asked | {"mail_id": "b2", "held_because": "active_elsewhere"},
        ]
    )

    assert unknown == (
        "a1  answers, since 2026-11-20 09:30 UTC: nobody knows whether it arrived: sending again may double it; "
        "decide assume_sent or send_again"
    )
    assert elsewhere.endswith("is being interviewed or was hired for another job; decide send or cancel")
    assert waiting_lines([]) == ["No mail waits for a person."]


def test_a_run_over_its_ceiling_is_told_with_what_lets_it_go_on() -> None:
    why = {"reason": "audience_over_ceiling", "fr": "…", "en": "approve again with a ceiling of at least 3"}
    run = {"campaign_id": "c1", "name": "September", "scheduled_for": "2026-11-20T09:30:00Z", "why": why}

    assert campaign_lines([run]) == [
        "c1  campaign “September”, run of 2026-11-20 09:30 UTC: approve again with a ceiling of at least 3"
    ]


class Pages:
    """An API that gives its list of campaigns that wait in two pages."""

    def get(self, path: str, /, **query: str | int) -> Any:
        """The page that begins there."""
        assert path == "/campaigns/waiting"
        if query.get("after") == "two":
            return {"items": [{"campaign_id": "c2"}], "next": None}
        return {"items": [], "next": "two"}


def test_every_page_of_the_campaigns_that_wait_is_read() -> None:
    (found,) = campaigns_waiting(Pages())

    assert found == {"campaign_id": "c2"}


def test_a_reason_of_the_command_is_one_of_the_services() -> None:
    assert tuple(Ground) == GROUNDS


def test_every_question_that_the_verdict_asks_has_its_sentence() -> None:
    asked = {verdict.HIRED, verdict.REOPENED, verdict.DECISION_OLD, "active_elsewhere", ledger.TEXT_CHANGED}

    assert asked == set(QUESTIONS)


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("known", "code"), [(KnownIdentity(mail_from="bounce.x"), 0), (KnownIdentity(dkim="PENDING"), 1)]
)
def test_r15_the_stand_in_answers_for_the_sub_domains_that_the_templates_declare(
    mailbox: Mailbox,
    known: KnownIdentity,
    code: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    mailbox.identities = {"reponses.example.org": known, "talents.example.org": KnownIdentity(mail_from="bounce.y")}

    with running(tmp_path, mailbox):
        ended = cli.main(["dns", "--state", str(tmp_path)])

    said = capsys.readouterr().out
    assert ended == code
    assert said.count(" IN CNAME ") == 6
    assert ("its DKIM records are not in the DNS yet" in said) == (code == 1)
    assert "; talents.example.org: in order, mail may leave" in said


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({"AWS_DEFAULT_REGION": None}, "You must specify a region"),
        ({"AWS_ENDPOINT_URL_SESV2": "http://127.0.0.1:9"}, "EndpointConnectionError"),
    ],
    ids=["no region", "no answer"],
)
def test_when_amazon_does_not_tell_about_the_sub_domains_one_sentence_says_what_to_do(
    environment: dict[str, str | None],
    why: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    for name, value in environment.items():
        monkeypatch.delenv(name, raising=False) if value is None else monkeypatch.setenv(name, value)

    ended = cli.main(["dns", "--aws"])

    said = capsys.readouterr().err
    assert ended == 1
    assert why in said
    assert said.startswith("relance: Amazon SES does not tell how the sub-domains stand (")
    assert said.endswith("(AWS_DEFAULT_REGION, AWS_PROFILE) and try again.\n")
