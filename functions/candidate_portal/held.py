"""What is held about a person, in their words: for the rights page (R32)."""

from datetime import date

from candidate_portal.ports import PortalPorts
from relance.applications import Application, Outcome, Stage
from relance.candidates import Candidate
from relance.errors import NotFoundError
from relance.jobs import JobId
from relance.mail.mails import LEAVING, LEFT, AnswerContent, Mail, OfferContent
from relance.records import Instant, Record


class HeldFile(Record):
    """A CV that is kept."""

    filename: str
    received: date


class HeldApplication(Record):
    """An application and how it stands."""

    job_title: str | None
    applied: date
    stage: Stage
    outcome: Outcome
    reason_id: str | None


class HeldMail(Record):
    """A mail that left."""

    kind: str
    written: date
    jobs: str
    """Titles of the jobs that it was about."""


class HeldRefusal(Record):
    """The house's own decision not to send them offers."""

    since: date
    why: str


class Held(Record):
    """Everything of the summary."""

    name: str | None
    email: str | None
    phone: str | None
    town: str | None
    skills: int
    jobs: int
    since: date
    files: tuple[HeldFile, ...]
    applications: tuple[HeldApplication, ...]
    mails: tuple[HeldMail, ...]
    tags: str
    refusal: HeldRefusal | None
    consent_from: date | None
    consent_until: date | None


def held(candidate: Candidate, *, ports: PortalPorts, now: Instant) -> Held:
    """The summary. What a mail is about to tell is not shown before it left: it can still be undone (R19)."""
    mails = ports.mails.of_candidate(candidate.candidate_id)
    untold = frozenset(job for mail in mails if mail.state in LEAVING for job in mail.job_ids)
    profile, basics = candidate.profile, candidate.profile.basics if candidate.profile else None
    valid = candidate.valid_consent(now)
    applications = ports.applications.of_candidate(candidate.candidate_id)
    return Held(
        name=candidate.name,
        email=candidate.email,
        phone=basics.phone if basics else None,
        town=basics.location.city if basics else None,
        skills=len(profile.skills) if profile else 0,
        jobs=len(profile.work) if profile else 0,
        since=ports.day(candidate.created_at),
        files=tuple(HeldFile(filename=each.filename, received=ports.day(each.received_at)) for each in candidate.cvs),
        applications=tuple(_application(each, untold, ports) for each in applications),
        mails=tuple(_mail(mail, ports) for mail in mails if mail.state in LEFT),
        tags=", ".join(sorted(candidate.tags)),
        refusal=_refusal(candidate, ports),
        consent_from=ports.day(valid.given_at) if valid else None,
        consent_until=ports.day(valid.expires_at) if valid else None,
    )


def _application(each: Application, untold: frozenset[JobId], ports: PortalPorts) -> HeldApplication:
    is_untold = each.job_id in untold
    return HeldApplication(
        job_title=_title(each.job_id, ports),
        applied=ports.day(each.applied_at),
        stage=each.stage,
        outcome=Outcome.OPEN if is_untold else each.outcome,
        reason_id=None if is_untold else each.reason_id,
    )


def _mail(mail: Mail, ports: PortalPorts) -> HeldMail:
    """With the titles that its reader saw."""
    match mail.content:
        case AnswerContent(job_title=title):
            titles = [title]
        case OfferContent(offers=offers):
            titles = [line.title for line in offers]
        case _:
            titles = []
    return HeldMail(kind=mail.content.kind, written=ports.day(mail.created_at), jobs=", ".join(titles))


def _refusal(candidate: Candidate, ports: PortalPorts) -> HeldRefusal | None:
    no = candidate.do_not_contact
    return None if no is None else HeldRefusal(since=ports.day(no.at), why=no.why.strip().rstrip("."))


def _title(job_id: JobId, ports: PortalPorts) -> str | None:
    try:
        return ports.jobs.get(job_id).title
    except NotFoundError:
        return None
