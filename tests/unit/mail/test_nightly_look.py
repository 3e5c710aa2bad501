"""The night's look: sums and differences as numbers, and who has waited longest for an answer (R40)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from reconcile_mail.look import Found, Oldest, Stores, look
from relance.adapters.memory_applications import MemoryApplicationStore
from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.adapters.memory_jobs import MemoryJobStore
from relance.adapters.memory_mails import MemoryMailLedger
from relance.applications import Outcome
from relance.jobs import JobId
from relance.mail import ledger
from relance.mail.mails import Mail
from relance.mail.reconciliation import Difference, DifferenceKind
from tests.factories import application, candidate, job
from tests.unit.mail.world import NOW, answer

LATER = NOW + timedelta(days=40)


class House:
    """Twins of what the look reads, with two jobs and three people."""

    def __init__(self) -> None:
        self.mails = MemoryMailLedger()
        self.jobs = MemoryJobStore()
        self.people = MemoryCandidateStore()
        self.applications = MemoryApplicationStore(self.people)
        self.reported: list[Difference] = []
        for name in ("accountant", "driver"):
            self.jobs.save(job(JobId(name)))
        for name in ("zoe", "karim", "moira"):
            self.people.create(candidate(name), keys=())

    def applied(self, name: str, *, days_ago: int, to: str = "accountant", **fields: Any) -> None:
        """Somebody who applied so long before LATER."""
        self.applications.save(application(to, name, applied_at=LATER - timedelta(days=days_ago), **fields))

    def drafted(self, name: str, to: str = "accountant") -> Mail:
        """An answer that nobody has approved."""
        mail = answer(name, to)
        assert self.mails.plan(mail)
        return self.mails.get(mail.mail_id)

    def approved(self, mail: Mail) -> Mail:
        """By a named person."""
        return ledger.approve(
            mail, by="salome", text_hash="x", not_before=LATER, because=None, mails=self.mails, now=LATER
        )

    def look(self) -> Found:
        """What the night finds."""
        stores = Stores(mails=self.mails, jobs=self.jobs, applications=self.applications)
        return look(stores, report=self.reported.append, now=LATER)


@pytest.fixture
def house() -> House:
    return House()


def test_r40_nobody_waits_where_nobody_applied(house: House) -> None:
    found = house.look()

    assert found.oldest_unanswered is None
    assert set(found.counts().values()) == {0}
    assert {kind.value for kind in DifferenceKind} <= set(found.counts())


def test_r40_the_oldest_of_all_jobs_is_told_in_days(house: House) -> None:
    house.applied("zoe", days_ago=12)
    house.applied("karim", days_ago=31, to="driver")
    house.applied("moira", days_ago=20, to="driver")

    found = house.look()

    assert found.oldest_unanswered == Oldest(job_id=JobId("driver"), days=31)
    assert found.counts()["oldest_unanswered_days"] == 31


def test_whoever_was_interviewed_waits_since_then(house: House) -> None:
    house.applied("zoe", days_ago=35, last_interview_at=LATER - timedelta(days=3))

    assert house.look().oldest_unanswered == Oldest(job_id=JobId("accountant"), days=3)


@pytest.mark.parametrize("outcome", [Outcome.HIRED, Outcome.WITHDRAWN])
def test_whoever_was_hired_or_withdrew_waits_for_nothing(house: House, outcome: Outcome) -> None:
    house.applied("zoe", days_ago=30, outcome=outcome)

    assert house.look().oldest_unanswered is None


def rejected(house: House) -> None:
    """Without a word."""


def drafted(house: House) -> None:
    """Nobody has approved it."""
    house.drafted("zoe")


def undone(house: House) -> None:
    """Cancelled after its approval."""
    ledger.cancel(house.approved(house.drafted("zoe")), by="salome", mails=house.mails, now=LATER)


@pytest.mark.parametrize("done", [rejected, drafted, undone])
def test_a_rejection_that_nobody_was_told_of_waits(house: House, done: Callable[[House], None]) -> None:
    house.applied("zoe", days_ago=30, outcome=Outcome.REJECTED)

    done(house)

    assert house.look().oldest_unanswered == Oldest(job_id=JobId("accountant"), days=30)


@pytest.mark.parametrize("known", [True, False])
def test_an_approved_answer_ends_the_wait_whoever_rejected_the_application(house: House, known: bool) -> None:
    mail = house.approved(house.drafted("zoe"))
    house.applied("zoe", days_ago=30, outcome=Outcome.REJECTED, answer_id=mail.mail_id if known else None)
    house.applied("karim", days_ago=5)

    assert house.look().oldest_unanswered == Oldest(job_id=JobId("accountant"), days=5)


def test_r40_differences_are_reported_one_by_one_and_counted(house: House) -> None:
    claimed = ledger.claim(house.approved(house.drafted("zoe")), archive_key="k", mails=house.mails, now=NOW)
    assert claimed is not None
    ledger.lose(claimed, "ReadTimeoutError", mails=house.mails, now=NOW)

    counts = house.look().counts()

    assert [(each.mail_id, each.kind) for each in house.reported] == [(claimed.mail_id, DifferenceKind.NOT_KNOWN)]
    assert (counts["mails"], counts["differences"], counts["not_known"], counts["assumed"]) == (1, 1, 1, 0)
    assert counts["astray"] == 0


def test_r40_what_stands_still_is_counted_as_astray(house: House) -> None:
    ledger.hold(house.approved(house.drafted("zoe")), until=NOW, because="stop_all", mails=house.mails, now=NOW)

    counts = house.look().counts()

    assert (counts["never_queued"], counts["astray"]) == (1, 1)
