"""Offers that are hardly offers: each gets a clear answer."""

import time
from typing import Any

import pytest

from tests import factories
from tests.unit.api.world import World

HEBREW = "רואה חשבון בתל אביב\nאנו מחפשים רואה חשבון מנוסה לצוות שלנו."
ARABIC = "محاسب ذو خبرة\nنبحث عن محاسب للعمل في فريقنا المالي."
GERMAN = (
    "Buchhalter (m/w/d)\nWir suchen für unser Team in Köln eine Person mit Erfahrung in der Kreditorenbuchhaltung.\n"
    "Ihr Profil\n- Kenntnisse in SAP und Excel\n- Sie haben eine kaufmännische Ausbildung"
)
SPANISH = (
    "Contable de proveedores\nBuscamos una persona para el equipo de contabilidad con experiencia en los cierres "
    "mensuales y el pago de facturas.\nSe valora el conocimiento de Sage y de Excel."
)


def message(body: Any) -> str:
    return str(body["error"]["message"])


@pytest.mark.parametrize("text", ["", "   \n\t \u00a0\n  ", "🙂🎉🚀", "!!! --- ...", "<p> </p><br>", "\u200f\u200e"])
def test_an_offer_without_words_is_refused_with_what_to_do(world: World, text: str) -> None:
    refused = world.call("POST", "/jobs", {"text": text})

    assert refused.status == 400
    assert "paste its title" in message(refused.body)
    assert world.jobs.page(after=None, limit=10).items == ()


def test_fields_without_words_are_refused_too(world: World) -> None:
    refused = world.call("POST", "/jobs", {"title": "🙂", "description": "🎉🎉"})

    assert (refused.status, "no words" in message(refused.body)) == (400, True)


def test_a_title_that_cannot_be_found_is_asked_for(world: World) -> None:
    text = "Nous grandissons encore cette année.\nRejoignez une équipe qui aime son métier."
    refused = world.call("POST", "/jobs", {"text": text})
    made = world.call("POST", "/jobs", {"text": text, "title": "Comptable"})

    assert (refused.status, "`title`" in message(refused.body)) == (400, True)
    assert (made.status, made.body["title"]) == (201, "Comptable")


def test_two_hundred_pages_are_refused_with_their_length_at_once(world: World) -> None:
    pages = "Comptable\n" + "Vous tenez la comptabilité de notre groupe. " * 14_000

    begin = time.process_time()
    refused = world.call("POST", "/jobs", {"text": pages})

    assert refused.status == 400
    assert f"{len(pages):,} characters" in message(refused.body)
    assert time.process_time() - begin < 2


def test_the_longest_offer_is_read_and_matched_in_a_bounded_time(world: World) -> None:
    world.person(factories.candidate())
    pages = (
        "Comptable\nProfil :\n" + "- Vous tenez la comptabilité de notre groupe avec SAP, Excel ou Sage.\n" * 2_000
    )[:100_000]

    begin = time.process_time()
    made = world.call("POST", "/jobs", {"text": pages})
    matched = world.call("GET", f"/jobs/{made.body['job_id']}/matches")

    assert (made.status, matched.status) == (201, 200)
    assert time.process_time() - begin < 5


def test_html_is_kept_as_a_reader_sees_it(world: World) -> None:
    pasted = "<h1>Comptable (H/F)</h1><p>Lieu&nbsp;: Lyon</p><h2>Profil</h2><ul><li>Sage</li></ul><script>x()</script>"

    made = world.call("POST", "/jobs", {"text": pasted})

    assert (made.body["title"], made.body["place"]) == ("Comptable", "Lyon")
    assert [each["text"] for each in made.body["criteria"]] == ["Sage"]
    assert "<" not in made.body["description"]
    assert "x()" not in made.body["description"]


@pytest.mark.parametrize("text", [HEBREW, ARABIC, GERMAN, SPANISH], ids=["hebrew", "arabic", "german", "spanish"])
def test_another_language_is_matched_by_meaning_and_says_what_that_means(world: World, text: str) -> None:
    world.person(factories.candidate())

    made = world.call("POST", "/jobs", {"text": text})
    page = world.call("GET", f"/jobs/{made.body['job_id']}/matches")

    (hit,) = page.body["items"]
    assert made.status == 201
    assert made.body["title"]
    assert hit["match"]["meaning"] is not None
    (notice,) = page.body["notices"]
    assert notice["code"] == "words_limited"
    assert "meaning" in notice["en"]
    assert "sens" in notice["fr"]


@pytest.mark.parametrize("description", ["Tenue des comptes sous Sage.", "SAP, Excel", "We keep the books."])
def test_french_and_english_offers_need_no_notice(world: World, description: str) -> None:
    world.person(factories.candidate())
    job = world.job(factories.job(description=description))

    assert world.call("GET", f"/jobs/{job.job_id}/matches").body["notices"] == []


def test_an_empty_base_says_so(world: World) -> None:
    job = world.job(factories.job())

    for order in ("likeness", "rules"):
        page = world.call("GET", f"/jobs/{job.job_id}/matches", order=order)

        assert (page.status, page.body["items"], page.body["next"]) == (200, [], None)
        assert [notice["code"] for notice in page.body["notices"]] == ["nobody_indexed"]
    assert world.call("GET", f"/jobs/{job.job_id}/similar-finalists").body["items"] == []


def test_filters_that_nobody_passes_are_told_from_an_empty_base(world: World) -> None:
    world.person(factories.candidate())
    job = world.job(factories.job())

    page = world.call("GET", f"/jobs/{job.job_id}/matches", contactable_only="true")

    assert [notice["code"] for notice in page.body["notices"]] == ["nobody_passes"]


def test_people_without_a_text_are_still_reached(world: World) -> None:
    world.person(factories.candidate(profile=None), text="")
    job = world.job(factories.job())

    first = world.call("GET", f"/jobs/{job.job_id}/matches")
    rest = world.call("GET", f"/jobs/{job.job_id}/matches", after=first.body["next"])

    assert first.body["notices"] == []
    assert [each["person"]["candidate_id"] for each in rest.body["items"]] == ["zoe"]
