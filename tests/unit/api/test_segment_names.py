"""What segments name: campaigns, reasons and trades that exist, in the employer's own words."""

from typing import Any

import pytest

from tests.unit.api.world import APPROVER, World

SEASON = """
[[reason]]
id = "seasonal_end"
tie = "process"
label = { fr = "Fin de la saison", en = "End of the season" }
[reason.fr]
applied = "La saison s'achève, et nous ne recrutons plus avant l'automne."
[reason.en]
applied = "The season is ending, and we are not hiring again before autumn."
"""
JOB = {"title": "Comptable", "description": "Clôture mensuelle sous Sage"}


def put(world: World, source: str) -> None:
    done = world.call("PUT", "/words", {"source": source}, claims=APPROVER)
    assert done.status == 200, done.body


@pytest.mark.parametrize(
    ("segment", "named"),
    [
        ({"never_received": {"campaigns": ["spring-2062"]}}, "campaign that does not exist: spring-2062"),
        ({"received": {"campaigns": ["spring-2062"]}}, "campaign that does not exist: spring-2062"),
        ({"none_of": [{"received": {"campaigns": ["gone"]}}]}, "campaign that does not exist: gone"),
        ({"history": {"but_reasons": ["pay_rnage"]}}, "reason that the catalogue does not have: pay_rnage"),
        ({"history": {"reasons": ["pay_rnage"]}}, "reason that the catalogue does not have: pay_rnage"),
        ({"any_of": [{"history": {"but_reasons": ["nope"]}}]}, "reason that the catalogue does not have: nope"),
        ({"none_of": [{"trades_any": ["M1299"]}]}, "trade that neither ROME nor ESCO has: M1299"),
        ({"trades_any": ["2411", "2499"]}, "trade that neither ROME nor ESCO has: 2499"),
    ],
)
def test_a_name_that_nothing_has_is_told_and_not_passed_over(world: World, segment: dict[str, Any], named: str) -> None:
    answers = [
        world.call("POST", "/segments/count", {"segment": segment}),
        world.call("POST", "/segments", {"name": "Kept", "segment": segment}),
    ]

    assert [answer.status for answer in answers] == [404, 404]
    assert all(named in answer.body["error"]["message"] for answer in answers)


def test_a_reason_of_finalists_of_similar_jobs_is_looked_at_too(world: World) -> None:
    job_id = world.call("POST", "/jobs", JOB).body["job_id"]
    segment = {"finalists_of_jobs_like": {"job_id": job_id, "but_reasons": ["nope"]}}

    assert world.call("POST", "/segments/count", {"segment": segment}).status == 404


def test_what_exists_is_taken(world: World) -> None:
    job_id = world.call("POST", "/jobs", JOB).body["job_id"]
    made = world.call("POST", "/campaigns", {"name": "Spring", "jobs": [job_id], "segment": {}}).body
    segment = {
        "never_received": {"campaigns": [made["campaign_id"]]},
        "history": {"but_reasons": ["pay_range"]},
        "trades_any": ["M1203", "M120", "M", "2411", "24"],
    }

    assert world.call("POST", "/segments/count", {"segment": segment}).status == 200


@pytest.mark.parametrize("code", ["m1203", "M12034", "comptable", "24110", ""])
def test_what_cannot_be_a_trade_is_refused_by_the_schema(world: World, code: str) -> None:
    assert world.call("POST", "/segments/count", {"segment": {"trades_any": [code]}}).status == 422


def test_the_employers_own_reasons_are_told_by_their_names(world: World) -> None:
    put(world, SEASON)

    told = world.call("POST", "/segments/preview", {"segment": {"history": {"reasons": ["seasonal_end"]}}}).body

    assert "Fin de la saison" in told["sentence"]["fr"]
    assert "End of the season" in told["sentence"]["en"]


def test_a_reason_that_is_not_given_any_more_keeps_its_name(world: World) -> None:
    segment = {"history": {"reasons": ["pay_range"]}}
    before = world.call("POST", "/segments/preview", {"segment": segment}).body["sentence"]
    put(world, 'without_reasons = ["pay_range"]\n')

    after = world.call("POST", "/segments/preview", {"segment": segment})

    assert (after.status, after.body["sentence"]) == (200, before)
    assert "pay_range" not in before["en"]


@pytest.mark.parametrize(
    "segment", [{"skills_any": ["", " "]}, {"skills_all": ["Sage", "\u00a0"]}, {"any_of": [{"tags_any": [" "]}]}]
)
def test_a_value_without_letters_is_refused_in_both_languages(world: World, segment: dict[str, Any]) -> None:
    refused = world.call("POST", "/segments/count", {"segment": segment})

    assert refused.status == 400
    assert "holds a value without letters" in refused.body["error"]["message"]
    assert "contient une valeur vide\u00a0: retirez-la" in refused.body["error"]["message"]


@pytest.mark.parametrize("name", ["", "   ", "\u00a0"])
def test_a_name_of_spaces_is_none(world: World, name: str) -> None:
    job_id = world.call("POST", "/jobs", JOB).body["job_id"]
    kept = world.call("POST", "/segments", {"name": name, "segment": {}})
    drafted = world.call("POST", "/campaigns", {"name": name, "jobs": [job_id], "segment": {}})
    spring = world.call("POST", "/campaigns", {"name": " Spring ", "jobs": [job_id], "segment": {}}).body
    renamed = world.call("PATCH", f"/campaigns/{spring['campaign_id']}", {"revision": 1, "name": name})

    assert (kept.status, drafted.status, renamed.status) == (422, 422, 422)
    assert spring["name"] == "Spring"
