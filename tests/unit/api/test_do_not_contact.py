"""The house can decide to send somebody no offers; the person's own agreement is another matter."""

import pytest

from relance.candidates import CandidateId
from tests import factories
from tests.unit.api.world import APPROVER, World

PATH = "/candidates/zoe/do-not-contact"


def agreed(world: World) -> None:
    world.person(factories.candidate("zoe", consent=factories.consent()))


def test_whoever_is_barred_is_not_contactable_and_their_agreement_stays(world: World) -> None:
    agreed(world)

    answer = world.call("PUT", PATH, {"why": "asked us by telephone to be left in peace"})

    assert answer.status == 200
    assert answer.body["do_not_contact"]["why"].startswith("asked us")
    assert answer.body["consent"] is not None
    assert world.call("GET", "/candidates/zoe").body["contactable"] is False
    assert [entry.action for entry in world.audit.entries("candidate#zoe")] == ["contact_barred"]


def test_lifting_it_brings_the_agreement_back(world: World) -> None:
    agreed(world)
    world.call("PUT", PATH, {"why": "under clarification"})

    world.call("DELETE", PATH)

    assert world.call("GET", "/candidates/zoe").body["contactable"] is True
    assert world.candidates.get(CandidateId("zoe")).do_not_contact is None


def test_a_reason_can_be_corrected_and_who_did_it_is_on_record(world: World) -> None:
    agreed(world)
    world.call("PUT", PATH, {"why": "the first reason"})

    world.call("PUT", PATH, {"why": "another reason"}, claims=APPROVER)
    world.call("PUT", PATH, {"why": "  another reason "})

    kept = world.candidates.get(CandidateId("zoe")).do_not_contact
    assert kept is not None
    assert (kept.why, kept.by) == ("another reason", "amina")
    entries = [(entry.actor, entry.action) for entry in world.audit.entries("candidate#zoe")]
    assert entries == [("rachel", "contact_barred"), ("amina", "contact_bar_reworded")]


def test_a_reason_is_asked_for_and_the_person_must_be_known(world: World) -> None:
    agreed(world)

    assert world.call("PUT", PATH, {"why": "    "}).status == 422
    assert world.call("PUT", "/candidates/nobody/do-not-contact", {"why": "nobody"}).status == 404


@pytest.mark.parametrize(
    ("why", "word"),
    [("Trop vieux, et enceinte", "Trop vieux"), ("asks too much, see www.example.org", "www.example.org")],
)
def test_r20_a_reason_names_no_protected_ground_and_holds_no_link(world: World, why: str, word: str) -> None:
    agreed(world)

    refused = world.call("PUT", PATH, {"why": why})

    assert refused.status == 400
    first = refused.body["error"]["fields"][0]
    assert (first["field"], first["message"].partition(":")[0]) == ("body.why", word)
    assert world.candidates.get(CandidateId("zoe")).do_not_contact is None
    assert list(world.audit.entries("candidate#zoe")) == []
