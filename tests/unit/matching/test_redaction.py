from itertools import product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.cv.profile import Basics, Link, Location, Meta, Profile
from relance.matching.embedding import HashingEmbedder
from relance.matching.identity import identity
from relance.matching.indexing import candidate_document
from relance.matching.redaction import redact, redacted_lines
from tests import factories

FRENCH_CV: Final = """{name}
{title}
{address}
{phone} | {email}
{birth} – {age} – Nationalité : {nationality} – {family}
{link}

Profil
{adjectives}, j'aime transmettre. {pronoun} a géré 12 clients.

Expérience
{title}, Clinique des Tilleuls, Lyon, 2015-2020
Encadrement d'une équipe de 20 personnes, 20 ans d'expérience
{civility} {surname} a été {promoted} en 2019.
Formation
Licence de gestion, Université de Poitiers, 2014
"""
WOMAN: Final = {
    "name": "Éloïse VAUTRIN",
    "title": "Infirmière coordinatrice diplômée",
    "address": "12 bis rue des Lilas, 69003 Lyon",
    "phone": "06 39 98 91 57",
    "email": "eloise.vautrin@example.org",
    "birth": "Née le 12/03/1985 à Lyon",
    "age": "41 ans",
    "nationality": "française",
    "family": "Mariée, 2 enfants",
    "link": "linkedin.com/in/eloisevautrindemo",
    "adjectives": "Professionnelle rigoureuse et motivée",
    "pronoun": "Elle",
    "civility": "Mme",
    "surname": "Vautrin",
    "promoted": "promue",
}
MAN: Final = {
    "name": "Karim N’Diaye-Ferrand",
    "title": "Infirmier coordinateur diplômé",
    "address": "4, avenue Jean Jaurès - 13008 Marseille",
    "phone": "+33 (0)6 39 98 00 11",
    "email": "karim.nf@example.org",
    "birth": "Né le 1er janvier 1999 à Dakar (Sénégal)",
    "age": "27 ans",
    "nationality": "sénégalaise",
    "family": "Célibataire, sans enfant",
    "link": "https://www.linkedin.com/in/karim-nf-demo/",
    "adjectives": "Professionnel rigoureux et motivé",
    "pronoun": "Il",
    "civility": "M.",
    "surname": "N’Diaye-Ferrand",
    "promoted": "promu",
}
ENGLISH_CV: Final = """{name}
{title}
{address}
Phone: {phone} | Email: {email}
Date of birth: {birth} | Nationality: {nationality} | Marital status: {family}
Profile
Careful {title} who trains colleagues. {pronoun} led a team of 12 at Bluefern Ltd.
Experience
{title}, Bluefern Ltd, London, 2015-2020
"""
WAITRESS: Final = {
    "name": "Grace Penrose",
    "title": "Waitress",
    "address": "221 Maple Road, Bristol BS1 4DJ, UK",
    "phone": "+44 7700 900940",
    "email": "grace.penrose@example.org",
    "birth": "12 March 1985",
    "nationality": "British",
    "family": "married, two children",
    "pronoun": "She",
}
WAITER: Final = {
    "name": "Amir Khan-Lowell",
    "title": "Waiter",
    "address": "Flat 4, 7 Old Mill Lane, Leeds LS2 9JT",
    "phone": "07700 900123",
    "email": "amir@example.org",
    "birth": "1999-01-30",
    "nationality": "Pakistani",
    "family": "single",
    "pronoun": "He",
}


def profile_of(person: dict[str, str], *, city: str, language: str) -> Profile:
    basics = Basics(
        name=person["name"].title(),
        label=person["title"],
        email=person["email"],
        location=Location(city=city),
        profiles=(Link(network="LinkedIn", url=person["link"]),) if "link" in person else (),
    )
    return Profile(basics=basics, meta=Meta(language=language))


def fingerprint(template: str, person: dict[str, str], *, city: str, language: str) -> str:
    candidate = factories.candidate(profile=profile_of(person, city=city, language=language))
    text = template.format(**person)
    return candidate_document(candidate, text, [], embedder=HashingEmbedder()).content.fingerprint()


@pytest.mark.parametrize(
    ("template", "one", "other", "cities", "language"),
    [(FRENCH_CV, WOMAN, MAN, ("Lyon", "Marseille"), "fr"), (ENGLISH_CV, WAITRESS, WAITER, ("Bristol", "Leeds"), "en")],
    ids=["fr", "en"],
)
def test_another_person_with_the_same_work_is_indexed_in_the_same_bytes(
    template: str, one: dict[str, str], other: dict[str, str], cities: tuple[str, str], language: str
) -> None:
    first = redact(template.format(**one), identity(profile_of(one, city=cities[0], language=language)))
    second = redact(template.format(**other), identity(profile_of(other, city=cities[1], language=language)))

    assert first == second
    assert fingerprint(template, one, city=cities[0], language=language) == fingerprint(
        template, other, city=cities[1], language=language
    )


@given(st.lists(st.booleans(), min_size=len(WOMAN), max_size=len(WOMAN)))
def test_swapping_any_of_it_alone_changes_nothing(choices: list[bool]) -> None:
    person = {key: (WOMAN if chosen else MAN)[key] for (key, chosen) in zip(WOMAN, choices, strict=True)}
    person["surname"] = person["name"].split()[-1].capitalize() if "VAU" in person["name"] else MAN["surname"]
    city = "Lyon" if person["address"] == WOMAN["address"] else "Marseille"

    mixed = redact(FRENCH_CV.format(**person), identity(profile_of(person, city=city, language="fr")))

    assert mixed == redact(FRENCH_CV.format(**WOMAN), identity(profile_of(WOMAN, city="Lyon", language="fr")))


def test_nothing_of_the_person_is_left() -> None:
    left = redact(FRENCH_CV.format(**WOMAN), identity(profile_of(WOMAN, city="Lyon", language="fr"))).lower()

    for trace in (
        "vautrin",
        "éloïse",
        "lilas",
        "69003",
        "06 39",
        "@",
        "1985",
        "41 ans",
        "française",
        "mari",
        "linkedin",
    ):
        assert trace not in left


def test_the_work_is_all_left() -> None:
    left = redact(FRENCH_CV.format(**WOMAN), identity(profile_of(WOMAN, city="Lyon", language="fr")))

    for kept in ("Clinique des Tilleuls, Lyon, 2015-2020", "20 ans d'expérience", "Université de Poitiers, 2014", "12"):
        assert kept in left


def test_a_surname_that_is_a_trade_does_not_remove_the_trade() -> None:
    who = identity(Profile(basics=Basics(name="Paul Boulanger")))

    left = redact("Paul Boulanger\nBoulanger pâtissier\nFournil : travail de boulanger depuis 2015", who)

    assert left == "Boulanger pâtissier\nFournil : travail de boulanger depuis 2015"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("May Power", "May 2015 – March 2019"),
        ("May Power", "Reports in Power BI"),
        ("Jean Lyon", "Diplôme d'ingénieur, Polytech Lyon, 2019"),
        ("Abdoulaye Ba", "BA Accounting, University of Hull"),
        ("Nina Excel", "Gestes et postures, Excel"),
        ("Ruby Stone", "Python, Ruby, Go"),
    ],
)
def test_a_name_that_is_also_a_month_a_town_a_degree_or_a_product_takes_none_of_them_away(name: str, line: str) -> None:
    who = identity(Profile(basics=Basics(name=name)))

    left = redact(f"{name}\nTitre\nProfil\n{line}\n{name.rsplit(maxsplit=1)[-1]} a géré la caisse", who)

    assert line in left
    assert name not in left


@pytest.mark.parametrize(
    "line",
    [
        "2015 - 2019 2020",
        "01/2018 - 06/2020 : chef d'équipe",
        "Gestion de 12 500 000 euros",
        "Permis B, CACES R489",
        "Anglais courant, allemand B1",
        "25 ans dans la vente",
        "5 ans d'expérience",
        "ISO 9001:2015",
        "Responsable de la place de marché",
    ],
)
def test_ordinary_lines_stay_as_they_are(line: str) -> None:
    text = "Titre\nProfil\n" + line

    assert redact(text, identity(None)).splitlines()[-1] == line


@pytest.mark.parametrize(
    "line",
    [
        "Né en 1985",
        "née à Lyon",
        "Âge : 41 ans",
        "39 ans",
        "Nationalité : franco-marocaine",
        "British citizen",
        "Marié, 2 enfants",
        "Situation familiale : pacsé",
        "Mère de trois enfants",
        "Sexe : F",
        "Photo",
        "[photo]",
        "Adresse : 4 rue du Port, Brest",
        "12 rue de la Gare",
        "+44 (0)7700 900123",
        "06.39.98.12.34",
        "Tél. : 06-39-98-12-34",
        "https://example.org/cv",
        "github.com/someone",
        "@someone_demo",
        "nom+cv@example.org",
    ],
)
def test_personal_lines_leave_nothing(line: str) -> None:
    assert redact(line, identity(None)) == ""


def test_every_kept_line_knows_where_it_came_from() -> None:
    text = FRENCH_CV.format(**WOMAN)
    numbers = [line.number for line in redacted_lines(text, identity(profile_of(WOMAN, city="Lyon", language="fr")))]

    assert numbers == sorted(set(numbers))
    assert text.splitlines()[numbers[-1] - 1].startswith("Licence")


def test_any_text_can_be_redacted() -> None:
    for name, text in product(("", "a", "Ä", "O'Neil"), ("", "\n\n", "\x00", "ﬁn œuvre", "😀", "((((", "a" * 5000)):
        redact(text, identity(Profile(basics=Basics(name=name, location=Location(city="(")))))
