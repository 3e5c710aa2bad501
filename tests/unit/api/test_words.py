"""The employer's own words over the API; what a recruiter writes is read before it stands."""

from typing import Any

import pytest

from tests.unit.api.test_rejections import applied, drafted  # noqa: F401
from tests.unit.api.world import APPROVER, World

SOURCE = '[paragraphs.fr]\n"answer.end.closing" = "Avec nos salutations,"\n'
BAD = '[paragraphs.fr]\n\n"answer.end.closing" = "Bon vent, jeune talent,"\n'


def test_words_are_put_by_approvers_and_kept_in_the_audit(world: World) -> None:
    before = world.call("GET", "/words").body
    refused = world.call("PUT", "/words", {"source": SOURCE})
    put = world.call("PUT", "/words", {"source": SOURCE, "revision": 0}, claims=APPROVER)
    after = world.call("GET", "/words").body

    assert before["own"] is None
    assert refused.status == 403
    assert put.status == 200, put.body
    assert after["own"]["source"] == SOURCE
    assert after["version"] == put.body["version"] != before["version"]
    (entry,) = world.audit.entries("words")
    assert (entry.actor, entry.detail["version"]) == ("amina", after["version"])


def test_a_forbidden_word_is_shown_with_its_line_and_a_better_wording(world: World) -> None:
    for method, path in (("POST", "/words/check"), ("PUT", "/words")):
        refused = world.call(method, path, {"source": BAD}, claims=APPROVER)

        assert refused.status == 400
        (field,) = refused.body["error"]["fields"]
        assert field["field"] == "body.source:3"
        assert field["message"].startswith("jeune: nommez l'expérience")
        assert "name the experience" in field["message"]
    assert world.call("GET", "/words").body["own"] is None


def test_words_that_somebody_else_replaced_meanwhile_are_not_overwritten(world: World) -> None:
    world.call("PUT", "/words", {"source": SOURCE}, claims=APPROVER)

    late = world.call("PUT", "/words", {"source": SOURCE + "\n", "revision": 0}, claims=APPROVER)

    assert late.status == 409


@pytest.mark.parametrize(
    ("note", "word", "french", "english"),
    [
        ("Vous êtes trop jeune.", "trop jeune", "nommez l'expérience", "name the experience"),
        ("You are overqualified.", "overqualified", "nommez un critère", "name a criterion"),
        ("Votre CV est minable.", "minable", "sans juger", "judges nobody"),
        ("What a stupid letter.", "stupid", "sans juger", "judges nobody"),
        ("Voyez https://example.org/x", "https://example.org/x", "retirez le lien", "remove the link"),
        ("Vous êtes j\u0435une", "j\u0435une", "retapez ce mot", "type this word again"),
    ],
)
def test_a_forbidden_phrase_is_refused_with_the_word_and_a_better_wording(
    world: World,
    applied: None,  # noqa: F811
    note: str,
    word: str,
    french: str,
    english: str,
) -> None:
    body = {"job_id": "accountant", "candidate_ids": ["zoe"], "reason_id": "process_stopped", "personal_note": note}

    refused = world.call("POST", "/rejections", body)

    assert refused.status == 400
    fields = refused.body["error"]["fields"]
    assert any(each["message"].startswith(f"{word}: ") for each in fields)
    assert any(french in each["message"] and english in each["message"] for each in fields)


def path_of(made: Any) -> str:
    return f"/rejections/{made['batch']['batch_id']}/mails/{made['mails'][0]['mail_id']}"


def test_a_note_in_the_other_language_is_refused_with_what_to_do(world: World, applied: None) -> None:  # noqa: F811
    english = "Thank you for the call that we had on this role."
    made = drafted(world, reason_id="process_stopped", candidate_ids=["zoe"])

    batch = drafted(world, reason_id="process_stopped", candidate_ids=["ali"], personal_note=english)
    edited = world.call("PATCH", path_of(made), {"reason_id": "process_stopped", "personal_note": english})

    assert [each["why"] for each in batch["left_out"]] == ["note_in_other_language"]
    assert "dans celle du CV" in batch["left_out"][0]["fr"]
    assert edited.status == 409
    assert "write it in the language of the CV" in edited.body["error"]["message"]


def test_a_flagged_sentence_is_cleared_by_a_second_person(world: World, applied: None) -> None:  # noqa: F811
    made = drafted(
        world,
        reason_id="process_stopped",
        candidate_ids=["zoe"],
        personal_note="Votre expérience des enfants nous a plu.",
        asks_clearance=True,
    )
    path = path_of(made)
    text_hash = world.call("GET", f"{path}/preview", claims=APPROVER).body["text_hash"]

    early = world.call("POST", f"{path}/approve", {"text_hash": text_hash}, claims=APPROVER)
    by_recruiter = world.call("POST", f"{path}/clear", {"text_hash": text_hash})
    cleared = world.call("POST", f"{path}/clear", {"text_hash": text_hash}, claims=APPROVER)
    done = world.call("POST", f"{path}/approve", {"text_hash": text_hash}, claims=APPROVER)

    assert made["mails"][0]["content"]["flagged"]["words"] == ["enfants"]
    assert (early.status, by_recruiter.status) == (409, 403)
    assert cleared.body["content"]["flagged"]["cleared_by"] == "amina"
    assert done.body["state"] == "held"


def test_a_reason_that_names_a_criterion_asks_which(world: World, applied: None) -> None:  # noqa: F811
    body = {"job_id": "accountant", "candidate_ids": ["zoe"], "reason_id": "missing_must_have"}

    refused = world.call("POST", "/rejections", body)

    assert refused.status == 400
    assert "choose which" in refused.body["error"]["message"]
