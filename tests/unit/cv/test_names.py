"""A name is a name even when it is a trade or a town (R21): whose CV it is does not change what is read of it."""

from datetime import date

import pytest

from relance.cv.here import read_here
from relance.cv.read import read_cv
from tests.unit.cv.cv_files import Text, pdf

CV = """{name}
{title}
12 rue des Tilleuls, 69003 Lyon
06 39 98 22 11 | contact.perso@example.org

EXPÉRIENCE PROFESSIONNELLE
{title} - Atelier des Quatre Vents
mars 2019 - aujourd'hui
- Clôture mensuelle de deux sites en cinq jours

FORMATION
BTS Comptabilité et gestion, Lycée des Glières, 2018

COMPÉTENCES
Excel, SAP
"""
NAMES = (
    "Marie Dupont", "Paul Boulanger", "Chantal Berger", "Claire Marchand", "Will Cook", "Florence Paris", "Hugo Chef",
    "PAUL BOULANGER", "Jean-Luc Charpentier", "Jack Mason",
)  # fmt: skip


@pytest.mark.parametrize("title", ["Comptable", "Contrôleur de gestion", "Data Analyst"])
@pytest.mark.parametrize("name", NAMES)
def test_the_line_over_the_title_is_the_name(name: str, title: str) -> None:
    profile = read_cv(CV.format(name=name, title=title).encode(), filename="cv.txt", today=date(2026, 11, 23)).profile

    assert profile is not None
    assert profile.basics.name is not None
    assert profile.basics.name.casefold() == name.casefold()
    assert profile.basics.label == title
    assert [work.position for work in profile.work] == [title]


def test_two_lines_of_trade_above_a_name_are_no_name() -> None:
    text = CV.format(name="Data Analyst", title="Business Analyst").replace("12 rue", "Paul Dupont\n12 rue")

    profile = read_cv(text.encode(), filename="cv.txt", today=date(2026, 11, 23)).profile

    assert profile is not None
    assert profile.basics.name == "Paul Dupont"


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        (("Éléonore", "du Plessis"), "Éléonore du Plessis"),
        (("Mathieu Le", "Goff"), "Mathieu Le Goff"),
        (("Ludwig", "von Stein"), "Ludwig von Stein"),
        (("Hélène d'Aubigny",), "Hélène d'Aubigny"),
        (("Loïs Keller--Roth",), "Loïs Keller--Roth"),
    ],
)
def test_particles_and_double_names_belong_to_the_family_name(rows: tuple[str, ...], name: str) -> None:
    page = [Text(50, 800 - 26 * place, row, 20, bold=True) for place, row in enumerate(rows)]
    page += [
        Text(50, 740, "Cariste en entrepôt"),
        Text(50, 726, "contact@example.org"),
        Text(50, 700, "Expérience", 13),
    ]
    page += [Text(50, 700, "Expérience", 13), Text(50, 680, "Cariste, Nexoria, 2019 – 2021")]

    profile = read_here(pdf([page]), filename=None, today=date(2026, 11, 15)).profile

    assert profile is not None
    assert profile.basics.name == name
