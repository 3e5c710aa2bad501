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
from infra.constructs.service_metric import counted
from infra.functions import DISPATCH_MAIL, RECONCILE_MAIL, RECRUITER_API, RUN_CAMPAIGN, UPDATE_INDEX

FIVE_MINUTES: Final = Duration.minutes(5)
QUARTER_HOUR: Final = Duration.minutes(15)

FOUND: Final = (
    (
        "NoFinalEvent",
        "no_final_event",
        "Mails that SES took over 14 hours ago have neither been delivered nor bounced.",
        "no-final-event",
    ),
    (
        "MailDiffers",
        "astray",
        "Mails whose ledger and events contradict each other, or that stand still.",
        "mail-differs",
    ),
    (
        "OldestUnanswered",
        "oldest_unanswered_days",
        "Somebody who applied has waited too long for an answer.",
        "oldest-unanswered",
    ),
)
"""What the night counts: alarm, metric, what it says, section of the runbook."""


def sending_alarms(
    scope: Construct, *, limits: Alarms, to: sns.ITopic, dispatch: lambda_.IFunction, send: sqs.IQueue
) -> None:
    """The clock of the mail stopped, mails wait too long, or receivers refuse them."""
    alarm(
        scope,
        "DispatchStopped",
        dispatch.metric_invocations(period=FIVE_MINUTES, statistic="Sum"),
        says="dispatch_mail has not run for five minutes: no mail leaves.",
        runbook="dispatch-stopped",
        to=to,
        when=LESS_THAN,
        missing=SILENT_IS_BAD,
    )
    alarm(
        scope,
        "MailWaits",
        send.metric_approximate_age_of_oldest_message(period=FIVE_MINUTES, statistic="Maximum"),
        says="The oldest due mail has waited in the queue Send for too long.",
        runbook="mail-waits",
        to=to,
        threshold=limits.oldest_send.total_seconds(),
    )
    _reputation_alarms(scope, limits=limits, to=to)


def _reputation_alarms(scope: Construct, *, limits: Alarms, to: sns.ITopic) -> None:
    for name, metric, limit in (
        ("Bounces", "Reputation.BounceRate", limits.bounce_rate),
        ("Complaints", "Reputation.ComplaintRate", limits.complaint_rate),
    ):
        alarm(
            scope,
            name,
            cloudwatch.Metric(namespace="AWS/SES", metric_name=metric, period=QUARTER_HOUR, statistic="Maximum"),
            says=f"{name} of the account approach the rate at which SES stops it.",
            runbook="bounces-and-complaints",
            to=to,
            threshold=limit,
        )


def dispatch_alarms(scope: Construct, *, to: sns.ITopic) -> None:
    """What the dispatcher counts each minute: paused streams, unclear mails, questions that nobody answers (R4, R9)."""
    alarm(
        scope,
        "SendingPaused",
        counted(DISPATCH_MAIL, "dispatched_paused", period=FIVE_MINUTES),
        says="A stream of mail is paused, or all sending is stopped.",
        runbook="sending-paused",
        to=to,
    )
    alarm(
        scope,
        "UnclearMails",
        counted(DISPATCH_MAIL, "dispatched_unknown", period=FIVE_MINUTES, statistic="Minimum"),
        says="For an hour there have been mails of which nobody knows whether they left, and no event settles them.",
        runbook="unclear-mails",
        to=to,
        periods=12,
    )
    alarm(
        scope,
        "WaitsForAPerson",
        counted(DISPATCH_MAIL, "dispatched_waiting", period=Duration.hours(1), statistic="Minimum"),
        says="Mails have waited for a person's decision for a day.",
        runbook="waits-for-a-person",
        to=to,
        periods=24,
    )


def campaign_alarms(scope: Construct, *, to: sns.ITopic) -> None:
    """A run that did not start, or that waits for an approval while nobody looks (R10)."""
    alarm(
        scope,
        "RunLate",
        counted(RUN_CAMPAIGN, "runs_late", period=FIVE_MINUTES, statistic="Sum"),
        says="A campaign's run could not start within an hour of its time, and did not start at all.",
        runbook="run-late",
        to=to,
    )
    alarm(
        scope,
        "RunOverCeiling",
        counted(DISPATCH_MAIL, "dispatched_over_ceiling", period=Duration.hours(1), statistic="Minimum"),
        says="For an hour a campaign's run has waited for an approval: its audience is larger than was approved.",
        runbook="run-over-ceiling",
        to=to,
    )


def reconciliation_alarms(scope: Construct, *, limits: Alarms, to: sns.ITopic, reconcile: lambda_.IFunction) -> None:
    """What the night's look finds, and that it looks (R40)."""
    alarm(
        scope,
        "ReconciliationStopped",
        reconcile.metric_invocations(period=Duration.hours(1), statistic="Sum"),
        says="Nobody has held the ledger of mails against SES's events for a day.",
        runbook="reconciliation-stopped",
        to=to,
        periods=24,
        when=LESS_THAN,
        missing=SILENT_IS_BAD,
    )
    thresholds = {"OldestUnanswered": limits.unanswered.days}
    for name, metric, says, runbook in FOUND:
        counts = counted(RECONCILE_MAIL, f"reconciled_{metric}", period=Duration.days(1))
        alarm(scope, name, counts, says=says, runbook=runbook, to=to, threshold=thresholds.get(name, 1))


def search_alarms(scope: Construct, *, domain: str, account: str, volume_gib: int, to: sns.ITopic) -> None:
    """The index is not whole, or its disk is nearly full."""

    def metric(name: str, statistic: str) -> cloudwatch.Metric:
        return cloudwatch.Metric(
            namespace="AWS/ES",
            metric_name=name,
            dimensions_map={"DomainName": domain, "ClientId": account},
            period=FIVE_MINUTES,
            statistic=statistic,
        )

    alarm(
        scope,
        "SearchRed",
        metric("ClusterStatus.red", "Maximum"),
        says="A part of the index is lost: rebuild it.",
        runbook="search-red",
        to=to,
    )
    alarm(
        scope,
        "SearchDisk",
        metric("FreeStorageSpace", "Minimum"),  # In MiB.
        says="Less than a fifth of a search node's disk is free.",
        runbook="search-disk",
        to=to,
        threshold=volume_gib * 1024 / 5,
        when=LESS_THAN,
    )


def search_refusal_alarms(scope: Construct, *, to: sns.ITopic) -> None:
    """The domain's own access control does not know the functions that search, or not the one that lets them in."""
    for name, spec, metric, says in (
        ("SearchRefused", RECRUITER_API, "SearchRefused", "The search refuses the recruiters' API: nobody can search."),
        ("ReadersNotAdmitted", UPDATE_INDEX, "ReadersNotAdmitted", "update_index cannot let the others search."),
    ):
        counts = counted(spec, metric, period=FIVE_MINUTES, statistic="Sum")
        alarm(scope, name, counts, says=says, runbook="search-refuses", to=to)
