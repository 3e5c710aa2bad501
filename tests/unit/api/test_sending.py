"""Stopping everything, pausing a stream, and lifting both: who may, what is told, what is written down (R8, R9)."""

from datetime import timedelta
from typing import Any

import pytest

from relance.mail.mails import MailState, Stream
from relance.mail.standing import Counts, Identity
from relance.mail.stopping import SCOPE
from tests.unit.api.world import APPROVER, RECRUITER, World
from tests.unit.mail.world import World as MailWorld
from tests.unit.mail.world import answer

ADMIN = {"cognito:username": "odile", "cognito:groups": "[admin]"}
ACTS = ("/sending/stop", "/sending/start", "/sending/campaigns/pause", "/sending/campaigns/resume")


def stream(body: dict[str, Any], name: str) -> dict[str, Any]:
    """What is told of one stream."""
    return next(each for each in body["streams"] if each["stream"] == name)


def test_at_first_nothing_is_stopped(world: World) -> None:
    told = world.call("GET", "/sending").body

    assert (told["stopped"], told["switch"]) == (False, None)
    assert [(each["stream"], each["paused"], each["sender_unready"]) for each in told["streams"]] == [
        ("answers", False, None),
        ("campaigns", False, None),
    ]


def test_r8_one_switch_stops_everything_and_says_who_pressed_it(world: World) -> None:
    pressed = world.call("POST", "/sending/stop", claims=RECRUITER)

    told = world.call("GET", "/sending").body
    assert pressed.status == 200
    assert told["stopped"]
    assert told["switch"]["by"] == "rachel"
    assert world.stops.stop_all()


def test_r8_a_mail_that_is_on_the_queue_already_does_not_leave(world: World) -> None:
    house = MailWorld(stops=world.stops)
    house.rejected_applicant()
    mail = house.approved(answer())
    house.dispatch()
    (queued,) = house.take_queued()

    world.call("POST", "/sending/stop")
    held = house.send(queued)
    world.call("POST", "/sending/start", claims=APPROVER)
    house.pass_time(minutes=6)
    house.minute()

    assert (held.state, held.held_because) == (MailState.HELD, "stop_all")
    assert house.mails.get(mail.mail_id).state is MailState.ACCEPTED
    assert len(house.ses.submitted) == 1


def test_r9_a_stream_that_paused_itself_tells_why_and_its_counts_and_goes_on_when_it_is_lifted(world: World) -> None:
    world.tally.add(Stream.CAMPAIGNS, world.now.date(), Counts(sent=300, bounced=20))
    world.tally.add(Stream.CAMPAIGNS, (world.now - timedelta(days=8)).date(), Counts(sent=5000))
    world.stops.pause_stream(Stream.CAMPAIGNS, "bounce_rate", by="relance", now=world.now)

    before = stream(world.call("GET", "/sending").body, "campaigns")
    after = world.call("POST", "/sending/campaigns/resume", claims=APPROVER)

    assert before["pause"]["why"] == before["would_pause"] == "bounce_rate"
    assert before["last_days"] == {"sent": 300, "bounced": 20, "complained": 0}
    assert not stream(after.body, "campaigns")["paused"]
    assert world.stops.stream_paused(Stream.CAMPAIGNS) is None
    (entry,) = world.audit.entries(SCOPE)
    assert (entry.actor, entry.action) == ("amina", "stream resumed")
    assert entry.detail == {"stream": "campaigns", "paused_because": "bounce_rate"}


def test_a_person_pauses_one_stream_and_leaves_the_other_alone(world: World) -> None:
    told = world.call("POST", "/sending/answers/pause").body

    assert [each["paused"] for each in told["streams"]] == [True, False]
    assert world.stops.stream_paused(Stream.ANSWERS) == "paused_by_a_person"


def test_r15_a_sub_domain_that_may_not_send_is_told_with_its_reason(world: World) -> None:
    domain = "campaigns.vercors.example.org"
    ready = world.identities.of(domain, now=world.now)
    world.identities.changed[domain] = Identity.model_validate({**ready.model_dump(), "dkim": "PENDING"})

    told = world.call("GET", "/sending").body

    assert [each["sender_unready"] for each in told["streams"]] == [None, "sender_dkim_missing"]


@pytest.mark.parametrize(
    ("claims", "allowed"),
    [
        (RECRUITER, {"/sending/stop", "/sending/campaigns/pause"}),
        (APPROVER, set(ACTS)),
        (ADMIN, set(ACTS)),
        ({"cognito:groups": "[auditor]"}, set()),
    ],
    ids=["recruiter", "approver", "admin", "auditor"],
)
def test_everybody_may_stop_and_an_approver_or_an_admin_lets_it_go_on(
    world: World, claims: dict[str, Any], allowed: set[str]
) -> None:
    assert {path for path in ACTS if world.call("POST", path, claims=claims).status == 200} == allowed


def test_an_admin_operates_the_sending_and_sees_nobodys_file(world: World) -> None:
    assert world.call("GET", "/sending", claims=ADMIN).status == 200
    assert world.call("GET", "/candidates", claims=ADMIN).status == 403
    assert world.call("GET", "/mails/waiting", claims=ADMIN).status == 403


def test_every_act_is_written_down_with_its_name(world: World) -> None:
    for path in ACTS:
        world.call("POST", path, claims=APPROVER)

    assert [(entry.actor, entry.action) for entry in world.audit.entries(SCOPE)] == [
        ("amina", "everything stopped"),
        ("amina", "sending started again"),
        ("amina", "stream paused"),
        ("amina", "stream resumed"),
    ]


def test_a_stream_that_does_not_exist_is_refused(world: World) -> None:
    assert world.call("POST", "/sending/newsletters/pause").status == 422
