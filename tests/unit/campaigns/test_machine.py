"""Whatever people and schedules do in any order: no mail outside an approved audience, no offer twice (R3, R5, R29)."""

import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from relance.campaigns import CampaignId, CampaignState, OccurrenceState
from relance.candidates import CandidateId
from relance.mail.ledger import cancel
from relance.mail.mails import Mail, MailState
from relance.records import Instant
from tests import factories
from tests.unit.api.world import APPROVER
from tests.unit.campaigns.story import JOB, Story, live

PEOPLE = [f"p{number}" for number in range(5)]


class Campaigns(RuleBasedStateMachine):
    """Two campaigns for the same offers, five people, one clock."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.story = Story(Path(self.folder.name), page=2)
        self.ids: list[CampaignId] = []
        self.fired: list[tuple[CampaignId, Instant]] = []

    def teardown(self) -> None:
        self.story.close()
        self.folder.cleanup()

    @initialize()
    def draft_two(self) -> None:
        self.story.job(factories.job("second", title="Auditeur interne"))
        for name in PEOPLE:
            self.story.finalist(name)
        self.ids = [self.story.drafted(), self.story.drafted(name="Both", jobs=[JOB, "second"])]

    @rule(which=st.integers(0, 1), ceiling=st.integers(1, 6))
    def approve(self, which: int, ceiling: int) -> None:
        self.story.approve(self.ids[which], ceiling=ceiling)

    @rule(which=st.integers(0, 1), act=st.sampled_from(["pause", "resume", "cancel"]))
    def decide(self, which: int, act: str) -> None:
        self.story.call("POST", f"/campaigns/{self.ids[which]}/{act}", claims=APPROVER)

    @rule(seconds=st.sampled_from([0, 4, 60, 400, 4000]))
    def wait_and_fire(self, seconds: int) -> None:
        self.story.now += timedelta(seconds=seconds)
        for message in self.story.scheduler.fire(self.story.now):
            self.fired.append(message)
            self._deliver(message, seconds=240)

    @rule(data=st.data(), short=st.booleans())
    def deliver_again(self, data: st.DataObject, short: bool) -> None:
        if self.fired:
            self._deliver(data.draw(st.sampled_from(self.fired)), seconds=0 if short else 240)

    @rule(which=st.sampled_from(PEOPLE), says_yes=st.booleans())
    def change_mind(self, which: str, says_yes: bool) -> None:
        person = self.story.candidates.get(CandidateId(which))
        no = None if says_yes else self.story.now
        self.story.candidates.save(person.model_copy(update={"unsubscribed_at": no}))
        self.story.index(person.candidate_id)

    @rule(which=st.sampled_from(PEOPLE))
    def undo_a_mail(self, which: str) -> None:
        for mail in self.story.mails.of_candidate(CandidateId(which)):
            if mail.state is MailState.HELD:
                cancel(mail, by="amina", mails=self.story.mails, now=self.story.now)

    def _deliver(self, message: tuple[CampaignId, Instant], *, seconds: float) -> None:
        before = {mail.mail_id for mail in self._mails()}
        self.story.run(*message, seconds=seconds)
        campaign = self.story.campaign(message[0])
        for mail in self._mails():
            if mail.mail_id not in before:
                person = self.story.candidates.get(mail.candidate_id)
                assert person.may_be_offered_jobs(self.story.now)
                assert campaign.approved_by == mail.approved_by == "amina"
                assert campaign.state in {CampaignState.APPROVED, CampaignState.ENDED}

    def _mails(self) -> list[Mail]:
        return [mail for name in PEOPLE for mail in self.story.mails.of_candidate(CandidateId(name))]

    @invariant()
    def no_offer_is_made_twice(self) -> None:
        made = Counter((job, mail.candidate_id) for mail in self._mails() if live(mail) for job in mail.job_ids)
        assert all(times == 1 for times in made.values())

    @invariant()
    def totals_equal_the_audience_and_the_ledger(self) -> None:
        for campaign_id in self.ids:
            for run in self.story.campaigns.occurrences(campaign_id):
                assert run.planned + sum(run.skipped.values()) == run.cursor
                assert len(self.story.mails_of(run)) == run.planned
                if run.state is OccurrenceState.FINISHED:
                    assert run.cursor == run.audience_size
                if run.audience_size is not None and run.cursor:
                    ceiling = self.story.campaign(campaign_id).audience_ceiling
                    assert ceiling is not None
                    assert run.audience_size <= ceiling

    @invariant()
    def each_run_is_one_and_each_person_gets_one_mail_of_it(self) -> None:
        for campaign_id in self.ids:
            runs = self.story.campaigns.occurrences(campaign_id)
            assert len(runs) <= 1
            for run in runs:
                assert max(Counter(mail.candidate_id for mail in self.story.mails_of(run)).values(), default=1) == 1


TestCampaigns = Campaigns.TestCase
TestCampaigns.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
