"""Each minute: runs that stopped, events that never came and schedules that are missing are found (R10)."""

from datetime import timedelta

import pytest

from relance.campaigns import Campaign, CampaignId, CampaignState, Occurrence, OccurrenceState
from relance.campaigns.reconcile_runs import RunsReconciled, reconcile_runs
from relance.campaigns.timing import Once, Recurring
from relance.errors import InvalidInputError
from relance.records import Instant
from tests.unit.api.world import APPROVER
from tests.unit.campaigns.story import Story

NOTHING = RunsReconciled()
WEEKLY = {"cron": "0 9 ? * MON *", "time_zone": "Europe/Paris"}
DAILY = WEEKLY | {"cron": "0 9 * * ? *"}
ONCE = {"at": "2026-03-20T09:00:00", "time_zone": "UTC"}


def looked(story: Story, now: Instant | None = None) -> RunsReconciled:
    """What the minute finds."""
    return reconcile_runs(campaigns=story.campaigns, scheduler=story.scheduler, now=now or story.now)


def test_a_run_that_stopped_half_way_is_found_and_woken(story: Story) -> None:
    for number in range(8):
        story.finalist(f"p{number}")
    campaign_id = story.approved()
    ((_, moment),) = story.scheduler.fire(story.now + timedelta(seconds=10))
    story.run(campaign_id, moment, seconds=0)
    story.scheduler.wakes.clear()
    run = story.only_run(campaign_id)
    story.campaigns.save_occurrence(run.model_copy(update={"leased_until": story.now + timedelta(minutes=6)}))

    early = looked(story)
    story.now += timedelta(minutes=6, seconds=1)
    found = looked(story)
    story.fire()
    after = looked(story, story.now + timedelta(hours=1))

    assert (early, found, after) == (NOTHING, RunsReconciled(woken=1), NOTHING)
    assert story.only_run(campaign_id).planned == 8


@pytest.mark.parametrize(
    ("leased_for", "quiet_for", "woken"),
    [
        (None, timedelta(seconds=61), 1),
        (None, timedelta(seconds=60), 0),
        (timedelta(seconds=1), timedelta(minutes=9), 0),
        (timedelta(0), timedelta(minutes=9), 1),
    ],
)
def test_a_run_is_left_to_its_runner_and_to_a_message_on_its_way(
    story: Story, leased_for: timedelta | None, quiet_for: timedelta, woken: int
) -> None:
    campaign_id = story.approved(schedule=WEEKLY)
    run = Occurrence(
        campaign_id=campaign_id,
        scheduled_for=story.now,
        state=OccurrenceState.RUNNING,
        leased_until=None if leased_for is None else story.now + leased_for,
        updated_at=story.now - quiet_for,
    )
    story.campaigns.save_occurrence(run)

    assert looked(story) == RunsReconciled(woken=woken)


@pytest.mark.parametrize("act", ["pause", "cancel"])
def test_campaigns_that_are_not_approved_are_left_alone(story: Story, act: str) -> None:
    for number in range(8):
        story.finalist(f"p{number}")
    campaign_id = story.approved(schedule=WEEKLY)
    story.run(campaign_id, story.now, seconds=0)
    story.call("POST", f"/campaigns/{campaign_id}/{act}")
    story.scheduler.timings.clear()
    story.scheduler.wakes.clear()

    assert looked(story, story.now + timedelta(hours=1)) == NOTHING
    assert (story.scheduler.timings, story.scheduler.wakes) == ({}, {})


def test_a_run_that_waits_for_a_person_is_counted_and_not_woken(story: Story) -> None:
    story.finalist("ana")
    story.finalist("ben")
    story.approved(ceiling=1)
    story.fire()

    assert looked(story, story.now + timedelta(hours=1)) == RunsReconciled(over_ceiling=1)


def test_an_event_that_never_came_is_made_up_for(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()
    story.scheduler.timings.clear()

    patient = looked(story, story.now + timedelta(minutes=2))
    story.now += timedelta(minutes=3)
    found = looked(story)
    story.fire()

    assert (patient, found) == (NOTHING, RunsReconciled(woken=1))
    assert (story.only_run(campaign_id).state, story.only_run(campaign_id).planned) == (OccurrenceState.FINISHED, 1)
    assert looked(story, story.now + timedelta(hours=1)) == NOTHING


def test_a_run_whose_event_is_lost_for_an_hour_is_late_and_its_campaign_ends(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved(schedule=ONCE)
    story.scheduler.timings.clear()
    story.now = story.now.replace(day=21)

    looked(story)
    story.fire()

    assert story.only_run(campaign_id).state is OccurrenceState.LATE
    assert story.campaign(campaign_id).state is CampaignState.ENDED
    assert "run late" in [entry.action for entry in story.audit.entries(f"campaign#{campaign_id}")]


@pytest.mark.parametrize("schedule", [ONCE, WEEKLY, WEEKLY | {"ends": "2026-04-20T09:00:00"}])
def test_a_schedule_that_is_missing_is_made_again_as_it_was(story: Story, schedule: dict[str, str]) -> None:
    campaign_id = story.approved(schedule=schedule)
    if schedule is not ONCE:
        story.run(campaign_id, story.now)
    asked = dict(story.scheduler.timings)
    nothing = looked(story)
    story.scheduler.timings.clear()
    story.now += timedelta(days=1)

    found = looked(story)

    assert (nothing, found) == (NOTHING, RunsReconciled(rescheduled=1))
    assert story.scheduler.timings == asked
    assert isinstance(asked[campaign_id], Once if schedule is ONCE else Recurring)


def test_a_recurring_campaign_at_its_end_gets_no_new_schedule_while_its_last_run_waits(story: Story) -> None:
    story.finalist("ana")
    story.finalist("ben")
    campaign_id = story.approved(schedule=DAILY | {"ends": "2026-03-04T09:00:00"}, ceiling=1)
    story.run(campaign_id, story.now)
    story.scheduler.timings.clear()

    assert looked(story, story.now + timedelta(days=3)) == RunsReconciled(over_ceiling=1)


def test_a_run_that_is_approved_anew_after_the_end_of_its_schedule_holds_nothing_up(story: Story) -> None:
    for name in ("ana", "ben", "cy"):
        story.finalist(name)
    campaign_id = story.approved(schedule=DAILY | {"ends": "2026-03-04T09:00:00"}, ceiling=1)
    story.run(campaign_id, story.now)
    story.now += timedelta(days=3)
    assert story.approve(campaign_id, ceiling=2).status == 200

    assert looked(story) == RunsReconciled(over_ceiling=1)


def test_a_schedule_that_is_refused_holds_up_no_other(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    refused, other = story.approved(schedule=WEEKLY), story.approved(name="Other", schedule=WEEKLY)
    story.scheduler.timings.clear()
    put = story.scheduler.put

    def put_but_one(one: CampaignId, timing: Once | Recurring) -> None:
        if one == refused:
            raise InvalidInputError("the scheduler refuses this time")
        put(one, timing)

    monkeypatch.setattr(story.scheduler, "put", put_but_one)

    assert looked(story) == RunsReconciled(rescheduled=1)
    assert list(story.scheduler.timings) == [other]


@pytest.mark.parametrize(("act", "kept"), [("pause", True), ("cancel", False)])
def test_whoever_takes_the_approval_back_at_this_moment_is_heard(
    story: Story, act: str, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_id = story.approved(schedule=WEEKLY)
    scheduler = story.scheduler
    scheduler.timings.clear()
    put = scheduler.put

    def put_while_somebody_decides(one: CampaignId, timing: Once | Recurring) -> None:
        story.call("POST", f"/campaigns/{campaign_id}/{act}", claims=APPROVER)
        put(one, timing)

    monkeypatch.setattr(scheduler, "put", put_while_somebody_decides)
    looked(story)

    assert (campaign_id in scheduler.timings) is kept


def test_a_run_of_an_approval_that_fell_neither_ends_the_campaign_nor_stands_for_the_next(story: Story) -> None:
    """Approved, run, changed, approved anew for another day: the first run is not the one that is awaited."""
    story.finalist("ana")
    campaign_id = story.approved()
    story.fire()
    fell = story.campaign(campaign_id).model_copy(
        update={"state": CampaignState.DRAFT, "approval_fell_at": story.now + timedelta(minutes=1)}
    )
    story.campaigns.save(fell)
    story.now += timedelta(minutes=2)
    assert story.approve(campaign_id).status == 200
    awaited = approved_again(story, campaign_id)
    story.scheduler.timings.clear()

    story.now += timedelta(minutes=5)
    found = looked(story)

    assert found == RunsReconciled(woken=1)
    assert list(story.scheduler.wakes) == [(campaign_id, awaited)]
    assert story.campaign(campaign_id).state is CampaignState.APPROVED


def approved_again(story: Story, campaign_id: CampaignId) -> Instant:
    """The moment that was asked for."""
    asked = story.scheduler.timings[campaign_id]
    assert isinstance(asked, Once)
    return asked.at


def test_a_single_run_that_ended_as_its_runner_was_killed_ends_the_campaign_all_the_same(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()
    story.fire()
    back: Campaign = story.campaign(campaign_id).model_copy(update={"state": CampaignState.APPROVED})
    story.campaigns.save(back)

    looked(story)

    assert story.campaign(campaign_id).state is CampaignState.ENDED
