"""What one night's look at all mails and applications finds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from reconcile_mail.oldest import oldest_unanswered
from relance.jobs import JobId
from relance.mail.reconciliation import Difference, DifferenceKind, Reconciliation, reconcile
from relance.ports.mail import MailLedger
from relance.ports.people import ApplicationsOfJobs, JobStore
from relance.records import Instant, Record

WATCHED_ELSEWHERE: Final = frozenset({DifferenceKind.NOT_KNOWN, DifferenceKind.ASSUMED, DifferenceKind.NO_FINAL_EVENT})
"""The dispatcher counts the first each minute, the second is somebody's decision, the third has its own alarm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """What the look reads; it writes nothing."""

    mails: MailLedger
    jobs: JobStore
    applications: ApplicationsOfJobs


class Oldest(Record):
    """The application that has waited longest for an answer."""

    job_id: JobId
    days: int
    """Whole days since the person last heard something."""


class Found(Record):
    """Ids and numbers only."""

    sums: Reconciliation
    oldest_unanswered: Oldest | None

    def counts(self) -> Mapping[str, int]:
        """By the names of the metrics; every kind of difference is there, so that an alarm ends with its cause."""
        found = self.sums.differences
        return {
            "mails": self.sums.mails,
            "differences": sum(found.values()),
            "astray": sum(count for kind, count in found.items() if kind not in WATCHED_ELSEWHERE),
            **{kind.value: found.get(kind, 0) for kind in DifferenceKind},
            "oldest_unanswered_days": self.oldest_unanswered.days if self.oldest_unanswered else 0,
        }


def look(stores: Stores, *, report: Callable[[Difference], None], now: Instant) -> Found:
    """Every mail that does not fit goes to `report` as it is found; the sums are told at the end (R40)."""
    sums = reconcile(stores.mails, report=report, now=now)
    oldest = oldest_unanswered(jobs=stores.jobs, applications=stores.applications, mails=stores.mails)
    if oldest is None:
        return Found(sums=sums, oldest_unanswered=None)
    waits = Oldest(job_id=oldest.job_id, days=(now - oldest.waits_since).days)
    return Found(sums=sums, oldest_unanswered=waits)
