"""Raw offers of many styles: title, facts and criteria, measured over the corpus and looked at one by one."""

import time
from typing import Any

import pytest

from relance.jobs import CriterionWeight
from relance.matching.offer_reading import MOST_CRITERIA, read_offer
from relance.matching.offer_titles import cleaned
from relance.matching.pasted import plain_text
from tests.unit.matching.offer_corpus import measure, offers

MUST, NICE = CriterionWeight.MUST, CriterionWeight.NICE


def test_the_corpus_is_read_with_few_faults() -> None:
    corpus = list(offers())

    titles, facts, criteria = measure(corpus)

    assert len(corpus) >= 45
    assert min(titles.precision, titles.recall) >= 0.95
    assert min(facts.precision, facts.recall) >= 0.95
    assert min(criteria.precision, criteria.recall) >= 0.95


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Comptable général , H/F , CDI , Lyon (69)", "Comptable général"),
        ("Comptable (H/F), CDI", "Comptable"),
        ("CDI - Comptable - H/F - 35-40 k€", "Comptable"),
        ("🚀 We're hiring: Data Engineer (m/w/d)!", "Data Engineer"),
        ("Vendeur/Vendeuse en boulangerie F/H/X – temps partiel", "Vendeur/Vendeuse en boulangerie"),
        ("Front-end Developer | React | Remote", "Front-end Developer | React"),
        ("Aide-soignante de nuit (H/F) - Saint-Étienne (42)", "Aide-soignante de nuit"),
        ("Technicien·ne de laboratoire", "Technicien·ne de laboratoire"),
        ("Picker packer x10 needed", "Picker packer"),
        ("H/F", "H/F"),
    ],
)
def test_a_title_loses_all_that_is_no_part_of_it(line: str, title: str) -> None:
    assert cleaned(line) == title


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("Comptable\nSalaire : selon profil", "pay_range", None),
        ("Comptable\n38–45 k€", "pay_range", "38–45 k€"),
        ("Comptable\nUn groupe au chiffre d'affaires de 12 M€", "pay_range", None),
        ("Accountant\n£40,000 pa", "pay_range", "£40,000 pa"),
        ("Comptable\nPas de télétravail.", "remote", "Pas de télétravail"),
        ("Comptable\nNous travaillons à distance de nos clients", "remote", None),
        ("Comptable\nLieu : à définir", "place", None),
        ("Comptable\nPoste basé à Lyon", "place", "Lyon"),
        ("Comptable\nTravail à Distance", "place", None),
        ("Comptable\nContact : rh@example.org", "contact_name", None),
        ("Comptable\nSiret 80123456700012", "contact_phone", None),
    ],
)
def test_a_fact_is_read_where_it_is_stated_and_only_there(text: str, fact: str, value: str | None) -> None:
    assert getattr(read_offer(text).facts, fact) == value


@pytest.mark.parametrize(
    ("text", "criteria"),
    [
        (
            "Vendeur\nAnglais courant exigé, allemand apprécié",
            [("Anglais courant exigé", MUST), ("allemand apprécié", NICE)],
        ),
        ("Seller\nNo experience required. A driving licence is essential.", [("A driving licence is essential", MUST)]),
        ("Profil\n- Un CRM (Salesforce idéalement)", [("Un CRM (Salesforce idéalement)", MUST)]),
        ("Profil\n- Un CRM (souhaité)", [("Un CRM (souhaité)", NICE)]),
        ("Profil\n- SQL\n- Envoyez votre CV à jobs@example.org", [("SQL", MUST)]),
        ("Requirements\n- Experience\n- Skills\n- SQL", [("Experience", MUST), ("Skills", MUST), ("SQL", MUST)]),
        ("Profil\n- SQL\n\nNous sommes une équipe de dix personnes.", [("SQL", MUST)]),
    ],
)
def test_what_is_asked_for_is_told_from_what_is_wished_for(text: str, criteria: list[Any]) -> None:
    assert [(each.text, each.weight) for each in read_offer(text).criteria] == criteria


def test_markup_is_read_as_a_reader_sees_it() -> None:
    pasted = "<style>p{}</style><p>Chef&nbsp;de projet</p><ul><li>A &amp; B</li><li>C</li></ul><script>x()</script>"

    assert plain_text(pasted).split("\n") == ["Chef de projet", "", "- A & B", "", "- C"]


@pytest.mark.parametrize("text", ["a < b and c > d", "C++ <-> C#", "100 % & plus", "  deux  espaces", "__init__.py"])
def test_what_is_no_markup_stays(text: str) -> None:
    assert plain_text(text) == text


@pytest.mark.parametrize(
    "text", ["", " \n\t\n ", "🙂🙂🙂", "\u202b\u200f\u202c", "<p></p>", "(((((", "a" * 200_000, "a\n" * 100_000]
)
def test_any_text_can_be_read(text: str) -> None:
    reading = read_offer(text)

    assert len(reading.title) <= 200
    assert len(reading.criteria) <= MOST_CRITERIA


@pytest.mark.parametrize(
    "line", ["- Savoir faire la chose avec SAP, Excel ou Word\n", "1 234 ", "à Lyon ", "€ 1 - ", ", ("]
)
def test_two_hundred_pages_are_read_in_a_bounded_time(line: str) -> None:
    pages = (line * (600_000 // len(line)))[:600_000]

    begin = time.process_time()
    read_offer(f"Comptable\nProfil\n{pages}")

    assert time.process_time() - begin < 5
