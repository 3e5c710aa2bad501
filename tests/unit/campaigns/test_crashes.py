"""A run killed at any of its writes, just before or just after, ends with exact totals and nobody twice (R1, R3)."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from relance.adapters.memory_campaigns import MemoryAudienceStore
from relance.adapters.memory_mails import MemoryMailLedger
from relance.campaigns import CampaignId, Occurrence, OccurrenceState
from relance.candidates import CandidateId
from relance.mail.mails import Mail, offer_guard
from relance.records import Instant, Record
from tests import factories
from tests.unit.campaigns.story import JOB, HookedCampaigns, Story

PEOPLE = 7
EXPECTED = {"no_consent": 1}


class KilledError(BaseException):
    """The process is gone: nothing catches this."""


class Fuse:
    """Kills at the n-th write from now on, before it is made or after; from then on nothing is written. None: never."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.after = False
        self.writes = 0

    def write[Made](self, do: Callable[[], Made]) -> Made:
        self.writes += 1
        if self.left is not None:
            self.left -= 1
            if self.left < 0 or (self.left == 0 and not self.after):
                raise KilledError
        made = do()
        if self.left == 0:
            raise KilledError
        return made


class FusedCampaigns(HookedCampaigns):
    def __init__(self, fuse: Fuse) -> None:
        super().__init__()
        self.fuse = fuse

    def save_occurrence(self, occurrence: Occurrence) -> Occurrence:
        return self.fuse.write(lambda: super(FusedCampaigns, self).save_occurrence(occurrence))


class FusedAudiences(MemoryAudienceStore):
    def __init__(self, fuse: Fuse) -> None:
        super().__init__()
        self.fuse = fuse

    def keep[Kept: Record](self, key: str, record: Kept) -> Kept:
        return self.fuse.write(lambda: super(FusedAudiences, self).keep(key, record))


class FusedMails(MemoryMailLedger):
    def __init__(self, fuse: Fuse) -> None:
        super().__init__()
        self.fuse = fuse

    def plan(self, mail: Mail) -> bool:
        return self.fuse.write(lambda: super(FusedMails, self).plan(mail))


class FusedStory(Story):
    def __init__(self, folder: Path, fuse: Fuse) -> None:
        super().__init__(folder, campaigns=FusedCampaigns(fuse), audiences=FusedAudiences(fuse), mails=FusedMails(fuse))
        self.fuse = fuse


def prepared(folder: Path) -> tuple[FusedStory, CampaignId, Instant]:
    """Seven who agreed, two of them with one address, and one who did not; the campaign fires now."""
    story = FusedStory(folder, Fuse())
    for number in range(PEOPLE - 2):
        story.finalist(f"p{number}")
    for name in ("twin-a", "twin-b"):
        story.finalist(name, profile=factories.profile(name=name, email="twins@example.org"))
    story.finalist("silent", consent=False)
    campaign_id = story.approved()
    story.now += timedelta(seconds=10)
    ((_, moment),) = story.scheduler.fire(story.now)
    story.fuse.writes = 0
    return story, campaign_id, moment


def check(story: FusedStory, campaign_id: CampaignId) -> None:
    """Exact totals, nobody twice, one audience."""
    run = story.only_run(campaign_id)
    mails = story.mails_of(run)
    assert (run.state, run.audience_size, run.cursor) == (OccurrenceState.FINISHED, PEOPLE, PEOPLE)
    assert (run.planned, run.skipped, run.excluded) == (PEOPLE - 1, {"same_address": 1}, EXPECTED)
    assert len(mails) == run.planned
    assert set(Counter(mail.candidate_id for mail in mails).values()) == {1}
    assert CandidateId("silent") not in {mail.candidate_id for mail in mails}


def test_r3_without_a_crash_the_totals_are_exact(tmp_path: Path) -> None:
    story, campaign_id, moment = prepared(tmp_path)

    story.run(campaign_id, moment)

    check(story, campaign_id)
    story.close()


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_each_of_its_writes_and_delivered_again(tmp_path: Path, *, after: bool) -> None:
    reference, campaign_id, moment = prepared(tmp_path / "reference")
    reference.run(campaign_id, moment)
    reference.close()
    assert reference.fuse.writes > PEOPLE + 12

    for nth in range(1, reference.fuse.writes + 1):
        story, campaign_id, moment = prepared(tmp_path / f"{nth}")
        story.fuse.left, story.fuse.after = nth, after
        with pytest.raises(KilledError):
            story.run(campaign_id, moment)
        story.fuse.left = None
        story.now += timedelta(minutes=30)

        story.run(campaign_id, moment)

        check(story, campaign_id)
        story.close()


def test_killed_again_and_again_it_still_ends(tmp_path: Path) -> None:
    story, campaign_id, moment = prepared(tmp_path)
    kills = 0

    while True:
        story.fuse.left, story.fuse.after = 4, kills % 2 == 0
        try:
            story.run(campaign_id, moment)
            break
        except KilledError:
            kills += 1
            story.now += timedelta(minutes=7)

    assert kills >= 4
    check(story, campaign_id)
    story.close()


def test_the_first_audience_is_kept_whatever_changes_between_crash_and_restart(tmp_path: Path) -> None:
    story, campaign_id, moment = prepared(tmp_path)
    story.fuse.left, story.fuse.after = 4, True  # Lease, FREEZING, beginning, then the first part.
    with pytest.raises(KilledError):
        story.run(campaign_id, moment)
    story.finalist("newcomer")
    story.fuse.left = None
    story.now += timedelta(minutes=7)

    story.run(campaign_id, moment)

    check(story, campaign_id)
    story.close()


def test_two_runners_at_once_count_each_person_once(tmp_path: Path) -> None:
    """The lease of a runner that hangs has passed, another takes over, then the first wakes up."""
    story, campaign_id, moment = prepared(tmp_path)
    nested: list[Any] = []

    def take_over() -> None:
        story.now += timedelta(minutes=7)
        nested.append(story.run(campaign_id, moment))

    story.after_expanding(1, take_over)
    story.run(campaign_id, moment, seconds=10_000)

    assert nested[0].state is OccurrenceState.FINISHED
    check(story, campaign_id)
    story.close()


class RacedMails(MemoryMailLedger):
    """Another runner writes each mail a moment before us."""

    def plan(self, mail: Mail) -> bool:
        super().plan(mail)
        return super().plan(mail)


def test_a_mail_that_another_runner_wrote_a_moment_ago_counts_as_written(tmp_path: Path) -> None:
    story = Story(tmp_path, mails=RacedMails())
    story.finalist("ana")
    campaign_id = story.approved()

    story.fire()

    run = story.only_run(campaign_id)
    assert (run.planned, run.skipped) == (1, {})
    story.close()


class TakenMails(MemoryMailLedger):
    """Another campaign offers the first job to the person a moment before our mail is written."""

    def plan(self, mail: Mail) -> bool:
        if len(mail.job_ids) == 2:
            job = mail.job_ids[0]
            taken = {"job_ids": (job,), "guards": (offer_guard(job, mail.candidate_id),)}
            super().plan(mail.model_copy(update=taken | {"mail_id": f"other-{mail.candidate_id}", "batch_id": "other"}))
        return super().plan(mail)


def test_an_offer_that_another_campaign_made_a_moment_ago_is_left_out_of_the_mail(tmp_path: Path) -> None:
    story = Story(tmp_path, mails=TakenMails())
    story.finalist("ana")
    story.job(factories.job("second", title="Auditeur interne"))
    campaign_id = story.approved(jobs=[JOB, "second"])

    story.fire()

    run = story.only_run(campaign_id)
    assert (run.planned, run.skipped) == (1, {})
    assert [mail.job_ids for mail in story.mails_of(run)] == [("second",)]
    story.close()
