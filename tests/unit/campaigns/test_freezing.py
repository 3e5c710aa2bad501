"""An audience is frozen part by part, however large, and waits, stops and goes on as its campaign does (R29)."""

from datetime import timedelta

import pytest

from relance.campaigns import CampaignState, OccurrenceState
from relance.campaigns.frozen import Audience, AudiencePart, audience_key, part_key
from relance.candidates import CandidateId
from relance.errors import NotFoundError
from tests.unit.api.world import APPROVER
from tests.unit.campaigns.story import JOB, Story

PEOPLE = [f"p{number}" for number in range(8)]


def frozen(story: Story) -> list[str]:
    """Whoever is in the kept parts of the only run, in their order."""
    (campaign_id,) = [one.campaign_id for one in story.campaigns.page(after=None, limit=10).items]
    run = story.only_run(campaign_id)
    audience = story.audiences.read(audience_key(run), Audience)
    parts = [story.audiences.read(part_key(run, number), AudiencePart) for number in range(audience.parts)]
    assert [part.offset for part in parts] == [sum(len(p.people) for p in parts[:n]) for n in range(len(parts))]
    assert sum(len(part.people) for part in parts) == audience.size
    return [one.candidate_id for part in parts for one in part.people]


def test_an_audience_of_many_parts_holds_everybody_once_with_their_reasons(story: Story) -> None:
    for name in PEOPLE:
        story.finalist(name)
    campaign_id = story.approved()

    story.fire()

    run = story.only_run(campaign_id)
    assert frozen(story) == PEOPLE
    assert (run.frozen_parts, run.expanded_parts, run.planned) == (3, 3, 8)
    first = story.audiences.read(part_key(run, 0), AudiencePart)
    assert [offer.job_id for offer in first.people[0].offers] == [JOB]
    assert first.people[0].offers[0].met == ("sage",)


def test_nobody_is_an_audience_too(story: Story) -> None:
    campaign_id = story.approved()

    story.fire()

    assert frozen(story) == []
    assert story.only_run(campaign_id).state is OccurrenceState.FINISHED


def test_a_part_in_which_nobody_can_be_written_to_is_passed_over(story: Story) -> None:
    for name in PEOPLE:
        story.finalist(name)
    for name in PEOPLE[3:6]:  # The index does not know yet.
        person = story.candidates.get(CandidateId(name))
        story.candidates.save(person.model_copy(update={"unsubscribed_at": story.now}))
    campaign_id = story.approved()

    story.fire()

    run = story.only_run(campaign_id)
    assert frozen(story) == [*PEOPLE[:3], *PEOPLE[6:]]
    assert (run.planned, run.excluded, run.state) == (5, {"unsubscribed": 3}, OccurrenceState.FINISHED)


def test_the_nearest_to_an_offer_are_frozen_in_their_order_once(story: Story) -> None:
    for name in PEOPLE:
        story.finalist(name)
    campaign_id = story.approved(segment={"like": {"job_id": JOB, "top": 7}})

    story.fire()

    assert len(set(frozen(story))) == len(frozen(story)) == 7
    assert story.only_run(campaign_id).planned == 7


def test_time_runs_out_while_freezing_and_the_next_delivery_goes_on(story: Story) -> None:
    for name in PEOPLE:
        story.finalist(name)
    campaign_id = story.approved()
    story.now += timedelta(seconds=10)
    ((_, moment),) = story.scheduler.fire(story.now)

    story.run(campaign_id, moment, seconds=0)
    stopped = story.only_run(campaign_id)
    woken = [(one, at) for one, at in story.scheduler.wakes.items()]
    story.run(campaign_id, moment)

    assert (stopped.state, stopped.leased_until, stopped.audience_key) == (OccurrenceState.FREEZING, None, None)
    assert woken[0][0] == (campaign_id, moment)
    assert frozen(story) == PEOPLE


def test_paused_while_freezing_it_rests_and_resumed_it_goes_on_with_the_same_audience(story: Story) -> None:
    for name in PEOPLE:
        story.finalist(name)
    campaign_id = story.approved()
    path = f"/campaigns/{campaign_id}"
    story.after_parts(1, lambda: story.call("POST", f"{path}/pause"))

    story.fire()

    rested = story.only_run(campaign_id)
    assert (rested.state, rested.frozen_parts, rested.leased_until) == (OccurrenceState.FREEZING, 1, None)
    assert story.scheduler.wakes == {}
    with pytest.raises(NotFoundError):
        story.audiences.read(audience_key(rested), Audience)

    story.call("POST", f"{path}/resume", claims=APPROVER)
    story.fire()

    assert frozen(story) == PEOPLE
    assert story.only_run(campaign_id).planned == 8


def test_cancelled_while_freezing_it_ends_without_a_mail(story: Story) -> None:
    for name in PEOPLE:
        story.finalist(name)
    campaign_id = story.approved()
    story.after_parts(2, lambda: story.call("POST", f"/campaigns/{campaign_id}/cancel"))

    story.fire()

    run = story.only_run(campaign_id)
    assert (run.state, run.planned, story.mails_of(run)) == (OccurrenceState.CANCELLED, 0, [])
    assert story.campaign(campaign_id).state is CampaignState.CANCELLED
