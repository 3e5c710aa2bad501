"""Everybody is met once a day: whoever was kept long enough goes, whoever's agreement ends is asked (R30)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from enforce_retention.walk import PAGE, Stores, Walked, walk
from relance.adapters.memory_applications import MemoryApplicationStore
from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.adapters.memory_erasure_requests import MemoryErasureRequests
from relance.adapters.memory_mails import MemoryMailLedger
from relance.adapters.memory_retention import MemoryRetentionPlaces
from relance.candidates import CandidateId
from relance.mail.mails import RenewalContent
from relance.privacy.erasure import RETENTION
from relance.privacy.retention import RetentionPolicy
from relance.records import Instant
from tests.factories import application, candidate, consent, cv_file

CAME = datetime(2026, 1, 10, 9, 0, tzinfo=UTC)
MAY = datetime(2026, 5, 10, 9, 0, tzinfo=UTC)
ENDS_IN_MAY = consent(given_at=MAY - timedelta(days=720), expires_at=MAY + timedelta(days=10))


@dataclass
class House:
    """Twins of what the walk reads and writes."""

    candidates: MemoryCandidateStore = field(default_factory=MemoryCandidateStore)
    mails: MemoryMailLedger = field(default_factory=MemoryMailLedger)
    erasing: MemoryErasureRequests = field(default_factory=MemoryErasureRequests)
    places: MemoryRetentionPlaces = field(default_factory=MemoryRetentionPlaces)

    def __post_init__(self) -> None:
        self.applications = MemoryApplicationStore(self.candidates)

    def came(self, candidate_id: str, **fields: Any) -> None:
        """Somebody who came in January."""
        came: dict[str, Any] = {"created_at": CAME, "cvs": (cv_file(received_at=CAME),)}
        self.candidates.create(candidate(candidate_id, **(came | fields)), keys=())

    def walk(self, *, now: Instant = MAY, pages: int = 1000) -> Walked:
        """A stretch of at most so many pages."""
        left = iter(range(pages))
        stores = Stores(
            candidates=self.candidates, applications=self.applications, mails=self.mails, erasing=self.erasing,
            places=self.places,
        )  # fmt: skip
        return walk(stores, policy=RetentionPolicy(), now=now, may_go_on=lambda: next(left, None) is not None)

    def ordered(self) -> list[str]:
        """Whose erasure was ordered, in that order."""
        return [order.candidate_id for order in self.erasing.orders]


@pytest.fixture
def house() -> House:
    return House()


def test_r30_whoever_was_kept_long_enough_goes_in_the_name_of_the_rule(house: House) -> None:
    house.came("old")
    house.came("in-process")
    house.applications.save(application(candidate_id="in-process"))
    house.came("agreed", consent=consent())

    walked = house.walk()

    (order,) = house.erasing.orders
    assert (order.candidate_id, order.by) == ("old", RETENTION)
    assert walked == Walked(met=3, asked=0, ordered_to_erase=1, done=True)


def test_r30_whose_agreement_ends_is_asked_once_however_often_the_walk_comes_by(house: House) -> None:
    house.came("zoe", consent=ENDS_IN_MAY)

    first = house.walk()
    second = house.walk(now=MAY + timedelta(days=1))

    (mail,) = house.mails.of_candidate(CandidateId("zoe"))
    assert isinstance(mail.content, RenewalContent)
    assert (first.asked, second.asked) == (1, 0)
    assert house.ordered() == []


def test_a_day_has_one_walk(house: House) -> None:
    house.came("old")

    house.walk()
    again = house.walk(now=MAY + timedelta(hours=3))

    assert again == Walked(done=True)
    assert house.ordered() == ["old"]


def test_a_walk_that_ran_out_of_time_goes_on_where_it_stopped_and_meets_everybody_once(house: House) -> None:
    people = [f"p{number:04}" for number in range(2 * PAGE + 7)]
    for each in people:
        house.came(each)

    stretches = [house.walk(pages=1) for _ in range(3)]

    assert [stretch.met for stretch in stretches] == [PAGE, PAGE, 7]
    assert [stretch.done for stretch in stretches] == [False, False, True]
    assert sorted(house.ordered()) == people


def test_a_walk_that_did_not_end_yesterday_is_ended_before_a_new_one_begins(house: House) -> None:
    for number in range(PAGE + 1):
        house.came(f"p{number:04}")
    house.walk(pages=1)

    today = house.walk(now=MAY + timedelta(days=1))

    assert today.met == 1
    assert len(house.ordered()) == PAGE + 1


def test_a_stretch_that_breaks_off_inside_a_page_does_that_page_again(house: House) -> None:
    for number in range(3):
        house.came(f"p{number}")
    orders = house.erasing.orders

    class BreakingAfterOne(MemoryErasureRequests):
        def put(self, order: Any) -> None:
            if len(orders) == 1:
                raise ConnectionError
            orders.append(order)

    house.erasing = BreakingAfterOne()
    with pytest.raises(ConnectionError):
        house.walk()
    house.erasing = MemoryErasureRequests()
    house.walk()

    assert house.ordered() == ["p0", "p1", "p2"]
