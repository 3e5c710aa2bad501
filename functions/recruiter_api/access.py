"""Who is calling and what their groups allow: read from the claims that API Gateway has verified (R36)."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from aws_lambda_powertools.event_handler import Request, Response
from aws_lambda_powertools.event_handler.api_gateway import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.depends import Depends
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware

from relance.records import Record

OPEN_PATHS: Final = frozenset({"/openapi.json", "/health"})
"""Readable without a token; everything else needs a group."""
RECRUITERS: Final = frozenset({"recruiter"})
APPROVERS: Final = frozenset({"approver"})
EVERYBODY: Final = RECRUITERS | APPROVERS
ADMINS: Final = frozenset({"admin"})
"""They operate the sending, and see nobody's file."""
SENDING: Final = "/sending"
WORDINGS: Final = "/wordings/"
ACTS: Final[Mapping[str, frozenset[str]]] = {
    "approve": APPROVERS,
    "clear": APPROVERS,
    "resume": APPROVERS,
    "run": APPROVERS,
    "decide": APPROVERS,
    "erase": APPROVERS,
    "pause": EVERYBODY,
    "test": EVERYBODY,
    "cancel": EVERYBODY,
    "stop": EVERYBODY,
    "start": APPROVERS,
}
"""Who may do what, by the last part of the route; other writes are the recruiters' (R18, R19)."""


class ForbiddenError(Exception):
    """The person is known but in none of the groups that may do this."""


class User(Record):
    """A signed-in colleague."""

    name: str
    """Stable name of the account, kept with approvals (R18)."""
    groups: frozenset[str]
    email: str | None = None
    """Only as the sign-in service has verified it; an access token does not tell it."""

    def need(self, groups: frozenset[str]) -> None:
        """ForbiddenError unless they are in one of the groups."""
        if not self.groups & groups:
            raise ForbiddenError(f"this needs the group {' or '.join(sorted(groups))}")


def user_of(claims: dict[str, Any]) -> User:
    """The user that the token's claims name.

    `cognito:groups` is a list in the token, but API Gateway hands lists on as "[a b]".
    """
    given = claims.get("cognito:groups", ())
    groups = given.strip("[]").replace(",", " ").split() if isinstance(given, str) else given
    name = claims.get("cognito:username") or claims.get("username") or claims.get("sub") or "unknown"
    verified = str(claims.get("email_verified", "")).lower() == "true"
    return User(name=name, groups=frozenset(map(str, groups)), email=claims.get("email") if verified else None)


def needed(method: str, route: str) -> frozenset[str]:
    """The groups of which the caller needs one."""
    reads = method in {"GET", "HEAD"}
    if route.startswith(WORDINGS) and not reads:
        return APPROVERS
    groups = EVERYBODY if reads else ACTS.get(route.rpartition("/")[2], RECRUITERS)
    return groups | ADMINS if route == SENDING or route.startswith(f"{SENDING}/") else groups


def guard(app: APIGatewayHttpResolver, next_middleware: NextMiddleware) -> Response[Any]:
    """Refuse whoever is in none of the groups that the route needs; runs before every route."""
    route = str(app.context["_route"].path)
    if route not in OPEN_PATHS:
        user_of(_claims(app.current_event)).need(needed(app.current_event.http_method.upper(), route))
    return next_middleware(app)


def caller(request: Request) -> User:
    """Who is calling."""
    return user_of(_claims(request.resolved_event))


def _claims(event: Any) -> dict[str, Any]:
    authorizer = event["requestContext"].get("authorizer") or {}
    return (authorizer.get("jwt") or {}).get("claims") or {}


Caller = Annotated[User, Depends(caller)]
