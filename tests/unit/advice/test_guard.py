import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.advice.cv_text import CvText
from relance.advice.guard import Sources, refusal
from relance.advice.phrasing import filled
from relance.cv.profile import Profile
from relance.jobs import Job
from relance.matching.analysis import fold
from tests import factories

TEXT = """Inès Marchetti
Préparatrice de commandes chez Alpes Distribution depuis 2021
Inventaire tournant de 4 000 références"""
OFFER: Job = factories.job(
    title="Préparateur de commandes", description="Entrepôt de pièces détachées. Accueil de jeunes en formation."
)
SOURCES = Sources.of(CvText(profile=Profile(), text=TEXT, filename="cv.pdf"), OFFER)
PHRASE = "Ce que vous décrivez chez {employer} (« {quote} ») correspond bien à ce poste."
words = st.text(string.ascii_lowercase, min_size=4, max_size=12)


def said(employer: str, quote: str) -> str:
    return filled(PHRASE, {"employer": employer, "quote": quote}, "fr")


def test_what_stands_in_the_cv_may_be_said() -> None:
    sentence = said("Alpes Distribution", "Inventaire tournant de 4 000 références")

    assert refusal(sentence, PHRASE, SOURCES) is None


@pytest.mark.parametrize(
    ("employer", "quote", "refused"),
    [
        ("Vallée Fret", "Inventaire tournant", "vallee"),
        ("Alpes Distribution", "Inventaire tournant sous SAP", "sous"),
        ("Alpes Distribution", "Inventaire de 4 000 références", "Inventaire de 4 000 références"),
        ("Alpes Distribution", "depuis 2020", "2020"),
        ("Alpes Distribution", "Inventaire tournant de 5 000 références", "5"),
    ],
)
def test_a_firm_a_skill_a_date_or_a_figure_of_nowhere_is_refused(employer: str, quote: str, refused: str) -> None:
    found = refusal(said(employer, quote), PHRASE, SOURCES)

    assert found is not None
    assert " ".join(found.split()) == refused


def test_a_quotation_that_was_cut_is_still_one() -> None:
    assert refusal(said("Alpes Distribution", "Inventaire tournant…"), PHRASE, SOURCES) is None


def test_the_phrase_may_quote_words_of_its_own() -> None:
    phrase = "Ajoutez l'année d'obtention, ou « en cours »."

    assert refusal(filled(phrase, {}, "fr"), phrase, SOURCES) is None


def test_a_protected_word_is_refused_even_when_the_cv_has_it() -> None:
    cv = CvText(profile=Profile(), text=f"{TEXT}\nMariée, deux enfants, accueil de jeunes")
    sources = Sources.of(cv, OFFER)

    assert refusal(said("Alpes Distribution", "Mariée, deux enfants"), PHRASE, sources) == "Mariée"
    assert refusal(said("Alpes Distribution", "accueil de jeunes"), PHRASE, sources) is None, "the offer speaks of it"


@given(words)
def test_no_word_from_elsewhere_passes(word: str) -> None:
    known = set(SOURCES.words) | set(re.findall(r"\w+", fold(PHRASE)))

    found = refusal(said("Alpes Distribution", f"Inventaire tournant {word}"), PHRASE, SOURCES)

    assert found is not None or word in known


@given(st.integers(1900, 2100))
def test_no_year_from_elsewhere_passes(year: int) -> None:
    found = refusal(said("Alpes Distribution", str(year)), PHRASE, SOURCES)

    assert (found is None) is (year == 2021)


@given(st.data())
def test_every_run_of_words_of_the_cv_may_be_quoted(data: st.DataObject) -> None:
    line = data.draw(st.sampled_from(TEXT.splitlines())).split()
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, len(line)))

    assert refusal(said("Alpes Distribution", " ".join(line[start:end])), PHRASE, SOURCES) is None
