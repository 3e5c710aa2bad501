"""A CV in S3 becomes a candidate whom recruiters can find."""

from typing import Any

import pytest

from infra.local.sample.load import CVS
from infra.local.status import queues
from tests.journeys.conftest import House, cv

SEEN_WITHIN_SECONDS = 10


def test_a_new_cv_is_among_the_candidates_within_ten_seconds(house: House) -> None:
    house.newcomer("Aline Duvernet")  # The functions are warm after the first one.

    house.upload(cv("Basile Cordier", title="Contrôleur de gestion", skills="SAP, Power BI"))

    line = house.person("Basile Cordier", seconds=SEEN_WITHIN_SECONDS)
    profile = house.api.get(f"/candidates/{line['candidate_id']}")["candidate"]["profile"]
    assert line["problem"] is None
    assert profile["basics"]["email"] == "basile.cordier@example.org"
    assert profile["basics"]["phone"] == "+33639982211"
    assert {"SAP", "Power BI"} <= {skill["name"] for skill in profile["skills"]}


def test_the_same_file_twice_is_one_candidate_with_one_cv(house: House) -> None:
    candidate_id = house.newcomer("Carole Estienne")

    house.upload(cv("Carole Estienne"))
    newcomer = house.newcomer("Damien Forestier")  # Uploaded later, read later.

    held = house.api.get(f"/candidates/{candidate_id}")["candidate"]
    assert newcomer != candidate_id
    assert len(held["cvs"]) == 1


def test_a_newer_cv_of_the_same_person_updates_the_record_and_keeps_the_old(house: House) -> None:
    candidate_id = house.newcomer("Elise Garance", title="Comptable")

    house.upload(cv("Elise Garance", title="Cheffe comptable"))

    def updated() -> Any:
        held = house.api.get(f"/candidates/{candidate_id}")["candidate"]
        return held if len(held["cvs"]) == 2 else None

    held = house.until(updated, "the second CV")
    assert held["profile"]["basics"]["label"] == "Cheffe comptable"


def test_two_people_with_one_address_stay_two_and_are_flagged(house: House) -> None:
    house.upload(cv("Fabrice Hallier", email="foyer.hallier@example.org"))
    first = house.person("Fabrice Hallier")

    house.upload(cv("Gaelle Hallier", email="foyer.hallier@example.org", title="Assistante"))

    second = house.person("Gaelle Hallier")
    assert second["candidate_id"] != first["candidate_id"]
    assert second["shares_email"]
    house.until(lambda: house.person("Fabrice Hallier")["shares_email"], "the flag on the first of them")


def test_a_cv_under_a_jobs_folder_is_an_application(house: House) -> None:
    job_id = house.job("Comptable", "Tenue des comptes et clôture mensuelle de nos ateliers.", "Clôture mensuelle")

    house.upload(cv("Hugues Imbert"), under=job_id)

    candidate_id = house.person("Hugues Imbert")["candidate_id"]
    found = house.until(lambda: house.api.get(f"/jobs/{job_id}/applications")["items"], "the application")
    assert [(each["candidate_id"], each["stage"], each["outcome"]) for each in found] == [
        (candidate_id, "applied", "open")
    ]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("damaged.pdf", (CVS / "cv_celeste_arnoux.pdf").read_bytes(), "damaged"),
        ("scan.pdf", (CVS / "numerisation_0042.pdf").read_bytes(), "scanned_no_text"),
        ("disguised.pdf", b"MZ\x90\x00" + bytes(200), "unsupported_format"),
    ],
)
def test_a_file_that_cannot_be_read_shows_its_problem_and_does_not_loop(
    house: House, name: str, content: bytes, code: str
) -> None:
    before = {line["candidate_id"] for line in house.api.get("/candidates", problem="any", limit=100)["items"]}

    house.upload_bytes(content, name=name)

    def new() -> Any:
        lines = house.api.get("/candidates", problem="any", limit=100)["items"]
        return next((line for line in lines if line["candidate_id"] not in before), None)

    line = house.until(new, "the candidate with a problem")
    assert line["problem"]["code"] == code
    assert line["problem"]["fr"]
    assert line["problem"]["en"]
    uploads = house.until(lambda: _quiet(house, "Uploads"), "an empty queue of uploads")
    assert uploads.dead == 0


def test_a_candidate_is_found_for_an_offer_in_the_other_language_with_the_line_that_shows_it(house: House) -> None:
    candidate_id = house.newcomer(
        "Ines Jolivet", title="Soudeuse", skills="Soudage TIG", work="Soudage de cadres en acier"
    )
    job_id = house.job(
        "Welder", "We are looking for a welder: TIG welding of steel frames in our workshop.", "TIG", language="en"
    )

    def first() -> Any:
        hits = house.api.get(f"/jobs/{job_id}/matches", limit=1)["items"]
        return hits[0] if hits and hits[0]["person"]["candidate_id"] == candidate_id else None

    hit = house.until(first, "the welder at the top")
    assert hit["match"]["explanation"]["criteria"][0]["met"]
    assert "TIG" in hit["match"]["explanation"]["criteria"][0]["line"]


def _quiet(house: House, name: str) -> Any:
    queue = next(queue for queue in queues(house.deployment) if queue.name == name)
    return queue if queue.waiting == queue.in_work == 0 else None
