"""The house can decide to send somebody no offers; the person's own agreement is another matter."""

from relance.candidates import CandidateId
from tests import factories
from tests.unit.api.world import World

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


def test_a_second_no_keeps_the_first_and_the_reason_is_asked_for(world: World) -> None:
    agreed(world)
    world.call("PUT", PATH, {"why": "the first reason"})

    world.call("PUT", PATH, {"why": "another reason"})

    kept = world.candidates.get(CandidateId("zoe")).do_not_contact
    assert kept is not None
    assert kept.why == "the first reason"
    assert world.call("PUT", PATH, {"why": ""}).status == 422
    assert world.call("PUT", "/candidates/nobody/do-not-contact", {"why": "nobody"}).status == 404
