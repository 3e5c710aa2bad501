"""Schedules of campaigns in EventBridge Scheduler, and the match log in its table."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from mypy_boto3_dynamodb import DynamoDBClient

from relance.adapters.dynamodb_match_log import DynamoDbMatchLog
from relance.adapters.scheduler import EventBridgeScheduler, ScheduleTarget
from relance.campaigns import CampaignId
from relance.campaigns.timing import Once, Recurring

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
QUEUE = "arn:aws:sqs:eu-west-3:111122223333:CampaignRuns"
ROLE = "arn:aws:iam::111122223333:role/scheduler"
DEAD_LETTERS = "arn:aws:sqs:eu-west-3:111122223333:CampaignRunsDlq"
SPRING = CampaignId("spring")


@pytest.fixture
def client(aws: None) -> Any:
    made = boto3.client("scheduler")
    made.create_schedule_group(Name="campaigns")
    return made


@pytest.fixture
def scheduler(client: Any) -> EventBridgeScheduler:
    return EventBridgeScheduler(client, ScheduleTarget("campaigns", QUEUE, ROLE, DEAD_LETTERS))


def test_one_run_is_an_at_expression_that_deletes_itself_and_names_its_moment(
    client: Any, scheduler: EventBridgeScheduler
) -> None:
    scheduler.put(SPRING, Once(at=NOW))

    made = client.get_schedule(Name="campaign-spring", GroupName="campaigns")
    assert (made["ScheduleExpression"], made["ScheduleExpressionTimezone"]) == ("at(2026-03-02T09:30:00)", "UTC")
    assert made["ActionAfterCompletion"] == "DELETE"
    assert made["FlexibleTimeWindow"] == {"Mode": "OFF"}
    assert (made["Target"]["Arn"], made["Target"]["RoleArn"]) == (QUEUE, ROLE)
    assert made["Target"]["DeadLetterConfig"] == {"Arn": DEAD_LETTERS}
    assert made["Target"]["RetryPolicy"]["MaximumEventAgeInSeconds"] == 3600
    assert json.loads(made["Target"]["Input"]) == {
        "campaign_id": "spring",
        "scheduled_for": "2026-03-02T09:30:00+00:00",
    }


def test_a_recurring_campaign_keeps_its_zone_and_learns_its_moment_when_it_fires(
    client: Any, scheduler: EventBridgeScheduler
) -> None:
    scheduler.put(SPRING, Recurring(cron="0 9 ? * MON *", time_zone="Europe/Paris"))

    made = client.get_schedule(Name="campaign-spring", GroupName="campaigns")
    assert made["ScheduleExpression"] == "cron(0 9 ? * MON *)"
    assert made["ScheduleExpressionTimezone"] == "Europe/Paris"
    assert json.loads(made["Target"]["Input"])["scheduled_for"] == "<aws.scheduler.scheduled-time>"


def test_a_second_put_replaces_the_first(client: Any, scheduler: EventBridgeScheduler) -> None:
    scheduler.put(SPRING, Once(at=NOW))
    scheduler.put(SPRING, Once(at=NOW + timedelta(days=1)))

    (only,) = client.list_schedules(GroupName="campaigns")["Schedules"]
    made = client.get_schedule(Name=only["Name"], GroupName="campaigns")
    assert made["ScheduleExpression"] == "at(2026-03-03T09:30:00)"


def test_waking_a_run_leaves_the_campaigns_own_schedule_alone(client: Any, scheduler: EventBridgeScheduler) -> None:
    scheduler.put(SPRING, Recurring(cron="0 9 ? * MON *", time_zone="Europe/Paris"))

    scheduler.wake(SPRING, NOW, at=NOW + timedelta(minutes=7))
    scheduler.wake(SPRING, NOW, at=NOW + timedelta(minutes=9))

    names = {one["Name"] for one in client.list_schedules(GroupName="campaigns")["Schedules"]}
    again = client.get_schedule(Name=f"campaign-spring-{int(NOW.timestamp())}", GroupName="campaigns")
    assert len(names) == 2
    assert again["ScheduleExpression"] == "at(2026-03-02T09:39:00)"
    assert json.loads(again["Target"]["Input"])["scheduled_for"] == "2026-03-02T09:30:00+00:00"


def test_whether_a_campaign_has_its_schedule(scheduler: EventBridgeScheduler) -> None:
    scheduler.wake(SPRING, NOW, at=NOW + timedelta(minutes=7))  # Another one.
    before = scheduler.has(SPRING)
    scheduler.put(SPRING, Once(at=NOW))
    made = scheduler.has(SPRING)
    scheduler.remove(SPRING)

    assert (before, made, scheduler.has(SPRING)) == (False, True, False)


def test_a_name_fits_the_scheduler_whatever_the_campaign(scheduler: EventBridgeScheduler) -> None:
    scheduler.wake(CampaignId("f" * 32), datetime(9999, 1, 1, tzinfo=UTC), at=NOW)


def test_removing_twice_is_harmless(client: Any, scheduler: EventBridgeScheduler) -> None:
    scheduler.put(SPRING, Once(at=NOW))

    scheduler.remove(SPRING)
    scheduler.remove(SPRING)

    assert client.list_schedules(GroupName="campaigns")["Schedules"] == []


def test_a_ranking_is_logged_with_its_expiry_after_two_years(dynamodb: DynamoDBClient) -> None:
    log = DynamoDbMatchLog(dynamodb, table="MatchLog")

    log.record("q1", {"job_id": "j", "results": [{"id": "zoe", "score": 0.25}], "after": None}, at=NOW)

    item = dynamodb.get_item(TableName="MatchLog", Key={"query_id": {"S": "q1"}})["Item"]
    assert item["results"]["L"][0]["M"]["score"] == {"N": "0.25"}
    assert int(item["expires_at"]["N"]) == int((NOW + timedelta(days=730)).timestamp())
