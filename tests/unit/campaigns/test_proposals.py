"""Whom to tell of a job: proposed when it opens, also late, and withdrawn when it closes."""

from datetime import timedelta
from typing import Any

import pytest

from relance.campaigns import CampaignId, CampaignState
from relance.campaigns.propose import propose_missing
from relance.errors import UnavailableError
from tests.unit.api.world import APPROVER
from tests.unit.campaigns.story import JOB, Story

OFFER = {"title": "Contrôleur de gestion industriel", "description": "Budgets et clôtures mensuelles sous Sage"}


class DownIndex:
    """A search engine that does not answer."""

    def __getattr__(self, name: str) -> Any:
        def unavailable(*_: object, **__: object) -> None:
            raise UnavailableError("search is down")

        return unavailable


def created(story: Story) -> str:
    made = story.call("POST", "/jobs", OFFER)
    assert made.status == 201, made.body
    return str(made.body["job_id"])


def change(story: Story, job_id: str, **fields: Any) -> None:
    revision = story.call("GET", f"/jobs/{job_id}").body["revision"]
    assert story.call("PATCH", f"/jobs/{job_id}", {"revision": revision} | fields).status == 200


def drafts(story: Story) -> set[str]:
    listed = story.call("GET", "/campaigns", limit=100).body["items"]
    return {each["campaign_id"] for each in listed if each["state"] == "draft"}


def asked(story: Story, job_id: str) -> Any:
    return story.call("POST", f"/jobs/{job_id}/proposals")


def test_a_job_created_while_search_is_down_is_proposed_when_somebody_asks(story: Story) -> None:
    story.finalist("ana")
    people, story.people = story.people, DownIndex()  # type: ignore[assignment]
    job_id = created(story)
    down = asked(story, job_id)
    story.people = people

    made = asked(story, job_id)

    assert (down.status, made.status) == (503, 200)
    assert {each["campaign_id"] for each in made.body} == {f"finalists-{job_id}", f"nearest-{job_id}"}
    assert asked(story, job_id).body == made.body


def test_a_job_that_nobody_could_be_told_of_is_proposed_with_its_next_change(story: Story) -> None:
    job_id = created(story)
    before = drafts(story)
    story.finalist("ana")

    change(story, job_id, place="Grenoble")

    assert (before, drafts(story)) == (set(), {f"finalists-{job_id}", f"nearest-{job_id}"})


def test_what_was_proposed_for_a_job_leaves_the_list_when_it_closes(story: Story) -> None:
    story.finalist("ana")
    job_id = created(story)
    proposed = drafts(story)

    change(story, job_id, state="closed")

    finalists = story.campaign(CampaignId(f"finalists-{job_id}"))
    (entry,) = story.audit.entries(f"campaign#{finalists.campaign_id}")
    assert (len(proposed), drafts(story)) == (2, set())
    assert (finalists.state, finalists.cancelled_by) == (CampaignState.CANCELLED, "relance")
    assert (entry.actor, entry.action, entry.detail["closed_job"]) == ("relance", "campaign cancelled", job_id)


def test_a_draft_that_offers_something_else_by_now_or_was_approved_stays_when_the_job_closes(story: Story) -> None:
    story.finalist("ana")
    job_id = created(story)
    other = story.campaign(CampaignId(f"nearest-{job_id}"))
    story.call("PATCH", f"/campaigns/{other.campaign_id}", {"revision": other.revision, "jobs": [job_id, JOB]})
    story.approve(CampaignId(f"finalists-{job_id}"))

    change(story, job_id, state="closed")

    states = [story.campaign(CampaignId(f"{kind}-{job_id}")).state for kind in ("nearest", "finalists")]
    assert states == [CampaignState.DRAFT, CampaignState.APPROVED]


def test_a_job_that_opens_again_is_proposed_again_as_often_as_it_does(story: Story) -> None:
    story.finalist("ana")
    job_id = created(story)

    for number in (2, 3):
        change(story, job_id, state="closed")
        closed = asked(story, job_id).body
        change(story, job_id, state="open")

        assert closed == []
        assert drafts(story) == {f"finalists-{job_id}-{number}", f"nearest-{job_id}-{number}"}


@pytest.mark.parametrize("reopened", [False, True])
def test_what_a_person_cancelled_is_not_proposed_again(story: Story, reopened: bool) -> None:
    story.finalist("ana")
    job_id = created(story)
    for campaign_id in drafts(story):
        story.call("POST", f"/campaigns/{campaign_id}/cancel", claims=APPROVER)

    if reopened:
        change(story, job_id, state="closed")
        change(story, job_id, state="open")
    change(story, job_id, place="Grenoble")

    assert (asked(story, job_id).body, drafts(story)) == ([], set())
    assert story.campaign(CampaignId(f"nearest-{job_id}")).cancelled_by == "amina"


def test_each_hour_open_jobs_without_proposals_get_them(story: Story) -> None:
    first, closed = created(story), created(story)
    change(story, closed, state="closed")
    story.finalist("ana")

    made = [missing(story), missing(story)]

    ready = {f"finalists-{first}", f"nearest-{first}", f"nearest-{JOB}", f"finalists-{JOB}"}
    assert (made, drafts(story)) == ([4, 0], ready)


def test_what_time_does_not_allow_is_proposed_the_next_hour(story: Story) -> None:
    created(story)
    story.finalist("ana")
    in_time, late = story.now, story.now + timedelta(minutes=5)
    moments = iter([in_time, in_time, late])

    made = propose_missing(desk=story.campaign_desk(), clock=lambda: next(moments), until=late)

    assert (made, missing(story)) == (2, 2)


def missing(story: Story) -> int:
    return propose_missing(desk=story.campaign_desk(), clock=lambda: story.now, until=story.now + timedelta(minutes=4))
