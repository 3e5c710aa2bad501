"""What the pages need from the outside, and who stands before it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from relance.candidates import Candidate
from relance.errors import NotFoundError
from relance.mail.mails import Mail
from relance.ports.answers import Ratings
from relance.ports.audit import AuditLog
from relance.ports.link_presses import LinkPresses
from relance.ports.mail import MailLedger
from relance.ports.people import ApplicationStore, CandidateStore, CvStore, ErasureRequests, JobStore
from relance.ports.responses import Responses
from relance.privacy.links import PortalLink
from relance.records import Instant
from relance.words.book import WordBook


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalPorts:
    """The ports and the employer's words."""

    candidates: CandidateStore
    applications: ApplicationStore
    jobs: JobStore
    mails: MailLedger
    cvs: CvStore
    audit: AuditLog
    erasing: ErasureRequests
    ratings: Ratings
    responses: Responses
    presses: LinkPresses
    words: WordBook
    pepper: bytes
    employer: str
    contact: str
    """Address that a person answers."""
    time_zone: str
    portal_url: str
    """Where these pages are, for a browser that comes back to them."""
    new_id: Callable[[], str]
    """A fresh random id."""

    @property
    def facts(self) -> dict[str, str]:
        """What every phrase may name."""
        return {"employer": self.employer, "contact": self.contact}

    def day(self, at: Instant) -> date:
        """The day of that moment where the employer is."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody with a genuine link. The candidate is None once erased; the mail is None when it is gone."""

    link: PortalLink
    candidate: Candidate | None
    mail: Mail | None


def candidate_of(link: PortalLink, ports: PortalPorts) -> Candidate | None:
    """Whoever the link is for, read consistently; None once erased."""
    try:
        return ports.candidates.get(link.candidate_id)
    except NotFoundError:
        return None


def mail_of(link: PortalLink, ports: PortalPorts) -> Mail | None:
    """The mail that carried the link, if it is that person's."""
    try:
        mail = ports.mails.get(link.mail_id) if link.mail_id is not None else None
    except NotFoundError:
        return None
    return mail if mail is not None and mail.candidate_id == link.candidate_id else None
