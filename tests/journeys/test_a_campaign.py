"""An offer finds the finalists of a similar job, and the scheduler sends it to those who agreed."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from tests.journeys.conftest import House

OFFER = "Contrôle de gestion de deux usines : clôture mensuelle, coûts de revient, budget, tableaux de bord."
FIRED_WITHIN_SECONDS = 90


def finalist(house: House, name: str, earlier_job: str, *, consents: bool = True) -> str:
    """Somebody who went to the last round of an earlier job."""
    candidate_id = house.newcomer(name, title="Contrôleur de gestion", work="Coûts de revient de deux usines")
    house.applied(
        earlier_job, candidate_id, stage="finalist", outcome="rejected", reason_id="another_candidate_closer",
        applied_at="2026-02-02T09:00:00Z", last_interview_at="2026-02-20T09:00:00Z", ended_at="2026-03-02T09:00:00Z",
    )  # fmt: skip
    if consents:
        house.consents(candidate_id)
    return candidate_id


def campaign(house: House, job_id: str) -> dict[str, Any]:
    """A draft to the finalists of jobs like this one, a few seconds ahead."""
    at = (datetime.now(UTC) + timedelta(seconds=4)).replace(microsecond=0, tzinfo=None)
    made: dict[str, Any] = house.api.post(
        "/campaigns",
        {
            "name": "Finalistes",
            "jobs": [job_id],
            "segment": {"finalists_of_jobs_like": {"job_id": job_id, "minimum_likeness": 0}},
            "schedule": {"at": at.isoformat(), "time_zone": "UTC"},
        },
    )
    return made


def run(house: House, made: dict[str, Any]) -> dict[str, Any]:
    """Approve, and wait until the scheduler has fired and everybody is written to or left out."""
    path = f"/campaigns/{made['campaign_id']}"
    house.api.post(f"{path}/approve", {"audience_ceiling": 50})

    def finished() -> Any:
        runs = house.api.get(path)["occurrences"]
        return next((each for each in runs if each["state"] == "finished"), None)

    occurrence: dict[str, Any] = house.until(finished, "the end of the run", seconds=FIRED_WITHIN_SECONDS)
    for mail in house.api.get("/mails", batch=occurrence["batch_id"], limit=100)["items"]:
        house.ended(mail["mail_id"])
    return occurrence


def test_finalists_of_a_similar_job_who_agreed_get_the_offer_once(house: House) -> None:
    earlier = house.job("Contrôleur de gestion", OFFER, "Clôture mensuelle")
    rachel = finalist(house, "Rachel Simonet", earlier)
    finalist(house, "Serge Tardieu", earlier, consents=False)
    job_id = house.job("Contrôleur de gestion industriel", OFFER, "Coûts de revient")
    house.until(lambda: _reached(house, job_id) >= 1, "the finalist in the index")

    first = run(house, campaign(house, job_id))
    second = run(house, campaign(house, job_id))

    (sent,) = house.mails_to("rachel.simonet@example.org")
    assert "Contrôleur de gestion industriel" in sent.text
    assert first["planned"] + sum(first["skipped"].values()) == first["audience_size"]
    assert house.mails_to("serge.tardieu@example.org") == ()
    assert second["planned"] == 0

    house.applied(job_id, rachel)
    house.until(lambda: _followed(house, first["campaign_id"]) == 1, "the application in the campaign's report")

    _unsubscribes_with_one_click(house, sent.headers)
    later = house.job("Contrôleur de gestion adjoint", OFFER, "Clôture mensuelle")
    run(house, campaign(house, later))
    assert len(house.mails_to("rachel.simonet@example.org")) == 1


def test_a_recruiter_sends_the_mail_to_their_own_mailbox_first(house: House) -> None:
    job_id = house.job("Chargée de planification", OFFER, "Budget")
    path = f"/campaigns/{campaign(house, job_id)['campaign_id']}"

    answered = house.api.post(f"{path}/test", {"language": "fr"})
    ended = house.ended(answered["mail_id"])

    (mail,) = [each for each in house.mails_to(answered["to"]) if "Chargée de planification" in each.text]
    assert ended["state"] == "accepted"
    assert mail.subject.startswith("[Test] ")
    assert "/preview/" in mail.headers["List-Unsubscribe"]
    assert house.api.get(path)["occurrences"] == []


def _followed(house: House, campaign_id: str) -> int:
    """How many applications the offers of a campaign led to, though they came by the ATS."""
    return int(house.api.get(f"/campaigns/{campaign_id}/report")["total"]["applications"])


def _unsubscribes_with_one_click(house: House, headers: dict[str, str]) -> None:
    """As a mail program does it (RFC 8058): POST without login or cookie, no redirect; looking changes nothing."""
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = headers["List-Unsubscribe"].strip("<>")
    path = urlsplit(url).path
    candidate = house.person("Rachel Simonet")["candidate_id"]
    portal = house.deployment.portal()
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    assert portal.request("GET", path).status == 200
    assert house.api.get(f"/candidates/{candidate}")["contactable"]
    assert portal.request("POST", path, body=b"List-Unsubscribe=One-Click", headers=form).status == 200
    assert portal.request("POST", path, body=b"List-Unsubscribe=One-Click", headers=form).status == 200
    assert not house.api.get(f"/candidates/{candidate}")["contactable"]


def _reached(house: House, job_id: str) -> int:
    return int(house.api.get(f"/campaigns/{campaign(house, job_id)['campaign_id']}/preview")["recipients"])
