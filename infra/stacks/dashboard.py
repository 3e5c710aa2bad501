"""One page for operators: what R40 asks to be seen, each graph beside the alarm that looks at it."""

from collections.abc import Mapping, Sequence
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.service_metric import counted
from infra.functions import DISPATCH_MAIL, RECONCILE_MAIL, RECORD_MAIL_EVENTS, SEND_MAIL, Function

EACH_MINUTE: Final = Duration.minutes(1)
QUARTER_HOUR: Final = Duration.minutes(15)
NIGHT: Final = Duration.days(1)
STREAMS: Final = ("answers", "campaigns")
HALF, WHOLE, HIGH = 12, 24, 6
LISTED: Final = 100
"""Differences shown; the log group has them all."""


def sending_dashboard(
    scope: Construct, *, dead: Mapping[str, sqs.IQueue], send: sqs.IQueue, differences: logs.ILogGroup
) -> cloudwatch.Dashboard:
    """How mail leaves, what came of it, and what waits for a person. `dead`: queue → its dead letters."""
    return cloudwatch.Dashboard(
        scope,
        "Sending",
        default_interval=NIGHT,
        widgets=[
            [_graph("Mails that leave", _each_stream(SEND_MAIL, "accepted")), _graph("Waiting", _waiting(send))],
            [_graph("Unclear, paused, asked", _asked()), _graph("Dead letters", _depth(dead))],
            [
                _graph("Bounces and complaints", _receivers()),
                _graph("Rates of the account, as SES counts", _reputation()),
            ],
            [_graph("Each night", _nightly()), _graph("Oldest unanswered application, days", _unanswered())],
            [_list("Mails that do not fit", differences)],
        ],
    )


def _list(title: str, differences: logs.ILogGroup) -> cloudwatch.LogQueryWidget:
    lines = [
        "fields @timestamp, kind, mail_id, state, stream, since, because",
        "filter message = 'mail does not fit'",
        "sort @timestamp desc",
        f"limit {LISTED}",
    ]
    return cloudwatch.LogQueryWidget(
        title=title, log_group_names=[differences.log_group_name], query_lines=lines, width=WHOLE, height=HIGH
    )


def _graph(title: str, metrics: Sequence[cloudwatch.IMetric]) -> cloudwatch.GraphWidget:
    axis = cloudwatch.YAxisProps(min=0, show_units=False)
    return cloudwatch.GraphWidget(title=title, left=list(metrics), left_y_axis=axis, width=HALF, height=HIGH)


def _each_stream(spec: Function, *kinds: str) -> list[cloudwatch.IMetric]:
    return [
        counted(spec, f"{stream}_{kind}", period=QUARTER_HOUR, statistic="Sum", label=f"{stream}: {kind}")
        for stream in STREAMS
        for kind in kinds
    ]


def _waiting(send: sqs.IQueue) -> list[cloudwatch.IMetric]:
    return [
        send.metric_approximate_number_of_messages_visible(period=EACH_MINUTE, label="due in the queue Send"),
        send.metric_approximate_age_of_oldest_message(period=EACH_MINUTE, label="oldest of them, seconds"),
    ]


def _asked() -> list[cloudwatch.IMetric]:
    told = {
        "unknown": "unclear",
        "paused": "paused streams",
        "waiting": "waiting for a person",
        "over_ceiling": "runs over their ceiling",
    }
    return [
        counted(DISPATCH_MAIL, f"dispatched_{name}", period=EACH_MINUTE, label=label) for name, label in told.items()
    ]


def _depth(dead: Mapping[str, sqs.IQueue]) -> list[cloudwatch.IMetric]:
    return [
        queue.metric_approximate_number_of_messages_visible(period=EACH_MINUTE, statistic="Maximum", label=name)
        for name, queue in dead.items()
    ]


def _receivers() -> list[cloudwatch.IMetric]:
    return _each_stream(RECORD_MAIL_EVENTS, "bounce", "complaint")


def _reputation() -> list[cloudwatch.IMetric]:
    return [
        cloudwatch.Metric(namespace="AWS/SES", metric_name=f"Reputation.{name}", period=QUARTER_HOUR, label=label)
        for name, label in (("BounceRate", "bounces"), ("ComplaintRate", "complaints"))
    ]


def _nightly() -> list[cloudwatch.IMetric]:
    told = {
        "no_final_event": "without a final event after 14 h",
        "not_known": "unclear",
        "astray": "contradictory or standing still",
    }
    return [counted(RECONCILE_MAIL, f"reconciled_{name}", period=NIGHT, label=label) for name, label in told.items()]


def _unanswered() -> list[cloudwatch.IMetric]:
    return [counted(RECONCILE_MAIL, "reconciled_oldest_unanswered_days", period=NIGHT, label="days")]
