"""A run that is larger than was approved says so wherever somebody may look for it."""

import pytest

from relance.campaigns import CampaignId
from tests.unit.api.world import APPROVER
from tests.unit.campaigns.story import Story

ENGLISH = "its audience has 3 people, more than the approved ceiling of 2: approve again with a ceiling of at least 3"
FRENCH = (
    "son audience compte 3 personnes, plus que le plafond approuvé de 2\u00a0: approuvez de nouveau avec un plafond "
    "d’au moins 3"
)


@pytest.fixture
def waiting(story: Story) -> CampaignId:
    """Approved for two people, and three are found."""
    for name in ("ana", "ben", "cy"):
        story.finalist(name)
    campaign_id = story.approved(ceiling=2)
    story.fire()
    return campaign_id


def test_the_report_and_the_campaign_say_what_the_run_waits_for(story: Story, waiting: CampaignId) -> None:
    (reported,) = story.call("GET", f"/campaigns/{waiting}/report").body["occurrences"]
    (shown,) = story.call("GET", f"/campaigns/{waiting}").body["occurrences"]

    assert reported["waits_because"] == {"reason": "audience_over_ceiling", "fr": FRENCH, "en": ENGLISH}
    assert shown["waits_because"] == reported["waits_because"]


def test_it_is_in_the_list_of_what_waits_until_its_ceiling_is_high_enough(story: Story, waiting: CampaignId) -> None:
    (line,) = story.call("GET", "/campaigns/waiting").body["items"]
    story.approve(waiting, ceiling=2)
    still = story.call("GET", "/campaigns/waiting").body["items"]
    story.approve(waiting, ceiling=3)
    decided = story.call("GET", "/campaigns/waiting").body["items"]

    assert (line["campaign_id"], line["audience"], line["ceiling"]) == (waiting, 3, 2)
    assert line["why"]["en"] == ENGLISH
    assert still == [line]
    assert decided == []


def test_who_resumes_it_is_told_to_approve_it_again(story: Story, waiting: CampaignId) -> None:
    refused = story.call("POST", f"/campaigns/{waiting}/resume", claims=APPROVER)

    assert refused.status == 409
    assert ENGLISH in refused.body["error"]["message"]
    assert FRENCH in refused.body["error"]["message"]


def test_an_approval_below_the_audience_of_the_run_that_waits_says_so(story: Story, waiting: CampaignId) -> None:
    again = story.approve(waiting, ceiling=2).body
    enough = story.approve(waiting, ceiling=3).body

    assert again["reachable"] == 3
    assert "3 people can be reached, more than the ceiling of 2" in again["warning"]["en"]
    assert (enough["reachable"], enough["warning"]) == (3, None)


@pytest.mark.parametrize(("ceiling", "warned"), [(1, True), (2, False)])
def test_an_approval_says_how_many_can_be_reached(story: Story, ceiling: int, warned: bool) -> None:
    for name in ("ana", "ben"):
        story.finalist(name)
    story.finalist("cy", consent=False)

    approved = story.approve(story.drafted(), ceiling=ceiling).body

    assert approved["reachable"] == 2
    assert (approved["warning"] is not None) == warned
    if warned:
        assert approved["warning"]["fr"].startswith("2 personnes peuvent être jointes, plus que le plafond de 1\u00a0:")


def test_of_a_digest_nobody_knows_before_its_run_so_it_warns_of_nothing(story: Story) -> None:
    for name in ("ana", "ben"):
        story.finalist(name)

    approved = story.approve(story.drafted(digest={"top": 1}), ceiling=1).body

    assert (approved["reachable"], approved["warning"]) == (2, None)


def test_a_run_of_a_paused_campaign_says_that_it_is_to_be_resumed(story: Story) -> None:
    for name in ("ana", "ben", "cy", "dan"):
        story.finalist(name)
    campaign_id = story.approved()
    story.after_expanding(1, lambda: story.call("POST", f"/campaigns/{campaign_id}/pause"))
    story.fire()

    (run,) = story.call("GET", f"/campaigns/{campaign_id}/report").body["occurrences"]

    assert run["waits_because"]["reason"] == "campaign_paused"
    assert run["waits_because"]["fr"] == "la campagne a été mise en pause\u00a0: reprenez-la"
