"""What the use cases around answers need from the outside, in one place."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from relance.candidates import Candidate
from relance.mail.house import NO_WORDINGS, CurrentWordings
from relance.mail.mails import Mail
from relance.mail.rendering import RenderedMail
from relance.ports.answers import Batches
from relance.ports.audit import AuditLog
from relance.ports.mail import MailLedger, Suppressions
from relance.ports.people import ApplicationStore, CandidateStore, CvStore, JobStore
from relance.rejections.timing import LeavePolicy
from relance.words.book import WordBook

type Renderer = Callable[[Mail, Candidate], RenderedMail]
"""`relance.mail.rendering.render` with the employer and the links already given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The ports behind drafting, reading, approving and undoing answers."""

    jobs: JobStore
    candidates: CandidateStore
    applications: ApplicationStore
    cvs: CvStore
    mails: MailLedger
    batches: Batches
    suppressions: Suppressions
    audit: AuditLog
    words: WordBook
    wordings: CurrentWordings = NO_WORDINGS
    render: Renderer
    pepper: bytes
    policy: LeavePolicy
    workers: int = 1
    """How many people of a batch are worked on at once: reading the tables is waiting, mostly."""

    def each[Given, Made](self, do: Callable[[Given], Made], given: Iterable[Given]) -> list[Made]:
        """What `do` makes of each, in the order given; the first error ends it."""
        if self.workers == 1:
            return [do(one) for one in given]
        with ThreadPoolExecutor(self.workers) as pool:
            return list(pool.map(do, given))
