"""What the SDK says, and what the caller should do about it."""

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
    ResponseStreamingError,
)

from relance.adapters.aws_errors import TransactionRefusedError, translated
from relance.errors import ConflictError, NotFoundError, RelanceError, UnavailableError


def said(code: str, *, status: int = 400, reasons: list[str] | None = None) -> ClientError:
    """An answer of AWS."""
    answer = {
        "Error": {"Code": code, "Message": "about Zoé Lambert"},
        "ResponseMetadata": {"HTTPStatusCode": status},
        "CancellationReasons": [{"Code": reason} for reason in reasons or []],
    }
    return ClientError(answer, "TransactWriteItems")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (said("ConditionalCheckFailedException"), ConflictError),
        (said("TransactionConflictException"), ConflictError),
        (said("PreconditionFailed", status=412), ConflictError),
        (said("ConditionalRequestConflict", status=409), UnavailableError),
        (said("NoSuchKey", status=404), NotFoundError),
        (said("404", status=404), NotFoundError),
        (said("ThrottlingException"), UnavailableError),
        (said("ProvisionedThroughputExceededException"), UnavailableError),
        (said("TransactionInProgressException"), UnavailableError),
        (said("SlowDown", status=503), UnavailableError),
        (said("SomethingNew", status=500), UnavailableError),
        (said("SomethingNew", status=429), UnavailableError),
        (ConnectTimeoutError(endpoint_url="https://example.org"), UnavailableError),
        (ReadTimeoutError(endpoint_url="https://example.org"), UnavailableError),
        (EndpointConnectionError(endpoint_url="https://example.org"), UnavailableError),
        (ConnectionClosedError(endpoint_url="https://example.org"), UnavailableError),
        (ResponseStreamingError(error="cut"), UnavailableError),
    ],
)
def test_an_error_of_the_sdk_becomes_one_of_ours(error: Exception, ours: type[RelanceError]) -> None:
    with pytest.raises(ours) as told, translated():
        raise error

    assert told.value.__cause__ is error
    assert "Lambert" not in str(told.value)


@pytest.mark.parametrize("code", ["AccessDeniedException", "ValidationException", "ResourceNotFoundException"])
def test_a_defect_of_ours_stays_as_it_is(code: str) -> None:
    with pytest.raises(ClientError), translated():
        raise said(code)


def test_a_refused_transaction_tells_which_write_failed() -> None:
    with pytest.raises(TransactionRefusedError) as refused, translated():
        raise said("TransactionCanceledException", reasons=["None", "ConditionalCheckFailed", "TransactionConflict"])

    assert [refused.value.failed(position) for position in range(3)] == [False, True, False]
    assert refused.value.reasons == (None, "ConditionalCheckFailed", "TransactionConflict")


def test_a_transaction_that_was_throttled_may_work_later() -> None:
    with pytest.raises(UnavailableError), translated():
        raise said("TransactionCanceledException", reasons=["None", "ThrottlingError"])


def test_a_transaction_that_can_never_be_written_stays_as_it_is() -> None:
    with pytest.raises(ClientError), translated():
        raise said("TransactionCanceledException", reasons=["None", "ValidationError"])
