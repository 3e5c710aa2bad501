"""Segments over the API: what they mean, whom they reach, and keeping them."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest

from relance.segments.saved import ready_made
from tests import factories
from tests.unit.api.test_segments_and_matches import somebody
from tests.unit.api.world import World


def preview(world: World, segment: dict[str, Any], **more: Any) -> Any:
    answer = world.call("POST", "/segments/preview", {"segment": segment, **more})
    assert answer.status == 200, answer.body
    return answer.body


def three_accountants(world: World) -> None:
    somebody(world, "ana", text="Comptable", skills=("Sage",), consent=factories.consent())
    somebody(world, "ben", text="Comptable", skills=("Sage",))
    pause = world.now + timedelta(days=30)
    somebody(world, "cem", text="Comptable", skills=("Sage",), consent=factories.consent(), paused_until=pause)
    somebody(world, "dia", text="Boulanger", skills=("Pain",), consent=factories.consent())


def test_a_preview_tells_the_sentence_the_counts_the_reasons_and_the_people(world: World) -> None:
    three_accountants(world)

    told = preview(world, {"skills_all": ["Sage"]})

    assert told["sentence"] == {
        "fr": "Les personnes qui ont la compétence «\u00a0Sage\u00a0».",
        "en": "The people who have the skill “Sage”.",
    }
    assert (told["matching"], told["reachable"], told["taken"]) == (3, 1, 1)
    assert told["exclusions"] == [
        {"reason": "no_consent", "people": 1, "fr": "n’a pas accepté d’être recontacté·e",
         "en": "did not agree to be contacted"},
        {"reason": "paused", "people": 1, "fr": "a demandé une pause", "en": "asked for a pause"},
    ]  # fmt: skip
    assert [line["candidate_id"] for line in told["people"]["items"]] == ["ana", "ben", "cem"]


def test_a_preview_for_an_offer_leaves_out_who_applied_to_it(world: World) -> None:
    three_accountants(world)
    world.job(factories.job())
    world.applied(factories.application("accountant", "ana"))

    told = preview(world, {"skills_all": ["Sage"]}, jobs=["accountant"])

    assert {each["reason"]: each["people"] for each in told["exclusions"]} == {
        "no_consent": 1,
        "paused": 1,
        "already_applied": 1,
    }
    assert told["reachable"] == 0


def test_likeness_keeps_so_many_of_those_who_are_reached(world: World) -> None:
    three_accountants(world)
    world.job(factories.job())

    nearest = preview(world, {"like": {"job_id": "accountant", "top": 1}})
    everybody = preview(world, {"like": {"job_id": "accountant"}})

    assert (nearest["reachable"], nearest["taken"]) == (2, 1)
    assert (everybody["reachable"], everybody["taken"]) == (2, 2)
    assert len(nearest["people"]["items"]) == 1
    assert "les plus proches du poste «\u00a0Comptable fournisseurs\u00a0» d’abord" in everybody["sentence"]["fr"]


@pytest.mark.parametrize(("like", "people"), [({"top": 2}, 2), ({"top": 9}, 3), ({}, 7)])
def test_paging_by_likeness_reaches_everybody_once_and_stops(world: World, like: dict[str, int], people: int) -> None:
    world.job(factories.job())
    for number in range(7):
        somebody(world, f"p{number}", text="Comptable fournisseurs" if number % 2 else "", skills=("Sage",))
    body = {"segment": {"skills_all": ["Sage"], "like": {"job_id": "accountant", **like}}}

    seen: list[str] = []
    after = None
    for _ in range(20):
        page = world.call("POST", "/segments/members", body, limit=2, after=after).body
        seen += [line["candidate_id"] for line in page["items"]]
        after = page["next"]
        if after is None:
            break

    assert after is None
    assert len(seen) == len(set(seen)) == people


def test_a_place_in_a_list_that_is_not_ours_is_refused(world: World) -> None:
    world.job(factories.job())

    body = {"segment": {"like": {"job_id": "accountant"}}}

    assert world.call("POST", "/segments/members", body, after="nearest:x").status == 400


@pytest.mark.parametrize("path", ["/segments/preview", "/segments/count", "/segments"])
@pytest.mark.parametrize(
    ("segment", "told"),
    [
        ({"history": {"updated_after": "2026-02-01T00:00:00Z", "updated_before": "2026-01-01T00:00:00Z"}}, "période"),
        ({"skills_all": ["Sage"], "none_of": [{"skills_any": ["Sage", "SAP"]}]}, "aussi exclu"),
        ({"any_of": [{"tags_all": ["a"]}], "none_of": [{"tags_any": ["a"]}]}, "aucune des possibilités"),
    ],
)
def test_a_segment_that_nobody_can_fulfil_is_refused_and_says_why(
    world: World, path: str, segment: dict[str, Any], told: str
) -> None:
    refused = world.call(
        "POST", path, {"segment": segment, "name": "x"} if path == "/segments" else {"segment": segment}
    )

    assert refused.status == 400
    assert "nobody can match" in refused.body["error"]["message"]
    assert told in refused.body["error"]["message"]


@pytest.mark.parametrize("depth", [7, 24])
def test_a_segment_too_deep_is_refused_at_once(world: World, depth: int) -> None:
    segment: dict[str, Any] = {"skills_all": ["sage"]}
    for _ in range(depth - 1):
        segment = {"all_of": [segment]}

    refused = world.call("POST", "/segments/preview", {"segment": segment})

    assert refused.status == 422
    assert "niveaux" in refused.body["error"]["fields"][0]["message"]


@pytest.mark.parametrize("field", ["age", "sex", "name", "home_postcode", "max_experience"])
@pytest.mark.parametrize("path", ["/segments/preview", "/segments/count", "/segments", "/campaigns"])
def test_a_segment_on_a_protected_ground_is_refused_with_the_reason(world: World, path: str, field: str) -> None:
    body = {"name": "x", "segment": {"any_of": [{field: "x"}]}} | ({"jobs": ["a"]} if path == "/campaigns" else {})

    refused = world.call("POST", path, body)

    told = refused.body["error"]["fields"][0]
    assert refused.status == 422
    assert told["field"] == f"body.segment.any_of.0.{field}"
    assert "on purpose" in told["message"]
    assert "à dessein" in told["message"]


_BAGS = [{"skills_any": [f"s{i}" for i in range(k * 20, k * 20 + 20)]} for k in range(16)]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"segment":' + '{"all_of":[' * 50_000 + "{}" + "]}" * 50_000 + "}", 400),
        (json.dumps({"segment": {"any_of": [{"skills_all": ["a"]}] * 50_000}}), 422),
        (json.dumps({"segment": {"skills_any": [f"s{i}" for i in range(100_000)]}}), 422),
        (json.dumps({"segment": {"skills_any": ["x" * 1_000_000]}}), 422),
        ('{"segment":{"version":' + "9" * 10_000 + "}}", 400),
        (json.dumps({"segment": {"any_of": _BAGS, "none_of": [{"tags_all": ["a", "b"]}] * 16}}), 200),
        (json.dumps({"segment": {"skills_all": ["a"], "any_of": _BAGS, "none_of": [*_BAGS, {}]}}), 400),
    ],
)
def test_whatever_is_asked_there_is_a_clear_answer_in_bounded_time(world: World, body: str, status: int) -> None:
    began = time.process_time()

    answered = world.call("POST", "/segments/preview", raw=body)

    assert answered.status == status
    assert time.process_time() - began < 2
    assert len(json.dumps(answered.body)) < 100_000


def test_a_language_that_the_job_does_not_require_is_refused(world: World) -> None:
    world.job(factories.job())

    refused = world.call(
        "POST", "/segments/count", {"segment": {"speaks": [{"language": "de", "required_by": "accountant"}]}}
    )

    assert refused.status == 400
    assert "que si le poste l’exige" in refused.body["error"]["message"]


def test_a_kept_segment_is_listed_with_its_sentence_and_its_count_of_now(world: World) -> None:
    made = world.call("POST", "/segments", {"name": "Comptables", "segment": {"skills_all": ["Sage"]}})
    assert made.status == 201
    assert made.body["matching"] == 0

    three_accountants(world)
    (listed,) = world.call("GET", "/segments").body

    assert (listed["segment"]["name"], listed["matching"], listed["reachable"]) == ("Comptables", 3, 1)
    assert listed["sentence"]["en"] == "The people who have the skill “Sage”."
    assert listed["segment"]["created_by"] == "rachel"


def test_a_kept_segment_is_changed_and_forgotten(world: World) -> None:
    made = world.call("POST", "/segments", {"name": "Comptables", "segment": {"skills_all": ["Sage"]}}).body
    path = f"/segments/{made['segment']['segment_id']}"

    body = {"name": "Excel", "segment": {"skills_all": ["Excel"]}, "revision": 1}
    changed = world.call("PUT", path, body)
    again = world.call("PUT", path, body)

    assert (changed.status, changed.body["segment"]["revision"]) == (200, 2)
    assert again.status == 409
    assert world.call("GET", path).body["segment"]["definition"]["skills_all"] == ["Excel"]
    assert world.call("DELETE", path).status == 200
    assert world.call("GET", path).status == 404


def test_a_kept_segment_whose_job_is_gone_is_listed_all_the_same(world: World) -> None:
    world.job(factories.job())
    segment = {"finalists_of_jobs_like": {"job_id": "accountant"}}
    assert world.call("POST", "/segments", {"name": "x", "segment": segment}).status == 201
    world.jobs.__init__()  # type: ignore[misc]

    (listed,) = world.call("GET", "/segments").body

    assert (listed["sentence"], listed["matching"]) == (None, 0)


def finished(world: World, name: str, *, days_ago: int, **fields: Any) -> None:
    somebody(world, name, text="Comptable", consent=factories.consent())
    ended = world.now - timedelta(days=days_ago)
    world.applied(factories.application("accountant", name, applied_at=ended, updated_at=ended, **fields))


def test_silver_medallists_are_the_finalists_of_processes_that_ended_long_enough_ago(world: World) -> None:
    world.job(factories.job())
    finished(world, "long-ago", days_ago=200, stage="finalist", outcome="rejected")
    finished(world, "recent", days_ago=20, stage="finalist", outcome="rejected")
    finished(world, "early", days_ago=200, stage="screened", outcome="rejected")
    finished(world, "left", days_ago=200, stage="finalist", outcome="withdrawn")

    counts = {
        months: {each["id"]: each["matching"] for each in world.call("GET", "/segments/ready-made", months=months).body}
        for months in (None, 0, 12)
    }

    assert counts[None] == {"silver_medallists": 1, "withdrawn": 1, "interested_last_time": 0}
    assert counts[0]["silver_medallists"] == 2
    assert counts[12]["silver_medallists"] == 0


def test_every_ready_made_segment_has_a_name_and_a_sentence_in_both_languages(world: World) -> None:
    listed = world.call("GET", "/segments/ready-made").body

    assert [each["id"] for each in listed] == [made.id for made in ready_made()]
    for each in listed:
        assert each["name"]["fr"] != each["name"]["en"]
        assert each["sentence"]["fr"].startswith("Les personnes qui ont")
        assert each["sentence"]["en"].startswith("The people who")


def test_tags_and_wishes_are_noted_and_what_is_left_out_stays(world: World) -> None:
    somebody(world, "ana", text="Comptable")

    world.call("PATCH", "/candidates/ana", {"tags": ["vivier "], "contracts": ["permanent"], "areas": ["FR-69"]})
    noted = world.call("PATCH", "/candidates/ana", {"available_from": "2026-04-01", "areas": []})

    assert noted.status == 200
    assert noted.body["tags"] == ["vivier"]
    assert noted.body["wishes"]["contracts"] == ["permanent"]
    assert (noted.body["wishes"]["areas"], noted.body["wishes"]["available_from"]) == ([], "2026-04-01")
    world.index("ana")  # type: ignore[arg-type]
    assert world.call("POST", "/segments/count", {"segment": {"tags_any": ["vivier"]}}).body["matching"] == 1


def test_a_record_that_changed_meanwhile_is_not_written_over(world: World) -> None:
    somebody(world, "ana", text="Comptable")
    world.call("PATCH", "/candidates/ana", {"tags": ["vivier"], "revision": 1})

    assert world.call("PATCH", "/candidates/ana", {"tags": [], "revision": 1}).status == 409


@pytest.mark.parametrize("tag", ["trop jeune", "senior", "femme", "enceinte", "musulman"])
def test_a_tag_on_a_protected_ground_is_refused_with_the_reason(world: World, tag: str) -> None:
    somebody(world, "ana", text="Comptable")

    refused = world.call("PATCH", "/candidates/ana", {"tags": [tag]})

    assert refused.status == 400
    assert "L1132-1" in refused.body["error"]["message"]


@pytest.mark.parametrize("area", ["FR-999", "69003", "Lyon", "FR-6 9"])
def test_an_area_is_never_an_address(world: World, area: str) -> None:
    somebody(world, "ana", text="Comptable")

    assert world.call("PATCH", "/candidates/ana", {"areas": [area]}).status == 422
