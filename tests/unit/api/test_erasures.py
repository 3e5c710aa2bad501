"""A wish to be erased that came by letter is passed on over the API, and its certificate is read there (R31)."""

from tests import factories
from tests.unit.api.world import APPROVER, World


def test_an_approver_orders_an_erasure_in_their_own_name(world: World) -> None:
    zoe = world.person(factories.candidate("zoe"))

    answer = world.call("POST", f"/candidates/{zoe.candidate_id}/erase", claims=APPROVER)

    assert answer.status == 202
    (order,) = world.erasing.orders
    assert order.candidate_id == zoe.candidate_id
    assert order.by != "candidate"
    assert order.at.isoformat().replace("+00:00", "Z") == answer.body["ordered_at"]


def test_a_recruiter_cannot_erase(world: World) -> None:
    zoe = world.person(factories.candidate("zoe"))

    assert world.call("POST", f"/candidates/{zoe.candidate_id}/erase").status == 403
    assert world.erasing.orders == []


def test_nobody_is_erased_under_an_unknown_id(world: World) -> None:
    assert world.call("POST", "/candidates/nobody/erase", claims=APPROVER).status == 404
    assert world.call("GET", "/erasures/nobody").status == 404
    assert world.erasing.orders == []


def test_an_order_can_be_repeated_after_the_work_began(world: World) -> None:
    zoe = world.person(factories.candidate("zoe"))
    factories.erase(world.candidates, zoe.candidate_id)

    assert world.call("POST", f"/candidates/{zoe.candidate_id}/erase", claims=APPROVER).status == 202


def test_the_certificate_tells_stores_and_numbers_and_no_hash(world: World) -> None:
    zoe = world.person(factories.candidate("zoe"))
    erasure = factories.erase(world.candidates, zoe.candidate_id)
    world.candidates.note_erasure(erasure.done({"files": 2}, at=factories.NOW))

    body = world.call("GET", f"/erasures/{zoe.candidate_id}").body

    assert body["removed"] == {"files": 2}
    assert body["finished_at"] is not None
    assert set(body) == {"candidate_id", "ordered_by", "ordered_at", "finished_at", "removed", "kept"}


def test_the_certificate_says_in_both_languages_what_stays_and_why(world: World) -> None:
    zoe = world.person(factories.candidate("zoe"))
    factories.erase(world.candidates, zoe.candidate_id)

    kept = world.call("GET", f"/erasures/{zoe.candidate_id}").body["kept"]

    assert {"mails", "mail_guards", "audiences", "match_log", "audit", "suppressions", "erasures"} == set(kept)
    assert all(set(why) == {"fr", "en"} and all(why.values()) for why in kept.values())
