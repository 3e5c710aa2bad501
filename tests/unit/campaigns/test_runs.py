"""One run: absorbed when it comes twice, late, over its ceiling, paused, cancelled, out of time (R10)."""

from datetime import timedelta

import pytest

from relance.campaigns import CampaignState, Occurrence, OccurrenceState, PauseReason
from relance.candidates import CandidateId
from tests.unit.api.world import APPROVER
from tests.unit.campaigns.story import Story

WEEKLY = {"cron": "0 9 ? * MON *", "time_zone": "Europe/Paris"}


@pytest.mark.parametrize("schedule", [{}, WEEKLY], ids=["once", "weekly"])
def test_a_second_delivery_of_the_same_schedule_is_absorbed(story: Story, schedule: dict[str, str]) -> None:
    story.finalist("ana")
    campaign_id = story.approved(schedule=schedule)
    story.run(campaign_id, story.now)
    done = story.only_run(campaign_id)

    again = story.run(campaign_id, done.scheduled_for)

    assert (again, done.state) == (None, OccurrenceState.FINISHED)
    assert story.only_run(campaign_id) == done


@pytest.mark.parametrize(("leased_for", "taken"), [(timedelta(seconds=1), False), (timedelta(0), True)])
def test_while_one_runner_holds_the_run_another_leaves_it_alone(
    story: Story, leased_for: timedelta, taken: bool
) -> None:
    story.finalist("ana")
    campaign_id = story.approved(schedule=WEEKLY)
    held = Occurrence(
        campaign_id=campaign_id, scheduled_for=story.now, leased_until=story.now + leased_for, updated_at=story.now
    )
    story.campaigns.save_occurrence(held)

    ran = story.run(campaign_id, story.now)

    assert (ran is not None) is taken
    assert story.only_run(campaign_id).planned == int(taken)


def test_of_two_deliveries_at_once_one_takes_the_run(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.finalist("ana")
    campaign_id = story.approved(schedule=WEEKLY)
    written = story.campaigns.save_occurrence

    def another_is_quicker(run: Occurrence) -> Occurrence:
        monkeypatch.undo()
        written(run)
        return written(run)

    monkeypatch.setattr(story.campaigns, "save_occurrence", another_is_quicker)

    assert story.run(campaign_id, story.now) is None
    assert (story.only_run(campaign_id).state, story.only_run(campaign_id).revision) == (OccurrenceState.DUE, 1)


def test_a_run_that_finishes_as_its_time_is_up_is_not_woken_again(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()

    def time_is_up() -> None:
        story.now += timedelta(seconds=300)

    story.after_expanding(1, time_is_up)
    story.fire()

    assert story.only_run(campaign_id).state is OccurrenceState.FINISHED
    assert (story.scheduler.wakes, story.campaign(campaign_id).state) == ({}, CampaignState.ENDED)


def test_more_than_an_hour_late_it_does_not_start_and_says_so(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()
    ((_, moment),) = story.scheduler.fire(story.now + timedelta(seconds=10))
    story.now = moment + timedelta(hours=1, seconds=1)

    late = story.run(campaign_id, moment)

    assert late is not None
    assert late.state is OccurrenceState.LATE
    assert story.campaign(campaign_id).state is CampaignState.ENDED
    assert story.mails.of_candidate(CandidateId("ana")) == []
    assert "run late" in [entry.action for entry in story.audit.entries(f"campaign#{campaign_id}")]


def test_exactly_an_hour_late_it_still_starts(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()
    ((_, moment),) = story.scheduler.fire(story.now + timedelta(seconds=10))
    story.now = moment + timedelta(hours=1)

    started = story.run(campaign_id, moment)

    assert started is not None
    assert started.planned == 1


def test_a_larger_audience_than_approved_waits_for_a_new_approval(story: Story) -> None:
    for name in ("ana", "ben", "cy"):
        story.finalist(name)
    campaign_id = story.approved(ceiling=2)
    (waiting,) = story.fire()
    told = story.audit.entries(f"campaign#{campaign_id}")[-1].detail

    again = story.run(campaign_id, story.only_run(campaign_id).scheduled_for)
    too_small = story.approve(campaign_id, ceiling=2)
    story.fire()
    still = story.only_run(campaign_id)
    story.approve(campaign_id, ceiling=3)
    story.fire()

    assert waiting is not None
    assert (waiting.state, waiting.paused_because) == (OccurrenceState.PAUSED, PauseReason.AUDIENCE_OVER_CEILING)
    assert (told["because"], told["audience"]) == ("audience_over_ceiling", "3")
    assert again is not None
    assert again.state is OccurrenceState.PAUSED
    assert too_small.status == 200
    assert (still.state, still.planned) == (OccurrenceState.PAUSED, 0)
    assert (story.only_run(campaign_id).state, story.only_run(campaign_id).planned) == ("finished", 3)


def test_a_campaign_that_is_not_approved_does_nothing_when_it_fires(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.drafted()

    assert story.run(campaign_id, story.now) is None
    assert story.campaigns.occurrences(campaign_id) == []


def test_paused_in_the_middle_it_stops_and_resumed_it_goes_on(story: Story) -> None:
    for number in range(8):
        story.finalist(f"p{number}")
    campaign_id = story.approved()
    story.after_expanding(1, lambda: story.call("POST", f"/campaigns/{campaign_id}/pause"))
    (stopped,) = story.fire()
    resumed = story.call("POST", f"/campaigns/{campaign_id}/resume", claims=APPROVER)

    (finished,) = story.fire()

    assert stopped is not None
    assert (stopped.state, stopped.paused_because, stopped.cursor) == ("paused", "campaign_paused", 3)
    assert resumed.body["state"] == "approved"
    assert finished is not None
    assert (finished.state, finished.planned) == ("finished", 8)


def test_paused_as_its_last_person_is_planned_it_stays_paused_and_ends_when_it_is_resumed(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()
    story.after_expanding(1, lambda: story.call("POST", f"/campaigns/{campaign_id}/pause"))

    story.fire()
    paused = story.campaign(campaign_id).state
    story.call("POST", f"/campaigns/{campaign_id}/resume", claims=APPROVER)

    assert (paused, story.only_run(campaign_id).state) == (CampaignState.PAUSED, OccurrenceState.FINISHED)
    assert story.campaign(campaign_id).state is CampaignState.ENDED


def test_paused_before_its_time_it_starts_when_resumed_in_time(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()
    story.call("POST", f"/campaigns/{campaign_id}/pause")
    story.fire()
    before = story.only_run(campaign_id)

    story.call("POST", f"/campaigns/{campaign_id}/resume", claims=APPROVER)
    story.fire()

    assert before.state is OccurrenceState.DUE
    assert story.only_run(campaign_id).planned == 1


def test_cancelled_in_the_middle_it_stops_for_good_and_what_was_planned_is_counted(story: Story) -> None:
    for number in range(8):
        story.finalist(f"p{number}")
    campaign_id = story.approved()
    story.after_expanding(1, lambda: story.call("POST", f"/campaigns/{campaign_id}/cancel"))

    story.fire()

    run = story.only_run(campaign_id)
    assert (run.state, run.leased_until) == (OccurrenceState.CANCELLED, None)
    assert run.planned == len(story.mails_of(run)) == run.cursor
    assert run.cursor < 8
    assert story.scheduler.timings == {}
    assert story.call("POST", f"/campaigns/{campaign_id}/resume", claims=APPROVER).status == 409


def test_when_time_is_up_the_run_is_woken_and_goes_on_from_the_cursor(story: Story) -> None:
    for number in range(8):
        story.finalist(f"p{number}")
    campaign_id = story.approved()
    ((_, moment),) = story.scheduler.fire(story.now + timedelta(seconds=10))

    def later() -> None:
        story.now += timedelta(seconds=100)

    story.after_expanding(1, later)
    story.run(campaign_id, moment, seconds=50)
    half = story.only_run(campaign_id)
    story.fire()

    assert (half.state, half.cursor, half.leased_until) == (OccurrenceState.RUNNING, 3, None)
    assert story.only_run(campaign_id).planned == 8
