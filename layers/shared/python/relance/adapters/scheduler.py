"""Campaign schedules in EventBridge Scheduler: deterministic names, deleted when they have fired for the last time."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from relance.adapters.aws_errors import translated
from relance.campaigns import CampaignId
from relance.campaigns.timing import Once, Timing
from relance.errors import ConflictError, InvalidInputError, NotFoundError
from relance.records import Instant

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient

_MOMENT_OF_FIRING: Final = "<aws.scheduler.scheduled-time>"
_OLDEST_EVENT_SECONDS: Final = 3600
"""An event that could not be delivered for an hour is dropped to the dead-letter queue: its run would be late (R10)."""
_DELIVERY_ATTEMPTS: Final = 60


@dataclass(frozen=True, slots=True)
class ScheduleTarget:
    """Where schedules of this deployment live and what they may reach."""

    group: str
    queue_arn: str
    role_arn: str
    dead_letter_arn: str


class EventBridgeScheduler:
    """`ports.Scheduler` over one schedule group."""

    def __init__(self, client: "EventBridgeSchedulerClient", target: ScheduleTarget) -> None:
        self._client = client
        self._target = target

    def put(self, campaign_id: CampaignId, timing: Timing) -> None:
        """Create or replace; InvalidInputError for a cron expression that EventBridge refuses."""
        if isinstance(timing, Once):
            # In UTC: the moment is settled, also in the hour that comes twice in autumn.
            self._put(_name(campaign_id), f"at({timing.at:%Y-%m-%dT%H:%M:%S})", "UTC", _input(campaign_id, timing.at))
        else:
            message = _input(campaign_id, None)
            self._put(_name(campaign_id), f"cron({timing.cron})", timing.time_zone, message, ends=timing.ends)

    def wake(self, campaign_id: CampaignId, scheduled_for: Instant, *, at: Instant) -> None:
        """Send the run's message once more; a schedule of its own, which deletes itself."""
        name = f"{_name(campaign_id)}-{int(scheduled_for.timestamp())}"
        self._put(name, f"at({at:%Y-%m-%dT%H:%M:%S})", "UTC", _input(campaign_id, scheduled_for))

    def has(self, campaign_id: CampaignId) -> bool:
        """See the port."""
        try:
            with _scheduling():
                self._client.get_schedule(Name=_name(campaign_id), GroupName=self._target.group)
        except NotFoundError:
            return False
        return True

    def remove(self, campaign_id: CampaignId) -> None:
        """Delete the campaign's schedule; absent is fine."""
        with suppress(NotFoundError), _scheduling():
            self._client.delete_schedule(Name=_name(campaign_id), GroupName=self._target.group)

    def _put(self, name: str, expression: str, time_zone: str, message: str, *, ends: Instant | None = None) -> None:
        request: Any = {
            "Name": name,
            "GroupName": self._target.group,
            "ScheduleExpression": expression,
            "ScheduleExpressionTimezone": time_zone,
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "ActionAfterCompletion": "DELETE",
            "State": "ENABLED",
            "Target": {
                "Arn": self._target.queue_arn,
                "RoleArn": self._target.role_arn,
                "Input": message,
                "RetryPolicy": {
                    "MaximumEventAgeInSeconds": _OLDEST_EVENT_SECONDS,
                    "MaximumRetryAttempts": _DELIVERY_ATTEMPTS,
                },
                "DeadLetterConfig": {"Arn": self._target.dead_letter_arn},
            },
        }
        if ends is not None:
            request["EndDate"] = ends
        try:
            with _scheduling():
                self._client.create_schedule(**request)
        except ConflictError:
            with _scheduling():
                self._client.update_schedule(**request)


def _name(campaign_id: CampaignId) -> str:
    return f"campaign-{campaign_id}"


def _input(campaign_id: CampaignId, scheduled_for: Instant | None) -> str:
    moment = scheduled_for.isoformat() if scheduled_for else _MOMENT_OF_FIRING
    return json.dumps({"campaign_id": campaign_id, "scheduled_for": moment})


@contextmanager
def _scheduling() -> Iterator[None]:
    """SDK errors in our words, with the scheduler's own codes."""
    try:
        with translated():
            yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        match code:
            case "ConflictException":
                raise ConflictError("there is such a schedule") from error
            case "ResourceNotFoundException":
                raise NotFoundError("there is no such schedule") from error
            case "ValidationException":
                raise InvalidInputError(
                    "the scheduler refuses this time: check the date, cron fields and time zone"
                ) from error
        raise
