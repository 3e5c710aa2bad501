"""Reads what decides whether a mail leaves: consistently, by primary key, just before the claim (R7)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from relance.applications import Application
from relance.campaigns import Campaign, Occurrence
from relance.campaigns.job_kinds import job_kind
from relance.candidates import Candidate, CandidateId
from relance.errors import InvalidInputError, NotFoundError
from relance.jobs import Job, JobId, JobState
from relance.mail.colleague import stand_in
from relance.mail.mails import Mail, Stream, occurrence_of
from relance.mail.verdict import SendFacts
from relance.ports.campaigns import CampaignStore
from relance.ports.mail import StopSigns, Suppressions
from relance.ports.people import ApplicationStore, CandidateStore, JobStore
from relance.records import Instant


@dataclass(frozen=True, slots=True)
class StoredFacts:
    """`ports.SendFactsSource` over the stores."""

    candidates: CandidateStore
    applications: ApplicationStore
    jobs: JobStore
    campaigns: CampaignStore
    suppressions: Suppressions
    stops: StopSigns
    address_key: Callable[[str], str]
    sender: Callable[[Stream, Instant], str | None]
    """Why a stream's sub-domain may not send now, or None (R15)."""
    opens: Callable[[Instant], Instant]
    """The first moment from the given one on within sending hours (R10)."""
    decisions_hold_for: timedelta = timedelta(days=30)
    """How long an approved answer may wait before somebody looks at it again."""

    def about(self, mail: Mail, *, now: Instant) -> SendFacts:
        """Everything that the verdict needs; UnavailableError when a store does not answer."""
        candidate = self._reader(mail)
        common = {
            "candidate": candidate,
            "suppression": self._suppression(candidate),
            "stop_all": self.stops.stop_all(),
            "stream_paused": self.stops.stream_paused(mail.stream),
            "batch_stopped": self.stops.batch_stopped(mail.batch_id),
            "sender_unready": self.sender(mail.stream, now),
            "opens_at": self.opens(now),
        }
        own = self._of_answer(mail) if mail.stream is Stream.ANSWERS else self._of_offer(mail)
        return SendFacts.model_validate(common | own)

    def _of_answer(self, mail: Mail) -> dict[str, object]:
        job = mail.job_ids[0]
        everything = self.applications.of_candidate(mail.candidate_id)
        others = tuple(application for application in everything if application.job_id != job)
        return {
            "application": self._application(job, mail.candidate_id),
            "other_applications": others,
            "decisions_hold_for": self.decisions_hold_for,
        }

    def _of_offer(self, mail: Mail) -> dict[str, object]:
        still_open = {job_id: job for job_id in mail.job_ids if (job := self._open(job_id)) is not None}
        return {
            "other_applications": tuple(self.applications.of_candidate(mail.candidate_id)),
            "campaign": self._campaign(mail),
            "occurrence": self._occurrence(mail),
            "closed_jobs": frozenset(mail.job_ids) - still_open.keys(),
            "kinds": {job_id: job_kind(job) for job_id, job in still_open.items()},
        }

    def _reader(self, mail: Mail) -> Candidate | None:
        if mail.test_for is not None:
            return stand_in(mail.test_for, language=mail.language, at=mail.created_at)
        try:
            return self.candidates.get(mail.candidate_id)
        except NotFoundError:
            return None

    def _suppression(self, candidate: Candidate | None) -> str | None:
        if candidate is None or candidate.email is None:
            return None
        try:
            return self.suppressions.reason(self.address_key(candidate.email))
        except InvalidInputError:
            return None  # No address at all: the verdict says so.

    def _application(self, job: JobId, candidate_id: CandidateId) -> Application | None:
        try:
            return self.applications.get(job, candidate_id)
        except NotFoundError:
            return None

    def _campaign(self, mail: Mail) -> Campaign | None:
        try:
            return self.campaigns.get(mail.campaign_id) if mail.campaign_id else None
        except NotFoundError:
            return None

    def _occurrence(self, mail: Mail) -> Occurrence | None:
        if mail.campaign_id is None:
            return None
        return self.campaigns.occurrence(mail.campaign_id, occurrence_of(mail.batch_id))

    def _open(self, job_id: JobId) -> Job | None:
        try:
            job = self.jobs.get(job_id)
        except NotFoundError:
            return None
        return job if job.state is JobState.OPEN else None
