"""The operator's commands: how sending stands in words, and the DNS sheet of the sub-domains."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from infra import cli
from infra.local import operating
from infra.local.lock import only_one
from infra.local.mailbox import KnownIdentity, Mailbox
from infra.local.places import Places
from relance.mail import identities

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


def test_a_stream_that_may_leave_says_so_with_its_counts() -> None:
    (line,) = operating.sending_lines({"stopped": False, "switch": None, "streams": [STREAM]})

    assert line == ("Answers        may leave; in 7 days 300 sent, 20 bounced, 1 complaints; 2 wait for a person")


def test_what_holds_mail_back_is_told_with_every_reason() -> None:
    pause = {"why": "bounce_rate", "by": "relance", "at": "2026-11-23T10:00:00Z"}
    stream = STREAM | {"pause": pause, "paused": True, "sender_unready": "sender_dkim_missing"}
    switch = {"why": "stop_all", "by": "amina", "at": "2026-11-23T11:00:00Z"}

    first, second = operating.sending_lines({"stopped": True, "switch": switch, "streams": [stream]})

    assert first == "Sending        stopped by amina since 2026-11-23T11:00:00Z"
    assert "held back: bounce_rate since 2026-11-23T10:00:00Z; reponses.example.org: its DKIM records" in second


def test_a_pause_that_was_lifted_is_none() -> None:
    lifted = STREAM | {"pause": {"why": None, "by": "amina", "at": "2026-11-23T10:00:00Z"}}

    (line,) = operating.sending_lines({"stopped": False, "switch": None, "streams": [lifted]})

    assert "may leave" in line


def test_every_reason_of_a_sender_has_its_sentence() -> None:
    reasons = {value for name, value in vars(identities).items() if name.isupper() and str(value).startswith("sender_")}

    assert reasons == set(operating.SENTENCES)


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
