# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
from datetime import date

import pytest

from relance.cv.document import Line
from relance.cv.fields import contact
from relance.cv.fields.cv_language import cv_language
from relance.cv.fields.name import name
from relance.cv.fields.place import looks_like_place, place
from relance.cv.here import read_here
from relance.cv.profile import Profile
from relance.cv.sections import Numbered


def profile(text: str) -> Profile:
    read = read_here(text.encode(), filename=None, today=date(2026, 11, 15)).profile
    assert read is not None
    return read


def lines(*texts: str) -> list[Line]:
    return [Line(text) for text in texts]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Camille Roussel", "Comptable"), "Camille Roussel"),
        (("CURRICULUM VITAE", "Yanis BENALI"), "Yanis BENALI"),
        (("LÉA FONTAINE", "Cheffe de rang"), "Léa Fontaine"),
        (("Comptable", "Sean O'Rourke"), "Sean O'Rourke"),
        (("Mme Marie-Claire de Villiers", "Lyon"), "Marie-Claire de Villiers"),
        (("Nom : Dupuis", "Prénom : Aïcha"), "Aïcha Dupuis"),
        (("Tom Iyer | Data analyst",), "Tom Iyer"),
    ],
)
def test_the_name_is_found(texts: tuple[str, ...], expected: str) -> None:
    found = name(lines(*texts), None)

    assert found is not None
    assert found.value == expected


def test_the_address_tells_which_of_two_lines_is_the_name() -> None:
    found = name(lines("Rivage Solaire", "Camille Roussel"), "camille.roussel@example.org")

    assert found is not None
    assert found.value == "Camille Roussel"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("06 39 98 11 22", "+33639981122"),
        ("Tél. : 06.39.98.11.22", "+33639981122"),
        ("+33 (0)6 39 98 11 22", "+33639981122"),
        ("+44 7700 900123", "+447700900123"),
        ("0032 470 12 34 56", "+32470123456"),
    ],
)
def test_a_phone_is_given_in_international_form(text: str, expected: str) -> None:
    found = contact.phone(lines("Zoé", text), language="fr", country=None)

    assert found is not None
    assert (found.value, found.line) == (expected, 2)


@pytest.mark.parametrize("text", ["2019 - 2021", "01/03/2020 - 30/06/2021", "SIRET 123 456 789 00012", "44000 Nantes"])
def test_other_numbers_are_no_phone(text: str) -> None:
    assert contact.phone(lines(text), language="fr", country=None) is None


def test_links_have_their_network_and_file_names_are_no_links() -> None:
    found = contact.pages(
        lines("linkedin.com/in/zoe-marchal", "https://zoe.example.org/cv", "Node.js, ASP.NET", "zoe@example.org"), []
    )

    assert [page.value for page in found] == [
        ("LinkedIn", "https://linkedin.com/in/zoe-marchal"),
        ("Website", "https://zoe.example.org/cv"),
    ]


@pytest.mark.parametrize(
    ("text", "city", "code", "country"),
    [
        ("12 rue des Lilas, 69003 Lyon", "Lyon", "69003", "FR"),
        ("42 100 St-Étienne", "St-Étienne", "42100", "FR"),
        ("13100 Aix-en-Provence Cedex 2", "Aix-en-Provence", "13100", "FR"),
        ("Nantes (44)", "Nantes", None, "FR"),
        ("Leeds, UK", "Leeds", None, "GB"),
        ("4 Mill Lane, Bristol BS1 4ST", "Bristol", "BS1 4ST", "GB"),
        ("Austin, TX 78701", "Austin", "78701", "US"),
        ("1050 Bruxelles, Belgique", "Bruxelles", "1050", "BE"),
        ("Dublin, Ireland", "Dublin", None, "IE"),
    ],
)
def test_a_place_is_read_with_its_country(text: str, city: str, code: str | None, country: str) -> None:
    found = place([Numbered(1, Line(text))])

    assert found is not None
    assert (found.value.city, found.value.postal_code, found.value.country) == (city, code, country)


@pytest.mark.parametrize("text", ["Villeurbanne", "Lyon 3e", "Paris, France", "Bengaluru, Karnataka"])
def test_a_town_alone_is_a_place(text: str) -> None:
    assert looks_like_place(text)


@pytest.mark.parametrize("text", ["Nexoria", "Mairie de Vertou", "Crédit du Ponant", "Acme, Lyon"])
def test_a_firm_is_no_place(text: str) -> None:
    assert not looks_like_place(text)


@pytest.mark.parametrize(
    "block",
    [
        "Gestionnaire de paie\nOrvault Distribution | mars 2020 – juin 2022",
        "mars 2020 – juin 2022\nGestionnaire de paie\nOrvault Distribution",
        "Orvault Distribution – Nantes\nGestionnaire de paie | mars 2020 – juin 2022",
        "Gestionnaire de paie, Orvault Distribution, Nantes (mars 2020 – juin 2022)",
        "De mars 2020 à juin 2022 : Gestionnaire de paie, Orvault Distribution",
        "Gestionnaire de paie chez Orvault Distribution\nmars 2020 – juin 2022",
        "Gestionnaire de paie (H/F) (CDD) | Orvault Distribution | Nantes\n03/2020 - 06/2022",
        "Poste : Gestionnaire de paie\nEntreprise : Orvault Distribution\nPériode : mars 2020 – juin 2022",
    ],
)
def test_a_job_is_read_whatever_the_form_of_its_block(block: str) -> None:
    (job,) = profile(f"Zoé Marchal\n\nExpérience professionnelle\n{block}\n• Paie de 200 salariés").work

    assert (job.position, job.name, job.start_date, job.end_date) == (
        "Gestionnaire de paie",
        "Orvault Distribution",
        "2020-03",
        "2022-06",
    )
    assert job.highlights == ("Paie de 200 salariés",)


def test_titles_under_one_company_share_it() -> None:
    work = profile(
        "Tom Iyer\n\nWork experience\nTidewater Analytics | 2015 – 2020\nSenior Analyst | 2018 – 2020\n- Reports\nAnalyst | 2015 – 2018\n- Data"
    ).work

    assert [(job.position, job.name) for job in work] == [
        ("Senior Analyst", "Tidewater Analytics"),
        ("Analyst", "Tidewater Analytics"),
    ]


def test_internships_do_not_count_as_years() -> None:
    read = profile(
        "Zoé Marchal\n\nExpérience\nComptable | Nexoria | janvier 2020 – janvier 2022\nAssistante | Batirhone | juin 2021 – janvier 2023\n"
        "Stagiaire comptable | Leduc | janvier 2018 – juin 2018"
    )

    assert read.meta.years_experience == 3.0
    assert [job.internship for job in read.work] == [False, False, True]


@pytest.mark.parametrize(
    "line",
    [
        "BTS Comptabilité et gestion, Lycée Jean Moulin, 2014",
        "2014 : BTS Comptabilité et gestion, Lycée Jean Moulin",
        "2012 – 2014 | BTS Comptabilité et gestion | Lycée Jean Moulin",
        "Lycée Jean Moulin — BTS Comptabilité et gestion (2014)",
        "BTS Comptabilité et gestion\nLycée Jean Moulin, 2014",
        "2014\nBTS Comptabilité et gestion\nLycée Jean Moulin",
    ],
)
def test_a_degree_is_read_whatever_its_form(line: str) -> None:
    (degree,) = profile(f"Zoé Marchal\n\nFormation\n{line}").education

    assert (degree.study_type, degree.institution, degree.end_date) == (
        "BTS Comptabilité et gestion",
        "Lycée Jean Moulin",
        "2014",
    )


def test_subjects_after_a_comma_stay_in_the_degree() -> None:
    (degree,) = profile(
        "Gemma Pryce\n\nEducation\nA-levels Maths, Physics and French, Harrogate College, 2012"
    ).education

    assert degree.study_type == "A-levels Maths, Physics and French"


def test_languages_have_their_level() -> None:
    read = profile(
        "Zoé Marchal\n\nLangues\nFrançais : langue maternelle\nAnglais courant, espagnol (scolaire)\nAllemand – B1\nItalien"
    )

    assert [(spoken.language, spoken.fluency) for spoken in read.languages] == [
        ("fr", "native"), ("en", "C1"), ("es", "A2"), ("de", "B1"), ("it", None),
    ]  # fmt: skip


def test_unknown_skills_are_kept_and_known_ones_have_their_concept() -> None:
    read = profile("Zoé Marchal\n\nCompétences\nOutils : MS Excel (avancé), Silae\nbroderie au fil d'or\n• Permis B")

    assert [(skill.name, skill.concept) for skill in read.skills] == [
        ("MS Excel", "excel"), ("Silae", "silae"), ("broderie au fil d'or", None), ("Permis B", "permis b"),
    ]  # fmt: skip


def test_tools_in_running_text_are_skills_and_everyday_words_and_titles_are_not() -> None:
    read = profile(
        "Tom Iyer\nPython developer\n\nExperience\nPython developer | Corvane | 2018 – 2020\n- Moved reports to PostgreSQL\n- A spring of excel and access"
    )

    assert [skill.name for skill in read.skills] == ["PostgreSQL"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Je suis comptable depuis dix ans et je gère la paie", "fr"),
        ("I am the head of the team and work with clients", "en"),
    ],
)
def test_the_language_of_the_cv_is_told(text: str, code: str) -> None:
    found = cv_language(text)

    assert found is not None
    assert found[0] == code
