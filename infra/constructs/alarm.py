"""An alarm that tells operators, in one line of code."""

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

AT_LEAST = cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
LESS_THAN = cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
SILENT_IS_FINE = cloudwatch.TreatMissingData.NOT_BREACHING
SILENT_IS_BAD = cloudwatch.TreatMissingData.BREACHING


def alarm(
    scope: Construct,
    name: str,
    metric: cloudwatch.IMetric,
    *,
    says: str,
    runbook: str,
    to: sns.ITopic,
    threshold: float = 1,
    periods: int = 1,
    when: cloudwatch.ComparisonOperator = AT_LEAST,
    missing: cloudwatch.TreatMissingData = SILENT_IS_FINE,
) -> cloudwatch.Alarm:
    """Ring `to` when the metric passes `threshold` in each of `periods` periods; `says` is what the operator reads.

    `runbook`: the section of docs/runbook.md that tells what to do.
    """
    made = cloudwatch.Alarm(
        scope,
        name,
        metric=metric,
        alarm_description=f"{says} Runbook: docs/runbook.md#{runbook}",
        threshold=threshold,
        evaluation_periods=periods,
        comparison_operator=when,
        treat_missing_data=missing,
    )
    made.add_alarm_action(actions.SnsAction(to))
    return made
