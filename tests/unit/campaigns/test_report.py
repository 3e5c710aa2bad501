"""What a report and a preview tell of people who get nothing."""

from datetime import timedelta
from typing import Any

from relance.campaigns import EndReason
from relance.campaigns.models import END_SENTENCES
from relance.campaigns.rules import RelanceRules
from relance.mail import ledger
from relance.mail.mails import SkipReason
from relance.segments import SegmentDefinition
from tests import factories
from tests.unit.campaigns.story import Story


def report(story: Story, campaign_id: str) -> Any:
    made = story.call("GET", f"/campaigns/{campaign_id}/report")
    assert made.status == 200, made.body
    return made.body


def test_what_a_cancellation_stopped_is_told_in_both_languages(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()
    story.fire()
    ledger.skip(story.mail_to("ana"), SkipReason.CAMPAIGN_CANCELLED, mails=story.mails, now=story.now)

    (told,) = report(story, campaign_id)["total"]["skipped_last"]

    assert (told["reason"], told["people"]) == ("campaign_cancelled", 1)
    assert told["fr"] == "la campagne a été annulée ou modifiée avant le départ"
    assert told["en"] == "the campaign was cancelled or changed before it left"


def test_a_run_that_could_not_begin_says_why_in_both_languages(story: Story) -> None:
    campaign_id = story.approved()
    unknown = SegmentDefinition.model_validate({"history": {"jobs": ["no-such-job"]}, "mobile_to": {"job_id": "gone"}})
    story.campaigns.save(story.campaign(campaign_id).model_copy(update={"segment": unknown}))
    story.fire()

    (run,) = report(story, campaign_id)["occurrences"]

    french, english = END_SENTENCES[EndReason.SEGMENT_INVALID]
    assert (run["state"], run["ended_because"]) == (
        "cancelled",
        {"reason": "segment_invalid", "fr": french, "en": english},
    )


def test_a_run_that_nothing_ended_early_says_so(story: Story) -> None:
    story.finalist("ana")
    campaign_id = story.approved()
    story.fire()

    (run,) = report(story, campaign_id)["occurrences"]

    assert (run["state"], run["ended_because"]) == ("finished", None)


def test_a_preview_says_how_often_offers_may_reach_a_person(story: Story) -> None:
    story.rules = RelanceRules(every=timedelta(days=14))
    story.job(factories.job("second", title="Auditeur interne"))
    story.finalist("ana")
    story.approved()
    story.fire()
    second = story.drafted(jobs=["second"])

    (told,) = story.call("GET", f"/campaigns/{second}/preview").body["exclusions"]

    assert (told["reason"], told["people"]) == ("mailed_lately", 1)
    assert "14\u00a0jours" in told["fr"]
    assert "14\u00a0days" in told["en"]
