"""Which page answers which link: GET and HEAD only show (scanners open links), POST acts (R12)."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import APIGatewayHttpResolver

from candidate_portal import consent_pages, interest, preferences, rating, rights
from candidate_portal.pages import page, say
from candidate_portal.ports import PortalPorts, Visit, candidate_of, mail_of
from candidate_portal.request import Form, Request, form_of, language_of
from relance.errors import ConflictError, NotFoundError, UnavailableError
from relance.mail.previewing import PREVIEW
from relance.observability import logger
from relance.privacy.links import BadLinkError, ExpiredLinkError, LinkPurpose, PortalLink, verify
from relance.records import Instant

PRESSES_A_MINUTE: Final = 20
"""Of one link; far more than anybody presses, and than a mail program repeats its one click."""
VIEWS_A_MINUTE: Final = 60
"""Of one link: a page reads all applications of its person, and programs that look at links come in swarms."""
_LANGUAGE: Final = "language"

type Answer = Callable[[Request], Response[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """What a purpose shows, and what its form does."""

    show: Answer
    submit: Answer


PAGES: Final[dict[LinkPurpose, Page]] = {
    LinkPurpose.UNSUBSCRIBE: Page(consent_pages.show_unsubscribe, consent_pages.submit_unsubscribe),
    LinkPurpose.OPT_IN: Page(consent_pages.show_opt_in, consent_pages.submit_opt_in),
    LinkPurpose.PAUSE: Page(consent_pages.show_pause, consent_pages.submit_pause),
    LinkPurpose.PREFERENCES: Page(preferences.show_preferences, preferences.submit_preferences),
    LinkPurpose.INTERESTED: Page(interest.show_interest, interest.submit_interest),
    LinkPurpose.RIGHTS: Page(rights.show_rights, rights.submit_rights),
    LinkPurpose.RATING: Page(rating.show_rating, rating.submit_rating),
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
    portal.exception_handler(BadLinkError)(lambda _: door.fail("bad_link", HTTPStatus.NOT_FOUND))
    # The link is ours and what it leads to has just gone: the person is being erased.
    portal.exception_handler(NotFoundError)(lambda _: door.tell("rights.title", "common.gone", HTTPStatus.OK))
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
        link, form = self._verified(LinkPurpose(purpose), token), form_of(self.portal.current_event)
        mail = mail_of(link, self.ports())
        self._speak(language_of(self.portal.current_event, form, mail=mail))
        acts = self.portal.current_event.http_method == "POST"
        if self._comes_too_often(token, acts=acts):
            return self.fail("too_often", HTTPStatus.TOO_MANY_REQUESTS)
        request = self._request(Visit(link, candidate_of(link, self.ports()), mail), token, form)
        shown = PAGES[LinkPurpose(purpose)]
        return shown.submit(request) if acts else shown.show(request)

    def fail(self, section: str, status: HTTPStatus) -> Response[str]:
        """A page that says what went wrong and what to do."""
        return self.tell(f"{section}.title", f"{section}.text", status)

    def tell(self, heading: str, text: str, status: HTTPStatus) -> Response[str]:
        """A page in the language of the link's mail, as far as it is known by then."""
        event, facts = self.portal.current_event, self.ports().facts
        language = self.portal.context.get(_LANGUAGE) or language_of(event, {})
        return page(
            "message.html",
            heading,
            language=language,
            facts=facts,
            status=status,
            has_body=event.http_method != "HEAD",
            texts=[say(text, language, facts)],
        )

    def excuse(self, error: Exception) -> Response[str]:
        """A dependency is down, or too many wrote at once."""
        logger.warning("dependency unavailable", exc_info=error)
        return self.fail("unavailable", HTTPStatus.SERVICE_UNAVAILABLE)

    def _verified(self, purpose: LinkPurpose, token: str) -> PortalLink:
        try:
            return verify(token, purpose, self.ports().pepper, now=self.now())
        except ExpiredLinkError as expired:
            event = self.portal.current_event
            self._speak(language_of(event, form_of(event), mail=mail_of(expired.link, self.ports())))
            raise

    def _speak(self, language: str) -> None:
        """Also where the page fails from here on."""
        self.portal.context[_LANGUAGE] = language

    def _comes_too_often(self, token: str, *, acts: bool) -> bool:
        presses, at = self.ports().presses, self.now()
        if acts:
            return presses.count(token, at=at) > PRESSES_A_MINUTE
        return presses.count(f"view {token}", at=at) > VIEWS_A_MINUTE

    def _request(self, visit: Visit, token: str, form: Form) -> Request:
        event = self.portal.current_event
        return Request(
            visit=visit,
            ports=self.ports(),
            now=self.now(),
            language=language_of(event, form, mail=visit.mail, candidate=visit.candidate),
            form=form,
            query=event.query_string_parameters or {},
            token=token,
            has_body=event.http_method != "HEAD",
        )
