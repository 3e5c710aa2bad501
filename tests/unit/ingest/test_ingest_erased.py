"""Whoever was erased does not come back by a file that they sent before (R31)."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from ingest_cv.ingest import Outcome
from relance.candidates import CandidateId
from relance.ports.people import Upload
from relance.privacy.addresses import address_key
from relance.privacy.erasure import CANDIDATE, ErasureOrder
from tests.factories import NOW, erase, job
from tests.unit.ingest.desk import PEPPER, Clockwork, Crashed, Desk, crash

ZOE = "Zoé Lambert|zoe.lambert@example.org|Comptable"
ZOE_LATER = "LAMBERT Zoé|Zoe.Lambert@example.org|Contrôleuse de gestion"


class DyingAtSave:
    """The store of people; the process dies when a record is to be written."""

    def __init__(self, desk: Desk) -> None:
        self._store = desk.candidates

    def __getattr__(self, name: str) -> Any:
        return (lambda *_, **__: crash()) if name == "save" else getattr(self._store, name)


def erase_wholly(desk: Desk, who: CandidateId) -> None:
    """The record and its markers go, then what is kept: as `relance.privacy.erase` does it."""
    tombstone = erase(desk.candidates, who)
    desk.cvs.forget(who)
    desk.candidates.release(tombstone.markers, who)


def test_a_newer_cv_that_is_read_after_its_sender_was_erased_brings_nobody_back() -> None:
    desk = Desk()
    zoe = desk.person(desk.upload(ZOE)).candidate_id
    waiting = desk.arrive(ZOE_LATER, sent_by=zoe, job="accountant")
    erase_wholly(desk, zoe)

    settled = desk.deliver(waiting)

    assert (settled.outcome, settled.candidate_id) == (Outcome.ERASED, None)
    assert desk.everybody() == []
    assert desk.cvs.kept == {}
    assert desk.cvs.inbox == {}


@pytest.mark.parametrize(
    ("sent", "comes_back"),
    [(timedelta(hours=-1), False), (timedelta(0), False), (timedelta(seconds=1), True)],
    ids=["before", "at that moment", "after"],
)
def test_r31_a_cv_that_somebody_sent_before_they_asked_to_be_erased_comes_too_late(
    sent: timedelta, comes_back: bool
) -> None:
    desk = Desk()
    zoe = desk.person(desk.upload(ZOE)).candidate_id
    waiting = desk.arrive(ZOE_LATER, at=NOW + sent, job="accountant")
    desk.jobs.save(job("accountant"))
    ask_to_be_erased(desk, zoe)

    settled = desk.deliver(waiting)

    assert (settled.outcome is Outcome.ERASED) is not comes_back
    assert len(desk.everybody()) == int(comes_back)
    assert bool(desk.cvs.kept) is comes_back
    assert desk.cvs.inbox == {}


def test_r31_a_late_cv_does_not_join_the_record_with_which_somebody_applied_anew() -> None:
    desk = Desk()
    waiting = desk.arrive(ZOE_LATER, at=NOW - timedelta(hours=1))
    ask_to_be_erased(desk, desk.person(desk.upload(ZOE)).candidate_id)
    anew = desk.person(desk.upload(ZOE, at=NOW + timedelta(hours=1)))

    settled = desk.deliver(waiting)

    assert settled.outcome is Outcome.ERASED
    assert desk.everybody() == [anew]


def ask_to_be_erased(desk: Desk, who: CandidateId) -> None:
    """As the order of a person does it: with their address."""
    person = desk.candidates.get(who)
    assert person.email is not None
    order = ErasureOrder(candidate_id=who, by=CANDIDATE, at=NOW)
    tombstone = desk.candidates.erase(person, order, address_key=address_key(person.email, PEPPER), now=NOW)
    desk.cvs.forget(who)
    desk.candidates.release(tombstone.markers, who)


def test_what_a_try_that_died_had_kept_goes_when_the_message_comes_again_after_the_erasure() -> None:
    desk, zoe, newer = a_newer_cv(by_link=True)
    dying = DyingAtSave(desk)
    with pytest.raises(Crashed):
        desk.deliver(newer, candidates=dying)
    kept_by_the_try = dict(desk.cvs.kept)
    erase(desk.candidates, zoe)

    settled = desk.deliver(newer)

    assert len(kept_by_the_try) == 2
    assert settled.outcome is Outcome.ERASED
    assert desk.cvs.kept == {}


@pytest.mark.parametrize(("by_link", "people"), [(True, 0), (False, None)], ids=["by their link", "by another way"])
def test_somebody_erased_at_any_call_of_a_delivery_leaves_no_file_under_their_id(
    by_link: bool, people: int | None
) -> None:
    for call in range(1, 1 + calls_of_a_newer_cv(by_link)):
        desk, zoe, newer = a_newer_cv(by_link)
        clockwork = Clockwork(at=call, before=partial(erase_wholly, desk, zoe))

        desk.deliver(newer, **watched(desk, clockwork))

        assert zoe not in {who for who, _ in desk.cvs.kept}, f"erased before call {call}"
        assert people is None or len(desk.everybody()) == people, f"erased before call {call}"
        assert desk.cvs.inbox == {}


def a_newer_cv(by_link: bool) -> tuple[Desk, CandidateId, Upload]:
    """Zoé is known, and a newer CV of hers waits in the inbox."""
    desk = Desk()
    zoe = desk.person(desk.upload(ZOE)).candidate_id
    return desk, zoe, desk.arrive(ZOE_LATER, sent_by=zoe if by_link else None)


def calls_of_a_newer_cv(by_link: bool) -> int:
    """How many calls its delivery makes when nothing happens."""
    desk, _, newer = a_newer_cv(by_link)
    clockwork = Clockwork(at=0)
    desk.deliver(newer, **watched(desk, clockwork))
    return clockwork.calls


def watched(desk: Desk, clockwork: Clockwork) -> dict[str, Any]:
    """The stores that an erasure changes, with the clockwork between."""
    return {"cvs": clockwork.over(desk.cvs), "candidates": clockwork.over(desk.candidates)}
