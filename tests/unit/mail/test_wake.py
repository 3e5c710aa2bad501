"""A campaign that goes on: its mails need not wait until they look again by themselves."""

from relance.campaigns import CampaignState
from relance.mail.mails import Mail, MailState, Stream, occurrence_batch
from relance.mail.wake import wake_batch
from tests.unit.mail.world import CAMPAIGN, NOW, World, offer

BATCH = occurrence_batch(CAMPAIGN, NOW)


def paused_world(people: int) -> tuple[World, list[Mail]]:
    """A paused campaign whose mails have been put to rest."""
    world = World()
    world.running_campaign()
    for n in range(people):
        world.person(f"p{n}", consents=True)
        world.mails.plan(offer(f"p{n}"))
    world.set_campaign(CampaignState.PAUSED)
    return world, [world.send(offer(f"p{n}").mail_id) for n in range(people)]


def test_mails_that_rest_for_this_reason_are_due_at_once() -> None:
    world, resting = paused_world(3)
    world.set_campaign(CampaignState.APPROVED)

    woken = wake_batch(BATCH, because="campaign_paused", mails=world.mails, limit=100, now=world.now)
    world.minute()

    assert {mail.held_because for mail in resting} == {"campaign_paused"}
    assert woken == 3
    assert {world.mails.get(mail.mail_id).state for mail in resting} == {MailState.ACCEPTED}


def test_no_more_than_asked_are_woken() -> None:
    world, _ = paused_world(5)

    assert wake_batch(BATCH, because="campaign_paused", mails=world.mails, limit=2, now=world.now) == 2
    assert len(world.mails.due(Stream.CAMPAIGNS, until=world.now, limit=9)) == 2


def test_mails_that_rest_for_another_reason_are_left_alone() -> None:
    world, _ = paused_world(2)

    assert wake_batch(BATCH, because="office_hours", mails=world.mails, limit=9, now=world.now) == 0


def test_without_a_call_they_look_again_by_themselves() -> None:
    world, resting = paused_world(1)
    world.set_campaign(CampaignState.APPROVED)

    world.pass_time(minutes=5)
    world.minute()

    assert world.mails.get(resting[0].mail_id).state is MailState.ACCEPTED
