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
        return request.message("newer_cv.done_title", newer_cv.received(request), switches=False)
    return _standing(request, "interested.text")


def submit_interest(request: Request) -> Response[str]:
    """Applications for the chosen jobs."""
    if request.visit.candidate is None:
        return request.gone()
    chosen = [JobId(job_id) for job_id in request.form.get("job", ())]
    jobs = acts.note_interest(request.visit, chosen, ports=request.ports, now=request.now)
    if jobs:
        return _noted(request, jobs)
    return _standing(request, "interested.nothing_chosen")


def _standing(request: Request, text_of_several: str) -> Response[str]:
    """The open jobs that can still be chosen; else those that were; else that none is open."""
    offered = acts.offered(request.visit, ports=request.ports)
    jobs = acts.not_applied_for(request.visit, offered, ports=request.ports)
    if jobs:
        return _ask(request, text_of_several if len(jobs) > 1 else "interested.text", jobs)
    return _noted(request, offered) if offered else _closed(request)


def _ask(request: Request, text: str, jobs: Sequence[Job]) -> Response[str]:
    buttons = [("yes", request.say("interested.button"))]
    return request.page("ask.html", "interested.title", texts=[request.say(text)], acts=buttons, jobs=jobs)


def _closed(request: Request) -> Response[str]:
    """That no job is open any more, and for which of them an interest was noted before."""
    mail = request.visit.mail
    closed = request.say("interested.none_one" if mail and len(mail.job_ids) == 1 else "interested.none_many")
    jobs = acts.of_mail(request.visit, ports=request.ports)
    not_noted = acts.not_applied_for(request.visit, jobs, ports=request.ports)
    noted = [job.title for job in jobs if job not in not_noted]
    if not noted:
        return request.message("interested.closed_title", closed)
    before, after = request.say("interested.noted_before"), request.say("interested.still_answered")
    return request.message("interested.closed_title", closed, before, listed=noted, after=[after])


def _noted(request: Request, jobs: Sequence[Job]) -> Response[str]:
    """What was passed on, and a way to send a newer CV: asked for where none could be read."""
    titles = [job.title for job in jobs]
    section = newer_cv.section(request)
    told = request.say("interested.done")
    return request.message("interested.done_title", told, listed=titles, newer_cv=section, sends_to=section.form.url)
