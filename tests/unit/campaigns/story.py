"""A small employer with an earlier process, its people, and a campaign about to be approved."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from relance.adapters.memory_campaigns import MemoryCampaignStore
from relance.adapters.memory_sending import MemoryMailArchive
from relance.applications import Outcome as ApplicationOutcome
from relance.applications import Stage
from relance.campaigns import Campaign, CampaignId, Occurrence
from relance.campaigns.desk import CampaignDesk
from relance.candidates import Candidate, CandidateId
from relance.mail.facts import StoredFacts
from relance.mail.letters import Letter, Outcome, Sender, Sort
from relance.mail.mails import Mail, MailId, MailState, Stream, occurrence_batch
from relance.mail.send import send
from relance.ports.mail import Mailer
from relance.privacy.addresses import address_key
from relance.records import Instant
from run_campaign.messages import Run
from run_campaign.run import run
from tests import factories
from tests.unit.api.world import APPROVER, PEPPER, World


class HookedCampaigns(MemoryCampaignStore):
    """Lets a test act right after so many parts have been expanded."""

    def __init__(self) -> None:
        super().__init__()
        self.hooks: dict[int, Callable[[], object]] = {}
        self.part_hooks: dict[int, Callable[[], object]] = {}
        self.expanded = 0

    def save_occurrence(self, occurrence: Occurrence) -> Occurrence:
        """Write, then act."""
        held = self.occurrence(occurrence.campaign_id, occurrence.scheduled_for)
        written = super().save_occurrence(occurrence)
        if held is not None and written.frozen_parts > held.frozen_parts:
            self.part_hooks.pop(written.frozen_parts, lambda: None)()
        if held is not None and written.cursor > held.cursor:
            self.expanded += 1
            self.hooks.pop(self.expanded, lambda: None)()
        return written


class OneAnswer:
    """`ports.Mailer` that always answers the same, and remembers whether it was asked."""

    def __init__(self, sort: Sort) -> None:
        self.sort = sort
        self.asked = 0

    def submit(self, letter: Letter) -> Outcome:
        """The answer."""
        self.asked += 1
        return Outcome(sort=self.sort, message_id=f"ses-{letter.mail_id}")


JOB = "controller-2026"
EARLIER = "controller-2025"
SENDER = Sender(from_name="Vercors Logistique", from_address="offers@vercors.example.org")


class Story(World):
    """The world of the API, and the runner of campaigns beside it."""

    def __init__(self, folder: Path, *, part: int = 3, campaigns: HookedCampaigns | None = None, **twins: Any) -> None:
        self.hooked = campaigns or HookedCampaigns()
        super().__init__(folder, campaigns=self.hooked, **twins)
        self.part = part
        self.job(
            factories.job(
                JOB, title="Contrôleur de gestion", url="https://jobs.example.org/c26", contact_name="Claire Ostrowski"
            )
        )
        self.job(factories.job(EARLIER, title="Contrôleur de gestion industriel", state="closed"))

    def campaign_desk(self) -> CampaignDesk:
        """With small parts, so that a few people need several."""
        made = super().campaign_desk()
        fields = {name: getattr(made, name) for name in made.__slots__}
        return CampaignDesk(**fields | {"part": self.part})

    def finalist(self, name: str, *, consent: bool = True, **overrides: Any) -> Candidate:
        """Somebody who was among the last for the earlier job, in September."""
        fields = {"consent": factories.consent() if consent else None} | overrides
        person = self.person(factories.candidate(name, **fields))
        ended = datetime.fromisoformat("2025-09-20T10:00:00Z")
        self.applied(
            factories.application(
                EARLIER,
                name,
                stage=Stage.FINALIST,
                outcome=ApplicationOutcome.REJECTED,
                reason_id="other_stronger",
                applied_at=ended - timedelta(days=30),
                updated_at=ended,
            )
        )
        return person

    def drafted(self, **overrides: Any) -> CampaignId:
        """A campaign to the earlier job's finalists, in draft."""
        body = {
            "name": "Finalists of September",
            "jobs": [JOB],
            "segment": {"history": {"minimum_stage": "finalist", "jobs": [EARLIER]}},
        } | overrides
        made = self.call("POST", "/campaigns", body)
        assert made.status == 201, made.body
        return CampaignId(made.body["campaign_id"])

    def approved(self, *, ceiling: int = 100, **overrides: Any) -> CampaignId:
        """The same, approved."""
        campaign_id = self.drafted(**overrides)
        done = self.approve(campaign_id, ceiling=ceiling)
        assert done.status == 200, done.body
        return campaign_id

    def approve(self, campaign_id: CampaignId, *, ceiling: int = 100) -> Any:
        """By somebody who may."""
        return self.call("POST", f"/campaigns/{campaign_id}/approve", {"audience_ceiling": ceiling}, claims=APPROVER)

    def fire(self) -> list[Occurrence | None]:
        """Time goes on a little; what the scheduler sends is run."""
        self.now += timedelta(seconds=10)
        return [self.run(campaign_id, moment) for campaign_id, moment in self.scheduler.fire(self.now)]

    def run(self, campaign_id: CampaignId, moment: Instant, *, seconds: float = 240) -> Occurrence | None:
        """One delivery of the run's message."""
        asked = Run(campaign_id=campaign_id, scheduled_for=moment)
        until = self.now + timedelta(seconds=seconds)
        return run(
            asked,
            desk=self.campaign_desk(),
            scheduler=self.scheduler,
            audit=self.audit,
            clock=lambda: self.now,
            until=until,
        )

    def facts(self) -> StoredFacts:
        """What the sender reads before it claims a mail."""
        return StoredFacts(
            candidates=self.candidates,
            applications=self.applications,
            jobs=self.jobs,
            campaigns=self.campaigns,
            suppressions=self.suppressions,
            stops=self.stops,
            address_key=lambda email: address_key(email, PEPPER),
            sender=lambda _stream, _now: None,
            opens=lambda moment: moment,
        )

    def send(self, mail_id: MailId, mailer: Mailer) -> Mail:
        """What the sending function does with one message."""
        return send(
            mail_id,
            mails=self.mails,
            facts=self.facts(),
            composer=self.composer,
            archive=MemoryMailArchive(),
            mailer=mailer,
            senders=dict.fromkeys(Stream, SENDER),
            now=self.now,
        )

    def after_expanding(self, parts: int, do: Callable[[], object]) -> None:
        """Act right after so many more parts have been expanded."""
        self.hooked.hooks[self.hooked.expanded + parts] = do

    def after_parts(self, parts: int, do: Callable[[], object]) -> None:
        """Act right after so many parts of an audience have been counted."""
        self.hooked.part_hooks[parts] = do

    def campaign(self, campaign_id: CampaignId) -> Campaign:
        """As it stands."""
        return self.campaigns.get(campaign_id)

    def only_run(self, campaign_id: CampaignId) -> Occurrence:
        """The campaign's one run."""
        (occurrence,) = self.campaigns.occurrences(campaign_id)
        return occurrence

    def mails_of(self, occurrence: Occurrence) -> list[Mail]:
        """What the ledger has of a run."""
        batch_id = occurrence_batch(occurrence.campaign_id, occurrence.scheduled_for)
        return list(self.mails.of_batch(batch_id, after=None, limit=10_000).items)

    def mail_to(self, name: str) -> Mail:
        """The one campaign mail to somebody."""
        (mail,) = [m for m in self.mails.of_candidate(CandidateId(name)) if m.stream is Stream.CAMPAIGNS]
        return mail


def live(mail: Mail) -> bool:
    """Whether it was, or may still be, sent."""
    return mail.state not in {MailState.SKIPPED, MailState.CANCELLED, MailState.FAILED}
