"""A metric that a function of ours counts, by the names that Powertools gives it."""

from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

from infra.functions import Function

NAMESPACE: Final = "relance"


def counted(
    spec: Function, name: str, *, period: Duration, statistic: str = "Maximum", label: str | None = None
) -> cloudwatch.Metric:
    """`name` as the function of this row counts it."""
    return cloudwatch.Metric(
        namespace=NAMESPACE,
        metric_name=name,
        dimensions_map={"service": spec.folder},
        period=period,
        statistic=statistic,
        label=label,
    )
