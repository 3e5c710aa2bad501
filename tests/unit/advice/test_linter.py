import pytest

from relance.advice.library import library
from relance.advice.linter import ForbiddenWordsError, check, hits
from relance.rejections.reasons import catalogue


@pytest.mark.parametrize(
    ("text", "word", "category"),
    [
        ("Nous cherchons quelqu’un de plus jeune.", "plus jeune", "age"),
        ("Un profil trop SENIOR pour nous", "SENIOR", "age"),
        ("You are overqualified for this", "overqualified", "judgement"),
        ("Vous êtes sur-qualifiée", "sur-qualifiée", "judgement"),
        ("a true digital native", "digital native", "age"),
        ("un parcours atypique", "parcours atypique", "judgement"),
        ("not a good fit for the team", "good fit", "judgement"),
        ("avec vos enfants", "enfants", "family"),
        ("votre état de santé", "votre état de santé", "health"),
        ("your pregnancy", "pregnancy", "family"),
        ("une personne d'origine étrangère", "origine", "origin"),
        ("en raison de votre engagement syndical", "syndical", "opinion"),
        ("we regret to inform you", "we regret", "tone"),
        ("Malheureusement, le poste est pourvu", "Malheureusement", "tone"),
    ],
)
def test_a_forbidden_word_is_shown_as_written_with_a_better_wording(text: str, word: str, category: str) -> None:
    found = {hit.word: hit for hit in hits(text)}

    assert word in found or any(word in each or each in word for each in found)
    hit = next(hit for each, hit in found.items() if each in word or word in each)
    assert hit.category == category
    assert hit.better["fr"]
    assert hit.better["en"]
    assert hit.word in text


@pytest.mark.parametrize(
    "text",
    [
        "Merci pour votre appel de mardi et pour l’étude de cas.",
        "Vos tableaux croisés dynamiques étaient clairs.",
        "Le poste demande deux langues étrangères.",
        "Votre expérience chez Groupe Arpège Santé nous a intéressés.",
        "Thank you for the hour you gave us; the forecast was well explained.",
        "Your stage presentation was clear.",
        "Une page web bien construite, un message soigné.",
        "Une belle continuation à vous.",
        "The report strikes a good balance, and the role is an attractive one.",
        "Le poste demande de parler l'arabe avec des clients d'Afrique.",
    ],
)
def test_plain_words_of_work_are_left_alone(text: str) -> None:
    assert hits(text) == ()
    check(text)


@pytest.mark.parametrize(
    ("category", "texts"),
    [
        (
            "age",
            (
                "moins de 30 ans|les plus de 50 ans|plus de cinquante ans|entre 25 et 35 ans|25 à 35 ans|30 ans maximum"
                "|Vous avez 52 ans|quelqu’un de 28 ans|la cinquantaine|quinquagénaire|retraités|une retraitée"
                "|under 30|over fifty, please|someone under the age of 30|the under-30s|in your early fifties|retired"
            ),
        ),
        (
            "family",
            "maman|mamans|une mère|jeune père|votre mari|veuve|belle-famille|bébé|a mum of two|your wife|daddy|mother",
        ),
        (
            "origin",
            (
                "Nous voulons un Français.|des candidats français|vous n’êtes pas français|il est marocain|non français"
                "|les Roumains pour le chantier|French nationals|they must be French|you are not British|an Englishman"
            ),
        ),
        ("appearance", "mignonne|Jolie|une jolie fille|beau gosse|chauve|cute|a pretty woman|bald"),
        ("opinion", "non syndiqué|syndiquée|syndicalisme|délégué du personnel|CGT|non-unionised|union rep"),
    ],
)
def test_bounds_of_age_family_nationality_looks_and_unions_are_found_however_they_are_said(
    category: str, texts: str
) -> None:
    missed = [text for text in texts.split("|") if category not in {hit.category for hit in hits(text)}]

    assert missed == []


@pytest.mark.parametrize(
    "text",
    [
        "norme française",
        "Un client français, des clients anglais et allemands, le marché italien",
        "comptabilité française et anglaise",
        "anglais courant",
        "Français",
        "un anglais courant, un français soigné",
        "ne parle pas anglais",
        "the French market, fluent French, must be French-speaking",
        "sous 30 jours",
        "under 30 minutes, over 30 customers, under 25 kg",
        "plus de 20 ans d’expérience, 20 ans et plus de métier, plus de 20 ans dans le secteur",
        "depuis plus de 30 ans, il y a plus de 20 ans",
        "entre 20 et 30 dossiers, 16 à 18 mois, une trentaine de dossiers",
        "maison mère, carte mère, a mere detail, motherboard repair, mother company",
        "belle continuation, une belle présentation, un joli travail, laid out clearly",
        "syndic de copropriété, syndication of content, retrait de permis",
    ],
)
def test_years_of_work_delays_languages_norms_and_markets_may_be_named(text: str) -> None:
    assert hits(text) == ()


def test_every_forbidden_word_of_a_text_is_listed_once_in_its_order() -> None:
    text = "Trop jeune, et des enfants. Trop jeune."

    assert [(hit.word, hit.category) for hit in hits(text)] == [("Trop jeune", "age"), ("enfants", "family")]


def test_what_the_work_itself_is_about_may_be_said() -> None:
    note = "Votre façon de parler aux enfants nous a convaincus."

    check(note, offer="Auxiliaire de crèche : vous accueillez 20 enfants.")
    with pytest.raises(ForbiddenWordsError):
        check(note, offer="Comptable")


def test_an_offer_that_asks_for_youth_does_not_allow_the_word() -> None:
    with pytest.raises(ForbiddenWordsError):
        check("Une équipe jeune.", offer="Rejoignez une équipe jeune.")


def test_the_refusal_says_what_to_write_instead() -> None:
    with pytest.raises(ForbiddenWordsError) as refused:
        check("You are too old.")

    assert "“old”" in str(refused.value)
    assert "experience" in str(refused.value)


def test_accents_ligatures_and_capitals_hide_nothing() -> None:
    assert [hit.word for hit in hits("ÂGE, âge, Âge")] == ["ÂGE"]
    assert [hit.word for hit in hits("Œuvre de la MATERNITÉ")] == ["MATERNITÉ"]


def test_a_letter_without_width_hides_nothing() -> None:
    assert [hit.category for hit in hits("vous êtes enc\u200bein\u00adte")] == ["family"]


def test_our_own_phrases_hold_no_forbidden_word() -> None:
    advice = [entry.phrase(language) for entry in library().advice for language in ("fr", "en")]
    strengths = [text for entry in library().strength for text in (entry.fr, entry.en)]
    reasons = [
        text
        for reason in catalogue().reason
        for words in (reason.fr, reason.en)
        for text in words.model_dump(exclude_none=True).values()
    ]

    assert {text: hits(text) for text in (*advice, *strengths, *reasons) if hits(text)} == {}
