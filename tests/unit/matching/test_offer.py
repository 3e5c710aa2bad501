import numpy as np
import pytest

from relance.errors import InvalidInputError
from relance.jobs import Criterion, CriterionWeight
from relance.matching.analysis import stems
from relance.matching.embedding import HashingEmbedder
from relance.matching.offer import offer_query
from relance.matching.offer_reading import MOST_CRITERIA, read_offer
from tests import factories

EMBEDDER = HashingEmbedder()
MUST, NICE = CriterionWeight.MUST, CriterionWeight.NICE

FRENCH = """Notre client recrute !
Comptable général (H/F) - CDI - Lyon
Vos missions :
- Tenir la comptabilité générale
- Préparer les déclarations de TVA
Profil recherché :
- Titulaire d'un BTS comptabilité
- Maîtrise d'Excel et de SAP
La connaissance de Sage serait un plus.
Avantages
- Tickets restaurant
"""
ENGLISH = """Job title: Warehouse Operative
About us
We ship boxes.
Requirements
• Forklift licence
• Good communication skills
Nice to have
• SAP
"""


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (FRENCH, "Comptable général"),
        (ENGLISH, "Warehouse Operative"),
        (
            "Acme is looking for a Senior Python Developer to join our team. You will build APIs.",
            "Senior Python Developer",
        ),
        ("Nous recherchons un soudeur TIG pour notre atelier de Brest.", "soudeur TIG"),
        ("Infirmière de nuit", "Infirmière de nuit"),
        ("INTITULÉ DU POSTE : Chef de projet H/F\nSuite", "Chef de projet"),
        ("😀 !!\n\nSoudeur (F/H)", "Soudeur"),
        ("", ""),
        ("Nous grandissons.\nRejoignez-nous.", ""),
    ],
)
def test_the_title_of_an_offer_is_found(text: str, title: str) -> None:
    assert read_offer(text).title == title


@pytest.mark.parametrize(
    ("text", "criteria"),
    [
        (
            FRENCH,
            [
                ("Titulaire d'un BTS comptabilité", MUST),
                ("Maîtrise d'Excel et de SAP", MUST),
                ("La connaissance de Sage serait un plus", NICE),
            ],
        ),
        (ENGLISH, [("Forklift licence", MUST), ("Good communication skills", MUST), ("SAP", NICE)]),
        (
            (
                "Nous recherchons un infirmier. Diplôme d'État d'infirmier exigé. Débutants acceptés. "
                "Un esprit d'équipe est un plus."
            ),
            [("Diplôme d'État d'infirmier exigé", MUST), ("Un esprit d'équipe est un plus", NICE)],
        ),
        ("Profil : bac+2 en comptabilité", [("bac+2 en comptabilité", MUST)]),
        ("Missions\n- Tenir les comptes", []),
        ("", []),
    ],
)
def test_must_haves_and_nice_to_haves_are_read(text: str, criteria: list[tuple[str, CriterionWeight]]) -> None:
    assert [(each.text, each.weight) for each in read_offer(text).criteria] == criteria


def test_a_criterion_keeps_its_name_when_the_offer_is_pasted_again() -> None:
    again = FRENCH.replace("Notre client recrute !", "Nous recrutons !").replace("- Titulaire", "* Titulaire")

    assert [each.criterion_id for each in read_offer(FRENCH).criteria] == [
        each.criterion_id for each in read_offer(again).criteria
    ]


def test_an_endless_offer_gives_a_list_that_fits_a_screen() -> None:
    offer = "Profil\n" + "\n".join(f"- Savoir faire la chose {i}" for i in range(5000))

    assert len(read_offer(offer).criteria) == MOST_CRITERIA


def test_the_offer_asks_its_own_language_by_both_rules_and_the_other_by_translation() -> None:
    query = offer_query("Comptable\nTenue des comptes sous Docker", embedder=EMBEDDER)

    assert query.language == "fr"
    assert set(query.terms["fr"]) == {"fr", "en"}
    assert set(query.terms["en"]) == {"en"}
    assert stems("accountant", "en")[0] in query.terms["en"]["en"]
    assert stems("docker", "en")[0] in query.terms["en"]["en"]


def test_the_title_counts_twice() -> None:
    query = offer_query("Comptable\nTenue des livres", embedder=EMBEDDER)

    weights = query.terms["fr"]["fr"]
    assert weights[stems("comptable", "fr")[0]] == 2.0
    assert weights[stems("livres", "fr")[0]] == 1.0


def test_a_job_asks_with_its_own_title_language_and_criteria() -> None:
    criteria = (Criterion(criterion_id="x", text="Anglais courant", weight=MUST),)
    job = factories.job(title="Soudeuse TIG (H/F)", description="Assemblage.", language="en", criteria=criteria)

    query = offer_query(job, embedder=EMBEDDER)

    assert (query.title, query.language, query.criteria) == ("Soudeur TIG", "en", criteria)
    assert "Anglais courant" in query.text


def test_gendered_offers_ask_the_same_question() -> None:
    one = offer_query("Infirmière diplômée\nUne infirmière motivée", embedder=EMBEDDER)
    other = offer_query("Infirmier diplômé\nUn infirmier motivé", embedder=EMBEDDER)

    assert one.terms == other.terms
    assert one.vector.tobytes() == other.vector.tobytes()


@pytest.mark.parametrize("text", ["", " \n ", "!!! 😀", "on me a"])
def test_an_offer_without_a_word_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(InvalidInputError, match="paste its title"):
        offer_query(text, embedder=EMBEDDER)


@pytest.mark.parametrize("text", ["محاسب ذو خبرة", "Buchhalter mit SAP", "会計士", "word " * 100_000])
def test_odd_offers_make_a_question_of_unit_length(text: str) -> None:
    query = offer_query(text, embedder=EMBEDDER)

    assert np.linalg.norm(query.vector) == pytest.approx(1.0, abs=1e-5)
    assert np.linalg.norm(query.title_vector) == pytest.approx(1.0, abs=1e-5)
