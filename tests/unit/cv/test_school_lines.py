from datetime import date

import pytest

from relance.cv.here import read_here
from relance.cv.profile import Profile

HEAD = "Zoé Marchal\nzoe.marchal@example.org\n\n"


def profile(text: str) -> Profile:
    read = read_here((HEAD + text).encode(), filename=None, today=date(2026, 11, 15)).profile
    assert read is not None
    return read


def studies(text: str) -> list[tuple[str | None, str | None]]:
    return [(study.study_type, study.institution) for study in profile(text).education]


@pytest.mark.parametrize(
    ("written", "school"),
    [
        ("IUT de Lannion (Lannion)", "IUT de Lannion"),
        ("Lycée Jean Guéhenno (56)", "Lycée Jean Guéhenno"),
        ("Northbrook College (Worthing)", "Northbrook College"),
        ("York College – York", "York College"),
        ("Université Bordeaux Montaigne (Pessac)", "Université Bordeaux Montaigne"),
        ("Institut national des sciences appliquées (INSA)", "Institut national des sciences appliquées (INSA)"),
        ("University of Oxford (Balliol College)", "University of Oxford (Balliol College)"),
    ],
)
def test_the_town_behind_a_school_is_not_part_of_its_name(written: str, school: str) -> None:
    assert studies(f"Education\n2019 - 2021\tMaster Informatique\n{written}\n") == [("Master Informatique", school)]


def test_a_school_that_no_list_knows_stands_behind_the_comma_as_the_others_do() -> None:
    found = studies("Formation\nBTS Bâtiment, Lycée Sévigné (2025)\n\nCAP Électricien, Rivage du Devoir (2023)\n")

    assert found == [("BTS Bâtiment", "Lycée Sévigné"), ("CAP Électricien", "Rivage du Devoir")]


@pytest.mark.parametrize("degree", ["Master Informatique, parcours Réseaux", "A Levels: Maths, Economics, Geography"])
def test_a_comma_inside_a_degree_names_no_school(degree: str) -> None:
    found = studies(f"Formation\n{degree} (2025)\n\nBTS Bâtiment, Lycée Sévigné (2021)\n")

    assert found == [(degree, None), ("BTS Bâtiment", "Lycée Sévigné")]


def test_a_complementary_mention_is_a_degree_and_a_mention_is_none() -> None:
    found = studies("Formation\nMention complémentaire Sommellerie\t2023 - 2024\nLycée Sévigné, Paris\nMention bien\n")

    assert found == [("Mention complémentaire Sommellerie", "Lycée Sévigné")]


def test_schools_without_dates_stand_above_their_degrees() -> None:
    found = studies(
        "Education\nLancaster University – Lancaster\nMSc Data Science\nYork College\nNVQ Level 3 Bricklaying\n"
    )

    assert found == [
        ("MSc Data Science", "Lancaster University"),
        ("NVQ Level 3 Bricklaying", "York College"),
    ]


def test_a_school_is_the_firm_of_those_who_work_there() -> None:
    read = profile(
        "Experience\n\nHythe Federation\nPrimary School Teacher\nDecember 2022 - May 2026\nHull, United Kingdom\n\n"
        "Taught Year 4 and led maths across the school\n\nLarch City Council\nTeaching Assistant\n"
        "September 2020 - May 2022\nHull, United Kingdom\n\nRan the drama club\n\nOakley Primary School\n"
        "Midday Supervisor\nOctober 2014 - August 2020\nCardiff, United Kingdom\n\nMet parents\n\n"
        "Education\n\nUniversity of Exeter\nBSc Mathematics (2011 - 2014)\n"
    )

    assert [(job.position, job.name) for job in read.work] == [
        ("Primary School Teacher", "Hythe Federation"),
        ("Teaching Assistant", "Larch City Council"),
        ("Midday Supervisor", "Oakley Primary School"),
    ]
    assert [study.institution for study in read.education] == ["University of Exeter"]


def test_the_name_of_a_high_school_leaves_room_for_the_degree_below_it() -> None:
    found = studies(
        "Education\n2019 - 2022 Larchfield High School\nGCSEs\n2017 - 2018 York College\nNVQ Level 2 Bricklaying\n"
    )

    assert found == [("GCSEs", "Larchfield High School"), ("NVQ Level 2 Bricklaying", "York College")]
