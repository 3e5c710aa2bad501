"""Whether campaigns may write to somebody: lists say what a campaign would do."""

import pytest

from relance.applications import Outcome
from relance.privacy.addresses import address_key
from tests import factories
from tests.unit.api.world import PEPPER, World


def said(world: World) -> set[bool]:
    """By each list that shows the person."""
    (listed,) = world.call("GET", "/candidates").body["items"]
    (member,) = world.call("POST", "/segments/members", {"segment": {}}).body["items"]
    return {listed["contactable"], member["contactable"], world.call("GET", "/candidates/zoe").body["contactable"]}


@pytest.mark.parametrize("reason", ["bounce", "erased", "unsubscribed"])
def test_who_comes_again_with_an_address_that_is_not_written_to_is_not_contactable(world: World, reason: str) -> None:
    world.person(factories.candidate("zoe", consent=factories.consent()))
    email = world.candidates.get(factories.candidate("zoe").candidate_id).email
    before = said(world)

    world.suppressions.add(address_key(email or "", PEPPER), reason, now=world.now)

    assert (before, said(world)) == ({True}, {False})


def test_who_was_hired_is_not_contactable(world: World) -> None:
    world.job(factories.job())
    world.person(factories.candidate("zoe", consent=factories.consent()))

    world.applied(factories.application(outcome=Outcome.HIRED))

    assert said(world) == {False}
