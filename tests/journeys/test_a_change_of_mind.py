"""Between the freeze of an audience and the sending standings change: no mail to them, the right reason for each."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from tests.journeys.conftest import House

OFFER = "Dépannage électrique d'une scierie : armoires, moteurs, astreinte de nuit."
PEOPLE = {
    "hired": "Lucie Ferrand",
    "barred": "Hamid Belkacem",
    "erased": "Tessa Noiret",
    "withdraws": "Colette Ravier",
    "unsubscribes": "Mathurin Vasseur",
    "complains": "Bastien Oudot",
    "applies": "Sidonie Lambret",
    "refuses": "Anselme Corvec",
    "stays": "Gaspard Prigent",
}
COMPLAINER = "complaint+bastien@example.org"


@dataclass(frozen=True)
class Frozen:
    """A run whose mails wait."""

    path: str
    job_id: str
    people: dict[str, str]
    mails: dict[str, str]


def test_whoever_changed_their_mind_or_standing_after_the_freeze_gets_no_mail(house: House) -> None:
    people = electricians(house)
    one_click = unsubscribe_link(house, people["unsubscribes"])
    house.api.post("/sending/campaigns/pause")
    run = frozen(house, people)
    other = house.job("Chef d'équipe électrique", OFFER, "Dépannage électrique")

    house.applied(other, run.people["hired"], stage="finalist", outcome="hired")
    house.api.put(f"/candidates/{run.people['barred']}/do-not-contact", {"why": "asked by telephone"})
    answered(house, other, run.people["withdraws"])
    rights(house, "colette.ravier@example.org", b"act=stop")
    assert posted(house, one_click, b"List-Unsubscribe=One-Click") == 200
    house.applied(run.job_id, run.people["applies"])
    house.api.patch(f"/candidates/{run.people['refuses']}", {"contracts": ["freelance"]})
    answered(house, other, run.people["complains"])
    house.until(lambda: not contactable(house, run.people["complains"]), "the complaint")
    house.api.post(f"/candidates/{run.people['erased']}/erase")
    house.until(lambda: house.certificate(run.people["erased"]), "the certificate", seconds=60)
    house.api.post("/sending/campaigns/resume")

    ended = {key: house.ended(mail, seconds=400) for key, mail in run.mails.items()}
    assert {key: (mail["state"], mail["skip_reason"]) for key, mail in ended.items()} == {
        "hired": ("skipped", "hired"),
        "barred": ("skipped", "do_not_contact"),
        "erased": ("skipped", "candidate_gone"),
        "withdraws": ("skipped", "unsubscribed"),
        "unsubscribes": ("skipped", "unsubscribed"),
        "complains": ("skipped", "suppressed"),
        "applies": ("skipped", "already_applied"),
        "refuses": ("skipped", "not_this_contract"),
        "stays": ("accepted", None),
    }
    total = house.api.get(f"{run.path}/report")["total"]
    assert (total["audience"], total["planned"]) == (9, 9)
    assert total["mails"] == {"accepted": 1, "skipped": 8}
    assert {one["reason"]: one["people"] for one in total["skipped_last"]} == {
        "already_applied": 1, "candidate_gone": 1, "do_not_contact": 1, "hired": 1, "not_this_contract": 1,
        "suppressed": 1, "unsubscribed": 2,
    }  # fmt: skip
    assert len(house.mails_to("gaspard.prigent@example.org")) == 1


def electricians(house: House) -> dict[str, str]:
    """All of them, refused for an earlier job."""
    earlier = house.job("Électricien", OFFER, "Dépannage électrique")
    return {"earlier": earlier} | {key: electrician(house, name, earlier) for key, name in PEOPLE.items()}


def unsubscribe_link(house: House, candidate_id: str) -> str:
    """From the header of an earlier campaign's mail, as a mail program finds it (R12)."""
    before = house.job("Monteur électricien", OFFER, "Dépannage électrique")
    house.applied(before, candidate_id, stage="interviewed", outcome="withdrawn")
    offered = house.job("Électricien d'astreinte", OFFER, "Dépannage électrique")
    segment = {"history": {"jobs": [before]}, "contactable_only": True}
    house.until(lambda: house.api.post("/segments/count", {"segment": segment})["matching"] >= 1, "the index")
    body = {"name": "Astreinte", "jobs": [offered], "segment": segment}
    path = f"/campaigns/{house.api.post('/campaigns', body)['campaign_id']}"
    house.api.post(f"{path}/approve", {"audience_ceiling": 5})

    def sent() -> Any:
        house.tick()
        return house.mails_to("mathurin.vasseur@example.org")

    (mail,) = house.until(sent, "the earlier campaign's mail", seconds=120)
    return str(mail.headers["List-Unsubscribe"].strip("<>"))


def frozen(house: House, people: dict[str, str]) -> Frozen:
    """All electricians in one frozen audience."""
    fields = {"title": "Électricien de maintenance", "description": OFFER, "language": "fr", "contract": "CDI"}
    job_id = house.api.post("/jobs", fields)["job_id"]
    segment = {"history": {"jobs": [people["earlier"]]}, "contactable_only": True}
    counted = "/segments/count"
    house.until(
        lambda: house.api.post(counted, {"segment": segment})["matching"] >= len(PEOPLE), "the index", seconds=60
    )
    at = (datetime.now(UTC) + timedelta(seconds=4)).replace(microsecond=0, tzinfo=None)
    schedule = {"at": at.isoformat(), "time_zone": "UTC"}
    body = {"name": "Électriciens", "jobs": [job_id], "segment": segment, "schedule": schedule}
    path = f"/campaigns/{house.api.post('/campaigns', body)['campaign_id']}"
    house.api.post(f"{path}/approve", {"audience_ceiling": 50})

    def over() -> Any:
        return next((one for one in house.api.get(path)["occurrences"] if one["state"] == "finished"), None)

    run = house.until(over, "the end of the run", seconds=120)
    mails = house.api.get("/mails", batch=run["batch_id"], limit=100)["items"]
    by_person = {mail["candidate_id"]: mail["mail_id"] for mail in mails}
    return Frozen(path, job_id, people, {key: by_person[people[key]] for key in PEOPLE})


def electrician(house: House, name: str, earlier: str) -> str:
    """Somebody who agreed, and was refused for an earlier job."""
    address = {"email": COMPLAINER} if name == PEOPLE["complains"] else {}
    who = house.newcomer(name, title="Électricien", work="Dépannage électrique de nuit", **address)
    house.consents(who)
    house.applied(
        earlier, who, stage="interviewed", outcome="rejected", reason_id="another_candidate_closer",
        applied_at="2026-02-02T09:00:00Z", last_interview_at="2026-02-20T09:00:00Z", ended_at="2026-03-02T09:00:00Z",
    )  # fmt: skip
    return who


def answered(house: House, job_id: str, candidate_id: str) -> None:
    """They applied for another job meanwhile, and are answered."""
    house.applied(job_id, candidate_id)
    chosen = {"job_id": job_id, "candidate_ids": [candidate_id], "reason_id": "process_stopped"}
    made = house.api.post("/rejections", chosen)
    assert made["mails"], made["left_out"]
    path = f"/rejections/{made['batch']['batch_id']}/mails/{made['mails'][0]['mail_id']}"
    house.api.post(f"{path}/approve", {"text_hash": house.api.get(f"{path}/preview")["text_hash"]})
    assert house.ended(made["mails"][0]["mail_id"])["state"] == "accepted"


def rights(house: House, email: str, form: bytes) -> None:
    """What is pressed on the page that the answer links to."""
    sent = house.mails_to(email)[-1]
    found = re.search(r"https?://\S+/rights/\S+", sent.text)
    assert found is not None, sent.text
    assert posted(house, found.group(), form) == 200


def posted(house: House, url: str, form: bytes) -> int:
    """Without login or cookie; the status."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return int(house.deployment.portal().request("POST", urlsplit(url).path, body=form, headers=headers).status)


def contactable(house: House, candidate_id: str) -> bool:
    """Whether campaigns may write to them."""
    return bool(house.api.get(f"/candidates/{candidate_id}")["contactable"])


def test_whoever_complains_or_unsubscribes_leaves_the_counts_of_a_segment(house: House) -> None:
    earlier = house.job("Monteuse en cadres", OFFER, "Dépannage électrique")
    names = {"stays": "Ysaline Corbel", "withdraws": "Firmin Lacaze", "complains": "Odette Savary"}
    addresses = {"complains": {"email": "complaint+odette@example.org"}}
    people = {
        key: house.newcomer(name, title="Monteuse en cadres", work="Cadres", **addresses.get(key, {}))
        for key, name in names.items()
    }
    for who in people.values():
        house.consents(who)
        house.applied(earlier, who, stage="interviewed", outcome="withdrawn")
    body = {"segment": {"history": {"jobs": [earlier]}}, "jobs": []}

    def reachable() -> tuple[int, dict[str, int]]:
        shown = house.api.post("/segments/preview", body)
        return shown["reachable"], {one["reason"]: one["people"] for one in shown["exclusions"]}

    house.until(lambda: reachable() == (3, {}), "three people in the counts", seconds=60)
    other = house.job("Soudeuse", OFFER, "Dépannage électrique")
    answered(house, other, people["withdraws"])
    rights(house, "firmin.lacaze@example.org", b"act=stop")
    answered(house, other, people["complains"])

    house.until(lambda: reachable() == (1, {"unsubscribed": 2}), "one person in the counts", seconds=60)
