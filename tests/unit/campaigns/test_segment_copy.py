"""Campaigns that name a kept segment: a draft follows it, an approval copies it."""

from typing import Any

from relance.segments import SegmentDefinition
from tests.unit.api.world import APPROVER
from tests.unit.campaigns.story import JOB, Story

NAMED = {"name": "Finalists", "jobs": [JOB]}


def kept(story: Story, skill: str = "sage") -> str:
    made = story.call("POST", "/segments", {"name": "Kept", "segment": {"skills_all": [skill]}})
    assert made.status == 201, made.body
    return str(made.body["segment"]["segment_id"])


def changed(story: Story, segment_id: str, skill: str, *, revision: int = 1) -> None:
    body = {"name": "Kept", "segment": {"skills_all": [skill]}, "revision": revision}
    assert story.call("PUT", f"/segments/{segment_id}", body).status == 200


def asks(skill: str) -> SegmentDefinition:
    return SegmentDefinition(skills_all=frozenset({skill}))


def drafted(story: Story, segment_id: str) -> Any:
    return story.drafted(**NAMED, segment=None, segment_id=segment_id)


def test_a_draft_follows_its_segment_until_the_approval_copies_it(story: Story) -> None:
    segment_id = kept(story)
    campaign_id = drafted(story, segment_id)
    changed(story, segment_id, "excel")

    assert story.approve(campaign_id).status == 200
    changed(story, segment_id, "word", revision=2)

    assert story.campaign(campaign_id).segment == asks("excel")
    assert story.campaign(campaign_id).segment_id == segment_id


def test_a_preview_of_a_draft_reads_the_segment_as_it_is_now(story: Story) -> None:
    story.finalist("ana")
    segment_id = kept(story, "cobol")
    campaign_id = drafted(story, segment_id)
    before = story.call("GET", f"/campaigns/{campaign_id}/preview").body["recipients"]

    changed(story, segment_id, "sage")

    assert (before, story.call("GET", f"/campaigns/{campaign_id}/preview").body["recipients"]) == (0, 1)


def test_who_read_an_older_segment_does_not_approve_the_newer_one(story: Story) -> None:
    segment_id = kept(story)
    campaign_id = drafted(story, segment_id)
    changed(story, segment_id, "excel")

    body = {"audience_ceiling": 10, "segment_revision": 1}
    refused = story.call("POST", f"/campaigns/{campaign_id}/approve", body, claims=APPROVER)

    assert refused.status == 409
    assert story.campaign(campaign_id).state == "draft"


def test_a_forgotten_segment_cannot_be_approved_any_more(story: Story) -> None:
    segment_id = kept(story)
    campaign_id = drafted(story, segment_id)
    assert story.call("DELETE", f"/segments/{segment_id}").status == 200

    assert story.approve(campaign_id).status == 409


def test_a_campaign_has_one_segment_and_not_two(story: Story) -> None:
    for segment in ({}, {"segment": {}, "segment_id": "x"}):
        assert story.call("POST", "/campaigns", NAMED | segment).status == 422
