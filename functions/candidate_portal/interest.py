"""“I’m interested”: applications for the jobs of a mail, and a newer CV for them."""

from collections.abc import Sequence

from aws_lambda_powertools.event_handler import Response

from candidate_portal import acts, newer_cv
from candidate_portal.request import Request
from relance.jobs import Job, JobId


def show_interest(request: Request) -> Response[str]:
    """The open jobs of the mail and a button; those that were chosen before are listed as such."""
    if request.visit.candidate is None:
        return request.gone()
    if newer_cv.has_arrived(request):
        return request.message("newer_cv.done_title", request.say("newer_cv.done"))
    offered = acts.offered(request.visit, ports=request.ports)
    jobs = acts.not_applied_for(request.visit, offered, ports=request.ports)
    if jobs:
        return _ask(request, "interested.text", jobs)
    return _noted(request, offered) if offered else _closed(request)


def submit_interest(request: Request) -> Response[str]:
    """Applications for the chosen jobs."""
    if request.visit.candidate is None:
        return request.gone()
    chosen = [JobId(job_id) for job_id in request.form.get("job", ())]
    jobs = acts.note_interest(request.visit, chosen, ports=request.ports, now=request.now)
    if jobs:
        return _noted(request, jobs)
    offered = acts.offered(request.visit, ports=request.ports)
    return _ask(request, "interested.nothing_chosen", offered) if offered else _closed(request)


def _ask(request: Request, text: str, jobs: Sequence[Job]) -> Response[str]:
    buttons = [("yes", request.say("interested.button"))]
    return request.page("ask.html", "interested.title", texts=[request.say(text)], acts=buttons, jobs=jobs)


def _closed(request: Request) -> Response[str]:
    return request.message("interested.title", request.say("interested.none"))


def _noted(request: Request, jobs: Sequence[Job]) -> Response[str]:
    """What was passed on, and a way to send a newer CV: asked for where none could be read."""
    titles = [job.title for job in jobs]
    section = newer_cv.section(request)
    told = request.say("interested.done")
    return request.message("interested.done_title", told, listed=titles, newer_cv=section, sends_to=section.form.url)
