"""A newer CV, sent from the person's own page straight into the inbox: it takes the way of every upload."""

from typing import Final
from urllib.parse import urlencode

from candidate_portal.request import Request
from relance.ports.people import UploadForm
from relance.records import Record

_ARRIVED: Final = "arrived"


class NewerCv(Record):
    """The part of a page that takes a file."""

    title: str
    text: str | None
    """Why we ask; None where a CV is there and may have changed."""
    form: UploadForm


def section(request: Request) -> NewerCv:
    """The form: the browser sends the file to the bucket, and comes back to this link."""
    candidate = request.visit.candidate
    asked_for = candidate is None or candidate.readable_cv is None
    query = urlencode({_ARRIVED: "cv", "lang": request.language})
    form = request.ports.cvs.upload_form(
        sent_by=request.visit.link.candidate_id,
        name=request.ports.new_id(),
        then=f"{request.ports.portal_url}/{request.visit.link.purpose}/{request.token}?{query}",
    )
    return NewerCv(
        title=request.say("newer_cv.asked_title" if asked_for else "newer_cv.title"),
        text=request.say("newer_cv.asked") if asked_for else None,
        form=form,
    )


def received(request: Request) -> str:
    """What becomes of the file that was just sent, and of the one before."""
    candidate = request.visit.candidate
    replaces = candidate is not None and candidate.readable_cv is not None
    return request.say("newer_cv.done" if replaces else "newer_cv.done_first")


def has_arrived(request: Request) -> bool:
    """Whether the bucket sent the browser back here. Nothing rests on it: it only chooses the words of the page."""
    return request.query.get(_ARRIVED) == "cv"
