"""A campaign from draft to mails in the ledger."""

from datetime import timedelta

from relance.applications import Outcome
from relance.campaigns import CampaignState
from relance.candidates import CandidateId, ContractWish, DoNotContact, Wishes
from relance.mail.ledger import cancel
from relance.mail.mails import Mail, MailState, occurrence_batch
from relance.privacy.addresses import address_key
from tests import factories
from tests.unit.api.world import PEPPER
from tests.unit.campaigns.story import JOB, Story


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
    story.finalist("freelance", wishes=Wishes(contracts=frozenset({ContractWish.FREELANCE})))
    story.finalist("barred", do_not_contact=DoNotContact(by="amina", at=factories.NOW, why="asked by phone"))

    campaign_id = story.approved()
    preview = story.call("GET", f"/campaigns/{campaign_id}/preview")
    (finished,) = story.fire()

    excluded = {
        "no_consent": 1, "unsubscribed": 1, "no_address": 1, "suppressed": 1, "hired": 1, "already_applied": 1,
        "not_this_contract": 1, "do_not_contact": 1,
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


def test_closed_jobs_are_not_offered(story: Story) -> None:
    story.finalist("ana")
    story.job(factories.job("second", title="Auditeur interne"))
    campaign_id = story.approved(jobs=[JOB, "second"])
    story.call("PATCH", "/jobs/second", {"revision": 1, "state": "closed"})

    (finished,) = story.fire()

    assert finished is not None
    assert [mail.job_ids for mail in story.mails_of(finished)] == [(JOB,)]
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
