from datetime import timedelta
from typing import Any

import pytest

from relance.applications import Outcome, Stage
from relance.jobs import Criterion, CriterionWeight
from relance.matching.document import CandidateDocument
from relance.matching.embedding import HashingEmbedder
from relance.matching.explanation import explain, original_line
from relance.matching.indexing import candidate_document
from relance.matching.offer import offer_query
from tests import factories

EMBEDDER = HashingEmbedder()
FRENCH_CV = """Zoé Lambert
Comptable confirmée
Expérience
Clôture mensuelle et déclarations de TVA
Logiciels : Sage, Excel
Langues
Anglais : C1
"""
ENGLISH_CV = """Gareth Penrose
Accountant
Experience
Month-end closing and tax returns
Tools: Sage, C++
"""


def cv(text: str = FRENCH_CV, *, language: str = "fr", applications: Any = ()) -> CandidateDocument:
    profile = factories.profile(name=text.splitlines()[0], label=text.splitlines()[1], language=language, languages=())
    return candidate_document(factories.candidate(profile=profile), text, applications, embedder=EMBEDDER)


def asked(text: str, *terms: str) -> Any:
    criterion = Criterion(criterion_id="c", text=text, weight=CriterionWeight.MUST, terms=terms)
    job = factories.job(title="Comptable", description="Tenue des comptes.", criteria=(criterion,))
    return offer_query(job, embedder=EMBEDDER)


@pytest.mark.parametrize(
    ("criterion", "line"),
    [
        ("Maîtrise de Sage", "Logiciels : Sage, Excel"),
        ("Expérience de la clôture mensuelle exigée", "Clôture mensuelle et déclarations de TVA"),
        ("Anglais courant", "Anglais : C1"),
        ("Permis B", None),
        ("Maîtrise de SAP et de Cegid", None),
        ("Droit anglais", None),
    ],
)
def test_a_criterion_is_shown_by_the_line_that_meets_it(criterion: str, line: str | None) -> None:
    (finding,) = explain(asked(criterion), cv()).criteria

    assert finding.line == line
    assert finding.met is (line is not None)
    assert finding.text == criterion


@pytest.mark.parametrize(
    ("criterion", "line"),
    [("Clôture mensuelle", "Month-end closing and tax returns"), ("Comptable", "Accountant"), ("Maçonnerie", None)],
)
def test_a_french_criterion_is_found_in_an_english_cv(criterion: str, line: str | None) -> None:
    (finding,) = explain(asked(criterion), cv(ENGLISH_CV, language="en")).criteria

    assert finding.line == line


@pytest.mark.parametrize(
    ("line", "language", "met"),
    [
        ("Production costs of two plants", "en", False),
        ("Coûts de production de deux usines", "fr", False),
        ("Coûts de revient de deux usines", "fr", True),
    ],
)
def test_one_word_of_the_cv_cannot_stand_for_two_of_the_criterion(line: str, language: str, met: bool) -> None:
    person = cv(f"Gareth Penrose\nController\n{line}\n", language=language)

    (finding,) = explain(asked("Coûts de revient"), person).criteria

    assert finding.met is met


def test_given_terms_decide_instead_of_the_sentence() -> None:
    (met,) = explain(asked("Maîtrise d'un ERP", "SAP", "sage"), cv()).criteria
    (unmet,) = explain(asked("Sage", "cegid expert"), cv()).criteria

    assert met.line == "Logiciels : Sage, Excel"
    assert not unmet.met


def test_common_words_are_shown_as_each_side_wrote_them() -> None:
    query = offer_query("Comptable\nPour l'établissement de la TVA, C++ et la clôture", embedder=EMBEDDER)

    french = {(term.offer, term.cv) for term in explain(query, cv()).terms}
    english = {(term.offer, term.cv) for term in explain(query, cv(ENGLISH_CV, language="en")).terms}

    assert french == {("Comptable", "Comptable"), ("TVA", "TVA"), ("clôture", "Clôture")}
    assert {("Comptable", "Accountant"), ("C++", "C++")} <= english


def test_a_translation_that_was_learnt_from_one_label_is_not_shown() -> None:
    query = offer_query("Chauffeur\nTransport par camion et remorques", embedder=EMBEDDER)

    found = explain(query, cv("Gareth Penrose\nDriver\nPower BI, trucks\n", language="en")).terms

    assert {(term.offer, term.cv) for term in found} == {("Chauffeur", "Driver"), ("camion", "trucks")}


def test_words_that_everybody_writes_are_no_reason() -> None:
    query = offer_query("Recherche poste\nExpérience et langues", embedder=EMBEDDER)

    assert "Expérience" not in {term.offer for term in explain(query, cv()).terms}


def test_the_history_is_told_newest_first() -> None:
    old = factories.application("old", stage=Stage.FINALIST, outcome=Outcome.REJECTED, reason_id="experience")
    new = factories.application("new", updated_at=factories.NOW + timedelta(days=1))

    history = explain(asked("Sage"), cv(applications=[old, new])).history

    assert [(each.job_id, each.stage, each.outcome, each.reason_id) for each in history] == [
        ("new", Stage.APPLIED, Outcome.OPEN, None),
        ("old", Stage.FINALIST, Outcome.REJECTED, "experience"),
    ]


def test_a_screen_shows_the_persons_own_wording() -> None:
    candidate = factories.candidate(profile=factories.profile(name="Zoé Lambert", label="Comptable confirmée"))
    (finding,) = explain(asked("Comptable confirmé"), cv()).criteria
    assert finding.line == "Comptable confirmé"

    assert original_line("Comptable confirmé", FRENCH_CV, candidate.profile) == "Comptable confirmée"
    assert original_line("Another line", FRENCH_CV, candidate.profile) is None


def test_a_cv_without_text_meets_nothing() -> None:
    (finding,) = explain(asked("Sage"), cv("\n\n")).criteria

    assert not finding.met
