"""What people change about campaigns, what their schedule ends, and what a report adds up."""

from datetime import timedelta
from typing import Any

import pytest

from relance.campaigns import CampaignId, CampaignState, OccurrenceState
from relance.campaigns.reconcile_runs import reconcile_runs
from relance.candidates import CandidateId
from relance.mail import ledger
from relance.mail.letters import Sort
from relance.mail.mails import DeliveryFact, MailState, SkipReason
from relance.records import Instant
from tests import factories
from tests.unit.api.world import APPROVER
from tests.unit.campaigns.story import JOB, OneAnswer, Story

WEEKLY = {"cron": "0 9 ? * MON *", "time_zone": "Europe/Paris"}


def change(story: Story, campaign_id: CampaignId, **fields: Any) -> Any:
    revision = story.campaign(campaign_id).revision
    return story.call("PATCH", f"/campaigns/{campaign_id}", {"revision": revision} | fields)


def test_a_draft_is_changed_in_place(story: Story) -> None:
    campaign_id = story.drafted()

    changed = change(story, campaign_id, name="Other", introduction={"fr": "Bonjour à nouveau."})

    assert changed.status == 200, changed.body
    assert (changed.body["name"], changed.body["introduction"]) == ("Other", {"fr": "Bonjour à nouveau."})
    assert story.campaign(campaign_id).state is CampaignState.DRAFT


@pytest.mark.parametrize(
    "fields",
    [
        {"jobs": ["second"]},
        {"segment": {"skills_all": ["sage"]}},
        {"introduction": {"fr": "Autre texte."}},
        {"schedule": {"at": "2026-04-01T10:00:00"}},
    ],
)
def test_another_content_or_audience_needs_another_approval(story: Story, fields: dict[str, Any]) -> None:
    story.finalist("ana")
    story.job(factories.job("second", title="Auditeur interne"))
    campaign_id = story.approved()

    changed = change(story, campaign_id, **fields)
    story.fire()

    held = story.campaign(campaign_id)
    assert changed.status == 200, changed.body
    assert (held.state, held.approved_by, held.audience_ceiling) == (CampaignState.DRAFT, None, None)
    assert story.scheduler.timings == {}
    assert story.campaigns.occurrences(campaign_id) == []


def test_another_name_needs_none(story: Story) -> None:
    campaign_id = story.approved()

    change(story, campaign_id, name="Spring")

    assert story.campaign(campaign_id).state is CampaignState.APPROVED
    assert story.campaign(campaign_id).approved_by == "amina"


def test_changed_in_the_middle_of_a_run_the_run_ends_there(story: Story) -> None:
    for number in range(7):
        story.finalist(f"p{number}")
    campaign_id = story.approved()
    story.after_expanding(1, lambda: change(story, campaign_id, introduction={"fr": "Autre."}))

    story.fire()

    run = story.only_run(campaign_id)
    assert (run.state, run.planned, len(story.mails_of(run))) == (OccurrenceState.CANCELLED, 3, 3)


def test_what_was_planned_under_an_approval_that_fell_does_not_leave_even_after_a_new_one(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved(schedule=WEEKLY)
    story.call("POST", f"/campaigns/{campaign_id}/run", claims=APPROVER)
    story.fire()
    change(story, campaign_id, introduction={"fr": "Autre."})
    story.now += timedelta(minutes=1)
    story.approve(campaign_id)
    mailer = OneAnswer(Sort.ACCEPTED)

    left = story.send(story.mail_to("ana").mail_id, mailer)

    assert (left.state, left.skip_reason) == (MailState.SKIPPED, SkipReason.CAMPAIGN_CANCELLED)
    assert mailer.asked == 0


def test_a_run_goes_by_what_it_was_approved_for_also_when_that_is_changed_and_approved_anew(story: Story) -> None:
    """Whoever changed it was killed before the run could be ended: the runner sees for itself."""
    for number in range(7):
        story.finalist(f"p{number}")
    campaign_id = story.approved()

    def changed_and_approved() -> None:
        held = story.campaign(campaign_id)
        fell = {"introduction": {"fr": "Autre."}, "approval_fell_at": story.now}
        story.campaigns.save(held.model_copy(update=fell))

    story.after_expanding(1, changed_and_approved)
    story.fire()

    run = story.only_run(campaign_id)
    assert (run.state, run.planned, run.leased_until) == (OccurrenceState.CANCELLED, 3, None)


def test_what_changed_since_it_was_read_or_is_over_is_not_changed(story: Story) -> None:
    campaign_id = story.drafted()
    stale = story.call("PATCH", f"/campaigns/{campaign_id}", {"revision": 7, "name": "x"})
    story.call("POST", f"/campaigns/{campaign_id}/cancel")

    assert stale.status == 409
    assert change(story, campaign_id, name="x").status == 409


def test_a_campaign_without_jobs_is_refused_unless_it_is_a_digest(story: Story) -> None:
    campaign_id = story.drafted()

    assert change(story, campaign_id, jobs=[]).status == 400
    assert change(story, campaign_id, jobs=[], digest={"top": 2}).status == 200


def test_a_copy_is_a_draft_that_nobody_approved(story: Story) -> None:
    campaign_id = story.approved(schedule={"at": "2026-04-01T10:00:00"})

    copied = story.call("POST", f"/campaigns/{campaign_id}/copy")

    assert copied.status == 201
    assert copied.body["campaign_id"] != campaign_id
    assert (copied.body["state"], copied.body["approved_by"], copied.body["schedule"]["at"]) == ("draft", None, None)
    assert copied.body["segment"] == story.call("GET", f"/campaigns/{campaign_id}").body["campaign"]["segment"]


def test_a_recurring_campaign_runs_out_of_turn_for_an_approver_only(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved(schedule=WEEKLY)
    path = f"/campaigns/{campaign_id}/run"

    refused, run = story.call("POST", path), story.call("POST", path, claims=APPROVER)
    story.fire()

    assert (refused.status, run.status) == (403, 200)
    assert story.only_run(campaign_id).planned == 1
    assert story.call("POST", f"/campaigns/{story.approved()}/run", claims=APPROVER).status == 409


def test_after_its_end_a_recurring_campaign_begins_no_run_and_ends(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved(schedule=WEEKLY | {"ends": "2026-03-10T10:00:00"})
    story.now += timedelta(days=30)

    late = story.run(campaign_id, story.now.replace(microsecond=0))
    reconcile_runs(campaigns=story.campaigns, scheduler=story.scheduler, now=story.now)

    assert late is None
    assert story.campaign(campaign_id).state is CampaignState.ENDED


@pytest.mark.parametrize(
    "schedule", [WEEKLY | {"ends": "2026-03-01T10:00:00"}, {"at": "2026-04-01T10:00:00", "ends": "2026-05-01T10:00:00"}]
)
def test_an_end_that_has_passed_or_of_a_single_run_is_refused(story: Story, schedule: dict[str, str]) -> None:
    body = {"name": "x", "jobs": [JOB], "segment": {}, "schedule": schedule}

    assert story.call("POST", "/campaigns", body).status == 400


def report(story: Story, campaign_id: CampaignId) -> Any:
    made = story.call("GET", f"/campaigns/{campaign_id}/report")
    assert made.status == 200, made.body
    return made.body


def accepted(story: Story, name: str, *, told: str, now: Instant) -> None:
    claimed = ledger.claim(story.mail_to(name), archive_key="k", mails=story.mails, now=now)
    assert claimed is not None
    sent = ledger.accept(claimed, "id", mails=story.mails, now=now)
    fact = DeliveryFact(kind=told, submission=1, at=now)
    ledger.note(sent, fact, "id", mails=story.mails, now=now)


def test_a_report_adds_up_everybody_from_sums(story: Story) -> None:
    for name in ("ana", "ben", "cleo", "dan"):
        story.finalist(name)
    story.finalist("silent", consent=False)
    campaign_id = story.approved()

    def withdraws() -> None:
        dan = story.candidates.get(CandidateId("dan"))
        story.candidates.save(dan.model_copy(update={"unsubscribed_at": story.now}))

    story.after_parts(2, withdraws)
    story.fire()
    accepted(story, "ana", told="delivery", now=story.now)
    accepted(story, "ben", told="bounce", now=story.now)
    ledger.skip(story.mail_to("cleo"), SkipReason.HIRED, mails=story.mails, now=story.now)
    ana = story.mail_to("ana")
    for _ in range(2):
        story.responses.add(ana.batch_id, ana.mail_id, "interested")
    story.responses.add(ana.batch_id, ana.mail_id, "applied")

    told = report(story, campaign_id)

    total = told["total"]
    assert (total["audience"], total["planned"], total["mails"]) == (4, 3, {"accepted": 2, "skipped": 1})
    assert (total["delivered"], total["bounced"], total["complaints"]) == (1, 1, 0)
    assert (total["interested"], total["applications"], total["unsubscribed"]) == (1, 1, 0)
    assert [(one["reason"], one["people"]) for one in total["excluded"]] == [("no_consent", 1)]
    assert [(one["reason"], one["people"]) for one in total["skipped_before"]] == [("unsubscribed", 1)]
    assert [(one["reason"], one["people"], one["en"]) for one in total["skipped_last"]] == [("hired", 1, "was hired")]
    assert [run["state"] for run in told["occurrences"]] == ["finished"]
