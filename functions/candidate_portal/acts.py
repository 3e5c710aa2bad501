"""What a person can do here. Each act can be repeated without harm, and leaves an entry in the audit."""

from collections.abc import Callable, Sequence
from typing import Final

from candidate_portal.ports import PortalPorts, Visit
from relance.applications import Application, Outcome, conclude
from relance.candidates import Candidate, CandidateId, ConsentChannel, Wishes
from relance.errors import ConflictError, NotFoundError, UnavailableError
from relance.jobs import Job, JobId, JobState
from relance.mail.mails import Stream
from relance.ports.responses import Response
from relance.privacy import consent
from relance.records import Instant

_TRIES: Final = 5
_THEY: Final = "candidate"


def unsubscribe(visit: Visit, *, ports: PortalPorts, now: Instant) -> None:
    """No more offers, to this person and to whoever shares the address: the mail went to the address (R7, R12)."""
    people = (visit.candidate.candidate_id, *visit.candidate.shares_email_with) if visit.candidate else ()
    for who in people:
        _change(who, lambda held: consent.withdraw(held, now=now), "unsubscribed", visit, ports=ports, now=now)
    _count(visit, "unsubscribed", ports=ports)


def opt_in(visit: Visit, *, text_version: str, ports: PortalPorts, now: Instant) -> None:
    """A yes to the talent pool, with the link as its proof (R29)."""
    proof = f"link of mail {visit.link.mail_id}"

    def say_yes(held: Candidate) -> Candidate:
        return consent.give(held, text_version=text_version, channel=ConsentChannel.PORTAL, proof=proof, now=now)

    _change(visit.link.candidate_id, say_yes, "consent given", visit, ports=ports, now=now)


def pause(visit: Visit, *, months: int, ports: PortalPorts, now: Instant) -> None:
    """So many months of silence; InvalidInputError when a pause cannot last so long. Whoever stopped has silence."""
    if visit.candidate is not None and visit.candidate.unsubscribed_at is not None:
        return
    who = visit.link.candidate_id
    _change(who, lambda held: consent.pause(held, months=months, now=now), "paused", visit, ports=ports, now=now)
    _count(visit, "paused", ports=ports)


def resume(visit: Visit, *, ports: PortalPorts, now: Instant) -> None:
    """The end of a pause."""
    who = visit.link.candidate_id
    _change(who, lambda held: consent.resume(held, now=now), "pause ended", visit, ports=ports, now=now)


def wish(visit: Visit, change: Callable[[Wishes], Wishes], *, ports: PortalPorts, now: Instant) -> None:
    """What they look for and how they want to hear of it."""

    def changed(held: Candidate) -> Candidate:
        wishes = change(held.wishes)
        return held if wishes == held.wishes else held.model_copy(update={"wishes": wishes, "updated_at": now})

    _change(visit.link.candidate_id, changed, "wishes changed", visit, ports=ports, now=now)


def of_mail(visit: Visit, *, ports: PortalPorts) -> Sequence[Job]:
    """The jobs of the mail, as they stand now."""
    jobs = [job_of(job_id, ports) for job_id in (visit.mail.job_ids if visit.mail else ())]
    return tuple(job for job in jobs if job is not None)


def offered(visit: Visit, *, ports: PortalPorts) -> Sequence[Job]:
    """The jobs of the mail that are still open."""
    return tuple(job for job in of_mail(visit, ports=ports) if job.state is JobState.OPEN)


def not_applied_for(visit: Visit, jobs: Sequence[Job], *, ports: PortalPorts) -> Sequence[Job]:
    """Those of the jobs for which the person has no application yet, or took it back."""
    held = ports.applications.of_candidate(visit.link.candidate_id)
    standing = {each.job_id for each in held if each.outcome is not Outcome.WITHDRAWN}
    return tuple(job for job in jobs if job.job_id not in standing)


def note_interest(visit: Visit, chosen: Sequence[JobId], *, ports: PortalPorts, now: Instant) -> Sequence[Job]:
    """An application for each chosen job that the mail offered and that is still open; the others are left out.

    Counted before it is written: a press that breaks off between is counted once, also when it is repeated.
    NotFoundError when the person is being erased.
    """
    jobs = [job for job in offered(visit, ports=ports) if job.job_id in chosen]
    for job in jobs:
        _count(visit, "interested", ports=ports)
        application = _new_application(visit.link.candidate_id, job.job_id, ports=ports, now=now)
        if application is not None:
            _count(visit, "applied", ports=ports, job_id=job.job_id)
            ports.applications.save(application)
        detail = {"job_id": str(job.job_id), "mail_id": visit.link.mail_id or ""}
        ports.audit.append(
            f"candidate#{visit.link.candidate_id}", actor=_THEY, action="interested", detail=detail, at=now
        )
    return jobs


def _new_application(who: CandidateId, job_id: JobId, *, ports: PortalPorts, now: Instant) -> Application | None:
    """One that was not there, or that was taken back and is open again; None when nothing is to be written."""
    try:
        held = ports.applications.get(job_id, who)
    except NotFoundError:
        return Application(job_id=job_id, candidate_id=who, applied_at=now, updated_at=now)
    return conclude(held, Outcome.OPEN, now=now) if held.outcome is Outcome.WITHDRAWN else None


def _count(visit: Visit, response: Response, *, ports: PortalPorts, job_id: JobId | None = None) -> None:
    """For the report of the campaign that sent the mail, if one did."""
    if visit.mail is not None and visit.mail.stream is Stream.CAMPAIGNS:
        ports.responses.add(visit.mail.batch_id, visit.mail.mail_id, response, job_id=job_id)


def _change(
    who: CandidateId,
    change: Callable[[Candidate], Candidate],
    action: str,
    visit: Visit,
    *,
    ports: PortalPorts,
    now: Instant,
) -> None:
    """Read, change, write; again when another was quicker. An erased person has nothing left to change."""
    for _ in range(_TRIES):
        try:
            held = ports.candidates.get(who)
            changed = change(held)
            if changed == held:
                return
            ports.candidates.save(changed)
        except NotFoundError:
            return
        except ConflictError:
            continue
        detail = {"mail_id": visit.link.mail_id or ""}
        ports.audit.append(f"candidate#{who}", actor=_THEY, action=action, detail=detail, at=now)
        return
    raise UnavailableError("the person's record is being written by too many at once")


def job_of(job_id: JobId, ports: PortalPorts) -> Job | None:
    """The job as it stands now, if there is one."""
    try:
        return ports.jobs.get(job_id)
    except NotFoundError:
        return None
