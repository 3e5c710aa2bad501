"""What operators hear about beyond errors and dead letters (R9, R40)."""

from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.config import Alarms
from infra.constructs.alarm import LESS_THAN, SILENT_IS_BAD, alarm

QUARTER_HOUR: Final = Duration.minutes(15)


def sending_alarms(
    scope: Construct, *, limits: Alarms, to: sns.ITopic, dispatch: lambda_.IFunction, send: sqs.IQueue
) -> None:
    """The clock of the mail stopped, mails wait too long, or receivers refuse them."""
    alarm(
        scope,
        "DispatchStopped",
        dispatch.metric_invocations(period=Duration.minutes(5), statistic="Sum"),
        says="dispatch_mail has not run for five minutes: no mail leaves.",
        to=to,
        when=LESS_THAN,
        missing=SILENT_IS_BAD,
    )
    alarm(
        scope,
        "MailWaits",
        send.metric_approximate_age_of_oldest_message(period=Duration.minutes(5), statistic="Maximum"),
        says="The oldest due mail has waited in the queue Send for too long.",
        to=to,
        threshold=limits.oldest_send.total_seconds(),
    )
    for name, metric, limit in (
        ("Bounces", "Reputation.BounceRate", limits.bounce_rate),
        ("Complaints", "Reputation.ComplaintRate", limits.complaint_rate),
    ):
        alarm(
            scope,
            name,
            cloudwatch.Metric(namespace="AWS/SES", metric_name=metric, period=QUARTER_HOUR, statistic="Maximum"),
            says=f"{name} of the account approach the rate at which SES stops it.",
            to=to,
            threshold=limit,
        )


def search_alarms(scope: Construct, *, domain: str, account: str, volume_gib: int, to: sns.ITopic) -> None:
    """The index is not whole, or its disk is nearly full."""

    def metric(name: str, statistic: str) -> cloudwatch.Metric:
        return cloudwatch.Metric(
            namespace="AWS/ES",
            metric_name=name,
            dimensions_map={"DomainName": domain, "ClientId": account},
            period=Duration.minutes(5),
            statistic=statistic,
        )

    alarm(
        scope,
        "SearchRed",
        metric("ClusterStatus.red", "Maximum"),
        says="A part of the index is lost: rebuild it.",
        to=to,
    )
    alarm(
        scope,
        "SearchDisk",
        metric("FreeStorageSpace", "Minimum"),  # In MiB.
        says="Less than a fifth of a search node's disk is free.",
        to=to,
        threshold=volume_gib * 1024 / 5,
        when=LESS_THAN,
    )
