"""A newer CV, sent from the person's own page: it takes the way of every upload."""

from typing import Final

from candidate_portal.request import LARGEST_FILE, Request

ACT: Final = "cv"


def taken(request: Request) -> str:
    """Put the file into the inbox; what became of it in words. Whether it can be read shows a moment later."""
    file, candidate = request.file, request.visit.candidate
    if file is None or not file.content:
        return request.say("newer_cv.none")
    if len(file.content) > LARGEST_FILE:
        return request.say("newer_cv.too_large")
    if candidate is None:
        return request.say("common.gone")
    request.ports.cvs.submit(file.content, filename=file.filename[-150:], sent_by=candidate.candidate_id)
    return request.say("newer_cv.done")
