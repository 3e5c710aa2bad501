"""Before an agreement ends its person is asked once whether it goes on (R30)."""

from datetime import timedelta
from typing import Any

import pytest

from relance.candidates import CandidateId, ConsentChannel
from relance.errors import InvalidInputError
from relance.mail.mails import Mail, MailState, SkipReason
from relance.mail.renewal import renewal_mail
from relance.privacy import consent as agreement
from tests import factories
from tests.unit.mail.world import NOW, World, key_of

ZOE = CandidateId("zoe")
ENDS = NOW + timedelta(days=20)


@pytest.fixture
def world() -> World:
    """Zoé agreed, and her agreement ends in twenty days."""
    made = World()
    made.person(consent=factories.consent(given_at=NOW - timedelta(days=710), expires_at=ENDS))
    return made


def planned(world: World) -> Mail:
    """The question, waiting."""
    mail = renewal_mail(world.candidates.get(ZOE), now=NOW)
    assert world.mails.plan(mail)
    return world.mails.get(mail.mail_id)


def test_r30_the_question_leaves_with_its_dates_and_a_link_that_says_yes(world: World) -> None:
    sent = world.send(planned(world).mail_id)

    (letter,) = world.ses.submitted
    assert sent.state is MailState.ACCEPTED
    assert "13 décembre 2026" in letter.text.replace("\u00a0", " ")
    assert "/opt-in/" in letter.text
    assert dict(letter.headers)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_r30_the_question_belongs_to_no_campaign_and_asks_about_none(world: World) -> None:
    mail = planned(world)
    world.campaigns = None  # type: ignore[assignment]

    assert world.send(mail.mail_id).state is MailState.ACCEPTED


def test_r30_one_agreement_is_asked_about_once(world: World) -> None:
    planned(world)

    assert not world.mails.plan(renewal_mail(world.candidates.get(ZOE), now=NOW + timedelta(days=1)))


def test_r30_the_next_agreement_is_asked_about_in_its_turn(world: World) -> None:
    planned(world)
    yes = agreement.give(
        world.candidates.get(ZOE), text_version="2", channel=ConsentChannel.PORTAL, proof="link", now=NOW
    )
    world.candidates.save(yes)

    assert world.mails.plan(renewal_mail(world.candidates.get(ZOE), now=ENDS + timedelta(days=700)))


OVER = factories.consent(given_at=NOW - timedelta(days=710), expires_at=NOW)
SKIPS: dict[str, tuple[dict[str, Any], SkipReason]] = {
    "said no": ({"unsubscribed_at": NOW}, SkipReason.UNSUBSCRIBED),
    "agreed anew": ({"consent": factories.consent(given_at=NOW, expires_at=ENDS)}, SkipReason.RENEWED),
    "ended": (
        {"consent": factories.consent(given_at=NOW - timedelta(days=710), expires_at=NOW)},
        SkipReason.NO_CONSENT,
    ),
}


@pytest.mark.parametrize("happening", SKIPS)
def test_r30_what_answers_the_question_stops_it(world: World, happening: str) -> None:
    changes, reason = SKIPS[happening]
    mail = planned(world)

    world.change(**changes)
    left = world.send(mail.mail_id)

    assert (left.state, left.skip_reason) == (MailState.SKIPPED, reason)
    assert world.ses.submitted == []


def test_r30_a_pause_delays_the_question_to_its_end(world: World) -> None:
    mail = planned(world)
    world.change(paused_until=NOW + timedelta(days=5))

    left = world.send(mail.mail_id)

    assert (left.state, left.held_because, left.wake_at) == (MailState.HELD, "paused", NOW + timedelta(days=5))


def test_r7_a_complaint_stops_the_question(world: World) -> None:
    mail = planned(world)
    world.suppressions.add(key_of("zoe@example.org"), "complaint", now=NOW)

    assert world.send(mail.mail_id).skip_reason is SkipReason.SUPPRESSED


def test_nobody_is_asked_who_never_agreed() -> None:
    with pytest.raises(InvalidInputError):
        renewal_mail(factories.candidate("ben"), now=NOW)
