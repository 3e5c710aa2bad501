"""Erasing everything: asked twice, because it cannot be undone (R31)."""

from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from candidate_portal.pages import page
from candidate_portal.request import Request
from relance.privacy.erasure import CANDIDATE, ErasureOrder

ASK: Final = "erase"
DO: Final = "erase_for_good"


def ask_to_erase(request: Request) -> Response[str]:
    """What goes, what stays, and a button."""
    texts = [request.say(f"erase.{part}") for part in ("text", "stays")]
    acts = [(DO, request.say("erase.button")), ("back", request.say("erase.back"))]
    return page("ask.html", "erase.title", texts=texts, acts=acts, **_common(request))


def erased(request: Request) -> Response[str]:
    """The order is queued before the page says so."""
    who = request.visit.link.candidate_id
    request.ports.erasing.put(ErasureOrder(candidate_id=who, by=CANDIDATE, at=request.now))
    return page("message.html", "erase.done_title", texts=[request.say("erase.done")], **_common(request))


def _common(request: Request) -> dict[str, Any]:
    return {"language": request.language, "facts": request.facts, "switches": False}
