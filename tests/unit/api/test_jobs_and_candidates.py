"""Jobs, candidates and applications over the API."""

from datetime import timedelta
from typing import Any

import pytest

from relance.cv.problems import ProblemCode
from relance.jobs import JobId
from tests import factories
from tests.unit.api.world import World

OFFER = """Comptable fournisseurs H/F
Vous tenez la comptabilité fournisseurs d'un groupe industriel à Lyon.
Profil recherché :
- Maîtrise de Sage
- Expérience de la clôture mensuelle
Les plus :
- Anglais courant
"""


def test_a_pasted_offer_is_read_and_returned_for_correction(world: World) -> None:
    made = world.call("POST", "/jobs", {"text": OFFER, "place": "Lyon"})

    assert made.status == 201
    assert made.body["title"] == "Comptable fournisseurs"
    assert {(each["text"], each["weight"]) for each in made.body["criteria"]} >= {
        ("Maîtrise de Sage", "must"),
        ("Anglais courant", "nice"),
    }
    assert (made.body["place"], made.body["language"], made.body["description"]) == ("Lyon", "fr", OFFER)
    assert world.jobs.get(JobId(made.body["job_id"])).title == "Comptable fournisseurs"


def test_what_the_recruiter_says_overrules_what_was_read(world: World) -> None:
    made = world.call("POST", "/jobs", {"text": OFFER, "title": "Comptable clients", "criteria": []})

    assert (made.body["title"], made.body["criteria"]) == ("Comptable clients", [])


def test_a_job_without_text_needs_title_and_description(world: World) -> None:
    refused = world.call("POST", "/jobs", {"title": "Comptable"})

    assert refused.status == 400
    assert refused.body["error"]["type"] == "invalid_input"


def test_two_recruiters_cannot_overwrite_each_other(world: World) -> None:
    job = world.job(factories.job())
    world.call("PATCH", f"/jobs/{job.job_id}", {"revision": 1, "place": "Valence"})

    second = world.call("PATCH", f"/jobs/{job.job_id}", {"revision": 1, "state": "closed"})

    assert second.status == 409
    assert world.jobs.get(job.job_id).place == "Valence"
    assert world.jobs.get(job.job_id).state == "open"


def test_jobs_are_listed_page_by_page(world: World) -> None:
    for name in ("a", "b", "c"):
        world.job(factories.job(name))

    first = world.call("GET", "/jobs", limit=2)
    rest = world.call("GET", "/jobs", limit=2, after=first.body["next"])

    assert [job["job_id"] for job in first.body["items"] + rest.body["items"]] == ["a", "b", "c"]
    assert rest.body["next"] is None


def test_candidates_can_be_listed_by_the_problem_of_their_file(world: World) -> None:
    world.person(factories.candidate("zoe"))
    world.person(
        factories.candidate("ali", profile=None, cvs=(factories.cv_file(problem_code=ProblemCode.DAMAGED),)), text=""
    )

    broken = world.call("GET", "/candidates", problem="any")
    fine = world.call("GET", "/candidates", problem="none")

    assert [line["candidate_id"] for line in broken.body["items"]] == ["ali"]
    assert broken.body["items"][0]["problem"]["fr"].startswith("Le fichier est abîmé")
    assert [line["candidate_id"] for line in fine.body["items"]] == ["zoe"]


def test_a_search_for_a_name_ignores_accents_and_reaches_people_beyond_the_first_page(world: World) -> None:
    for number in range(250):
        world.candidates.create(factories.candidate(f"p{number:03}", name="Paul Martin"), keys=())
    world.candidates.create(factories.candidate("z", name="Zoé Lambert"), keys=())

    found = world.call("GET", "/candidates", q="zoe lambert", limit=5)

    assert [line["candidate_id"] for line in found.body["items"]] == ["z"]


def test_every_match_of_a_search_is_reached_by_paging(world: World) -> None:
    for number in range(130):
        name = "Zoé Lambert" if number % 3 == 0 else "Paul Martin"
        world.candidates.create(factories.candidate(f"p{number:03}", name=name), keys=())

    found: list[str] = []
    after = None
    while True:
        page = world.call("GET", "/candidates", q="lambert", limit=7, after=after)
        assert len(page.body["items"]) <= 7
        found += [line["candidate_id"] for line in page.body["items"]]
        after = page.body["next"]
        if after is None:
            break

    assert found == [f"p{number:03}" for number in range(0, 130, 3)]


def test_one_candidate_shows_profile_sources_history_mails_and_consent(world: World) -> None:
    world.job(factories.job())
    world.person(factories.candidate(consent=factories.consent()))
    world.applied(factories.application())

    seen = world.call("GET", "/candidates/zoe")

    assert seen.body["candidate"]["profile"]["basics"]["name"] == "Zoé Lambert"
    assert "sources" in seen.body["candidate"]["profile"]["meta"]
    assert seen.body["candidate"]["consent"]["proof"] == "link-1"
    assert [each["job_id"] for each in seen.body["applications"]] == ["accountant"]
    assert (seen.body["mails"], seen.body["contactable"]) == ([], True)


def test_a_yes_on_paper_is_recorded_with_its_proof_and_lasts_two_years(world: World) -> None:
    world.person(factories.candidate())

    said = {"text_version": "2026-01", "given_at": "2026-03-01T10:00:00Z", "proof": "form 12, folder B"}
    recorded = world.call("POST", "/candidates/zoe/consent", said)

    assert recorded.status == 201
    assert recorded.body["consent"] | said == recorded.body["consent"]
    assert recorded.body["consent"]["expires_at"].startswith("2028-03-01")
    (entry,) = world.audit.entries("candidate#zoe")
    assert entry.actor == "rachel"
    assert set(entry.detail) == {"text_version", "expires_at"}, "what is never erased holds no free text"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"given_at": "2026-03-03T00:00:00Z"}, "future"),
        ({"given_at": "2026-03-01T00:00:00Z", "expires_at": "2029-01-01T00:00:00Z"}, "two years"),
        ({"given_at": "2026-03-01T00:00:00Z", "expires_at": "2026-02-01T00:00:00Z"}, "two years"),
        ({"given_at": "2026-01-01T00:00:00Z"}, "said no after"),
    ],
)
def test_a_yes_that_cannot_hold_is_refused(world: World, said: dict[str, Any], why: str) -> None:
    world.person(factories.candidate(unsubscribed_at=factories.NOW - timedelta(days=10)))

    refused = world.call("POST", "/candidates/zoe/consent", {"text_version": "1", "proof": "form", **said})

    assert refused.status == 400
    assert why in refused.body["error"]["message"]
    assert world.candidates.get(factories.candidate().candidate_id).consent is None


def test_a_newer_yes_lifts_an_unsubscription(world: World) -> None:
    world.person(factories.candidate(unsubscribed_at=factories.NOW - timedelta(days=10)))

    said = {"text_version": "1", "proof": "form", "given_at": "2026-03-01T00:00:00Z"}
    world.call("POST", "/candidates/zoe/consent", said)

    assert world.candidates.get(factories.candidate().candidate_id).may_be_offered_jobs(factories.NOW)


def test_an_older_yes_on_paper_does_not_replace_a_newer_one_and_the_same_again_changes_nothing(world: World) -> None:
    newer = factories.consent(given_at=factories.NOW - timedelta(days=5))
    world.person(factories.candidate(consent=newer))
    said = {"text_version": "1", "proof": "form", "given_at": (newer.given_at - timedelta(seconds=1)).isoformat()}

    older = world.call("POST", "/candidates/zoe/consent", said)

    assert older.status == 400
    assert "newer yes is held" in older.body["error"]["message"]
    assert world.candidates.get(factories.candidate().candidate_id).consent == newer
    latest = said | {"given_at": (newer.given_at + timedelta(seconds=1)).isoformat()}
    recorded = [world.call("POST", "/candidates/zoe/consent", latest) for _ in range(2)]
    assert [each.status for each in recorded] == [201, 201]
    assert recorded[0].body == recorded[1].body
    assert len(world.audit.entries("candidate#zoe")) == 1


def test_a_link_to_the_newest_or_a_named_file(world: World) -> None:
    newer, older = "b" * 64, "a" * 64
    files = (factories.cv_file(newer, filename="Zoé.pdf"), factories.cv_file(older, filename="old.pdf"))
    world.person(factories.candidate(cvs=files))

    assert newer in world.call("GET", "/candidates/zoe/cv-link").body["url"]
    assert older in world.call("GET", "/candidates/zoe/cv-link", cv_id=older).body["url"]
    assert world.call("GET", "/candidates/zoe/cv-link", cv_id="c" * 64).status == 404


def test_a_history_is_recorded_with_its_stage_and_dates(world: World) -> None:
    world.job(factories.job())
    world.person(factories.candidate())

    told = {
        "job_id": "accountant",
        "candidate_id": "zoe",
        "stage": "finalist",
        "outcome": "rejected",
        "reason_id": "other_stronger",
        "applied_at": "2025-09-01T08:00:00Z",
        "last_interview_at": "2025-09-20T08:00:00Z",
        "ended_at": "2025-10-02T08:00:00Z",
    }
    made = world.call("POST", "/applications", told)
    again = world.call("POST", "/applications", told)

    assert made.status == 201
    assert made.body["updated_at"] == "2025-10-02T08:00:00Z"
    assert (made.body["stage"], made.body["outcome"], made.body["reason_id"]) == (
        "finalist",
        "rejected",
        "other_stronger",
    )
    assert again.status == 409


@pytest.mark.parametrize(
    "told",
    [
        {"applied_at": "2026-03-03T08:00:00Z"},
        {"applied_at": "2026-02-01T08:00:00Z", "outcome": "rejected", "ended_at": "2026-01-01T08:00:00Z"},
        {"reason_id": "x"},
        {"ended_at": "2026-03-01T08:00:00Z"},
    ],
)
def test_an_impossible_history_is_refused(world: World, told: dict[str, Any]) -> None:
    world.job(factories.job())
    world.person(factories.candidate())

    refused = world.call("POST", "/applications", {"job_id": "accountant", "candidate_id": "zoe", **told})

    assert refused.status == 400


def test_an_application_needs_a_known_job_and_person(world: World) -> None:
    world.job(factories.job())

    assert world.call("POST", "/applications", {"job_id": "none", "candidate_id": "zoe"}).status == 404
    assert world.call("POST", "/applications", {"job_id": "accountant", "candidate_id": "zoe"}).status == 404


def test_stages_go_forward_and_outcomes_by_the_table(world: World) -> None:
    world.job(factories.job())
    world.person(factories.candidate())
    world.applied(factories.application())

    path = "/applications/accountant/zoe"
    forward = world.call("PATCH", path, {"stage": "interviewed"})
    back = world.call("PATCH", path, {"stage": "applied"})
    hired = world.call("PATCH", path, {"outcome": "hired"})
    rejected = world.call("PATCH", path, {"outcome": "rejected"})

    assert (forward.status, back.status, hired.status, rejected.status) == (200, 409, 200, 409)
    assert [entry.detail["to"] for entry in world.audit.entries("application#accountant#zoe")] == ["hired"]


def test_applicants_of_a_job_are_listed(world: World) -> None:
    world.job(factories.job())
    world.person(factories.candidate())
    world.applied(factories.application())

    listed = world.call("GET", "/jobs/accountant/applications")

    assert [each["candidate_id"] for each in listed.body["items"]] == ["zoe"]
    assert world.call("GET", "/jobs/none/applications").status == 404


def test_what_was_read_wrongly_is_corrected_or_taken_away(world: World) -> None:
    facts = "Lieu : Lyon (69)\nSalaire : 38–45 k€\nTélétravail : 2 j par semaine\nContact : Zoé Martin, zoe@example.org"
    text = OFFER + facts
    made = world.call("POST", "/jobs", {"text": text}).body
    path = f"/jobs/{made['job_id']}"

    corrected = world.call("PATCH", path, {"revision": 1, "place": "Vienne", "contact_name": None, "remote": None})
    kept = world.call("PATCH", path, {"revision": 2, "title": None, "criteria": None})

    assert (made["place"], made["pay_range"], made["contact_name"], made["contact_email"]) == (
        "Lyon (69)",
        "38–45 k€",
        "Zoé Martin",
        "zoe@example.org",
    )
    assert made["remote"] == "Télétravail : 2 j par semaine"
    assert (corrected.body["place"], corrected.body["contact_name"], corrected.body["remote"]) == ("Vienne", None, None)
    assert (kept.body["title"], len(kept.body["criteria"])) == (made["title"], len(made["criteria"]))


def test_a_correction_cannot_take_all_words_away(world: World) -> None:
    job = world.job(factories.job())

    refused = world.call("PATCH", f"/jobs/{job.job_id}", {"revision": 1, "title": "🙂", "description": "🙂"})

    assert refused.status == 400
