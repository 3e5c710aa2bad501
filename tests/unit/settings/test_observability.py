"""What functions write about themselves."""

import json
import logging
from io import StringIO

import pytest
from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit

from relance.errors import UnavailableError
from relance.observability import NAMESPACE, PrivateFormatter, QuietMetrics


def written(error: BaseException) -> str:
    """The log line about an error."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(PrivateFormatter(serialize_stacktrace=False))
    log = logging.Logger("test")  # noqa: LOG001  Known to nobody else.
    log.addHandler(handler)
    log.error("it failed", exc_info=error)
    return out.getvalue()


def raised(error: BaseException, *, cause: BaseException | None = None) -> BaseException:
    """The error with a traceback."""
    with pytest.raises(type(error)) as told:
        raise error from cause
    return told.value


def test_a_foreign_error_is_told_without_its_text() -> None:
    line = written(raised(ValueError("no such person: Zoé Lambert")))

    told = json.loads(line)
    assert told["exception_name"] == "ValueError"
    assert "test_observability.py" in told["exception"]
    assert "no such person: Zoé" not in line


def test_our_own_error_is_told_with_its_text_and_its_cause_without() -> None:
    cause = raised(KeyError("Zoé" + "Lambert"))

    line = written(raised(UnavailableError("no answer for c-12"), cause=cause))

    assert "no answer for c-12" in line
    assert "builtins.KeyError" in line
    assert "ZoéLambert" not in line


def test_an_invocation_that_counted_nothing_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    metrics = Metrics(provider=QuietMetrics(namespace=NAMESPACE))

    metrics.flush_metrics()

    assert capsys.readouterr().out == ""


def test_what_was_counted_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    metrics = Metrics(provider=QuietMetrics(namespace=NAMESPACE))

    metrics.add_metric(name="NewPerson", unit=MetricUnit.Count, value=2)
    metrics.flush_metrics()

    assert json.loads(capsys.readouterr().out)["NewPerson"] == [2.0]
