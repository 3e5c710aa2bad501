"""Campaigns and their runs: the same rules in memory and in the table."""

from datetime import UTC, datetime, timedelta

import pytest

from relance.adapters.dynamodb_campaigns import DynamoDbCampaignStore
from relance.adapters.memory_campaigns import MemoryCampaignStore
from relance.applications import Stage
from relance.campaigns import Campaign, CampaignId, CampaignState, Occurrence, OccurrenceState, PauseReason, Schedule
from relance.errors import ConflictError, NotFoundError
from relance.jobs import JobId
from relance.ports.campaigns import CampaignStore
from relance.segments import AskedHistory, JobsLike, Likeness, SegmentDefinition

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LIKE = JobsLike(job_id=JobId("x"), minimum_likeness=0.75)


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> CampaignStore:
    if request.param == "memory":
        return MemoryCampaignStore()
    return DynamoDbCampaignStore(request.getfixturevalue("dynamodb"), table="Campaigns")


def campaign(campaign_id: str = "spring", **overrides: object) -> Campaign:
    fields = {
        "campaign_id": CampaignId(campaign_id),
        "name": "Spring",
        "jobs": (JobId("accountant"),),
        "segment": SegmentDefinition(
            skills_any=frozenset({"sage", "excel"}),
            history=AskedHistory(minimum_stage=Stage.FINALIST, updated_after=NOW),
            like=Likeness(job_id=JobId("accountant"), top=5),
        ),
        "schedule": Schedule(at="2026-04-01T09:00:00", time_zone="Europe/Paris"),
        "introduction": {"fr": "Bonjour"},
        "created_by": "rachel",
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Campaign.model_validate(fields | overrides)


def occurrence(hours: int = 0, **overrides: object) -> Occurrence:
    fields = {"campaign_id": "spring", "scheduled_for": NOW + timedelta(hours=hours), "updated_at": NOW}
    return Occurrence.model_validate(fields | overrides)


def test_a_campaign_comes_back_as_it_was_saved(store: CampaignStore) -> None:
    saved = store.save(campaign())
    other = store.save(
        campaign(
            "other",
            segment=SegmentDefinition(finalists_of_jobs_like=LIKE),
        )
    )

    assert saved == campaign(revision=1)
    assert store.get(CampaignId("spring")) == saved
    assert store.get(CampaignId("other")) == other


def test_an_unknown_campaign_or_run_is_not_found(store: CampaignStore) -> None:
    with pytest.raises(NotFoundError):
        store.get(CampaignId("none"))
    assert store.occurrence(CampaignId("none"), NOW) is None
    assert store.occurrences(CampaignId("none")) == []


def test_a_second_creation_and_a_stale_write_are_refused(store: CampaignStore) -> None:
    saved = store.save(campaign())
    store.save(saved.model_copy(update={"state": CampaignState.APPROVED}))

    with pytest.raises(ConflictError):
        store.save(campaign())
    with pytest.raises(ConflictError):
        store.save(saved)
    assert store.get(CampaignId("spring")).state is CampaignState.APPROVED


def test_a_run_is_created_once_and_written_over_by_revision(store: CampaignStore) -> None:
    created = store.save_occurrence(occurrence())
    running = store.save_occurrence(
        created.model_copy(
            update={
                "state": OccurrenceState.PAUSED, "paused_because": PauseReason.CAMPAIGN_PAUSED, "cursor": 50,
                "planned": 47, "skipped": {"no_consent": 3}, "excluded": {"suppressed": 2}, "leased_until": NOW,
            }
        )
    )  # fmt: skip

    with pytest.raises(ConflictError):
        store.save_occurrence(occurrence())
    with pytest.raises(ConflictError):
        store.save_occurrence(created)
    assert running.revision == 2
    assert store.occurrence(CampaignId("spring"), NOW) == running


def test_runs_are_listed_oldest_first_and_are_no_campaigns(store: CampaignStore) -> None:
    store.save(campaign())
    for hours in (30, 0, 200, 5):
        store.save_occurrence(occurrence(hours))

    assert [run.scheduled_for for run in store.occurrences(CampaignId("spring"))] == [
        NOW + timedelta(hours=hours) for hours in (0, 5, 30, 200)
    ]
    assert [one.campaign_id for one in store.page(after=None, limit=100).items] == ["spring"]


def test_every_campaign_is_reached_by_paging(store: CampaignStore) -> None:
    names = {f"c{number}" for number in range(7)}
    for name in names:
        store.save(campaign(name))
    store.save_occurrence(occurrence())

    seen: list[str] = []
    after = None
    while True:
        page = store.page(after=after, limit=2)
        assert len(page.items) <= 2
        seen += [one.campaign_id for one in page.items]
        after = page.next
        if after is None:
            break

    assert sorted(seen) == sorted(names)
