"""Who has waited longest for an answer, over all jobs (R40)."""

from collections.abc import Iterator, Sequence
from typing import Final

from relance.applications import Application, Outcome
from relance.jobs import Job
from relance.mail.mails import MailState, answer_guard
from relance.ports.mail import MailLedger
from relance.ports.people import ApplicationsOfJobs, JobStore
from relance.records import Cursor

PAGE: Final = 500


def oldest_unanswered(*, jobs: JobStore, applications: ApplicationsOfJobs, mails: MailLedger) -> Application | None:
    """The open or rejected application without an approved answer that has waited longest; None when nobody waits."""
    oldest: Application | None = None
    for page in _pages(jobs, applications):
        limit = oldest.waits_since if oldest else None
        longer = [each for each in page if _waits(each) and (limit is None or each.waits_since < limit)]
        oldest = min(
            (*_unanswered(longer, mails), *([oldest] if oldest else [])),
            key=lambda each: (each.waits_since, each.job_id, each.candidate_id),
            default=None,
        )
    return oldest


def _waits(application: Application) -> bool:
    return application.outcome in {Outcome.OPEN, Outcome.REJECTED}


def _unanswered(applications: Sequence[Application], mails: MailLedger) -> list[Application]:
    """Whoever has no answer that somebody approved: a guard that is held tells of one, unless it is a mere draft."""
    guards = {each: answer_guard(each.job_id, each.candidate_id) for each in applications}
    holders = mails.holders([guard for each, guard in guards.items() if each.outcome is Outcome.REJECTED])
    approved_here = {each.answer_id for each in applications}
    others = [mail_id for mail_id in holders.values() if mail_id not in approved_here]
    drafts = {mail.mail_id for mail in mails.get_many(others) if mail.state is MailState.DRAFT}
    return [each for each, guard in guards.items() if guard not in holders or holders[guard] in drafts]


def _pages(jobs: JobStore, applications: ApplicationsOfJobs) -> Iterator[Sequence[Application]]:
    for job in _every(jobs):
        after: Cursor | None = None
        while True:
            page = applications.of_job(job.job_id, after=after, limit=PAGE)
            yield page.items
            after = page.next
            if after is None:
                break


def _every(jobs: JobStore) -> Iterator[Job]:
    after: Cursor | None = None
    while True:
        page = jobs.page(after=after, limit=PAGE)
        yield from page.items
        after = page.next
        if after is None:
            return
