"""What people decide about a campaign, and what it is refused for."""

from datetime import timedelta

from relance.mail.ledger import hold
from tests.unit.api.world import APPROVER
from tests.unit.campaigns.story import EARLIER, JOB, Story


def test_a_spent_campaign_can_still_be_paused_and_resumed_while_its_mails_leave(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()
    story.fire()

    paused = story.call("POST", f"/campaigns/{campaign_id}/pause")
    resumed = story.call("POST", f"/campaigns/{campaign_id}/resume", claims=APPROVER)
    cancelled = story.call("POST", f"/campaigns/{campaign_id}/cancel")

    assert [each.body["state"] for each in (paused, resumed, cancelled)] == ["paused", "ended", "cancelled"]


def test_a_campaign_that_changed_since_it_was_read_is_not_approved(story: Story) -> None:
    campaign_id = story.drafted()
    story.campaigns.save(story.campaign(campaign_id))
    path = f"/campaigns/{campaign_id}/approve"

    stale = story.call("POST", path, {"audience_ceiling": 5, "revision": 1}, claims=APPROVER)
    fresh = story.call("POST", path, {"audience_ceiling": 5, "revision": 2}, claims=APPROVER)

    assert (stale.status, fresh.status) == (409, 200)


def test_cancelled_before_its_time_it_has_no_schedule_any_more(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved(schedule={"at": "2026-03-05T09:00:00"})
    planned = dict(story.scheduler.timings)

    story.call("POST", f"/campaigns/{campaign_id}/cancel")

    assert list(planned) == [campaign_id]
    assert story.scheduler.timings == {}


def test_a_time_in_the_spring_gap_or_in_the_past_is_refused_when_the_campaign_is_drafted(story: Story) -> None:
    body = {"name": "x", "jobs": [JOB], "segment": {}}

    for at in ("2026-03-29T02:30:00", "2026-03-01T09:00:00"):
        refused = story.call("POST", "/campaigns", body | {"schedule": {"at": at}})
        assert (refused.status, refused.body["error"]["type"]) == (400, "invalid_input")


def test_a_campaign_for_an_unknown_job_is_refused(story: Story) -> None:
    assert story.call("POST", "/campaigns", {"name": "x", "jobs": ["none"], "segment": {}}).status == 404


def test_every_decision_is_on_record_with_who_made_it(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()
    story.call("POST", f"/campaigns/{campaign_id}/pause")
    story.call("POST", f"/campaigns/{campaign_id}/resume", claims=APPROVER)
    story.call("POST", f"/campaigns/{campaign_id}/cancel")

    entries = story.audit.entries(f"campaign#{campaign_id}")

    assert [(entry.actor, entry.action) for entry in entries] == [
        ("amina", "campaign approved"),
        ("rachel", "campaign paused"),
        ("amina", "campaign resumed"),
        ("rachel", "campaign cancelled"),
    ]


def test_resuming_makes_the_mails_that_were_held_back_due_at_once(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()
    story.fire()
    story.call("POST", f"/campaigns/{campaign_id}/pause")
    later = story.now + timedelta(minutes=5)
    hold(story.mail_to("ana"), until=later, because="campaign_paused", mails=story.mails, now=story.now)

    story.call("POST", f"/campaigns/{campaign_id}/resume", claims=APPROVER)

    assert story.mail_to("ana").wake_at == story.now


def test_a_campaign_says_when_it_runs_next_once_it_is_approved(story: Story) -> None:
    campaign_id = story.drafted(schedule={"cron": "0 9 ? * MON *", "time_zone": "Europe/Paris"})
    drafted = story.call("GET", f"/campaigns/{campaign_id}").body

    approved = story.approve(campaign_id).body
    shown = story.call("GET", f"/campaigns/{campaign_id}").body
    story.call("POST", f"/campaigns/{campaign_id}/pause")
    paused = story.call("GET", f"/campaigns/{campaign_id}").body

    assert (drafted["next_run"], paused["next_run"]) == (None, None)
    assert approved["next_run"] == shown["next_run"] == "2026-03-09T08:00:00Z"


def test_a_single_time_is_the_next_run_until_it_has_come(story: Story) -> None:
    campaign_id = story.approved(schedule={"at": "2026-03-05T09:00:00", "time_zone": "UTC"})

    before = story.call("GET", f"/campaigns/{campaign_id}").body["next_run"]
    story.now += timedelta(days=3)
    after = story.call("GET", f"/campaigns/{campaign_id}").body["next_run"]

    assert (before, after) == ("2026-03-05T09:00:00Z", None)


def test_a_draft_that_could_never_run_is_refused(story: Story) -> None:
    body = {"name": "x", "jobs": [JOB], "segment": {}, "schedule": {"cron": "0 9 31 2 ? *"}}

    refused = story.call("POST", "/campaigns", body)

    assert (refused.status, refused.body["error"]["type"]) == (400, "invalid_input")


def test_a_campaign_of_closed_jobs_is_refused_when_it_is_drafted(story: Story) -> None:
    body = {"name": "x", "jobs": [EARLIER], "segment": {}}

    refused = story.call("POST", "/campaigns", body)
    changed = story.call("PATCH", f"/campaigns/{story.drafted()}", {"revision": 1, "jobs": [EARLIER]})
    with_an_open_one = story.call("POST", "/campaigns", body | {"jobs": [EARLIER, JOB]})

    assert (refused.status, changed.status, with_an_open_one.status) == (409, 409, 201)
    assert "aucune des offres de la campagne n’est ouverte\u00a0: rouvrez-en une" in refused.body["error"]["message"]


def test_when_its_jobs_have_closed_a_preview_reaches_nobody(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.drafted()
    before = story.call("GET", f"/campaigns/{campaign_id}/preview").body
    story.call("PATCH", f"/jobs/{JOB}", {"revision": 1, "state": "closed"})

    after = story.call("GET", f"/campaigns/{campaign_id}/preview").body
    approved = story.approve(campaign_id)

    assert (before["reachable"], before["recipients"]) == (1, 1)
    assert (after["reachable"], after["recipients"]) == (0, 0)
    assert approved.status == 409


def test_cancelled_twice_it_says_that_it_is_cancelled_already(story: Story) -> None:
    campaign_id = story.drafted()
    story.call("POST", f"/campaigns/{campaign_id}/cancel")

    again = story.call("POST", f"/campaigns/{campaign_id}/cancel")

    told = "this campaign is cancelled already – cette campagne est déjà annulée"
    assert (again.status, again.body["error"]["message"]) == (409, told)
