"""A person erases everything on their page; nothing is left of them, and nothing brings them back."""

import re
from urllib.parse import urlsplit

from infra.local.surface import RefusedError
from tests.journeys.conftest import House, cv

NAME, EMAIL = "Odile Vauquelin", "odile.vauquelin@example.org"


def test_somebody_who_erases_everything_after_an_answer_is_gone_and_can_apply_anew(house: House) -> None:
    job_id = house.job("Gestionnaire de stock", "Vous tenez les stocks d'un entrepôt.", "CACES R489")
    file = cv(NAME).encode()
    house.upload_bytes(file, under=job_id, name="cv.txt")
    candidate_id = house.person(NAME)["candidate_id"]
    answer = answered(house, job_id, candidate_id)

    press_erase(house, rights_link(house))

    certificate = house.until(lambda: house.certificate(candidate_id), "the certificate", seconds=60)
    assert certificate["ordered_by"] == "candidate"
    assert certificate["removed"]["applications"] == 1
    assert certificate["removed"]["files"] == 2
    assert certificate["removed"]["letters"] >= 1
    assert not house.api.get("/candidates", q=NAME, limit=10)["items"]
    assert gone(house, f"/candidates/{candidate_id}")
    kept = house.api.get(f"/mails/{answer}")
    assert (kept["state"], kept["content"]) == ("accepted", {"kind": "erased"})
    assert nothing_in_files(house, candidate_id)

    house.upload_bytes(file, name="cv.txt")
    anew = house.person(NAME)
    assert anew["candidate_id"] != candidate_id
    assert house.api.get(f"/candidates/{anew['candidate_id']}")["mails"] == []
    assert len(house.mails_to(EMAIL)) == 1


def answered(house: House, job_id: str, candidate_id: str) -> str:
    """An approved answer that left; the id of the mail."""
    chosen = {"job_id": job_id, "candidate_ids": [candidate_id], "reason_id": "missing_must_have", "criterion_id": "c1"}
    made = house.api.post("/rejections", chosen)
    path = f"/rejections/{made['batch']['batch_id']}/mails/{made['mails'][0]['mail_id']}"
    house.api.post(f"{path}/approve", {"text_hash": house.api.get(f"{path}/preview")["text_hash"]})
    mail = house.ended(made["mails"][0]["mail_id"])
    assert mail["state"] == "accepted"
    return str(mail["mail_id"])


def rights_link(house: House) -> str:
    """The link to one's rights in the answer that arrived."""
    (sent,) = house.mails_to(EMAIL)
    found = re.search(r"https?://\S+/rights/\S+", sent.text)
    assert found is not None, sent.text
    return urlsplit(found.group()).path


def press_erase(house: House, path: str) -> None:
    """Both presses."""
    portal = house.deployment.portal()
    form = {"content-type": "application/x-www-form-urlencoded"}
    asked = portal.request("POST", path, body=b"act=erase", headers=form)
    assert b"erase_for_good" in asked.body
    done = portal.request("POST", path, body=b"act=erase_for_good", headers=form)
    assert done.status == 200


def gone(house: House, path: str) -> bool:
    """Whether the API knows nothing of it."""
    try:
        house.api.get(path)
    except RefusedError as refused:
        return refused.reply.status == 404
    return False


def nothing_in_files(house: House, candidate_id: str) -> bool:
    """No version of any file of theirs, not even a deleted one."""
    s3 = house.deployment.client("s3")
    listed = s3.list_object_versions(Bucket=house.deployment.outputs["CvsBucket"], Prefix=f"cvs/{candidate_id}/")
    return not listed.get("Versions") and not listed.get("DeleteMarkers")
