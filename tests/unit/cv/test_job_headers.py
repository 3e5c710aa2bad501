from datetime import date

import pytest

from relance.cv.fields.contracts import is_contract
from relance.cv.fields.place import looks_like_place
from relance.cv.here import read_here
from relance.cv.profile import Profile

HEAD = "Zoé Marchal\nzoe.marchal@example.org\n"


def profile(text: str) -> Profile:
    read = read_here((HEAD + text).encode(), filename=None, today=date(2026, 11, 15)).profile
    assert read is not None
    return read


@pytest.mark.parametrize("contract", ["part-time", "CDD", "saisonnier", "maternity cover", "CDD, temps partiel"])
def test_the_firm_below_a_title_with_its_contract_is_found(contract: str) -> None:
    read = profile(
        f"Experience\nHealthcare Assistant ({contract})\t2021 - 2023\nYonder Meadows\nSupported residents with meals\n"
        "Domestic Assistant\t2016 - 2017\nHythe Larches\nManaged rotas for a team of 25\n"
    )

    jobs = [(job.position, job.name) for job in read.work]
    assert jobs == [("Healthcare Assistant", "Yonder Meadows"), ("Domestic Assistant", "Hythe Larches")]


@pytest.mark.parametrize("label", ["Environnement technique", "Tech stack", "Outils"])
def test_the_tools_of_a_job_are_no_job(label: str) -> None:
    read = profile(
        f"Expérience\n2022 - 2024 • Technicienne support\nRivage Solaire - Strasbourg\n{label} : Développeur, Jenkins\n"
    )

    assert [job.position for job in read.work] == ["Technicienne support"]


@pytest.mark.parametrize(
    "text",
    [
        "CDD",
        "mission d'intérim",
        "CDD de remplacement",
        "stage, 6 mois",
        "3-month contract",
        "12 month FTC",
        "temp to perm",
        "(maternity cover)",
        "CDI temps plein",
        "contract, 6 months",
        "zero-hour contract",
        "à temps partiel",
    ],
)
def test_a_contract_is_told_with_its_length_and_its_kind(text: str) -> None:
    assert is_contract(text)


@pytest.mark.parametrize(
    "text", ["Rivage Temps Libre", "Contract Manager", "Stage Larches Ltd", "6 mois", "Full Time Radio"]
)
def test_other_words_beside_one_of_a_contract_name_something_else(text: str) -> None:
    assert not is_contract(text)


@pytest.mark.parametrize(
    "text", ["Worthing", "Burton-upon-Trent", "King's Lynn", "Kirkcaldy, UK", "Killarney, Ireland"]
)
def test_towns_of_the_british_isles_are_places(text: str) -> None:
    assert looks_like_place(text)
