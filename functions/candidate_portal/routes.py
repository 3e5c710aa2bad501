"""Which page answers which link: GET and HEAD only show (scanners open links), POST acts (R12)."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import APIGatewayHttpResolver

from candidate_portal import preferences, rating, shown
from candidate_portal.pages import page, say
from candidate_portal.ports import PortalPorts, visit
from candidate_portal.request import Request, facts, form_of, language_of
from relance.errors import ConflictError, NotFoundError, UnavailableError
from relance.mail.previewing import PREVIEW
from relance.observability import logger
from relance.privacy.links import ExpiredLinkError, LinkPurpose
from relance.records import Instant

PRESSES_A_MINUTE: Final = 20
"""Of one link; far more than anybody presses, and than a mail program repeats its one click."""

type Show = Callable[[Request], Response[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """What a purpose shows, and what its form does."""

    show: Show
    act: Show


PAGES: Final[dict[LinkPurpose, Page]] = {
    LinkPurpose.UNSUBSCRIBE: Page(shown.ask_to_unsubscribe, shown.unsubscribed),
    LinkPurpose.OPT_IN: Page(shown.ask_to_opt_in, shown.opted_in),
    LinkPurpose.PAUSE: Page(shown.ask_to_pause, shown.paused),
    LinkPurpose.PREFERENCES: Page(preferences.preferences, preferences.preferences_changed),
    LinkPurpose.INTERESTED: Page(shown.ask_for_interest, shown.interested),
    LinkPurpose.RIGHTS: Page(shown.rights, shown.rights_used),
    LinkPurpose.RATING: Page(rating.ask_for_rating, rating.rated),
}


def build_portal(ports: Callable[[], PortalPorts], now: Callable[[], Instant]) -> APIGatewayHttpResolver:
    """The portal with its routes; `ports` is asked for at the first request."""
    portal = APIGatewayHttpResolver()
    door = _Door(portal, ports, now)
    portal.route("/<purpose>/<token>", method=["GET", "HEAD", "POST"])(door.answer)
    portal.exception_handler(UnavailableError)(door.excuse)
    # A conflict is somebody else's write at the same moment: the same link works a moment later.
    portal.exception_handler(ConflictError)(door.excuse)
    portal.exception_handler(ExpiredLinkError)(lambda _: door.fail("expired", HTTPStatus.GONE))
    portal.exception_handler(NotFoundError)(lambda _: door.fail("bad_link", HTTPStatus.NOT_FOUND))
    portal.not_found(lambda _: door.fail("bad_link", HTTPStatus.NOT_FOUND))
    return portal


@dataclass(frozen=True, slots=True)
class _Door:
    """From a request of the resolver to a page."""

    portal: APIGatewayHttpResolver
    ports: Callable[[], PortalPorts]
    now: Callable[[], Instant]

    def answer(self, purpose: str, token: str) -> Response[str]:
        """The page of a link."""
        if purpose == PREVIEW:
            return self.fail("preview", HTTPStatus.OK)
        if purpose not in PAGES:
            return self.fail("bad_link", HTTPStatus.NOT_FOUND)
        acts = self.portal.current_event.http_method == "POST"
        request = self._request(LinkPurpose(purpose), token)
        if acts and self.ports().presses.count(token, at=request.now) > PRESSES_A_MINUTE:
            return self.fail("too_often", HTTPStatus.TOO_MANY_REQUESTS)
        shows = PAGES[LinkPurpose(purpose)]
        return shows.act(request) if acts else shows.show(request)

    def fail(self, section: str, status: HTTPStatus) -> Response[str]:
        """A page that says what went wrong and what to do."""
        event = self.portal.current_event
        language, told = language_of(event, {}, None), facts(self.ports())
        return page(
            "message.html",
            f"{section}.title",
            language=language,
            facts=told,
            status=status,
            has_body=event.http_method != "HEAD",
            texts=[say(f"{section}.text", language, told)],
        )

    def excuse(self, error: Exception) -> Response[str]:
        """A dependency is down, or too many wrote at once."""
        logger.warning("dependency unavailable", exc_info=error)
        return self.fail("unavailable", HTTPStatus.SERVICE_UNAVAILABLE)

    def _request(self, purpose: LinkPurpose, token: str) -> Request:
        event, at = self.portal.current_event, self.now()
        here = visit(token, purpose, ports=self.ports(), now=at)
        form, file = form_of(event)
        language = language_of(event, form, here)
        return Request(here, self.ports(), at, language, form, event.http_method != "HEAD", file)
