"""A rejection is drafted, read, approved, and reaches the person once."""

from typing import Any

import pytest

from infra.local.surface import RefusedError
from tests.journeys.conftest import House


@pytest.fixture(scope="module")
def job_id(house: House) -> str:
    return house.job(
        "Responsable logistique",
        "Vous dirigez l'entrepôt : équipes, inventaires, expéditions. Anglais et CACES R489 demandés.",
        "CACES R489",
    )


def drafted(house: House, job_id: str, candidate_id: str) -> tuple[str, dict[str, Any]]:
    """Draft one answer and open it; the path of the mail and its preview."""
    made = house.api.post(
        "/rejections",
        {"job_id": job_id, "candidate_ids": [candidate_id], "reason_id": "missing_must_have", "criterion_id": "c1"},
    )
    path = f"/rejections/{made['batch']['batch_id']}/mails/{made['mails'][0]['mail_id']}"
    return path, house.api.get(f"{path}/preview")


def test_an_approved_answer_reaches_the_person_with_the_very_text_that_was_read(house: House, job_id: str) -> None:
    candidate_id = house.newcomer("Karine Lambrecht", title="Chef d'équipe logistique")
    house.applied(job_id, candidate_id)
    path, shown = drafted(house, job_id, candidate_id)

    house.api.post(f"{path}/approve", {"text_hash": shown["text_hash"]})

    mail = house.ended(shown["mail"]["mail_id"])
    assert mail["state"] == "accepted"
    (sent,) = house.mails_to("karine.lambrecht@example.org")
    assert sent.subject == shown["rendered"]["subject"]
    assert "CACES R489" in sent.text
    assert _without_links(sent.text) == _without_links(shown["rendered"]["text"])
    assert "List-Unsubscribe" not in sent.headers
    house.until(lambda: _facts(house, mail) >= {"send", "delivery"}, "the delivery event")


def test_an_answered_person_is_not_answered_again(house: House, job_id: str) -> None:
    candidate_id = house.newcomer("Leon Marchal")
    house.applied(job_id, candidate_id)
    path, shown = drafted(house, job_id, candidate_id)
    house.api.post(f"{path}/approve", {"text_hash": shown["text_hash"]})
    house.ended(shown["mail"]["mail_id"])

    again = house.api.post(
        "/rejections",
        {"job_id": job_id, "candidate_ids": [candidate_id], "reason_id": "missing_must_have", "criterion_id": "c1"},
    )

    assert again["mails"] == []
    assert len(again["left_out"]) == 1
    assert len(house.mails_to("leon.marchal@example.org")) == 1


def test_an_answer_that_was_undone_does_not_leave_and_can_be_drafted_anew(house: House, job_id: str) -> None:
    candidate_id = house.newcomer("Mona Nicolet")
    house.applied(job_id, candidate_id)
    path, shown = drafted(house, job_id, candidate_id)
    house.api.post(f"{path}/approve", {"text_hash": shown["text_hash"]})

    house.api.post(f"{path}/cancel")

    assert house.ended(shown["mail"]["mail_id"])["state"] == "cancelled"
    assert house.mails_to("mona.nicolet@example.org") == ()
    again, _ = drafted(house, job_id, candidate_id)
    assert again != path


def test_nobody_approves_what_they_have_not_read(house: House, job_id: str) -> None:
    candidate_id = house.newcomer("Noe Ollivier")
    house.applied(job_id, candidate_id)
    made = house.api.post(
        "/rejections",
        {"job_id": job_id, "candidate_ids": [candidate_id], "reason_id": "missing_must_have", "criterion_id": "c1"},
    )
    path = f"/rejections/{made['batch']['batch_id']}/mails/{made['mails'][0]['mail_id']}"
    read_by_another = house.as_recruiter().get(f"{path}/preview")

    with pytest.raises(RefusedError) as refused:
        house.api.post(f"{path}/approve", {"text_hash": read_by_another["text_hash"]})

    assert refused.value.reply.status == 409


def test_a_recruiter_who_is_no_approver_cannot_approve(house: House, job_id: str) -> None:
    candidate_id = house.newcomer("Olga Perret")
    house.applied(job_id, candidate_id)
    path, _ = drafted(house, job_id, candidate_id)
    recruiter = house.as_recruiter()
    shown = recruiter.get(f"{path}/preview")

    with pytest.raises(RefusedError) as refused:
        recruiter.post(f"{path}/approve", {"text_hash": shown["text_hash"]})

    assert refused.value.reply.status == 403


def test_a_bounce_is_recorded_and_stops_later_mail(house: House, job_id: str) -> None:
    candidate_id = house.newcomer("Paul Quentin", email="bounce+paul@example.org")
    house.applied(job_id, candidate_id)
    path, shown = drafted(house, job_id, candidate_id)
    house.api.post(f"{path}/approve", {"text_hash": shown["text_hash"]})
    mail = house.ended(shown["mail"]["mail_id"])
    house.until(lambda: "bounce" in _facts(house, mail), "the bounce")
    other = house.job("Cariste", "Conduite de chariots dans notre entrepôt.", "CACES R489")
    house.applied(other, candidate_id)

    later = house.api.post(
        "/rejections",
        {"job_id": other, "candidate_ids": [candidate_id], "reason_id": "missing_must_have", "criterion_id": "c1"},
    )

    assert later["mails"] == []
    assert later["left_out"][0]["why"] == "suppressed"


def _facts(house: House, mail: dict[str, Any]) -> set[str]:
    return {fact["kind"] for fact in house.api.get(f"/mails/{mail['mail_id']}")["facts"]}


def _without_links(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("http")]
