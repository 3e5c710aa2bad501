"""Errors of the AWS SDK in our own words: what the caller should do, never what was in the request."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as TransportError

from relance.errors import ConflictError, NotFoundError, UnavailableError

MISSING: Final = frozenset({"NoSuchKey", "NoSuchVersion", "404", "NotFound"})
CONFLICTS: Final = frozenset({"ConditionalCheckFailedException", "TransactionConflictException", "PreconditionFailed"})
REFUSALS: Final = frozenset({"ConditionalCheckFailed", "TransactionConflict"})
"""Why a sound transaction is not written. Another reason (an item too large) would come back at every try."""
PASSING: Final = frozenset(
    {
        "ConditionalRequestConflict",  # S3: another writer is at this key; only the next try tells who came first.
        "InternalServerError",
        "ItemCollectionSizeLimitExceededException",
        "KMSThrottlingException",
        "LimitExceededException",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestTimeout",
        "RequestTimeoutException",
        "ServiceUnavailable",
        "SlowDown",
        "Throttling",
        "ThrottlingError",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)
"""Codes that mean "the same call may work later"."""


class TransactionRefusedError(ConflictError):
    """A transaction was not written; `reasons` has one code per write, None for those that were fine."""

    def __init__(self, reasons: tuple[str | None, ...]) -> None:
        super().__init__(f"transaction refused: {', '.join(reason or 'ok' for reason in reasons)}")
        self.reasons = reasons

    def failed(self, position: int) -> bool:
        """Whether the condition of the write at this position did not hold."""
        return self.reasons[position] == "ConditionalCheckFailed"


@contextmanager
def translated() -> Iterator[None]:
    """Turn SDK errors into ours: ConflictError, NotFoundError, UnavailableError.

    What remains (missing permission, wrong parameter) is a defect of the deployment or of our code and stays as it is.
    """
    try:
        yield
    except ClientError as error:
        ours = _ours(error)
        if ours is None:
            raise
        raise ours from error
    except (HTTPClientError, TransportError) as error:
        raise UnavailableError(f"no answer: {type(error).__name__}") from error


def _ours(error: ClientError) -> ConflictError | NotFoundError | UnavailableError | None:
    code = error.response.get("Error", {}).get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    said = f"{error.operation_name}: {code}"
    if code == "TransactionCanceledException":
        return _refused(error)
    if code in CONFLICTS:
        return ConflictError(said)
    if code in MISSING:
        return NotFoundError(said)
    if code in PASSING or status >= 500 or status == 429:
        return UnavailableError(said)
    return None


def _refused(error: ClientError) -> ConflictError | UnavailableError | None:
    told = [str(reason.get("Code", "None")) for reason in error.response.get("CancellationReasons", [])]
    reasons = tuple(None if code == "None" else code for code in told)
    if any(reason in PASSING for reason in reasons):
        return UnavailableError(f"transaction not possible now: {', '.join(told)}")
    if not all(reason is None or reason in REFUSALS for reason in reasons):
        return None
    return TransactionRefusedError(reasons)
