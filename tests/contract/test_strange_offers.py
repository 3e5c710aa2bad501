"""Strange offers over the API on both engines: the same clear answers, and the same findings."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from relance.cv.profile import Basics, Meta, Profile, Source, Work
from relance.jobs import Criterion, CriterionWeight
from relance.matching.embedding import UniversalSentenceEncoder
from relance.ports.search import CandidateIndex, JobIndex
from tests import factories
from tests.contract.search_engines import engine, job_index, new_index, no_network
from tests.unit.api.world import World

__all__ = ["engine", "job_index", "new_index", "no_network"]
GERMAN = (
    "Buchhalter (m/w/d)\nWir suchen für unser Team in Köln eine Person mit Erfahrung in der Buchhaltung und den "
    "monatlichen Abschlüssen.\nSie haben eine kaufmännische Ausbildung und arbeiten gern mit Zahlen."
)
SPANISH = (
    "Contable\nBuscamos una persona para el equipo de contabilidad con experiencia en los cierres mensuales, el pago "
    "de las facturas y la tesorería."
)
ARABIC = "محاسب\nنبحث عن محاسب لإعداد الحسابات الشهرية ودفع الفواتير في فريقنا المالي."


@pytest.fixture
def world(new_index: Callable[[], CandidateIndex], job_index: JobIndex, tmp_path: Path) -> Iterator[World]:
    """The API over one engine."""
    made = World(tmp_path / "twins")
    embedded = made.people, made.offers
    made.people, made.offers = new_index(), job_index  # type: ignore[assignment]
    yield made
    for index in embedded:
        index.close()


def test_an_empty_base_says_so(world: World) -> None:
    job = world.job(factories.job())

    page = world.call("GET", f"/jobs/{job.job_id}/matches")

    assert (page.status, page.body["items"], page.body["next"]) == (200, [], None)
    assert [notice["code"] for notice in page.body["notices"]] == ["nobody_indexed"]
    assert world.call("GET", f"/jobs/{job.job_id}/similar-finalists").body["items"] == []


@pytest.mark.parametrize("text", ["", " \n ", "🙂🎉"])
def test_an_offer_without_words_is_refused(world: World, text: str) -> None:
    assert world.call("POST", "/jobs", {"text": text}).status == 400


def test_the_longest_offer_is_answered(world: World) -> None:
    world.person(factories.candidate())
    line = "- Vous tenez la comptabilité de notre groupe n° {} avec SAP, Excel ou Sage.\n"
    pages = ("Comptable\nProfil :\n" + "".join(line.format(i) for i in range(2_000)))[:100_000]

    made = world.call("POST", "/jobs", {"text": pages})
    page = world.call("GET", f"/jobs/{made.body['job_id']}/matches")

    assert [each["person"]["candidate_id"] for each in page.body["items"]] == ["zoe"]


def test_years_are_judged_alike_by_what_both_engines_hold(world: World) -> None:
    text = "Zoé Lambert\nComptable\nExpérience\nComptable, Vercors Logistique\n03/2021 - 09/2024\nTenue des comptes"
    sources = {"work[0].position": Source(line=4, confidence=1), "work[0].startDate": Source(line=5, confidence=1)}
    profile = Profile(
        basics=Basics(name="Zoé Lambert", label="Comptable"),
        work=(Work(position="Comptable", start_date="2021-03", end_date="2024-09"),),
        meta=Meta(language="fr", as_of="2026-03", sources=sources),
    )
    world.person(factories.candidate(profile=profile), text=text)
    criteria = [
        Criterion(
            criterion_id=str(years), text=f"{years} ans d'expérience en comptabilité", weight=CriterionWeight.MUST
        )
        for years in (3, 5)
    ]
    job = world.job(factories.job(criteria=criteria, title="Comptable"))

    (hit,) = world.call("GET", f"/jobs/{job.job_id}/matches").body["items"]

    findings: list[dict[str, Any]] = hit["match"]["explanation"]["criteria"]
    assert [(each["verdict"], each["measure"]["found"]) for each in findings] == [("met", "3.5"), ("not_met", "3.5")]


@pytest.mark.parametrize("text", [GERMAN, SPANISH, ARABIC], ids=["german", "spanish", "arabic"])
def test_an_offer_in_a_third_language_finds_its_people_by_meaning(world: World, engine: str, text: str) -> None:
    if engine == "opensearch":
        pytest.skip("vectors of the encoder have another size than this index; the embedded engine takes any")
    world.embedder = UniversalSentenceEncoder()  # type: ignore[assignment]
    for name, cv in (
        ("baker", "Boulanger\nPain, viennoiserie, cuisson au feu de bois, tenue du fournil"),
        ("accountant", "Comptable\nClôture mensuelle, paiement des factures, trésorerie"),
        ("nurse", "Registered nurse\nNight shifts, wound care, patient records"),
    ):
        world.person(factories.candidate(name, profile=factories.profile(label=cv.split("\n")[0])), text=cv)

    made = world.call("POST", "/jobs", {"text": text})
    page = world.call("GET", f"/jobs/{made.body['job_id']}/matches").body

    assert page["items"][0]["person"]["candidate_id"] == "accountant"
    assert [notice["code"] for notice in page["notices"]] == ["words_limited"]
