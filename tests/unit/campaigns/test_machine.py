"""Whatever people and schedules do in any order: no mail outside an approved audience, no offer twice (R3, R5, R29)."""

import tempfile
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from relance.campaigns import CampaignId, CampaignState, OccurrenceState
from relance.campaigns.frozen import AudiencePart, part_key
from relance.campaigns.rules import RelanceRules
from relance.candidates import CandidateId
from relance.mail.ledger import cancel
from relance.mail.letters import Sort
from relance.mail.mails import Mail, MailState, occurrence_of
from relance.records import Instant
from tests import factories
from tests.unit.api.world import APPROVER
from tests.unit.campaigns.story import JOB, OneAnswer, Story, live

EVERY = timedelta(days=14)
WEEKLY = {"cron": "0 9 ? * MON *"}
CHANGES: list[dict[str, object]] = [
    {"introduction": {"fr": "Bonjour."}},
    {"introduction": {"fr": "Encore nous."}},
    {"jobs": [JOB]},
    {"jobs": ["second", JOB]},
    {"segment": {"skills_all": ["sage"]}},
    {"segment": {}},
    {"schedule": {"at": "2026-03-05T10:00:00"}},
    {"schedule": WEEKLY},
]
PEOPLE = [f"p{number}" for number in range(5)]


class Campaigns(RuleBasedStateMachine):
    """Two campaigns for the same offers, one of them recurring; five people, one clock."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.story = Story(Path(self.folder.name), part=2)
        self.ids: list[CampaignId] = []
        self.fired: list[tuple[CampaignId, Instant]] = []
        self.left: dict[str, list[Instant]] = {name: [] for name in PEOPLE}
        self.story.rules = RelanceRules(every=EVERY)

    def teardown(self) -> None:
        self.story.close()
        self.folder.cleanup()

    @initialize()
    def draft_two(self) -> None:
        self.story.job(factories.job("second", title="Auditeur interne"))
        for name in PEOPLE:
            self.story.finalist(name)
        self.ids = [self.story.drafted(), self.story.drafted(name="Both", jobs=[JOB, "second"], schedule=WEEKLY)]

    @rule(which=st.integers(0, 1), ceiling=st.sampled_from([2, 9, 9]), runs=st.booleans())
    def approve(self, which: int, ceiling: int, runs: bool) -> None:
        self.story.approve(self.ids[which], ceiling=ceiling)
        if runs:
            self.run_out_of_turn()
            self.wait_and_fire(4)

    @rule()
    def run_out_of_turn(self) -> None:
        """The recurring one; a single one refuses."""
        self.story.call("POST", f"/campaigns/{self.ids[1]}/run", claims=APPROVER)

    @rule(which=st.integers(0, 1), act=st.sampled_from(["pause", "resume", "cancel"]))
    def decide(self, which: int, act: str) -> None:
        self.story.call("POST", f"/campaigns/{self.ids[which]}/{act}", claims=APPROVER)

    @rule(which=st.integers(0, 1), change=st.sampled_from(CHANGES))
    def edit(self, which: int, change: dict[str, object]) -> None:
        """Another content: the approval falls, what runs under it ends, and nothing of it leaves."""
        held = self.story.campaign(self.ids[which])
        body = {"revision": held.revision, **change}
        changed = self.story.call("PATCH", f"/campaigns/{self.ids[which]}", body)
        after = self.story.campaign(self.ids[which])
        if changed.status == 200 and after.content != held.content:
            assert after.state is CampaignState.DRAFT
        self.story.now += timedelta(seconds=1)  # Whoever approves reads first.

    @rule(who=st.sampled_from([PEOPLE, PEOPLE, PEOPLE[:1], PEOPLE[2:4]]), refused=st.booleans())
    def leave(self, who: list[str], refused: bool) -> None:
        """The sender looks at whatever waits for these people; SES takes it, or wants it again later."""
        for mail in [one for one in self._mails() if one.state is MailState.HELD and one.candidate_id in who]:
            mailer = OneAnswer(Sort.REFUSED_FOR_NOW if refused else Sort.ACCEPTED)
            self.story.send(mail.mail_id, mailer)
            if mailer.asked:
                self._may_leave(mail)
            if mailer.asked and not refused:
                self.left[mail.candidate_id].append(self.story.now)

    def _may_leave(self, mail: Mail) -> None:
        """Approved as it is now, for somebody who agrees, of a run that nobody has stopped."""
        assert mail.campaign_id is not None
        campaign = self.story.campaign(mail.campaign_id)
        run = self.story.campaigns.occurrence(mail.campaign_id, occurrence_of(mail.batch_id))
        assert campaign.state in {CampaignState.APPROVED, CampaignState.ENDED}
        assert run is not None
        assert run.state in {OccurrenceState.RUNNING, OccurrenceState.FINISHED}
        assert mail.approved_at is not None
        assert campaign.approval_fell_at is None or mail.approved_at > campaign.approval_fell_at
        assert set(mail.job_ids) <= set(campaign.jobs)
        assert self.story.candidates.get(mail.candidate_id).may_be_offered_jobs(self.story.now)

    @rule(days=st.sampled_from([1, 13, 14, 40]))
    def days_pass(self, days: int) -> None:
        self.story.now += timedelta(days=days)

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
                run = self.story.campaigns.occurrence(*message)
                assert run is not None
                assert run.audience_size is not None
                assert campaign.audience_ceiling is not None
                assert run.audience_size <= campaign.audience_ceiling

    def _mails(self) -> list[Mail]:
        return [mail for name in PEOPLE for mail in self.story.mails.of_candidate(CandidateId(name))]

    @invariant()
    def the_cap_is_never_broken(self) -> None:
        for moments in self.left.values():
            assert all(later - earlier >= EVERY for earlier, later in pairwise(moments))

    @invariant()
    def nothing_waits_for_a_person_beside_another(self) -> None:
        for name in PEOPLE:
            waiting = [mail for mail in self._mails() if mail.candidate_id == name and mail.state is MailState.HELD]
            assert len(waiting) <= 1

    @invariant()
    def every_mail_is_of_a_frozen_audience(self) -> None:
        for campaign_id in self.ids:
            for run in self.story.campaigns.occurrences(campaign_id):
                parts = [self.story.audiences.read(part_key(run, n), AudiencePart) for n in range(run.frozen_parts)]
                frozen = {one.candidate_id for part in parts for one in part.people}
                assert {mail.candidate_id for mail in self.story.mails_of(run)} <= frozen

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
                campaign = self.story.campaign(campaign_id)
                if run.audience_size is not None and run.cursor and campaign.state is CampaignState.APPROVED:
                    assert campaign.audience_ceiling is not None

    @invariant()
    def each_run_is_one_and_each_person_gets_one_mail_of_it(self) -> None:
        for campaign_id in self.ids:
            runs = self.story.campaigns.occurrences(campaign_id)
            for run in runs:
                assert max(Counter(mail.candidate_id for mail in self.story.mails_of(run)).values(), default=1) == 1


TestCampaigns = Campaigns.TestCase
TestCampaigns.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
