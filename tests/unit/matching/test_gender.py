import pytest

from relance.matching.gender import neutral

SAME_WORDS = [
    ("Infirmière diplômée d'État, expérimentée et motivée", "Infirmier diplômé d'État, expérimenté et motivé"),
    ("Je suis une comptable confirmée, sérieuse", "Je suis un comptable confirmé, sérieux"),
    ("Professionnelle rigoureuse et curieuse", "Professionnel rigoureux et curieux"),
    ("Aide-soignante", "Aide-soignant"),
    ("DIRECTRICE COMMERCIALE", "DIRECTEUR COMMERCIAL"),
    ("INGENIEURE DIPLOMEE", "INGENIEUR DIPLOME"),
    ("Chargée de recrutement", "Chargé(e) de recrutement"),
    ("Vendeur / Vendeuse en magasin", "Vendeur·euse en magasin"),
    ("Technicien.ne de maintenance", "Technicienne de maintenance"),
    ("Conseiller(ère) clientèle", "Conseillère clientèle"),
    ("Cheffe de projet", "Chef de projet"),
    ("J'ai été promue puis embauchée", "J'ai été promu puis embauché"),
    ("Elle est la responsable d'une boutique", "Il est le responsable d'une boutique"),
    ("Assistante de la directrice", "Assistant du directeur"),
    ("Responsable administrative et financière", "Responsable administratif et financier"),
    ("Une nouvelle conseillère", "Un nouveau conseiller"),
    ("Hôtesse d'accueil", "Hôte d'accueil"),
    ("Puéricultrice", "Puériculteur"),
    ("Comptable (H/F)", "Comptable"),
    ("She was a waitress", "He was a waiter"),
    ("Saleswoman of the year", "Salesman of the year"),
]


@pytest.mark.parametrize(("one", "other"), SAME_WORDS)
def test_gendered_wordings_become_the_same(one: str, other: str) -> None:
    assert neutral(one).strip() == neutral(other).strip()


@pytest.mark.parametrize(
    "text",
    [
        "La gestion des données de l'année et de la journée",
        "Mise en place d'une tournée, une entrée, la durée",
        "Employee of the committee",
        "CSS/JS et master/licence",
        "Plan de carrière et matière première",
        "www.site-te.fr, a.ne@example.org",
        "Sage-femme",
    ],
)
def test_words_that_tell_no_gender_stay(text: str) -> None:
    assert neutral(text).lower() == text.lower()


def test_neutral_wording_is_stable() -> None:
    for pair in SAME_WORDS:
        for text in pair:
            assert neutral(neutral(text)) == neutral(text)


def test_lines_stay_lines() -> None:
    assert neutral("Infirmière\n\nVendeuse\n").count("\n") == 3
