"""Met, not met or unclear: years by dated jobs, languages by levels, licences exactly, joined criteria part by part."""

from typing import Any

import pytest

from relance.cv.profile import Basics, Language, Meta, Profile, Source, Work
from relance.jobs import Criterion, CriterionWeight
from relance.matching.criteria import kind_of
from relance.matching.embedding import HashingEmbedder
from relance.matching.explanation import CriterionFinding, explain, original_line
from relance.matching.indexing import candidate_document
from relance.matching.licences import licences
from relance.matching.offer import offer_query
from tests import factories

EMBEDDER = HashingEmbedder()
CV = """Zoé Lambert
Gestionnaire de paie
Expérience
Gestionnaire de paie, Vercors Logistique
03/2021 - 09/2024
• Paie de 300 salariés sous Silae
Serveuse, Café du Port
2012 - 2018
• Service en salle
Stage paie, Cabinet Ormeau
01/2011 - 06/2011
Compétences
• Excel, SQL, Python
• Permis B et CACES R489 catégories 1B et 3
Langues
Anglais : B2, allemand scolaire, espagnol
"""


def profile() -> Profile:
    def at(line: int) -> Source:
        return Source(line=line, confidence=0.9)

    return Profile(
        basics=Basics(name="Zoé Lambert", label="Gestionnaire de paie"),
        work=(
            Work(
                name="Vercors Logistique",
                position="Gestionnaire de paie",
                start_date="2021-03",
                end_date="2024-09",
                highlights=("Paie de 300 salariés sous Silae",),
            ),
            Work(position="Serveuse", start_date="2012", end_date="2018", highlights=("Service en salle",)),
            Work(position="Stage paie", start_date="2011-01", end_date="2011-06", internship=True),
        ),
        languages=(
            Language(language="en", fluency="B2"),
            Language(language="de", fluency="A2"),
            Language(language="es"),
            Language(language="pt", fluency="native"),
        ),
        meta=Meta(
            language="fr",
            as_of="2026-03",
            sources={
                "work[0].position": at(4),
                "work[0].startDate": at(5),
                "work[1].position": at(7),
                "work[1].startDate": at(8),
                "work[2].position": at(10),
                "work[2].startDate": at(11),
            },
        ),
    )


def finding(
    text: str, *terms: str, cv: str = CV, person: Profile | None = None, language: str = "fr", title: str = "Paie"
) -> CriterionFinding:
    criterion = Criterion(criterion_id="c", text=text, weight=CriterionWeight.MUST, terms=terms)
    job = factories.job(title=title, description="Un poste.", language=language, criteria=(criterion,))
    candidate = factories.candidate(profile=person or profile())
    document = candidate_document(candidate, cv, [], embedder=EMBEDDER)
    (found,) = explain(offer_query(job, embedder=EMBEDDER), document).criteria
    return found


def judged(text: str, *terms: str, **given: Any) -> tuple[str, str | None]:
    found = finding(text, *terms, **given)
    assert found.met is (found.verdict == "met")
    return found.verdict.value, found.line


PAYROLL = "Gestionnaire de paie, Vercors Logistique"


@pytest.mark.parametrize(
    ("text", "verdict", "line"),
    [
        ("3 ans d'expérience en paie", "met", PAYROLL),
        ("Au moins trois ans d'expérience en paie", "met", PAYROLL),
        ("5 ans d'expérience en paie", "not_met", PAYROLL),
        ("Expérience de 18 mois en paie", "met", PAYROLL),
        ("4 à 6 ans d'expérience en paie", "not_met", PAYROLL),
        ("9 ans d'expérience", "met", "Serveur, Café du Port"),
        ("15 ans d'expérience", "not_met", "Serveur, Café du Port"),
        ("6 ans d'expérience en service en salle", "met", "Serveur, Café du Port"),
        ("7 ans d'expérience en service en salle", "not_met", "Serveur, Café du Port"),
        ("2 ans d'expérience en plomberie", "not_met", None),
        ("3 ans d'expérience sur un poste similaire", "met", PAYROLL),
        ("4 ans d'expérience sur un poste similaire", "not_met", PAYROLL),
    ],
)
def test_years_are_counted_in_the_dated_jobs_that_speak_of_it(text: str, verdict: str, line: str | None) -> None:
    assert judged(text) == (verdict, line)


def test_years_say_what_was_needed_and_what_was_found() -> None:
    measure = finding("5 ans d'expérience en paie").measure

    assert measure is not None
    assert (measure.kind, measure.needed, measure.found) == ("years", "5", "3.5")


def test_a_year_without_month_leaves_room_and_an_internship_counts_for_nothing() -> None:
    nearly = finding("7 ans d'expérience en service en salle")
    paid = finding("4 ans d'expérience en paie")

    assert nearly.measure is not None
    assert nearly.measure.found == "6"
    assert paid.verdict == "not_met", "the internship would have made it four"


def test_without_dates_years_are_unclear() -> None:
    undated = profile().model_copy(update={"work": ()})

    assert judged("3 ans d'expérience en paie", person=undated) == ("unclear", "Gestionnaire de paie")
    assert judged("3 ans d'expérience en plomberie", person=undated) == ("not_met", None)


def test_a_job_that_goes_on_counts_until_the_cv_was_read() -> None:
    held = profile()
    going_on = held.work[0].model_copy(update={"end_date": None, "ongoing": True})
    person = held.model_copy(update={"work": (going_on, *held.work[1:])})

    assert judged("5 ans d'expérience en paie", person=person)[0] == "met"
    assert judged("6 ans d'expérience en paie", person=person)[0] == "not_met"


def test_english_years_are_found_in_a_french_cv() -> None:
    assert judged("3+ years of payroll experience", language="en")[0] == "met"
    assert judged("5+ years payroll", language="en")[0] == "not_met"


LANGUAGES = "Anglais : B2, allemand scolaire, espagnol"


@pytest.mark.parametrize(
    ("text", "verdict", "line"),
    [
        ("Anglais B2", "met", LANGUAGES),
        ("Anglais courant", "not_met", LANGUAGES),
        ("Anglais C1 exigé", "not_met", LANGUAGES),
        ("Notions d'allemand", "met", LANGUAGES),
        ("Allemand B1", "not_met", LANGUAGES),
        ("Vous parlez espagnol", "met", LANGUAGES),
        ("Espagnol courant", "unclear", LANGUAGES),
        ("Italien courant", "not_met", None),
        ("Français courant", "met", None),
        ("Portugais langue maternelle", "met", None),
    ],
)
def test_languages_are_judged_by_their_levels(text: str, verdict: str, line: str | None) -> None:
    assert judged(text) == (verdict, line)


def test_a_mother_tongue_is_no_more_than_a_level_that_anybody_can_learn() -> None:
    learnt = profile().model_copy(update={"languages": (Language(language="pt", fluency="C2"),)})

    born, learned = (finding("Portugais langue maternelle", person=person) for person in (None, learnt))

    assert (born.verdict, born.measure) == (learned.verdict, learned.measure)


LICENCES = "Permis B et CACES R489 catégories 1B et 3"


@pytest.mark.parametrize(
    ("text", "verdict", "line"),
    [
        ("Permis B", "met", LICENCES),
        ("Permis C", "not_met", None),
        ("CACES R489 catégorie 3", "met", LICENCES),
        ("CACES R489 catégorie 5", "not_met", None),
        ("CACES R486", "not_met", None),
        ("CACES", "met", LICENCES),
        ("Forklift licence", "met", LICENCES),
        ("Full driving licence", "met", LICENCES),
        ("FIMO", "not_met", None),
    ],
)
def test_licences_are_exact(text: str, verdict: str, line: str | None) -> None:
    assert judged(text) == (verdict, line)


def test_a_licence_told_too_vaguely_is_worth_a_look() -> None:
    assert judged("CACES R489 catégorie 3", cv=CV.replace("R489 catégories 1B et 3", "à jour"))[0] == "unclear"


@pytest.mark.parametrize(
    ("asked_for", "held", "verdict"),
    [
        ("CACES R389 catégorie 3", "R489 catégories 1B et 3", "met"),
        ("CACES R389 cat. 1", "R489 catégories 1B et 3", "met"),
        ("CACES R389 cat. 5", "R489 catégories 1B et 3", "not_met"),
        ("CACES R389 cat. 3", "R489", "unclear"),
        ("CACES R489 cat. 3", "R389 cat. 3", "unclear"),
        ("CACES R489 cat. 5", "R389 cat. 3", "not_met"),
        ("CACES R386", "R486 cat. B", "met"),
        ("CACES R386 cat. 3B", "R486 cat. B", "unclear"),
        ("CACES R486 cat. B", "R386 cat. 3B", "unclear"),
        ("CACES R486 cat. B", "R389 cat. 3", "not_met"),
    ],
)
def test_a_caces_of_the_old_series_is_compared_with_its_successor(asked_for: str, held: str, verdict: str) -> None:
    assert judged(asked_for, cv=CV.replace("R489 catégories 1B et 3", held))[0] == verdict


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("le permis de construire", set()),
        ("permis de la ville", set()),
        ("Permis C + FIMO", {"permis:c", "fimo"}),
        ("CACES 1, 3 et 5", {"caces::1", "caces::3", "caces::5"}),
        ("CACES R489 cat. 3, R486 cat. B", {"caces:r489:3", "caces:r486:b"}),
        ("Habilitations électriques B1V et BR", {"electric:b1v", "electric:br"}),
        ("HGV class 1 driver", {"permis:ce"}),
    ],
)
def test_licences_are_read_as_they_are_written(text: str, codes: set[str]) -> None:
    assert licences(text) == codes


@pytest.mark.parametrize(
    ("text", "verdict", "joined", "parts"),
    [
        ("Python et SQL", "met", "all", [("Python", "met"), ("SQL", "met")]),
        ("Python et Rust", "not_met", "all", [("Python", "met"), ("Rust", "not_met")]),
        ("Rust ou Python", "met", "any", [("Rust", "not_met"), ("Python", "met")]),
        ("Rust, Go ou Scala", "not_met", "any", [("Rust", "not_met"), ("Go", "not_met"), ("Scala", "not_met")]),
        (
            "SQL et Rust ou Python",
            "met",
            "all",
            [("SQL", "met"), ("Rust", "not_met"), ("Python", "met")],
        ),
        (
            "3 ans d'expérience en paie et anglais courant",
            "not_met",
            "all",
            [("3 ans d'expérience en paie", "met"), ("anglais courant", "not_met")],
        ),
        ("Permis B et FIMO", "not_met", "all", [("Permis B", "met"), ("FIMO", "not_met")]),
    ],
)
def test_a_joined_criterion_follows_its_and_and_its_or(
    text: str, verdict: str, joined: str, parts: list[tuple[str, str]]
) -> None:
    found = finding(text)

    assert (found.verdict, found.joined) == (verdict, joined)
    assert [(part.text, part.verdict.value) for part in found.parts] == parts


def test_each_part_shows_its_line() -> None:
    found = finding("Excel or Power BI", language="en")

    assert [(part.text, part.line) for part in found.parts] == [("Excel", "Excel, SQL, Python"), ("Power BI", None)]
    assert found.met


def test_years_of_either_are_asked_of_both() -> None:
    found = finding("5 ans de paie ou plomberie")

    assert [part.verdict.value for part in found.parts] == ["not_met", "not_met"]


def test_excellent_is_no_excel() -> None:
    assert judged("Maîtrise d'Excel", cv="Zoé\nComptable\nExcellente présentation")[0] == "not_met"
    assert judged("Excel", cv="Zoe\nClerk\nExcellent communication", language="en")[0] == "not_met"


@pytest.mark.parametrize(
    ("text", "line", "verdict"),
    [
        ("Expérience en comptabilité", "Comptable unique", "met"),
        ("Gestion des stocks", "Gestionnaire de stock", "met"),
        ("Plomberie", "Plombier chauffagiste", "met"),
        ("Contrôle", "Contrat de travail", "not_met"),
        ("Transport international", "Interne, transformation", "not_met"),
        ("Portage", "Porte", "not_met"),
    ],
)
def test_words_made_of_the_same_one_count(text: str, line: str, verdict: str) -> None:
    assert judged(text, cv=f"Zoé\nTitre\n{line}")[0] == verdict


def test_half_of_the_words_is_worth_a_look_and_no_more() -> None:
    assert judged("Déclaration sociale nominative mensuelle", cv="Zoé\nComptable\nDéclaration sociale")[0] == "unclear"
    assert judged("Gestion de trésorerie", cv="Zoé\nComptable\nGestion des stocks") == ("not_met", None)


@pytest.mark.parametrize("text", ["Avoir 18 ans révolus", "Âge : 25 à 35 ans", "25 years old"])
def test_an_age_is_never_judged(text: str) -> None:
    found = finding(text, cv=CV + "41 ans\nNée le 12/03/1985\n")

    assert not found.met
    assert (found.line, found.measure) == (None, None)


def test_the_recruiters_terms_take_the_years_of_the_sentence() -> None:
    assert judged("3 ans d'expérience en rémunération", "paie") == ("met", PAYROLL)
    assert judged("5 ans d'expérience en rémunération", "paie") == ("not_met", PAYROLL)
    assert judged("Anglais professionnel", "anglais : b2")[0] == "met"


def test_numbers_in_common_mean_nothing() -> None:
    query = offer_query("Comptable\nUne équipe de 9 000 vélos, 300,000 clients et 12 ans", embedder=EMBEDDER)
    document = candidate_document(
        factories.candidate(), "Zoé\nComptable\n9,000 clients, 300 000 euros, 12 ans", [], embedder=EMBEDDER
    )

    assert {term.offer for term in explain(query, document).terms} == {"Comptable", "clients"}


@pytest.mark.parametrize("bullet", ["• ", "- ", "– ", "▪ ", "➤ ", "o ", "✔️ "])
def test_a_line_is_shown_without_its_bullet(bullet: str) -> None:
    text = f"Zoé Lambert\nComptable\n{bullet}Clôture mensuelle"
    indexed = candidate_document(factories.candidate(), text, [], embedder=EMBEDDER).content.text.splitlines()[-1]

    assert original_line(indexed, text, factories.candidate().profile) == "Clôture mensuelle"


def test_years_and_levels_are_no_part_of_what_is_scored() -> None:
    bare = profile().model_copy(update={"work": (), "languages": ()})

    with_them, without = (
        candidate_document(factories.candidate(profile=one), CV, [], embedder=EMBEDDER).content.fingerprint()
        for one in (profile(), bare)
    )

    assert with_them == without


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Permis B exigé", "licence"),
        ("CACES R489 catégorie 1 ou 3", "licence"),
        ("Anglais courant", "language"),
        ("Anglais B2 et espagnol", "language"),
        ("Droit anglais", None),
        ("Permis B et conduite de chariots", None),
        ("Inventaire tournant", None),
    ],
)
def test_what_is_held_is_told_from_what_is_practised(text: str, kind: str | None) -> None:
    assert kind_of(text, "fr") == kind
