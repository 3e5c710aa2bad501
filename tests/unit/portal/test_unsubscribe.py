"""One click stops the offers, for good and for whoever shares the address (R7, R12)."""

from datetime import timedelta

import pytest

from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.candidates import Candidate, CandidateId
from relance.errors import ConflictError, UnavailableError
from relance.mail.mails import BatchId
from relance.privacy.links import LinkPurpose
from tests import factories
from tests.unit.portal.portal import NOW, Portal, visible

ONE_CLICK = "List-Unsubscribe=One-Click"


@pytest.fixture
def portal() -> Portal:
    return Portal()


@pytest.mark.parametrize(
    ("body", "in_base64"), [(ONE_CLICK, False), (ONE_CLICK, True), (None, False), ("\udcff", False), ("%%%", True)]
)
def test_r12_one_click_unsubscribes_without_login_cookie_or_redirect(
    portal: Portal, body: str | None, in_base64: bool
) -> None:
    if body == "\udcff":
        body = "not a form at all"

    answer = portal.post(portal.link(LinkPurpose.UNSUBSCRIBE), body=body, base64=in_base64)

    assert answer.status == 200
    assert portal.zoe().unsubscribed_at == NOW
    assert not portal.zoe().may_be_offered_jobs(NOW)


def test_r12_unsubscribing_twice_is_fine_and_keeps_the_first_time(portal: Portal) -> None:
    link = portal.link(LinkPurpose.UNSUBSCRIBE)
    portal.post(link)
    portal.now = NOW + timedelta(days=1)

    again = portal.post(link)

    assert again.status == 200
    assert portal.zoe().unsubscribed_at == NOW
    assert len(portal.audit.entries("candidate#zoe")) == 1


def test_an_unsubscribe_link_works_after_years_and_after_erasure(portal: Portal) -> None:
    link = portal.link(LinkPurpose.UNSUBSCRIBE)
    portal.now = NOW + timedelta(days=3000)
    factories.erase(portal.candidates, CandidateId("zoe"))

    assert portal.get(link).status == 200
    assert portal.post(link).status == 200


def test_after_erasure_the_link_says_that_nothing_is_held_and_counts_nothing(portal: Portal) -> None:
    link = portal.link(LinkPurpose.UNSUBSCRIBE)
    factories.erase(portal.candidates, CandidateId("zoe"))

    shown, pressed = portal.get(link), portal.post(link, body=ONE_CLICK)

    for answer in (shown, pressed):
        assert answer.status == 200
        assert "plus de données à votre sujet" in visible(answer.body)
        assert "<form" not in answer.body
    assert portal.responses.of_occurrence(BatchId("run-1")) == {}


def test_whoever_shares_the_address_is_unsubscribed_too(portal: Portal) -> None:
    portal.candidates.create(factories.candidate("max"), keys=())
    portal.candidates.save(portal.zoe().model_copy(update={"shares_email_with": (CandidateId("max"),)}))

    portal.post(portal.link(LinkPurpose.UNSUBSCRIBE))

    assert portal.candidates.get(CandidateId("max")).unsubscribed_at == NOW


def test_a_write_at_the_same_moment_does_not_lose_the_stop(portal: Portal) -> None:
    class Busy(MemoryCandidateStore):
        def __init__(self, whole: MemoryCandidateStore) -> None:
            self.__dict__ = dict(whole.__dict__)
            self.refusals = 2

        def save(self, candidate: Candidate, *, new_keys: tuple[str, ...] = ()) -> Candidate:  # type: ignore[override]
            if self.refusals:
                self.refusals -= 1
                raise ConflictError("another writer was quicker")
            return super().save(candidate, new_keys=new_keys)

    answer = portal.post(portal.link(LinkPurpose.UNSUBSCRIBE), changes={"candidates": Busy(portal.candidates)})

    assert answer.status == 200
    assert portal.zoe().unsubscribed_at == NOW


def test_a_store_that_is_down_asks_to_try_again(portal: Portal) -> None:
    class Down(MemoryCandidateStore):
        def get(self, candidate_id: CandidateId) -> Candidate:
            raise UnavailableError("throttled")

    answer = portal.post(portal.link(LinkPurpose.UNSUBSCRIBE), changes={"candidates": Down()})

    assert answer.status == 503
    assert "réessayez" in answer.body
