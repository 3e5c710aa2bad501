"""Once somebody is hired, all others of the job are answered; each can say what they think of the answer."""

import re
from typing import Any

import pytest

from tests.journeys.conftest import House


@pytest.fixture(scope="module")
def job_id(house: House) -> str:
    return house.job("Magasinier", "Vous tenez le stock de notre entrepôt et chargez les camions.", "CACES R489")


def approved(house: House, body: dict[str, Any]) -> list[dict[str, Any]]:
    """Draft a batch, open its list and approve it."""
    made = house.api.post("/rejections", body)
    path = f"/rejections/{made['batch']['batch_id']}"
    listed = house.api.get(f"{path}/preview")
    done = house.api.post(f"{path}/approve", {"list_hash": listed["list_hash"]})
    assert done["not_approved"] == []
    mails: list[dict[str, Any]] = made["mails"]
    return mails


def test_a_hire_proposes_the_answers_for_all_others_and_one_tap_rates_them(house: House, job_id: str) -> None:
    hired, other = house.newcomer("Basile Ruchon"), house.newcomer("Capucine Savel")
    for candidate_id in (hired, other):
        house.applied(job_id, candidate_id)
    waiting = house.api.get(f"/jobs/{job_id}/unanswered", days=0)
    assert sorted(waiting["candidate_ids"]) == sorted((hired, other))

    house.api.patch(f"/applications/{job_id}/{hired}", {"outcome": "hired"})
    proposed = house.api.get(f"/jobs/{job_id}/proposed-answers")
    assert (proposed["hired"], proposed["candidate_ids"]) == (True, [other])
    body = {key: proposed[key] for key in ("job_id", "candidate_ids", "reason_id")}
    (mail,) = approved(house, body)

    assert house.ended(mail["mail_id"])["state"] == "accepted"
    (sent,) = house.mails_to("capucine.savel@example.org")
    assert len(re.findall(r"https?://\S+", sent.text)) == 2
    assert _rates(house, sent.text) == "9"
    assert house.api.get("/ratings")["overall"] is None


def _rates(house: House, text: str) -> str:
    """Open the rights page of the mail and tap a nine; what the page then shows as pressed."""
    (rights,) = re.findall(r"https?://\S+/rights/\S+", text)
    portal = house.deployment.portal()
    (action,) = re.findall(r'action="\.\.(/rating/[^"]+)"', portal.request("GET", rights).text)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    shown = portal.request("POST", action, body=b"score=9&comment=Clair.", headers=form)
    assert shown.status == 200
    (pressed,) = re.findall(r'value="(\d+)" aria-pressed="true"', shown.text)
    return str(pressed)
