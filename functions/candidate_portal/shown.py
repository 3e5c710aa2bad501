"""What each page shows, and what its form does: `ask_…` for GET, the past tense for POST."""

from collections.abc import Callable, Sequence
from datetime import date
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response

from candidate_portal import acts, erasing, newer_cv
from candidate_portal.held import held
from candidate_portal.pages import consent_version, day_in_words, page
from candidate_portal.rating import scale
from candidate_portal.request import Request
from relance.advice.phrasing import phrase
from relance.candidates import Candidate
from relance.errors import NotFoundError
from relance.jobs import Job, JobId
from relance.records import Instant


def ask_to_unsubscribe(request: Request) -> Response[str]:
    """What stopping means, and a button; once stopped, that it is so."""
    candidate = request.visit.candidate
    if candidate is not None and candidate.unsubscribed_at is not None:
        return _message(request, "unsubscribe.done_title", [request.say("unsubscribe.done")])
    return _ask(request, "unsubscribe", [request.say("unsubscribe.text")], {"stop": "unsubscribe.button"})


def unsubscribed(request: Request) -> Response[str]:
    """Stops offers: any POST does, with or without a form, as often as it comes (RFC 8058)."""
    acts.unsubscribe(request.visit, ports=request.ports, now=request.now)
    return _message(request, "unsubscribe.done_title", [request.say("unsubscribe.done")])


def ask_to_opt_in(request: Request) -> Response[str]:
    """What the yes means, and a button; once said, until when it holds."""
    if request.visit.candidate is None:
        return _gone(request)
    if _has_agreed(request.visit.candidate, request):
        return _agreed(request.visit.candidate, request, "opt_in.title")
    texts = [request.say("opt_in.text"), request.say("opt_in.detail")]
    return _ask(request, "opt_in", texts, {"yes": "opt_in.button"})


def opted_in(request: Request) -> Response[str]:
    """Takes the yes, with the text that was shown."""
    version = consent_version(request.language)
    acts.opt_in(request.visit, text_version=version, ports=request.ports, now=request.now)
    candidate = _fresh(request)
    if candidate is None or candidate.consent is None:
        return _gone(request)
    return _agreed(candidate, request, "opt_in.done_title")


def ask_to_pause(request: Request) -> Response[str]:
    """What a pause means, and a button; during one, until when it lasts."""
    candidate = request.visit.candidate
    if candidate is None:
        return _gone(request)
    if candidate.paused_until is not None and candidate.is_paused(request.now):
        return _paused(candidate.paused_until, request)
    return _ask(request, "pause", [request.say("pause.text")], {"pause": "pause.button"})


def paused(request: Request) -> Response[str]:
    """Three months of silence."""
    acts.pause(request.visit, ports=request.ports, now=request.now)
    candidate = _fresh(request)
    if candidate is None or candidate.paused_until is None:
        return _gone(request)
    return _paused(candidate.paused_until, request)


def ask_for_interest(request: Request) -> Response[str]:
    """The open jobs of the mail and a button; those that were chosen before are listed as such."""
    if request.visit.candidate is None:
        return _gone(request)
    offered = acts.offered(request.visit, ports=request.ports)
    jobs = acts.not_applied_for(request.visit, offered, ports=request.ports)
    if offered and not jobs:
        return _noted(request, offered)
    if not jobs:
        return _message(request, "interested.title", [request.say("interested.none")])
    return _ask(request, "interested", [request.say("interested.text")], {"yes": "interested.button"}, jobs=jobs)


def interested(request: Request) -> Response[str]:
    """Applications for the chosen jobs."""
    if request.visit.candidate is None:
        return _gone(request)
    if request.act == newer_cv.ACT:
        return _message(request, "newer_cv.title", [newer_cv.taken(request)])
    chosen = [JobId(job_id) for job_id in request.form.get("job", ())]
    jobs = acts.show_interest(request.visit, chosen, ports=request.ports, now=request.now)
    if jobs:
        return _noted(request, jobs)
    offered = acts.offered(request.visit, ports=request.ports)
    text = request.say("interested.nothing_chosen" if offered else "interested.none")
    return (
        _ask(request, "interested", [text], {"yes": "interested.button"}, jobs=offered)
        if offered
        else _message(request, "interested.title", [text])
    )


def _noted(request: Request, jobs: Sequence[Job]) -> Response[str]:
    """What was passed on, and a way to send a CV that has changed since."""
    done = [request.say("interested.done")]
    return _message(request, "interested.done_title", done, listed=[job.title for job in jobs], newer_cv=True)


def rights(request: Request) -> Response[str]:
    """A summary of what is held, and how to use one's rights."""
    candidate = _fresh(request)
    if candidate is None:
        return _gone(request)
    summary = held(candidate, ports=request.ports, now=request.now)
    return page(
        "rights.html", "rights.title", held=summary, scale=scale(request), reason=_label(request), **_common(request)
    )


def rights_used(request: Request) -> Response[str]:
    """Withdraws the consent from the rights page, or erases everything after asking once more."""
    if request.visit.candidate is None:
        return _gone(request)
    if request.act == erasing.ASK:
        return erasing.ask_to_erase(request)
    if request.act == erasing.DO:
        return erasing.erased(request)
    if request.act == "stop":
        acts.unsubscribe(request.visit, ports=request.ports, now=request.now)
    return rights(request)


def _label(request: Request) -> Callable[[str], str]:
    """How a reason is called on screens, in the employer's words."""
    known = {reason.id: reason.label[request.language] for reason in request.ports.words.current().reasons.reason}
    return lambda reason_id: phrase(known.get(reason_id, reason_id), request.language)


def _has_agreed(candidate: Candidate, request: Request) -> bool:
    """Whether a yes stands that this mail does not ask to renew."""
    yes, mail = candidate.valid_consent(request.now), request.visit.mail
    if yes is None:
        return False
    return mail is None or mail.content.kind == "answer" or yes.given_at >= mail.created_at


def _agreed(candidate: Candidate, request: Request, heading: str) -> Response[str]:
    assert candidate.consent is not None  # noqa: S101  Both callers have looked.
    until = request.day(candidate.consent.expires_at)
    texts = [request.say("opt_in.done", until=_words(until, request))]
    return _message(request, heading, texts, scale=scale(request))


def _paused(until: Instant, request: Request) -> Response[str]:
    told = request.say("pause.done", until=_words(request.day(until), request))
    return _message(request, "pause.done_title", [told])


def _ask(request: Request, section: str, texts: list[str], asked: dict[str, str], **values: Any) -> Response[str]:
    return page("ask.html", f"{section}.title", texts=texts, acts=_labels(asked, request), **values, **_common(request))


def _message(request: Request, heading: str, texts: list[str], **values: Any) -> Response[str]:
    return page("message.html", heading, texts=texts, switches=False, **values, **_common(request))


def _gone(request: Request) -> Response[str]:
    """Nothing is held any more: said with success, for nothing is wrong."""
    return _message(request, "rights.title", [request.say("common.gone")])


def _common(request: Request) -> dict[str, Any]:
    return {
        "language": request.language,
        "facts": request.facts,
        "has_body": request.has_body,
        "status": HTTPStatus.OK,
    }


def _labels(asked: dict[str, str], request: Request) -> list[tuple[str, str]]:
    return [(act, request.say(phrase)) for act, phrase in asked.items()]


def _words(day: date, request: Request) -> str:
    return day_in_words(day, request.language)


def _fresh(request: Request) -> Candidate | None:
    """The person as they are after what was just done."""
    try:
        return request.ports.candidates.get(request.visit.link.candidate_id)
    except NotFoundError:
        return None
