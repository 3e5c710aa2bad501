import pytest

from relance.matching.analysis import Language, fold, guess_language, query_weights, stems, terms, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Éloïse", "eloise"), ("CŒUR", "coeur"), ("l’été", "l'ete"), ("Straße", "strasse"), ("n°1", "n°1")],
)
def test_folding_takes_case_accents_and_ligatures_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("L'ingénieur d’une usine, qu'il dirige", "fr", ["ingenieur", "usine", "dirige"]),
        ("The accountant's books", "en", ["accountant", "books"]),
        ("C++, C# et Node.js en ASP.NET 3.11", "fr", ["c++", "c#", "node.js", "asp.net", "3.11"]),
        ("langage C et R", "fr", ["langage", "c", "r"]),
        ("gestion.Suivi des comptes.", "fr", ["gestion", "suivi", "comptes"]),
        ("e-commerce B2B", "fr", ["e", "commerce", "b2b"]),
        ("مهندس 😀 Ингe", "fr", ["مهندس", "ингe"]),
        ("x" * 41 + " y", "en", ["y"]),
    ],
)
def test_words_are_cut_where_people_mean_them(text: str, language: Language, expected: list[str]) -> None:
    assert words(text, language) == expected


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("comptables", "Comptable", "fr"),
        ("gestion", "GESTIONS", "fr"),
        ("accounting", "accounted", "en"),
        ("développement", "developpement", "fr"),
    ],
)
def test_forms_of_a_word_share_their_stem(one: str, other: str, language: Language) -> None:
    assert stems(one, language) == stems(other, language)


def test_small_words_are_not_searched() -> None:
    assert stems("le la les de du pour avec", "fr") == []
    assert stems("the of and with for", "en") == []


def test_a_repeated_word_counts_at_most_twice() -> None:
    weights = query_weights("sage sage sage excel", "fr")

    assert weights == {stems("sage", "fr")[0]: 2.0, "excel": 1.0}


def test_terms_remember_where_they_were_written() -> None:
    text = "Tenue de l’Élan comptable"

    found = [(term.stem, text[term.start : term.end]) for term in terms(text, "fr")]

    assert [written for _, written in found] == ["Tenue", "l’Élan", "comptable"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nous recherchons un comptable pour notre équipe", "fr"),
        ("We are looking for an accountant for our team", "en"),
        ("Comptable d'un groupe", "fr"),
        ("The team's lead", "en"),
        ("", "fr"),
        ("SAP Excel", "fr"),
    ],
)
def test_the_language_of_an_offer_is_guessed_by_its_small_words(text: str, language: str) -> None:
    assert guess_language(text) == language
