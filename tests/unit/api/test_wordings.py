"""The house's own paragraphs over the API (R17)."""

from tests import factories
from tests.unit.api.world import APPROVER, RECRUITER, World

PATH = "/wordings/answer.closing/fr"


def test_r17_each_place_tells_what_it_may_name_and_what_it_says(world: World) -> None:
    world.call("PUT", PATH, {"text": "Merci[, {first_name}]."}, claims=APPROVER)

    items = world.call("GET", "/wordings").body["items"]

    place = next(each for each in items if (each["slot"], each["language"]) == ("answer.closing", "fr"))
    assert place["wording"]["text"] == "Merci[, {first_name}]."
    assert place["fields"]["first_name"]["may_be_missing"]
    assert len(items) == 14
    assert sum(each["wording"] is not None for each in items) == 1


def test_r17_an_unknown_field_is_refused_with_its_place_and_the_list(world: World) -> None:
    refused = world.call("PUT", PATH, {"text": "Merci.\n\nSalaire : {salary}."}, claims=APPROVER)

    (field,) = refused.body["error"]["fields"]
    assert refused.status == 400
    assert field["field"] == "body.text:3:11"
    assert "champ inconnu {salary}\u202f; champs possibles\u00a0: {consent_years}, {employer}" in field["message"]
    assert "unknown field {salary}; allowed:" in field["message"]
    assert world.wordings.current() == {}


def test_r20_forbidden_words_are_refused(world: World) -> None:
    refused = world.call("PUT", PATH, {"text": "Nous voulons des jeunes."}, claims=APPROVER)

    assert refused.status in {400, 422}
    assert "jeune" in refused.body["error"]["message"]


def test_an_approver_changes_the_words_and_the_change_is_written_down(world: World) -> None:
    assert world.call("PUT", PATH, {"text": "Merci."}, claims=RECRUITER).status == 403

    kept = world.call("PUT", PATH, {"text": "Merci.", "version": 0}, claims=APPROVER)
    late = world.call("PUT", PATH, {"text": "Encore merci.", "version": 0}, claims=APPROVER)

    assert (kept.status, kept.body["version"], late.status) == (200, 1, 409)
    (entry,) = world.audit.entries("wordings")
    assert (entry.actor, entry.detail["slot"], entry.detail["version"]) == ("amina", "answer.closing", "1")
    assert world.call("GET", f"{PATH}/1").body["text"] == "Merci."
    assert world.call("GET", f"{PATH}/2").status == 404


def test_r17_a_campaign_with_a_bad_introduction_is_refused(world: World) -> None:
    world.job(factories.job())
    new = {"name": "Printemps", "jobs": [factories.job().job_id], "segment": {}}

    refused = world.call("POST", "/campaigns", new | {"introduction": {"fr": "{{ 7*7 }}"}})
    taken = world.call("POST", "/campaigns", new | {"introduction": {"fr": "Bonne nouvelle[, {first_name}] !"}})

    assert (refused.status, taken.status) == (400, 201)
    assert {each["field"].partition(":")[0] for each in refused.body["error"]["fields"]} == {"body.introduction.fr"}


def test_r20_a_forbidden_word_is_told_with_the_field_it_stands_in(world: World) -> None:
    world.job(factories.job())
    new = {"name": "Spring", "jobs": [factories.job().job_id], "segment": {}}

    introduced = world.call("POST", "/campaigns", new | {"introduction": {"en": "For people under 30."}})
    worded = world.call("PUT", PATH, {"text": "Trop vieux.", "version": 0}, claims=APPROVER)

    assert [each["field"] for each in introduced.body["error"]["fields"]] == ["body.introduction.en"]
    assert {each["field"] for each in worded.body["error"]["fields"]} == {"body.text"}
