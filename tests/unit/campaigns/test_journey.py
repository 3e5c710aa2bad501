"""A campaign from draft to mails in the ledger."""

from datetime import timedelta

from relance.applications import Outcome
from relance.campaigns import CampaignState, OccurrenceState, PauseReason
from relance.candidates import CandidateId
from relance.mail.ledger import cancel, hold
from relance.mail.mails import Mail, MailState, OfferContent, occurrence_batch
from relance.privacy.addresses import address_key
from tests import factories
from tests.unit.api.world import APPROVER, PEPPER
from tests.unit.campaigns.story import EARLIER, JOB, Story


def test_approved_now_it_fires_at_once_and_everybody_gets_one_mail(story: Story) -> None:
    for name in ("ana", "ben", "cy", "dee"):
        story.finalist(name)
    campaign_id = story.approved()

    (finished,) = story.fire()

    assert finished is not None
    assert (finished.state, finished.audience_size, finished.planned, finished.skipped) == ("finished", 4, 4, {})
    mails = story.mails_of(finished)
    assert {mail.candidate_id for mail in mails} == {"ana", "ben", "cy", "dee"}
    assert {(mail.state, mail.approved_by, mail.wake_at) for mail in mails} == {(MailState.HELD, "amina", story.now)}
    assert story.campaign(campaign_id).state is CampaignState.ENDED


def test_each_mail_says_why_and_what_linked_us_before(story: Story) -> None:
    story.finalist("ana")
    story.approved(introduction={"fr": "Un poste proche ouvre."})

    story.fire()

    mail = story.mail_to("ana")
    content = mail.content
    assert isinstance(content, OfferContent)
    assert content.history == (
        "En septembre\u00a02025, vous étiez parmi les finalistes pour notre poste "
        "«\u00a0Contrôleur de gestion industriel\u00a0»."
    )
    assert [(line.job_id, line.why) for line in content.offers] == [(JOB, ("Maîtrise de Sage",))]
    assert (content.introduction, content.signed_by) == ("Un poste proche ouvre.", "Claire Ostrowski")
    assert mail.text_hash == story.composer.text_hash(mail, story.candidates.get(CandidateId("ana")))


def test_english_people_are_written_to_in_english(story: Story) -> None:
    profile = factories.profile(name="Ann Lee", email="ann@example.org", language="en")
    story.finalist("ann", profile=profile)
    story.approved(introduction={"fr": "Un poste proche ouvre."})

    story.fire()

    content = story.mail_to("ann").content
    assert isinstance(content, OfferContent)
    assert content.introduction is None
    assert content.history == (
        "In September\u00a02025, you were among the finalists for our role “Contrôleur de gestion industriel”."
    )


def test_finalists_of_jobs_like_a_job_are_an_audience(story: Story) -> None:
    story.finalist("ana")
    story.job(factories.job("nurse", title="Infirmier de nuit", description="Soins aux patients, gardes de nuit."))
    story.person(factories.candidate("nora", consent=factories.consent()))
    story.applied(factories.application("nurse", "nora", stage="finalist", outcome="rejected"))
    story.approved(segment={"finalists_of_jobs_like": {"job_id": JOB}})

    (finished,) = story.fire()

    assert finished is not None
    assert [mail.candidate_id for mail in story.mails_of(finished)] == ["ana"]


def test_when_no_job_is_like_it_nobody_is_written_to(story: Story) -> None:
    story.finalist("ana")
    story.approved(segment={"finalists_of_jobs_like": {"job_id": JOB, "minimum_likeness": 1}})

    (finished,) = story.fire()

    assert finished is not None
    assert (finished.state, finished.audience_size, finished.planned) == (OccurrenceState.FINISHED, 0, 0)


def test_the_nearest_to_a_job_are_an_audience(story: Story) -> None:
    story.finalist("ana")
    story.person(factories.candidate("bob", consent=factories.consent()), text="Boulanger, pain et viennoiserie.")
    story.approved(segment={"like": {"job_id": JOB, "top": 1}})

    (finished,) = story.fire()

    assert finished is not None
    assert [mail.candidate_id for mail in story.mails_of(finished)] == ["ana"]


def test_everybody_who_gets_nothing_is_counted_with_the_reason(story: Story) -> None:
    story.finalist("ok")
    story.finalist("silent", consent=False)
    story.finalist("gone-off", unsubscribed_at=factories.NOW)
    story.finalist("no-address", profile=factories.profile(email=None))
    story.finalist("bounced")
    story.suppressions.add(address_key("bounced@example.org", PEPPER), "bounce", now=story.now)
    story.finalist("hired")
    story.job(factories.job("other"))
    story.applied(factories.application("other", "hired", outcome=Outcome.HIRED))
    story.finalist("applied")
    story.applied(factories.application(JOB, "applied"))

    campaign_id = story.approved()
    preview = story.call("GET", f"/campaigns/{campaign_id}/preview")
    (finished,) = story.fire()

    excluded = {
        "no_consent": 1, "unsubscribed": 1, "no_address": 1, "suppressed": 1, "hired": 1, "already_applied": 1,
    }  # fmt: skip
    assert finished is not None
    assert (finished.excluded, finished.audience_size, finished.planned) == (excluded, 1, 1)
    assert {each["reason"]: each["people"] for each in preview.body["exclusions"]} == excluded
    assert (preview.body["recipients"], preview.body["complete"]) == (1, True)


def test_the_preview_is_the_very_mail_and_writes_nothing(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()

    shown = story.call("GET", f"/campaigns/{campaign_id}/preview").body["mails"]
    before = story.mails.of_candidate(CandidateId("ana"))
    story.fire()

    mail = story.mail_to("ana")
    rendered = story.composer.compose(mail, story.candidates.get(CandidateId("ana")))
    assert before == []
    assert [(each["candidate_id"], each["subject"], each["text"]) for each in shown] == [
        ("ana", rendered.subject, rendered.plain_text)
    ]
    links = mail_links(story, mail)
    assert len(links) == 5
    assert not any(url in shown[0]["html"] + shown[0]["text"] for url in links)


def mail_links(story: Story, mail: Mail) -> list[str]:
    """The signed addresses that the person gets."""
    links = story.composer.compose(mail, story.candidates.get(mail.candidate_id)).links
    return list(links.model_dump(exclude_none=True).values())


def test_an_offer_is_made_once_to_a_person_over_all_campaigns(story: Story) -> None:
    story.finalist("ana")
    story.finalist("ben")
    story.approved()
    story.fire()

    story.approved(name="Again")
    (second,) = story.fire()

    assert second is not None
    assert (second.planned, second.excluded) == (0, {"already_offered": 2})


def test_an_offer_whose_mail_was_cancelled_can_be_made_again(story: Story) -> None:
    story.finalist("ana")
    story.approved()
    story.fire()
    cancel(story.mail_to("ana"), by="amina", mails=story.mails, now=story.now)

    story.approved(name="Again")
    (second,) = story.fire()

    assert second is not None
    assert second.planned == 1


def test_a_mail_of_two_jobs_names_only_the_one_that_is_new(story: Story) -> None:
    story.finalist("ana")
    story.approved()
    story.fire()
    story.job(factories.job("second", title="Auditeur interne"))

    story.approved(name="Both", jobs=[JOB, "second"])
    (both,) = story.fire()

    assert both is not None
    assert [mail.job_ids for mail in story.mails_of(both)] == [("second",)]


def test_two_people_with_one_address_get_one_mail_in_a_run(story: Story) -> None:
    for name in ("ana", "anne"):
        story.finalist(name, profile=factories.profile(name=name, email="family@example.org"))
    story.approved()

    (finished,) = story.fire()

    assert finished is not None
    assert (finished.audience_size, finished.planned, finished.skipped) == (2, 1, {"same_address": 1})


def test_who_says_no_after_the_freeze_gets_nothing_and_is_counted(story: Story) -> None:
    for name in ("a1", "a2", "a3", "a4"):
        story.finalist(name)
    campaign_id = story.approved()

    def says_no() -> None:
        four = story.candidates.get(CandidateId("a4"))
        story.candidates.save(four.model_copy(update={"unsubscribed_at": story.now}))

    story.after_parts(2, says_no)
    story.fire()

    finished = story.only_run(campaign_id)
    assert (finished.audience_size, finished.planned, finished.skipped) == (4, 3, {"unsubscribed": 1})
    assert story.mails.of_candidate(CandidateId("a4")) == []


def test_a_second_delivery_of_the_same_schedule_is_absorbed(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()
    story.fire()
    done = story.only_run(campaign_id)

    again = story.run(campaign_id, done.scheduled_for)

    assert again is None
    assert story.only_run(campaign_id) == done


def test_while_one_runner_holds_the_run_another_leaves_it_alone(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()
    ((_, moment),) = story.scheduler.fire(story.now + timedelta(seconds=10))
    story.run(campaign_id, moment)
    held = story.only_run(campaign_id)
    fresh = held.model_copy(update={"revision": 0, "scheduled_for": moment + timedelta(days=1), "state": "running"})
    story.campaigns.save_occurrence(fresh.model_copy(update={"leased_until": story.now + timedelta(minutes=1)}))

    assert story.run(campaign_id, moment + timedelta(days=1)) is None


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

    again = story.run(campaign_id, story.only_run(campaign_id).scheduled_for)
    too_small = story.approve(campaign_id, ceiling=2)
    story.fire()
    still = story.only_run(campaign_id)
    story.approve(campaign_id, ceiling=3)
    story.fire()

    assert waiting is not None
    assert (waiting.state, waiting.paused_because) == (OccurrenceState.PAUSED, PauseReason.AUDIENCE_OVER_CEILING)
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


def test_closed_jobs_are_not_offered(story: Story) -> None:
    story.finalist("ana")
    story.job(factories.job("second", title="Auditeur interne"))
    campaign_id = story.approved(jobs=[JOB, "second"])
    story.call("PATCH", "/jobs/second", {"revision": 1, "state": "closed"})

    (finished,) = story.fire()

    assert finished is not None
    assert [mail.job_ids for mail in story.mails_of(finished)] == [(JOB,)]
    assert story.approve(story.drafted(jobs=[EARLIER])).status == 409
    assert story.call("GET", f"/campaigns/{campaign_id}").body["occurrences"][0]["mails"] == {"held": 1}


def test_the_report_of_a_run_counts_the_ledger(story: Story) -> None:
    for name in ("ana", "ben"):
        story.finalist(name)
    campaign_id = story.approved()
    story.fire()
    cancel(story.mail_to("ana"), by="amina", mails=story.mails, now=story.now)

    report = story.call("GET", f"/campaigns/{campaign_id}").body

    run = story.only_run(campaign_id)
    assert report["occurrences"][0]["mails"] == {"cancelled": 1, "held": 1}
    assert report["occurrences"][0]["batch_id"] == occurrence_batch(campaign_id, run.scheduled_for)
    listed = story.call("GET", "/mails", batch=report["occurrences"][0]["batch_id"]).body["items"]
    assert {mail["candidate_id"] for mail in listed} == {"ana", "ben"}


def test_a_spent_campaign_can_still_be_paused_and_resumed_while_its_mails_leave(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()
    story.fire()

    paused = story.call("POST", f"/campaigns/{campaign_id}/pause")
    resumed = story.call("POST", f"/campaigns/{campaign_id}/resume", claims=APPROVER)
    cancelled = story.call("POST", f"/campaigns/{campaign_id}/cancel")

    assert [each.body["state"] for each in (paused, resumed, cancelled)] == ["paused", "ended", "cancelled"]


def test_a_recurring_campaign_offers_each_job_once_and_goes_on(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved(schedule={"cron": "0 9 ? * MON *"})
    first = story.run(campaign_id, story.now)
    story.finalist("ben")
    story.now += timedelta(days=7)

    second = story.run(campaign_id, story.now)

    assert first is not None
    assert second is not None
    assert [mail.candidate_id for mail in story.mails_of(first)] == ["ana"]
    assert [mail.candidate_id for mail in story.mails_of(second)] == ["ben"]
    assert second.excluded == {"already_offered": 1}
    assert story.campaign(campaign_id).state is CampaignState.APPROVED


def test_the_nearest_are_taken_among_those_who_agreed(story: Story) -> None:
    story.finalist("near", consent=False)
    story.person(factories.candidate("far", consent=factories.consent()), text="Boulanger, pain et viennoiserie.")
    story.approved(segment={"like": {"job_id": JOB, "top": 1}})

    (finished,) = story.fire()

    assert finished is not None
    assert [mail.candidate_id for mail in story.mails_of(finished)] == ["far"]


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
