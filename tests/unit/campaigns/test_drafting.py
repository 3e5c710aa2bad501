"""What a campaign must be: the same rules when it is drafted, changed and approved."""

from datetime import UTC, datetime
from typing import Any

import pytest

from relance.campaigns import Campaign, CampaignId, CampaignState
from relance.campaigns.timing import Once
from relance.segments import SegmentDefinition
from tests import factories
from tests.unit.campaigns.story import EARLIER, JOB, Story

NO_JOB = {"history": {"jobs": ["no-such-job"]}}
IMPOSSIBLE = {"history": {"jobs": [EARLIER]}, "never_applied_to": [EARLIER]}
NOT_REQUIRED = {"speaks": [{"language": "it", "required_by": JOB}]}
NOT_CAMPAIGNS: list[tuple[dict[str, Any], int]] = [
    ({"segment": NO_JOB}, 404),
    ({"segment": {"any_of": [{"like": None, "finalists_of_jobs_like": {"job_id": "no-such-job"}}]}}, 422),
    ({"segment": {"any_of": [{"finalists_of_jobs_like": {"job_id": "no-such-job"}}]}}, 404),
    ({"segment": IMPOSSIBLE}, 400),
    ({"segment": NOT_REQUIRED}, 400),
    ({"jobs": [JOB, "no-such-job"]}, 404),
    ({"schedule": {"at": "2026-03-29T02:30:00"}}, 400),
    ({"schedule": {"at": "2020-01-01T09:00:00"}}, 400),
    ({"introduction": {"fr": "Bonjour {mot_de_passe},"}}, 400),
]


def change(story: Story, campaign_id: CampaignId, **fields: Any) -> Any:
    revision = story.campaign(campaign_id).revision
    return story.call("PATCH", f"/campaigns/{campaign_id}", {"revision": revision} | fields)


@pytest.mark.parametrize(("fields", "status"), NOT_CAMPAIGNS)
def test_what_no_run_could_carry_out_is_not_drafted(story: Story, fields: dict[str, Any], status: int) -> None:
    body = {"name": "x", "jobs": [JOB], "segment": {}} | fields

    refused = story.call("POST", "/campaigns", body)

    assert refused.status == status, refused.body
    assert story.call("GET", "/campaigns").body["items"] == []


@pytest.mark.parametrize(("fields", "status"), NOT_CAMPAIGNS)
def test_no_campaign_is_changed_into_what_no_run_could_carry_out(
    story: Story, fields: dict[str, Any], status: int
) -> None:
    campaign_id = story.approved()
    held = story.campaign(campaign_id)

    refused = change(story, campaign_id, **fields)

    assert refused.status == status, refused.body
    assert story.campaign(campaign_id) == held


def test_a_segment_of_a_job_that_does_not_exist_is_not_approved(story: Story) -> None:
    campaign_id = story.drafted()
    unknown = SegmentDefinition.model_validate(NO_JOB)
    story.campaigns.save(story.campaign(campaign_id).model_copy(update={"segment": unknown}))

    refused = story.approve(campaign_id)

    assert (refused.status, story.campaign(campaign_id).state) == (404, CampaignState.DRAFT)
    assert story.scheduler.timings == {}


def test_a_job_named_twice_is_offered_once(story: Story) -> None:
    story.finalist("ana")
    drafted = story.drafted(jobs=[JOB, JOB])
    changed = story.approved()
    story.job(factories.job("second", title="Auditeur interne"))
    again = change(story, changed, jobs=["second", JOB, "second"])

    story.approve(drafted)
    story.fire()

    assert again.body["jobs"] == ["second", JOB]
    assert story.campaign(drafted).jobs == (JOB,)
    assert story.mail_to("ana").job_ids == (JOB,)


def test_another_name_is_not_held_against_a_time_that_has_passed(story: Story) -> None:
    campaign_id = story.drafted(schedule={"at": "2026-04-01T10:00:00"})
    story.now = story.now.replace(year=2027)

    assert change(story, campaign_id, name="Spring").status == 200


def test_a_change_that_leaves_nothing_to_offer_is_refused_with_the_reason(story: Story) -> None:
    campaign_id = story.drafted(digest={"top": 2})

    refused = change(story, campaign_id, digest=None, jobs=[])

    assert (refused.status, "name at least one job" in refused.body["error"]["message"]) == (400, True)


def test_a_campaign_holds_each_of_its_jobs_once() -> None:
    fields = {"campaign_id": "c", "name": "x", "jobs": ["b", "a", "b"], "segment": {}, "created_by": "rachel"}

    held = Campaign.model_validate(fields | {"created_at": factories.NOW, "updated_at": factories.NOW})

    assert held.jobs == ("b", "a")


def test_a_time_is_meant_where_the_employer_is_and_kept_with_its_zone(story: Story) -> None:
    story.time_zone = "America/Cayenne"
    local, elsewhere = {"at": "2026-04-01T10:00:00"}, {"at": "2026-04-01T10:00:00", "time_zone": "Europe/London"}

    drafted, told = story.drafted(schedule=local), story.drafted(schedule=elsewhere)
    changed = change(story, told, schedule=local)
    story.approve(drafted)

    assert story.campaign(drafted).schedule.time_zone == "America/Cayenne"
    assert changed.body["schedule"] == local | {"cron": None, "ends": None, "time_zone": "America/Cayenne"}
    assert story.scheduler.timings[drafted] == Once(at=datetime(2026, 4, 1, 13, tzinfo=UTC))


def test_a_zone_that_somebody_chose_is_kept(story: Story) -> None:
    campaign_id = story.drafted(schedule={"at": "2026-04-01T10:00:00", "time_zone": "Europe/London"})

    assert story.campaign(campaign_id).schedule.time_zone == "Europe/London"


def test_a_draft_without_a_time_is_of_the_employers_zone(story: Story) -> None:
    story.time_zone = "Indian/Reunion"

    assert story.campaign(story.drafted()).schedule.time_zone == "Indian/Reunion"
