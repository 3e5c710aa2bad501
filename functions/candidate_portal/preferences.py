"""What a person receives: whether, and until when; a pause, a stop, and their wishes (R29)."""

from aws_lambda_powertools.event_handler import Response

from candidate_portal import acts, wishes
from candidate_portal.consent_pages import barred, chosen_months, months_to_choose
from candidate_portal.pages import consent_version
from candidate_portal.request import Request
from relance.candidates import Candidate
from relance.errors import InvalidInputError


def show_preferences(request: Request) -> Response[str]:
    """How things stand, and what can be chosen."""
    return _page(request, "preferences.title")


def submit_preferences(request: Request) -> Response[str]:
    """Does what the pressed button says, then shows how things stand."""
    visit, ports, now = request.visit, request.ports, request.now
    problems: tuple[str, ...] = ()
    match request.act:
        case "yes":
            acts.opt_in(visit, text_version=consent_version(request.language), ports=ports, now=now)
        case "pause":
            try:
                acts.pause(visit, months=chosen_months(request), ports=ports, now=now)
            except InvalidInputError:
                return _page(request, "preferences.title", request.say("pause.choose"))
        case "resume":
            acts.resume(visit, ports=ports, now=now)
        case "stop":
            acts.unsubscribe(visit, ports=ports, now=now)
        case "save":
            acts.wish(visit, lambda held: wishes.chosen(held, request), ports=ports, now=now)
            problems = wishes.not_understood(request)
        case _:
            return _page(request, "preferences.title")
    return _page(request, "preferences.partly_title" if problems else "preferences.done_title", *problems)


def _page(request: Request, heading: str, *problems: str) -> Response[str]:
    candidate = request.reread()
    if candidate is None:
        return request.gone()
    texts, choices = _standing(candidate, request)
    return request.page(
        "preferences.html",
        heading,
        texts=[*problems, *texts],
        acts=[(name, request.say(f"preferences.{name}")) for name in choices],
        months=months_to_choose(request) if "pause" in choices else (),
        wishes=None if "yes" in choices else wishes.fields(candidate, request),
    )


def _standing(candidate: Candidate, request: Request) -> tuple[list[str], tuple[str, ...]]:
    """How things stand in words, and the buttons that make sense."""
    yes = candidate.valid_consent(request.now)
    if yes is None:
        detail = [request.say(f"opt_in.{part}") for part in ("text", "detail")]
        return [request.say("preferences.not_consented"), *detail, *barred(request, candidate)], ("yes",)
    since, until = request.day(yes.given_at), request.day(yes.expires_at)
    texts = [request.say("preferences.consented", since=since, until=until), *barred(request, candidate)]
    if candidate.paused_until is None or not candidate.is_paused(request.now):
        return texts, ("pause", "stop")
    paused_until = request.day(candidate.paused_until)
    return [*texts, request.say("preferences.paused", until=paused_until)], ("resume", "stop")
