"""What each recipient of a campaign would get: page by page, and for a chosen person."""

from typing import Any

import pytest

from recruiter_api.campaign_preview import preview
from relance.campaigns import CampaignId
from tests import factories
from tests.unit.campaigns.story import EARLIER, JOB, Story

PEOPLE = [f"p{number}" for number in range(8)]


@pytest.fixture
def finalists(story: Story) -> Story:
    """Eight who agreed and two who did not, read in parts of three."""
    for name in PEOPLE:
        story.finalist(name)
    story.finalist("p1x", consent=False)
    story.finalist("p5x", consent=False)
    return story


def pages(story: Story, campaign_id: CampaignId, *, limit: int) -> list[list[str]]:
    found, after = [], None
    while True:
        page = story.call("GET", f"/campaigns/{campaign_id}/recipients", limit=limit, after=after)
        assert page.status == 200, page.body
        found.append([mail["candidate_id"] for mail in page.body["items"]])
        after = page.body["next"]
        if after is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 20])
@pytest.mark.parametrize("segment", [{}, {"like": {"job_id": JOB, "top": 8}}, {"like": {"job_id": JOB}}])
def test_everybody_is_shown_once_page_by_page(finalists: Story, limit: int, segment: dict[str, Any]) -> None:
    campaign_id = finalists.drafted(segment=segment)

    found = pages(finalists, campaign_id, limit=limit)

    assert sorted(name for page in found for name in page) == PEOPLE
    assert all(len(page) <= limit for page in found)


def test_a_page_holds_the_very_mails(finalists: Story) -> None:
    campaign_id = finalists.approved()
    page = finalists.call("GET", f"/campaigns/{campaign_id}/recipients", limit=2).body["items"]

    finalists.fire()

    mail = finalists.mail_to("p1")
    rendered = finalists.composer.compose(mail, finalists.candidates.get(mail.candidate_id))
    assert (page[1]["subject"], page[1]["text"]) == (rendered.subject, rendered.plain_text)


@pytest.mark.parametrize("after", ["nonsense", "x:", "1", "0:elsewhere"])
def test_a_place_that_nobody_gave_is_refused(finalists: Story, after: str) -> None:
    campaign_id = finalists.drafted(segment={"like": {"job_id": JOB, "top": 8}})

    assert finalists.call("GET", f"/campaigns/{campaign_id}/recipients", after=after).status == 400


def one(story: Story, campaign_id: CampaignId, who: str) -> Any:
    shown = story.call("GET", f"/campaigns/{campaign_id}/recipients/{who}")
    assert shown.status == 200, shown.body
    return shown.body


def test_a_chosen_person_is_shown_the_mail_that_they_would_get(finalists: Story) -> None:
    campaign_id = finalists.drafted()
    listed = finalists.call("GET", f"/campaigns/{campaign_id}/recipients", limit=20).body["items"]

    shown = one(finalists, campaign_id, "p6")

    assert shown == {"in_segment": True, "exclusion": None, "mail": listed[6]}


def test_a_chosen_person_who_gets_nothing_is_shown_with_the_reason(finalists: Story) -> None:
    finalists.applied(factories.application(JOB, "p3"))
    campaign_id = finalists.drafted()

    applied, silent = (one(finalists, campaign_id, who) for who in ("p3", "p5x"))

    assert (applied["in_segment"], applied["mail"], applied["exclusion"]["reason"]) == (True, None, "already_applied")
    assert silent["exclusion"] == {
        "reason": "no_consent",
        "people": 1,
        "fr": "n’a pas accepté d’être recontacté·e",
        "en": "did not agree to be contacted",
    }


def test_who_did_not_agree_is_of_a_segment_of_the_nearest_too_and_gets_nothing(finalists: Story) -> None:
    campaign_id = finalists.drafted(segment={"like": {"job_id": JOB, "top": 9}, "history": {"jobs": [EARLIER]}})

    shown = one(finalists, campaign_id, "p5x")

    assert (shown["in_segment"], shown["exclusion"]["reason"]) == (True, "no_consent")


def test_a_person_outside_the_segment_is_told_apart_from_one_who_gets_nothing(finalists: Story) -> None:
    finalists.person(factories.candidate("outside", consent=factories.consent()))
    nothing = {"in_segment": False, "exclusion": None, "mail": None}
    nearest = finalists.drafted(segment={"like": {"job_id": JOB, "top": 1}, "history": {"jobs": [EARLIER]}})

    among = [one(finalists, nearest, who) for who in PEOPLE]

    assert one(finalists, finalists.drafted(), "outside") == nothing
    assert sum(each["in_segment"] for each in among) == 1
    assert finalists.call("GET", f"/campaigns/{nearest}/recipients/nobody").status == 404


def test_a_large_audience_is_counted_whole_beside_what_was_read(finalists: Story) -> None:
    campaign = finalists.campaign(finalists.drafted())

    read = preview(campaign, desk=finalists.campaign_desk(), mails=1, now=finalists.now, most=3)

    assert (read.recipients, read.complete, read.reachable) == (3, False, 8)


@pytest.mark.parametrize(("top", "reachable"), [(3, 3), (9, 8)])
def test_of_the_nearest_no_more_are_counted_than_are_taken(finalists: Story, top: int, reachable: int) -> None:
    campaign_id = finalists.drafted(segment={"like": {"job_id": JOB, "top": top}})

    assert finalists.call("GET", f"/campaigns/{campaign_id}/preview").body["reachable"] == reachable


def test_who_applied_for_the_offer_is_no_part_of_the_count(finalists: Story) -> None:
    finalists.applied(factories.application(JOB, "p3"))
    chosen, digest = finalists.drafted(), finalists.drafted(digest={"top": 1})

    counts = [finalists.call("GET", f"/campaigns/{each}/preview").body["reachable"] for each in (chosen, digest)]

    assert counts == [7, 8]
