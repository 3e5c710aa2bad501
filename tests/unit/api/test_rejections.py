"""Rejections over the API: drafted, read, approved by somebody who read them, undone."""

from typing import Any

import pytest

from relance.adapters.memory_cvs import KeptCv
from relance.candidates import CandidateId, CvId
from relance.jobs import JobId
from relance.mail import ledger
from tests import factories
from tests.unit.api.world import APPROVER, World

CV = "Zoé Lambert\nComptable\nCompétences : Excel, comptabilité générale\n2021-2024 Comptable, Vercors Logistique"


@pytest.fixture
def applied(world: World) -> None:
    """Two people who applied for one job."""
    world.job(factories.job(contact_name="Salomé Kerjean"))
    for name in ("zoe", "ali"):
        world.person(factories.candidate(name, name=name.title()))
        world.cvs.kept[CandidateId(name), CvId("c0ffee")] = KeptCv(b"", CV)
        world.applied(factories.application("accountant", name))


def drafted(world: World, **fields: Any) -> Any:
    body = {"job_id": "accountant", "candidate_ids": ["zoe", "ali"], "reason_id": "must_have_absent", **fields}
    made = world.call("POST", "/rejections", body)
    assert made.status == 201, made.body
    return made.body


def test_a_batch_of_drafts_names_who_gets_one_and_who_does_not(world: World, applied: None) -> None:
    made = drafted(world, candidate_ids=["zoe", "stranger"], reason_id=reason_of(world))

    assert [mail["candidate_id"] for mail in made["mails"]] == ["zoe"]
    assert made["mails"][0]["state"] == "draft"
    assert [(each["candidate_id"], each["why"]) for each in made["left_out"]] == [("stranger", "not_applied")]
    assert made["left_out"][0]["fr"] == "n’a pas postulé à ce poste"


def test_each_applicant_can_have_a_reason_of_their_own(world: World, applied: None) -> None:
    both = reasons_of(world)[:2]
    applicants = [
        {"candidate_id": name, "reason_id": reason} for name, reason in zip(("zoe", "ali"), both, strict=True)
    ]

    made = drafted(world, candidate_ids=[], reason_id="", applicants=applicants)

    given = {mail["candidate_id"]: mail["content"]["reason_id"] for mail in made["mails"]}
    assert given == dict(zip(("zoe", "ali"), both, strict=True))


def test_an_answer_is_read_before_it_is_approved_by_the_same_person(world: World, applied: None) -> None:
    made = drafted(world, reason_id=reason_of(world))
    path = f"/rejections/{made['batch']['batch_id']}/mails/{made['mails'][0]['mail_id']}"
    by_recruiter = world.call("GET", f"{path}/preview").body

    unread = world.call("POST", f"{path}/approve", {"text_hash": by_recruiter["text_hash"]}, claims=APPROVER)
    world.call("GET", f"{path}/preview", claims=APPROVER)
    done = world.call("POST", f"{path}/approve", {"text_hash": by_recruiter["text_hash"]}, claims=APPROVER)

    assert unread.status == 409
    assert (done.status, done.body["state"], done.body["approved_by"]) == (200, "held", "amina")
    candidate = CandidateId(made["mails"][0]["candidate_id"])
    assert world.applications.get(JobId("accountant"), candidate).outcome == "rejected"


def test_a_whole_batch_is_approved_after_its_list_was_opened(world: World, applied: None) -> None:
    made = drafted(world, reason_id=reason_of(world))
    path = f"/rejections/{made['batch']['batch_id']}"

    listed = world.call("GET", f"{path}/preview", claims=APPROVER).body
    done = world.call("POST", f"{path}/approve", {"list_hash": listed["list_hash"]}, claims=APPROVER)

    assert len(listed["previews"]) == len(done.body["approved"]) == 2
    assert {mail["state"] for mail in world.call("GET", path).body["mails"]} == {"held"}


def test_an_edited_answer_has_another_text(world: World, applied: None) -> None:
    made = drafted(world, reason_id=reason_of(world))
    path = f"/rejections/{made['batch']['batch_id']}/mails/{made['mails'][0]['mail_id']}"
    before = world.call("GET", f"{path}/preview").body

    note = {"reason_id": reason_of(world), "personal_note": "Votre lettre était très claire."}
    edited = world.call("PATCH", path, note)
    after = world.call("GET", f"{path}/preview").body

    assert edited.status == 200, edited.body
    assert after["text_hash"] != before["text_hash"]
    assert "Votre lettre était très claire." in after["rendered"]["text"]


def test_a_colleague_undoes_one_answer_or_all(world: World, applied: None) -> None:
    made = drafted(world, reason_id=reason_of(world))
    path = f"/rejections/{made['batch']['batch_id']}"

    one = world.call("POST", f"{path}/mails/{made['mails'][0]['mail_id']}/cancel")
    rest = world.call("POST", f"{path}/cancel")

    assert one.body["state"] == "cancelled"
    assert {mail["state"] for mail in world.call("GET", path).body["mails"]} == {"cancelled"}
    assert rest.body["too_late"] == []


def test_a_mail_is_only_found_in_its_own_batch(world: World, applied: None) -> None:
    first = drafted(world, candidate_ids=["zoe"], reason_id=reason_of(world))
    second = drafted(world, candidate_ids=["ali"], reason_id=reason_of(world))

    path = f"/rejections/{first['batch']['batch_id']}/mails/{second['mails'][0]['mail_id']}"

    assert world.call("GET", f"{path}/preview").status == 404
    assert world.call("POST", f"{path}/cancel").status == 404


def test_reasons_are_named_in_both_languages(world: World) -> None:
    french = world.call("GET", "/reasons", lang="fr").body
    english = world.call("GET", "/reasons", lang="en").body

    assert [each["reason_id"] for each in french["items"]] == [each["reason_id"] for each in english["items"]]
    assert [each["label"] for each in french["items"]] != [each["label"] for each in english["items"]]
    assert world.call("GET", "/reasons", lang="de").status == 422


def test_an_unknown_reason_is_refused_and_nothing_is_written(world: World, applied: None) -> None:
    body = {"job_id": "accountant", "candidate_ids": ["zoe"], "reason_id": "too_old"}

    assert world.call("POST", "/rejections", body).status == 400
    assert world.mails.of_candidate(CandidateId("zoe")) == []


def test_a_forbidden_word_in_the_note_is_refused_with_a_better_one(world: World, applied: None) -> None:
    body = {"job_id": "accountant", "candidate_ids": ["zoe"], "reason_id": reason_of(world)}

    refused = world.call("POST", "/rejections", body | {"personal_note": "Nous cherchions un profil plus jeune."})

    assert refused.status == 400
    assert refused.body["error"]["fields"][0]["message"].startswith("plus jeune: ")
    assert world.mails.of_candidate(CandidateId("zoe")) == []


def reasons_of(world: World) -> list[str]:
    """Reasons that need no criterion and hold at the first stage."""
    return [
        each["reason_id"]
        for each in world.call("GET", "/reasons").body["items"]
        if not each["needs_criterion"] and "applied" in each["stages"]
    ]


def reason_of(world: World) -> str:
    return reasons_of(world)[0]


def approved(world: World) -> Any:
    """One answer that may leave."""
    made = drafted(world, candidate_ids=["zoe"], reason_id=reason_of(world))
    path = f"/rejections/{made['batch']['batch_id']}/mails/{made['mails'][0]['mail_id']}"
    shown = world.call("GET", f"{path}/preview", claims=APPROVER).body
    return world.call("POST", f"{path}/approve", {"text_hash": shown["text_hash"]}, claims=APPROVER).body


def test_a_mail_that_waits_for_a_person_is_listed_and_sent_on_their_word(world: World, applied: None) -> None:
    mail = world.mails.get(approved(world)["mail_id"])
    ledger.ask(mail, because="active_elsewhere", mails=world.mails, now=world.now)

    waiting = world.call("GET", "/mails/waiting").body["items"]
    refused = world.call("POST", f"/mails/{mail.mail_id}/decide", {"decision": "send"})
    done = world.call("POST", f"/mails/{mail.mail_id}/decide", {"decision": "send"}, claims=APPROVER)

    assert [(each["mail_id"], each["held_because"]) for each in waiting] == [(mail.mail_id, "active_elsewhere")]
    assert refused.status == 403
    assert (done.body["state"], done.body["overruled"], done.body["decided_by"]) == (
        "held",
        ["active_elsewhere"],
        "amina",
    )
    assert world.call("GET", "/mails/waiting").body["items"] == []
    assert world.audit.entries(f"mail#{mail.mail_id}")[-1].detail["decision"] == "send"


def test_a_mail_whose_text_changed_is_cancelled_and_drafted_again(world: World, applied: None) -> None:
    mail = world.mails.get(approved(world)["mail_id"])
    ledger.ask(mail, because="text_changed", mails=world.mails, now=world.now)

    sent = world.call("POST", f"/mails/{mail.mail_id}/decide", {"decision": "send"}, claims=APPROVER)
    done = world.call("POST", f"/mails/{mail.mail_id}/decide", {"decision": "cancel"}, claims=APPROVER)
    again = drafted(world, candidate_ids=["zoe"], reason_id=reason_of(world))

    assert sent.status == 409
    assert (done.status, done.body["state"], done.body["decided_by"]) == (200, "cancelled", "amina")
    assert world.call("GET", "/mails/waiting").body["items"] == []
    assert world.audit.entries(f"mail#{mail.mail_id}")[-1].detail["decision"] == "cancel"
    assert [each["candidate_id"] for each in again["mails"]] == ["zoe"]


def test_an_answer_that_nobody_is_asked_about_is_not_cancelled_as_one_that_waits(world: World, applied: None) -> None:
    mail = world.mails.get(approved(world)["mail_id"])

    refused = world.call("POST", f"/mails/{mail.mail_id}/decide", {"decision": "cancel"}, claims=APPROVER)

    assert refused.status == 409
    assert world.mails.get(mail.mail_id) == mail


def test_a_mail_of_unknown_fate_is_only_sent_again_on_a_named_persons_word(world: World, applied: None) -> None:
    mail = world.mails.get(approved(world)["mail_id"])
    claimed = ledger.claim(mail, archive_key="k", mails=world.mails, now=world.now)
    assert claimed is not None
    unknown = ledger.lose(claimed, "lease_expired", mails=world.mails, now=world.now)

    lifted = world.call("POST", f"/mails/{unknown.mail_id}/decide", {"decision": "send"}, claims=APPROVER)
    silent = world.call("POST", f"/mails/{unknown.mail_id}/decide", {"decision": "send_again"}, claims=APPROVER)
    said = {"decision": "send_again", "because": "person_has_nothing"}
    again = world.call("POST", f"/mails/{unknown.mail_id}/decide", said, claims=APPROVER)

    assert (lifted.status, silent.status) == (409, 400)
    assert world.audit.entries(f"mail#{unknown.mail_id}")[-1].detail == {**said, "state": "held"}
    assert (again.body["state"], again.body["maybe_sent"], again.body["decided_by"]) == ("held", True, "amina")
