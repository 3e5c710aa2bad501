"""A name is a name even when it is a trade or a town (R21): whose CV it is does not change what is read of it."""

from datetime import date

import pytest

from relance.cv.read import read_cv

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
