import pytest

from relance.cv.document import Line
from relance.cv.section_words import Kind
from relance.cv.sections import heading_kinds, sections


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Expérience professionnelle", Kind.WORK),
        ("EXPÉRIENCEPROFESSIONNELLE", Kind.WORK),
        ("• Mon parcours professionnel :", Kind.WORK),
        ("Where I've worked", Kind.WORK),
        ("RETAIL EXPERIENCE", Kind.WORK),
        ("Expériences en restauration", Kind.WORK),
        ("2. Formation et diplômes", Kind.EDUCATION),
        ("Parcours scolaire", Kind.EDUCATION),
        ("Education and training", Kind.EDUCATION),
        ("Outils & logiciels", Kind.SKILLS),
        ("Core competencies", Kind.SKILLS),
        ("LANGUAGE SKILLS", Kind.LANGUAGES),
        ("Compétences linguistiques", Kind.LANGUAGES),
        ("Professional summary", Kind.PROFILE),
        ("Qui suis-je ?", Kind.PROFILE),
        ("Centres d’intérêt", Kind.INTERESTS),
        ("Permis et habilitations", Kind.CERTIFICATES),
    ],
)
def test_a_heading_is_known_by_its_words(text: str, kind: Kind) -> None:
    assert heading_kinds(text) == (kind,)


@pytest.mark.parametrize(
    "text",
    ["5 years of experience", "Formation d'une équipe de 3 personnes", "Python", "Chargé de projet", "Experience."],
)
def test_text_that_only_mentions_a_topic_is_no_heading(text: str) -> None:
    assert heading_kinds(text) == ()


def test_a_heading_with_two_topics_opens_a_section_about_both() -> None:
    assert set(heading_kinds("Langues et compétences informatiques")) == {Kind.LANGUAGES, Kind.SKILLS}


def test_a_label_on_its_line_opens_a_section_of_one_line() -> None:
    cut = sections([Line("Expérience"), Line("Cariste"), Line("Langues : anglais courant, espagnol scolaire")])

    assert cut[-1].kinds == (Kind.LANGUAGES,)
    assert [line.number for line in cut[-1].lines] == [3]


def test_programming_languages_inside_skills_open_nothing() -> None:
    cut = sections([Line("Skills"), Line("Languages: Java, C++"), Line("Tools: Git")])

    assert len(cut[-1].lines) == 2
