"""Segments and matches over the API."""

from typing import Any

import pytest

from relance.adapters.memory_cvs import KeptCv
from relance.candidates import CandidateId, CvId
from tests import factories
from tests.unit.api.world import World


def somebody(world: World, name: str, *, text: str, skills: tuple[str, ...] = (), **overrides: Any) -> None:
    profile = factories.profile(
        name=name, email=f"{name}@example.org", label=text.split(",", maxsplit=1)[0], skills=skills
    )
    world.person(factories.candidate(name, profile=profile, **overrides), text=text)


def test_a_count_tells_how_many_may_be_written_to(world: World) -> None:
    somebody(world, "ana", text="Comptable", skills=("Sage",), consent=factories.consent())
    somebody(world, "ben", text="Comptable", skills=("Sage",))
    somebody(world, "cy", text="Boulanger", skills=("Pain",), consent=factories.consent())

    counted = world.call("POST", "/segments/count", {"segment": {"skills_all": ["SAGE "]}})

    assert counted.body == {"matching": 2, "contactable": 1}


def test_an_empty_segment_is_everybody(world: World) -> None:
    somebody(world, "ana", text="Comptable")

    assert world.call("POST", "/segments/count", {"segment": {}}).body["matching"] == 1


def test_skills_are_found_whatever_their_accents_and_capitals(world: World) -> None:
    somebody(world, "ana", text="Comptable", skills=("Comptabilité générale",))

    for written in ("comptabilite generale", "COMPTABILITÉ GÉNÉRALE"):
        found = world.call("POST", "/segments/members", {"segment": {"skills_any": [written]}})
        assert [line["candidate_id"] for line in found.body["items"]] == ["ana"]


def test_members_by_likeness_come_nearest_first(world: World) -> None:
    world.job(factories.job())
    somebody(world, "baker", text="Boulanger, pain et viennoiserie")
    somebody(world, "accountant", text="Comptable fournisseurs, Sage, groupe industriel")

    body = {"segment": {"like": {"job_id": "accountant", "top": 2}}}
    first = world.call("POST", "/segments/members", body, limit=1)
    second = world.call("POST", "/segments/members", body, limit=1, after=first.body["next"])

    assert [line["candidate_id"] for line in first.body["items"] + second.body["items"]] == ["accountant", "baker"]
    assert [entry["order"] for entry in world.match_log.entries.values()] == ["segment", "segment"]


@pytest.mark.parametrize(
    ("segment", "where"),
    [
        ({"age": 30}, "body.segment.age"),
        ({"history": {"max_experience": 3}}, "body.segment.history.max_experience"),
        ({"postcode": "26000", "name": "x"}, "body.segment.postcode"),
    ],
)
def test_a_filter_on_a_protected_attribute_is_refused_with_an_explanation(
    world: World, segment: dict[str, Any], where: str
) -> None:
    refused = world.call("POST", "/segments/count", {"segment": segment})

    told = {each["field"]: each["message"] for each in refused.body["error"]["fields"]}
    assert refused.status == 422
    assert "L1132-1" in told[where]


def test_a_segment_that_nobody_can_match_is_refused(world: World) -> None:
    history = {"updated_after": "2026-02-01T00:00:00Z", "updated_before": "2026-01-01T00:00:00Z"}

    refused = world.call("POST", "/segments/count", {"segment": {"history": history}})

    assert refused.status == 400


def test_a_huge_segment_is_refused(world: World) -> None:
    refused = world.call("POST", "/segments/count", {"segment": {"skills_any": [f"s{n}" for n in range(101)]}})

    assert refused.status == 422


def test_likeness_to_an_unknown_job_is_404(world: World) -> None:
    assert world.call("POST", "/segments/count", {"segment": {"finalists_of_jobs_like": {"job_id": "x"}}}).status == 404
    assert world.call("POST", "/segments/members", {"segment": {"like": {"job_id": "x"}}}).status == 404


def test_r26_matches_are_ranked_explained_and_logged(world: World) -> None:
    world.job(factories.job())
    somebody(world, "baker", text="Boulanger, pain et viennoiserie")
    somebody(world, "accountant", text="Comptable fournisseurs, Sage, groupe industriel")

    page = world.call("GET", "/jobs/accountant/matches").body

    best = page["items"][0]
    assert [each["person"]["candidate_id"] for each in page["items"]] == ["accountant", "baker"]
    assert {c["criterion_id"]: c["met"] for c in best["match"]["explanation"]["criteria"]} == {
        "sage": True,
        "english": False,
    }
    entry = world.match_log.entries[page["query_id"]]
    assert (entry["seen_by"], entry["job_id"], entry["order"]) == ("rachel", "accountant", "likeness")
    assert entry["model_id"] == world.embedder.model_id
    assert [each["id"] for each in entry["results"]] == ["accountant", "baker"]  # type: ignore[attr-defined]
    assert [each["version"] for each in entry["results"]] == [1, 1]  # type: ignore[attr-defined]


def test_r25_everybody_is_reached_by_paging_in_both_orders(world: World) -> None:
    world.job(factories.job())
    names = {f"p{number:02}" for number in range(23)}
    for name in sorted(names):
        somebody(world, name, text="Comptable")

    for order in ("likeness", "rules"):
        seen: list[str] = []
        after = None
        while True:
            page = world.call("GET", "/jobs/accountant/matches", order=order, limit=5, after=after).body
            seen += [each["person"]["candidate_id"] for each in page["items"]]
            after = page["next"]
            if after is None:
                break
        assert set(seen) == names
        assert len(seen) == len(names)


def test_the_rules_order_has_no_score(world: World) -> None:
    world.job(factories.job())
    somebody(world, "b", text="Boulanger")
    somebody(world, "a", text="Comptable")

    page = world.call("GET", "/jobs/accountant/matches", order="rules").body

    assert [(each["person"]["candidate_id"], each["match"]["score"]) for each in page["items"]] == [
        ("a", None),
        ("b", None),
    ]


def test_matches_can_be_kept_to_people_who_agreed(world: World) -> None:
    world.job(factories.job())
    somebody(world, "yes", text="Comptable", consent=factories.consent())
    somebody(world, "no", text="Comptable")

    page = world.call("GET", "/jobs/accountant/matches", contactable_only="true").body

    assert [each["person"]["candidate_id"] for each in page["items"]] == ["yes"]


def test_finalists_of_similar_jobs_come_with_their_why(world: World) -> None:
    world.job(factories.job())
    world.job(factories.job("earlier", title="Comptable", description="Comptabilité fournisseurs sous Sage."))
    somebody(world, "fin", text="Comptable fournisseurs")
    somebody(world, "other", text="Comptable fournisseurs")
    world.applied(factories.application("earlier", "fin", stage="finalist", outcome="rejected"))
    world.applied(factories.application("earlier", "other", stage="screened", outcome="rejected"))

    found = world.call("GET", "/jobs/accountant/similar-finalists").body

    (line,) = found["items"]
    assert (line["person"]["candidate_id"], line["job_title"]) == ("fin", "Comptable")
    assert (line["finalist"]["why"]["job_id"], line["finalist"]["why"]["stage"]) == ("earlier", "finalist")
    assert world.match_log.entries[found["query_id"]]["order"] == "similar_finalists"


def test_evidence_is_shown_as_the_person_wrote_it(world: World) -> None:
    world.job(factories.job(criteria=[{"criterion_id": "care", "text": "Infirmier diplômé", "weight": "must"}]))
    text = "Zoé Lambert\nInfirmière diplômée, gardes de nuit"
    profile = factories.profile(name="Zoé Lambert", label="Infirmière")
    world.person(factories.candidate(profile=profile, cvs=(factories.cv_file("c1"),)), text=text)
    world.cvs.kept[CandidateId("zoe"), CvId("c1")] = KeptCv(b"", text)

    page = world.call("GET", "/jobs/accountant/matches").body

    (finding,) = page["items"][0]["match"]["explanation"]["criteria"]
    assert finding["line"] == "Infirmière diplômée, gardes de nuit"
