"""What goes wrong, as HTTP: one table from error type to status, one shape of body."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response, content_types
from aws_lambda_powertools.event_handler.api_gateway import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError, ResponseValidationError
from aws_lambda_powertools.metrics import MetricUnit

from recruiter_api.access import ForbiddenError
from relance.advice.linter import ForbiddenWordsError, Hit
from relance.errors import ConflictError, InvalidInputError, NotFoundError, NotLetInError, UnavailableError
from relance.mail.wording import Refusal, WordingRefusedError
from relance.observability import logger, metrics
from relance.records import Record
from relance.segments import why_no_such_filter
from relance.words.own import Problem, WordsRefusedError

STATUS: Final[Mapping[type[Exception], HTTPStatus]] = {
    InvalidInputError: HTTPStatus.BAD_REQUEST,
    ForbiddenError: HTTPStatus.FORBIDDEN,
    NotFoundError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
    UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
}
TYPES: Final[Mapping[HTTPStatus, str]] = {
    HTTPStatus.BAD_REQUEST: "invalid_input",
    HTTPStatus.UNAUTHORIZED: "not_signed_in",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.CONFLICT: "conflict",
    HTTPStatus.UNPROCESSABLE_CONTENT: "invalid_fields",
    HTTPStatus.INTERNAL_SERVER_ERROR: "defect",
    HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
}


class FieldProblem(Record):
    """One field of the request that cannot be accepted."""

    field: str
    """Path such as `body.segment.history.jobs`."""
    message: str


class Failure(Record):
    """What went wrong and what to do about it."""

    type: str
    message: str
    fields: tuple[FieldProblem, ...] = ()


class ErrorBody(Record):
    """Body of every answer that is not a success."""

    error: Failure


def register(api: APIGatewayHttpResolver) -> None:
    """Translate every error that we raise on purpose; the rest is a defect and stays one."""
    for error in STATUS:
        api.exception_handler(error)(_translate)
    api.exception_handler(RequestValidationError)(_refuse_fields)
    api.exception_handler(ResponseValidationError)(_admit_defect)
    api.not_found(lambda _: answer(HTTPStatus.NOT_FOUND, "there is no such resource"))


def answer(status: HTTPStatus, message: str, fields: Sequence[FieldProblem] = ()) -> Response[Any]:
    """A response in the one shape."""
    body = ErrorBody(error=Failure(type=TYPES[status], message=message, fields=tuple(fields)))
    return Response(status_code=status.value, content_type=content_types.APPLICATION_JSON, body=body.model_dump_json())


def _translate(error: Exception) -> Response[Any]:
    status = next(status for kind, status in STATUS.items() if isinstance(error, kind))
    if isinstance(error, NotLetInError):
        logger.error("search refuses us", exc_info=error)
        metrics.add_metric(name="SearchRefused", unit=MetricUnit.Count, value=1)
    elif status is HTTPStatus.SERVICE_UNAVAILABLE:
        logger.warning("dependency unavailable", exc_info=error)
    if isinstance(error, WordingRefusedError):
        return answer(status, str(error), [_refusal(each, error.field) for each in error.refusals])
    if isinstance(error, WordsRefusedError):
        return answer(status, str(error), [_in_file(each) for each in error.problems])
    if isinstance(error, ForbiddenWordsError):
        return answer(status, str(error), [_forbidden(hit, error.field) for hit in error.hits])
    return answer(status, str(error))


def _forbidden(hit: Hit, field: str) -> FieldProblem:
    return FieldProblem(field=f"body.{field}", message=f"{hit.word}: {hit.better['fr']} / {hit.better['en']}")


def _refusal(refused: Refusal, field: str) -> FieldProblem:
    place = f"body.{field}:{refused.line}:{refused.column}"
    return FieldProblem(field=place, message=f"{refused.message['fr']} / {refused.message['en']}")


def _in_file(problem: Problem) -> FieldProblem:
    word = f"{problem.word}: " if problem.word else ""
    return FieldProblem(
        field=f"body.source:{problem.line}", message=f"{word}{problem.message['fr']} / {problem.message['en']}"
    )


def _refuse_fields(error: RequestValidationError) -> Response[Any]:
    problems = [_problem(told) for told in error.errors()]
    return answer(HTTPStatus.UNPROCESSABLE_CONTENT, "some fields cannot be accepted", problems)


def _problem(told: Mapping[str, Any]) -> FieldProblem:
    place = [str(part) for part in told["loc"]]
    message = str(told["msg"]).removeprefix("Value error, ")
    if told["type"] == "extra_forbidden":
        within_segment = "segment" in place or "segments" in place
        message = why_no_such_filter(place[-1]) if within_segment else "there is no such field"
    return FieldProblem(field=".".join(place), message=message)


def _admit_defect(error: ResponseValidationError) -> Response[Any]:
    logger.error("a response does not fit its schema", extra={"places": [told["loc"] for told in error.errors()]})
    return answer(HTTPStatus.INTERNAL_SERVER_ERROR, "the answer could not be written")
