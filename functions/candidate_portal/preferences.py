"""What a person receives: whether, how often, in which language, and which kinds of jobs (R29)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from candidate_portal import acts
from candidate_portal.pages import LANGUAGES, consent_version, day_in_words, page
from candidate_portal.request import Request
from relance.candidates import Candidate, ContractWish, Wishes
from relance.errors import NotFoundError
from relance.segments.trades import title_key

RHYTHMS: Final[Mapping[str, int | None]] = {"always": None, "monthly": 30, "quarterly": 90}
"""Offers at most once in so many days."""


def preferences(request: Request) -> Response[str]:
    """How things stand, and what can be chosen."""
    return _page(request, "preferences.title")


def preferences_changed(request: Request) -> Response[str]:
    """Does what the pressed button says, then shows how things stand."""
    visit, ports, now = request.visit, request.ports, request.now
    match request.act:
        case "yes":
            acts.opt_in(visit, text_version=consent_version(request.language), ports=ports, now=now)
        case "pause":
            acts.pause(visit, ports=ports, now=now)
        case "resume":
            acts.resume(visit, ports=ports, now=now)
        case "stop":
            acts.unsubscribe(visit, ports=ports, now=now)
        case "save":
            acts.wish(visit, lambda held: chosen(held, request), ports=ports, now=now)
        case _:
            return _page(request, "preferences.title")
    return _page(request, "preferences.done_title")


def chosen(held: Wishes, request: Request) -> Wishes:
    """The wishes with what the form says; a value that the page does not offer changes nothing."""
    form = request.form
    language = next((each for each in LANGUAGES if [each] == list(form.get("written", ()))), held.language)
    rhythm = next(iter(form.get("rhythm", ())), "")
    return held.model_copy(
        update={
            "language": language,
            "offers_every_days": RHYTHMS.get(rhythm, held.offers_every_days),
            "contracts": frozenset(each for each in ContractWish if each.value in form.get("contract", ())),
            "refused_titles": frozenset(_kinds(held, request)) & frozenset(form.get("refused", ())),
        }
    )


def _page(request: Request, heading: str) -> Response[str]:
    try:
        candidate = request.ports.candidates.get(request.visit.link.candidate_id)
    except NotFoundError:
        return page("message.html", "rights.title", texts=[request.say("common.gone")], **_common(request))
    texts, choices = _standing(candidate, request)
    labels = [(name, request.say(f"preferences.{name}")) for name in choices]
    wishes = None if "yes" in choices else _shown(candidate, request)
    return page("preferences.html", heading, texts=texts, acts=labels, wishes=wishes, **_common(request))


def _standing(candidate: Candidate, request: Request) -> tuple[list[str], tuple[str, ...]]:
    """How things stand in words, and the buttons that make sense."""
    yes = candidate.valid_consent(request.now)
    if yes is None:
        detail = [request.say(f"opt_in.{part}") for part in ("text", "detail")]
        return [request.say("preferences.not_consented"), *detail], ("yes",)
    since, until = (day_in_words(request.day(at), request.language) for at in (yes.given_at, yes.expires_at))
    texts = [request.say("preferences.consented", since=since, until=until)]
    if candidate.paused_until is None or not candidate.is_paused(request.now):
        return texts, ("pause", "stop")
    paused_until = day_in_words(request.day(candidate.paused_until), request.language)
    return [*texts, request.say("preferences.paused", until=paused_until)], ("resume", "stop")


def _shown(candidate: Candidate, request: Request) -> dict[str, Any]:
    """The fields of the form, each with its choices and what holds now."""
    wishes = candidate.wishes
    rhythm = next((name for name, days in RHYTHMS.items() if days == wishes.offers_every_days), None)
    return {
        "written": [(each, each == candidate.mail_language) for each in LANGUAGES],
        "rhythm": [(each, each == rhythm) for each in RHYTHMS],
        "contract": [(each.value, each in wishes.contracts) for each in ContractWish],
        "refused": [(key, title, key in wishes.refused_titles) for key, title in _kinds(wishes, request).items()],
    }


def _kinds(wishes: Wishes, request: Request) -> dict[str, str]:
    """Kinds of jobs that can be refused: those of the mail that led here, and those refused before."""
    offered: Sequence[str] = [job.title for job in acts.offered(request.visit, ports=request.ports)]
    return {key: key for key in sorted(wishes.refused_titles)} | {title_key(title): title for title in offered}


def _common(request: Request) -> dict[str, Any]:
    return {"language": request.language, "facts": request.facts, "has_body": request.has_body}
