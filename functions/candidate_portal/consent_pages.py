"""Stopping, saying yes, pausing: what each page shows, and what its button does (R29)."""

from aws_lambda_powertools.event_handler import Response

from candidate_portal import acts
from candidate_portal.pages import consent_version
from candidate_portal.rating import scale
from candidate_portal.request import Request
from relance.candidates import Candidate, Consent
from relance.errors import InvalidInputError
from relance.mail.mails import AnswerContent
from relance.privacy.consent import PAUSE_MONTHS, USUAL_PAUSE


def show_unsubscribe(request: Request) -> Response[str]:
    """What stopping means, and a button; once stopped, that it is so."""
    candidate = request.visit.candidate
    if candidate is None:
        return request.gone()
    if candidate.unsubscribed_at is not None:
        return _unsubscribed(request)
    buttons = [("stop", request.say("unsubscribe.button"))]
    return request.page("ask.html", "unsubscribe.title", texts=[request.say("unsubscribe.text")], acts=buttons)


def submit_unsubscribe(request: Request) -> Response[str]:
    """Stops offers: any POST does, with or without a form, as often as it comes (RFC 8058)."""
    if request.visit.candidate is None:
        return request.gone()
    acts.unsubscribe(request.visit, ports=request.ports, now=request.now)
    return _unsubscribed(request)


def show_opt_in(request: Request) -> Response[str]:
    """What the yes means, and a button; once said, until when it holds."""
    candidate = request.visit.candidate
    if candidate is None:
        return request.gone()
    yes = candidate.valid_consent(request.now)
    if yes is not None and not _asks_to_renew(request, yes):
        return _agreed(request, candidate, yes, "opt_in.title")
    texts = [request.say("opt_in.text"), request.say("opt_in.detail"), *barred(request, candidate)]
    return request.page("ask.html", "opt_in.title", texts=texts, acts=[("yes", request.say("opt_in.button"))])


def submit_opt_in(request: Request) -> Response[str]:
    """Takes the yes, with the text that was shown."""
    version = consent_version(request.language)
    acts.opt_in(request.visit, text_version=version, ports=request.ports, now=request.now)
    candidate = request.reread()
    if candidate is None or candidate.consent is None:
        return request.gone()
    return _agreed(request, candidate, candidate.consent, "opt_in.done_title")


def show_pause(request: Request) -> Response[str]:
    """What a pause means, for how long, and a button; during one, until when it lasts."""
    candidate = request.visit.candidate
    if candidate is None:
        return request.gone()
    return _stopped(request, candidate) or _paused(request, candidate) or _ask_to_pause(request, "pause.text")


def submit_pause(request: Request) -> Response[str]:
    """Silence for as many months as were chosen; asks again when that is no choice of the page's."""
    try:
        acts.pause(request.visit, months=chosen_months(request), ports=request.ports, now=request.now)
    except InvalidInputError:
        return _ask_to_pause(request, "pause.choose")
    candidate = request.reread()
    if candidate is None:
        return request.gone()
    # Ended meanwhile on another page: asked again.
    return _stopped(request, candidate) or _paused(request, candidate) or _ask_to_pause(request, "pause.text")


def chosen_months(request: Request) -> int:
    """How long the pause is to last; the usual time when the form has no such field. InvalidInputError."""
    given = request.field("months") if "months" in request.form else str(USUAL_PAUSE)
    if not (given.isascii() and given.isdigit()):
        raise InvalidInputError("months is a number")
    return int(given)


def months_to_choose(request: Request) -> list[tuple[int, str, bool]]:
    """Each time that a pause can last, in words, and whether it is the usual one."""
    return [(months, request.say(f"pause.months_{months}"), months == USUAL_PAUSE) for months in PAUSE_MONTHS]


def barred(request: Request, candidate: Candidate) -> list[str]:
    """That the house sends them no offers whatever they agreed to; empty when it does."""
    return [] if candidate.do_not_contact is None else [request.say("barred.text")]


def _unsubscribed(request: Request) -> Response[str]:
    links = request.to_preferences("unsubscribe.change_mind")
    return request.message("unsubscribe.done_title", request.say("unsubscribe.done"), links=links)


def _asks_to_renew(request: Request, yes: Consent) -> bool:
    """Whether the mail of the link asks to go on with a yes that is older than it."""
    mail = request.visit.mail
    return mail is not None and not isinstance(mail.content, AnswerContent) and yes.given_at < mail.created_at


def _agreed(request: Request, candidate: Candidate, yes: Consent, heading: str) -> Response[str]:
    """Until when the yes holds; that mails follow is promised only where the house sends them."""
    no = barred(request, candidate)
    told = request.say("opt_in.done_barred" if no else "opt_in.done", until=request.day(yes.expires_at))
    return request.message(heading, told, *no, links=request.to_preferences("preferences.link"), scale=scale(request))


def _ask_to_pause(request: Request, text: str) -> Response[str]:
    buttons = [("pause", request.say("pause.button"))]
    candidate = request.visit.candidate
    texts = [request.say(text), *(barred(request, candidate) if candidate else ())]
    return request.page("ask.html", "pause.title", texts=texts, acts=buttons, months=months_to_choose(request))


def _stopped(request: Request, candidate: Candidate) -> Response[str] | None:
    """That nothing is sent to whoever asked for no more offers; None for the others."""
    if candidate.unsubscribed_at is None:
        return None
    links = request.to_preferences("unsubscribe.change_mind")
    return request.message("pause.title", request.say("pause.stopped"), links=links)


def _paused(request: Request, candidate: Candidate) -> Response[str] | None:
    """Until when a pause lasts; None when none is on."""
    if candidate.paused_until is None or not candidate.is_paused(request.now):
        return None
    told = request.say("pause.done", until=request.day(candidate.paused_until))
    no = barred(request, candidate)
    return request.message("pause.done_title", told, *no, links=request.to_preferences("pause.change"))
