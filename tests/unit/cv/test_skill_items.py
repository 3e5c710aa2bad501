import pytest

from relance.cv.document import Line
from relance.cv.fields.skill_items import items, named
from relance.cv.fields.skills import NamedSkill, skills
from relance.cv.section_words import Kind
from relance.cv.sections import Section, sections


def found(*texts: str) -> list[NamedSkill]:
    return [skill.value for skill in skills(sections([Line(text) for text in texts]), heads=frozenset())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Excel, gestion de paie, broderie au fil d'or", ["Excel", "gestion de paie", "broderie au fil d'or"]),
        ("Excel, hedge laying, dry stone walling", ["Excel", "hedge laying", "dry stone walling"]),
        ("Logiciels : Sage, Excel, etc.", ["Sage", "Excel"]),
        ("Software: Xero, Excel and more", ["Xero", "Excel"]),
        ("System study ~ Requirement analysis", ["System study", "Requirement analysis"]),
        ("❖ Lecture de plans", ["Lecture de plans"]),
        ("Excel, Word et Trello", ["Excel", "Word", "Trello"]),
        ("Docker, Ansible and Terraform", ["Docker", "Ansible", "Terraform"]),
        ("C, C++, C#", ["C", "C++", "C#"]),
    ],
)
def test_a_list_is_cut_into_its_items(text: str, expected: list[str]) -> None:
    assert list(items(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Très bonne maîtrise d'Excel", ["Excel"]),
        ("Connaissance approfondie de SAP", ["SAP"]),
        ("À l'aise avec Trello", ["Trello"]),
        ("Sound knowledge of SAP", ["SAP"]),
        ("Highly proficient in Excel", ["Excel"]),
        ("Familiar with Jira", ["Jira"]),
        ("Suite bureautique (Excel, Word)", ["Suite bureautique", "Excel", "Word"]),
        ("Office tools (Excel, Word)", ["Office", "Excel", "Word"]),
        ("langage Python", ["Python"]),
        ("logiciel AutoCAD", ["AutoCAD"]),
        ("Django framework", ["Django"]),
        ("Operating systems Linux", ["Linux"]),
    ],
)
def test_words_around_a_tool_are_left_out(text: str, expected: list[str]) -> None:
    assert list(items(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HTML/CSS", ["HTML", "CSS"]),
        ("Gestion de stock/inventaires", ["Gestion de stock", "inventaires"]),
        ("Business planning/budgeting", ["Business planning", "budgeting"]),
        ("TCP/IP", ["TCP/IP"]),
        ("Client/serveur", ["Client/serveur"]),
        ("SQL & Python", ["SQL", "Python"]),
    ],
)
def test_a_slash_parts_two_skills_and_no_name(text: str, expected: list[str]) -> None:
    assert list(items(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Je travaille chaque jour avec les équipes de vente sur SAP et Excel, du devis à la facture",
            ["SAP", "Excel"],
        ),
        (
            "I have spent ten years planning and running the depot with SAP and Excel, from order to invoice",
            ["SAP", "Excel"],
        ),
    ],
)
def test_running_text_gives_the_tools_it_names_and_no_pieces(text: str, expected: list[str]) -> None:
    assert list(items(text)) == expected


@pytest.mark.parametrize("text", ["Python 3.11", "Python 2.7", "Python v3"])
def test_a_version_keeps_its_place_in_the_name_and_the_concept_is_known(text: str) -> None:
    (skill,) = found("Compétences", text)

    assert skill.name == text
    assert skill.concept is not None
    assert skill.concept.name == "Python"


def test_two_versions_of_one_tool_are_two_items() -> None:
    assert [skill.name for skill in found("Skills", "Python 2.7, Python 3.11")] == ["Python 2.7", "Python 3.11"]


def test_a_language_and_its_level_among_skills_are_no_item() -> None:
    assert list(items("Italien : B2")) == []
    assert list(items("Outils : SAP")) == ["SAP"]


def test_outside_a_list_of_skills_one_word_of_a_sentence_is_no_method() -> None:
    names = [skill.name for skill in found("Work experience", "Planning and reporting for the whole site with Trello")]

    assert names == ["Trello"]


@pytest.mark.parametrize(
    ("heading", "lines", "kind"),
    [
        ("Languages", ("Java, Python, C++, SQL", "HTML, CSS"), Kind.SKILLS),
        ("Langages de programmation", ("Java, Python, C++",), Kind.SKILLS),
        ("Langues", ("Anglais (C1), Excel, Word, SAP",), Kind.LANGUAGES),
        ("Core Qualifications", ("Strong command of stock control", "Excel, SAP"), Kind.SKILLS),
        ("Qualifications", ("BA History, University of Leeds, 2014",), Kind.EDUCATION),
        ("Summary of core strengths", ("• Site selection", "• Quality assurance", "• Team building"), Kind.SKILLS),
        ("Profil et compétences", ("• Lecture de plans", "• Soudure TIG", "• Découpe laser"), Kind.SKILLS),
    ],
)
def test_the_lines_below_a_misleading_heading_tell_what_it_heads(
    heading: str, lines: tuple[str, ...], kind: Kind
) -> None:
    cut: list[Section] = sections([Line("Zoé Marchal"), Line(heading, bold=True), *(Line(text) for text in lines)])

    assert cut[-1].kinds == (kind,)


def found_outside(text: str) -> list[str]:
    """The skills that a line of work names."""
    return [skill.name for skill in found("Work experience", text)]


def test_the_number_of_a_standard_is_part_of_its_name() -> None:
    assert list(items("Autres : brasage, norme NF C 15-100, métré")) == ["brasage", "norme NF C 15-100", "métré"]
    assert found_outside("Contrôle selon la norme NF C 15-100") == []


@pytest.mark.parametrize("text", ["Permis catégorie C", "Vitamine C et fer", "Licence C+E", "Plan C adopté"])
def test_a_letter_that_marks_a_kind_is_no_programming_language(text: str) -> None:
    assert "C" not in found_outside(text)


def test_a_single_letter_among_languages_is_one() -> None:
    assert [told.written for told in named("Written in C and Python")] == ["C", "Python"]


def test_the_network_that_labels_an_address_is_no_skill() -> None:
    assert found_outside("GitHub : github.com/zoe-marchal") == []
    assert found_outside("github.com/zoe-marchal (GitHub)") == []
    assert found_outside("Dépôts du service sur GitHub") == ["GitHub"]


def test_a_certificate_that_a_list_knows_keeps_its_whole_name() -> None:
    certificates = ("Counterbalance forklift licence", "Rivage Safety Card", "CSCS card, Prix du Rivage")

    read = skills(
        sections([Line("Zoé Marchal"), Line("Licences and Certificates", bold=True), *map(Line, certificates)]),
        heads=frozenset(),
    )

    names = [skill.value.name for skill in read]
    assert names == ["Counterbalance forklift licence", "CSCS card"]
    assert all(skill.value.concept is not None for skill in read)


def test_who_gave_a_certificate_and_when_is_no_skill() -> None:
    read = skills(
        sections([Line("Zoé Marchal"), Line("Certifications", bold=True), Line("Docker Associate – Rivage, 2021")]),
        heads=frozenset(),
    )

    assert [skill.value.name for skill in read] == ["Docker"]


@pytest.mark.parametrize(
    "text", ["59100 Roubaix", "Curriculum vitae", "Disponibles sur demande", "Available on request"]
)
def test_what_strays_into_a_list_of_skills_is_no_item(text: str) -> None:
    assert list(items(text)) == []
