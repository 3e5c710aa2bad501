"""What is held about a person, and how to use one's rights (R32)."""

from collections.abc import Callable
from typing import Final

from aws_lambda_powertools.event_handler import Response

from candidate_portal import acts, wishes
from candidate_portal.held import held
from candidate_portal.rating import scale
from candidate_portal.request import Request
from relance.advice.phrasing import phrase
from relance.privacy.erasure import CANDIDATE, ErasureOrder

ASK_TO_ERASE: Final = "erase"
ERASE: Final = "erase_for_good"


def show_rights(request: Request) -> Response[str]:
    """A summary of what is held, and how to use one's rights."""
    candidate = request.reread()
    if candidate is None:
        return request.gone()
    summary = held(candidate, ports=request.ports, now=request.now)
    wished = wishes.in_words(candidate, request)
    return request.page(
        "rights.html", "rights.title", held=summary, wished=wished, scale=scale(request), reason=_label(request)
    )


def submit_rights(request: Request) -> Response[str]:
    """Withdraws the consent from the rights page, or erases everything after asking once more."""
    if request.visit.candidate is None:
        return request.gone()
    if request.act == ASK_TO_ERASE:
        return _ask_to_erase(request)
    if request.act == ERASE:
        return _order_erasure(request)
    if request.act == "stop":
        acts.unsubscribe(request.visit, ports=request.ports, now=request.now)
    return show_rights(request)


def _ask_to_erase(request: Request) -> Response[str]:
    """What goes, what stays, and a button: it cannot be undone, so it is asked twice (R31)."""
    texts = [request.say(f"erase.{part}") for part in ("text", "stays")]
    buttons = [("back", request.say("erase.back")), (ERASE, request.say("erase.button"))]
    return request.page("ask.html", "erase.title", texts=texts, acts=buttons, switches=False)


def _order_erasure(request: Request) -> Response[str]:
    """The order is queued before the page says so."""
    who = request.visit.link.candidate_id
    request.ports.erasing.put(ErasureOrder(candidate_id=who, by=CANDIDATE, at=request.now))
    return request.message("erase.done_title", request.say("erase.done"), switches=False)


def _label(request: Request) -> Callable[[str], str]:
    """How a reason is called on screens, in the employer's words."""
    known = {reason.id: reason.label[request.language] for reason in request.ports.words.current().reasons.reason}
    return lambda reason_id: phrase(known.get(reason_id, reason_id), request.language)
