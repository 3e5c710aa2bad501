"""A small world around the mail code: stores in memory, a scripted SES, and one clock that tests move."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from relance.adapters.memory_applications import MemoryApplicationStore
from relance.adapters.memory_campaigns import MemoryCampaignStore
from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.adapters.memory_jobs import MemoryJobStore
from relance.adapters.memory_mails import MemoryMailLedger, MemorySuppressions
from relance.adapters.memory_sending import (
    FixedQuota,
    MemoryAllowance,
    MemoryMailArchive,
    MemorySendingCounts,
    MemorySendQueue,
    MemoryStopSigns,
)
from relance.applications import Outcome as ApplicationOutcome
from relance.campaigns import Campaign, CampaignId, CampaignState, Occurrence, OccurrenceState
from relance.candidates import CandidateId
from relance.errors import NotFoundError
from relance.jobs import JobId
from relance.mail import ledger
from relance.mail.composing import Composer
from relance.mail.dispatch import Dispatched, dispatch
from relance.mail.events import Consequences, MailEvent, record_event
from relance.mail.facts import StoredFacts
from relance.mail.letters import Letter, Outcome, Sender, Sort
from relance.mail.mails import (
    AnswerContent,
    BatchId,
    Mail,
    MailId,
    MailState,
    OfferContent,
    OfferLine,
    Stream,
    answer_guard,
    mail_id,
    occurrence_batch,
    offer_guard,
)
from relance.mail.rendering import Employer, MailLinks, text_hash
from relance.mail.send import send
from relance.privacy.addresses import address_key
from relance.privacy.links import links_for
from relance.records import Instant
from relance.segments import SegmentDefinition
from tests import factories

NOW: Instant = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PEPPER = b"sixteen bytes at least for tests"
EMPLOYER = Employer(name="Vercors Logistique", signature="L’équipe recrutement")
SENDERS = {
    stream: Sender(
        from_name="Vercors Logistique",
        from_address=f"recrutement@{stream}.vercors.example.org",
        reply_to="recrutement@vercors.example.org",
        configuration_set=stream.value,
    )
    for stream in Stream
}
CAMPAIGN = CampaignId("spring")
BATCH = BatchId("batch-1")


def key_of(email: str) -> str:
    """The keyed hash of an address in this world."""
    return address_key(email, PEPPER)


def portal_links(mail: Mail) -> MailLinks:
    """The portal's real links."""
    return links_for(mail, portal_url="https://portal.example.org", pepper=PEPPER)


def answer(candidate: str = "zoe", job: str = "accountant", *, attempt: int = 1, **overrides: Any) -> Mail:
    """A drafted answer, not yet in a ledger."""
    fields: dict[str, Any] = {
        "mail_id": mail_id("answer", f"{job}#{candidate}", attempt),
        "stream": Stream.ANSWERS,
        "candidate_id": CandidateId(candidate),
        "job_ids": (JobId(job),),
        "batch_id": BATCH,
        "language": "fr",
        "content": AnswerContent(
            job_title="Comptable fournisseurs",
            stage="applied",
            reason_id="criterion_not_shown",
            reason="Le poste demande la maîtrise de Sage, et nous ne l’avons pas trouvée dans votre CV.",
            signed_by="Salomé Kerjean, recrutement",
        ),
        "guards": (answer_guard(JobId(job), CandidateId(candidate)),),
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Mail(**(fields | overrides))


def offer(candidate: str = "zoe", job: str = "accountant", **overrides: Any) -> Mail:
    """A campaign mail as it is planned: held, approved with its campaign, due at once."""
    fields: dict[str, Any] = {
        "mail_id": mail_id("offer", f"{CAMPAIGN}#{NOW.isoformat()}#{candidate}", 1),
        "state": MailState.HELD,
        "stream": Stream.CAMPAIGNS,
        "candidate_id": CandidateId(candidate),
        "job_ids": (JobId(job),),
        "batch_id": occurrence_batch(CAMPAIGN, NOW),
        "campaign_id": CAMPAIGN,
        "language": "fr",
        "content": OfferContent(offers=(OfferLine(job_id=JobId(job), title="Comptable fournisseurs"),)),
        "guards": (offer_guard(JobId(job), CandidateId(candidate)),),
        "wake_at": NOW,
        "approved_by": "moira",
        "approved_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Mail(**(fields | overrides))


class CrashError(Exception):
    """The process died here."""


@dataclass
class ScriptedSes:
    """`ports.Mailer` that does what the script says, letter after letter, and counts what it took."""

    script: list[str] = field(default_factory=list)
    """accept, refuse, refuse_for_now, lost_reply, 500_taken, 500_not_taken, die_before, die_after; then accepts."""
    submitted: list[Letter] = field(default_factory=list)
    taken: list[Letter] = field(default_factory=list)
    """What SES will deliver."""

    def submit(self, letter: Letter) -> Outcome:
        """One submission."""
        step = self.script.pop(0) if self.script else "accept"
        if step == "die_before":
            raise CrashError(step)
        self.submitted.append(letter)
        if step in {"accept", "lost_reply", "500_taken", "die_after"}:
            self.taken.append(letter)
        match step:
            case "accept":
                return Outcome.accepted(f"ses-{len(self.taken)}")
            case "refuse":
                return Outcome(sort=Sort.REFUSED, code="MessageRejected")
            case "refuse_for_now":
                return Outcome(sort=Sort.REFUSED_FOR_NOW, code="TooManyRequestsException")
            case "die_after":
                raise CrashError(step)
            case _:
                return Outcome(sort=Sort.UNCLEAR, code=step)


@dataclass
class World:
    """Everything that mail needs, in memory."""

    mails: MemoryMailLedger = field(default_factory=MemoryMailLedger)
    candidates: MemoryCandidateStore = field(default_factory=MemoryCandidateStore)
    jobs: MemoryJobStore = field(default_factory=MemoryJobStore)
    campaigns: MemoryCampaignStore = field(default_factory=MemoryCampaignStore)
    suppressions: MemorySuppressions = field(default_factory=MemorySuppressions)
    stops: MemoryStopSigns = field(default_factory=MemoryStopSigns)
    tally: MemorySendingCounts = field(default_factory=MemorySendingCounts)
    archive: MemoryMailArchive = field(default_factory=MemoryMailArchive)
    queue: MemorySendQueue = field(default_factory=MemorySendQueue)
    quota: FixedQuota = field(default_factory=FixedQuota)
    ses: ScriptedSes = field(default_factory=ScriptedSes)
    now: Instant = NOW
    opens: Callable[[Instant], Instant] = lambda at: at
    unready: dict[Stream, str] = field(default_factory=dict)
    """Why a stream's sub-domain may not send."""
    pauses: list[int] = field(default_factory=list)
    """Before which further try of an event somebody waited."""

    def __post_init__(self) -> None:
        self.applications = MemoryApplicationStore(self.candidates)
        self.allowance = MemoryAllowance(self.quota)
        self.composer = Composer(EMPLOYER, portal_links)

    # --- people and what happens to them ---

    def person(self, candidate: str = "zoe", *, consents: bool = False, **overrides: Any) -> None:
        """Somebody with an address at example.org."""
        given = {"consent": factories.consent()} if consents else {}
        self.candidates.create(factories.candidate(candidate, **(given | overrides)), keys=())

    def rejected_applicant(self, candidate: str = "zoe", job: str = "accountant", **overrides: Any) -> None:
        """Somebody whose application was rejected."""
        self.person(candidate, **overrides)
        self.apply(candidate, job, outcome=ApplicationOutcome.REJECTED, reason_id="criterion_not_shown")

    def apply(self, candidate: str, job: str, **overrides: Any) -> None:
        """An application as it stands now."""
        try:
            revision = self.applications.get(JobId(job), CandidateId(candidate)).revision
        except NotFoundError:
            revision = 0
        self.applications.save(factories.application(job, candidate, revision=revision, **overrides))

    def change(self, candidate: str = "zoe", **changes: Any) -> None:
        """Write over a person."""
        kept = self.candidates.get(CandidateId(candidate))
        self.candidates.save(kept.model_copy(update=changes))

    def running_campaign(self, *jobs: str) -> None:
        """An approved campaign and its run."""
        for job in jobs or ("accountant",):
            self.jobs.save(factories.job(job))
        self.campaigns.save(
            Campaign(
                campaign_id=CAMPAIGN, name="Printemps", jobs=tuple(map(JobId, jobs or ("accountant",))),
                segment=SegmentDefinition(), state=CampaignState.APPROVED, created_by="moira",
                created_at=NOW, updated_at=NOW,
            )
        )  # fmt: skip
        self.campaigns.save_occurrence(
            Occurrence(campaign_id=CAMPAIGN, scheduled_for=NOW, state=OccurrenceState.RUNNING, updated_at=NOW)
        )

    def set_campaign(self, state: CampaignState) -> None:
        """Pause, cancel, go on."""
        self.change_campaign(state=state)

    def change_campaign(self, **changes: Any) -> None:
        """Write over the campaign."""
        self.campaigns.save(self.campaigns.get(CAMPAIGN).model_copy(update=changes))

    # --- mail ---

    def approved(self, mail: Mail, *, not_before: Instant | None = None) -> Mail:
        """Planned and approved by a named person who saw this very text."""
        assert self.mails.plan(mail)
        planned = self.mails.get(mail.mail_id)
        seen = self.composer.compose(planned, self.candidates.get(mail.candidate_id))
        return ledger.approve(
            planned, by="salome", text_hash=text_hash(seen), not_before=not_before or self.now, because="undo",
            mails=self.mails, now=self.now,
        )  # fmt: skip

    def facts(self) -> StoredFacts:
        """The real loader over the stores."""
        return StoredFacts(
            candidates=self.candidates, applications=self.applications, jobs=self.jobs, campaigns=self.campaigns,
            suppressions=self.suppressions, stops=self.stops, address_key=key_of,
            sender=lambda stream, _: self.unready.get(stream), opens=self.opens,
        )  # fmt: skip

    def send(self, mail: MailId) -> Mail:
        """What the sending function does with one message of the queue."""
        return send(
            mail, mails=self.mails, facts=self.facts(), composer=self.composer, archive=self.archive,
            mailer=self.ses, senders=SENDERS, now=self.now,
        )  # fmt: skip

    def dispatch(self) -> Dispatched:
        """What the minute does."""
        return dispatch(mails=self.mails, queue=self.queue, allowance=self.allowance, stops=self.stops, now=self.now)

    def take_queued(self) -> Sequence[MailId]:
        """Ids on the queue, which is empty afterwards."""
        ids = [departure.mail_id for departure in self.queue.departures]
        self.queue.departures.clear()
        return ids

    def minute(self) -> None:
        """Dispatch, then send everything that was queued once its time has come."""
        self.dispatch()
        self.pass_time(minutes=1)
        for queued in self.take_queued():
            self.send(queued)

    def pass_time(self, **amount: float) -> None:
        """Move the clock."""
        self.now += timedelta(**amount)

    def event(self, mail: MailId, kind: str, *, submission: int = 1, **more: Any) -> Mail:
        """What the function of SES events does with one event."""
        told = MailEvent(mail_id=mail, submission=submission, kind=kind, **({"at": self.now} | more))
        touch = Consequences(self.suppressions, self.candidates, self.tally, self.stops, key_of)
        return record_event(told, mails=self.mails, touch=touch, pause=self.pauses.append, now=self.now)
