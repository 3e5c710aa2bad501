"""Logs and metrics of every function: constant messages, ids as keys, no personal data."""

import logging
import traceback
from types import TracebackType
from typing import Any, cast

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

from relance.errors import RelanceError

NAMESPACE = "relance"

type ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PrivateFormatter(LambdaPowertoolsFormatter):
    """Says where an error came from, but not what foreign libraries say about it: they quote names and addresses.

    Our own errors hold ids only and keep their text (R16).
    """

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802  The standard library's name.
        """Frames and types of the whole chain of errors."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            lines += [*traceback.format_tb(error.__traceback__), _headline(error), ""]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(line.rstrip("\n") for line in lines).rstrip()


def _headline(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, RelanceError):
        return f"{name}: {error}"
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        return f"{name}: {response.get('Error', {}).get('Code', 'no code')}"
    return name


class QuietMetrics(AmazonCloudWatchEMFProvider):
    """CloudWatch metrics in the log; an invocation that counted nothing writes nothing, not even a warning."""

    def flush_metrics(self, raise_on_empty_metrics: bool = False) -> None:
        """Write what was counted."""
        if self.metric_set:
            super().flush_metrics(raise_on_empty_metrics=raise_on_empty_metrics)


def _logger() -> Logger:
    formatter: Any = PrivateFormatter(serialize_stacktrace=False)
    return Logger(logger_formatter=formatter, log_uncaught_exceptions=False)


logger = _logger()
standard_logger = cast(logging.Logger, logger)
"""The same, for libraries that ask for a logger of the standard library (it has all its methods)."""
metrics = Metrics(provider=QuietMetrics(namespace=NAMESPACE))
logging.getLogger("botocore").setLevel(logging.WARNING)
