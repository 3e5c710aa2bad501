# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.

from relance.cv.formats import registry
from relance.cv.limits import LIMITS
from relance.cv.sniff import sniff
from relance.cv.tidy import tidied
from tests.unit.cv.cv_files import Text, pdf, pdf_of_lines, width


def lines_of(content: bytes) -> list[str]:
    document = tidied(registry.document(content, sniff(content), LIMITS, {}), LIMITS)
    return [line for line in document.text.splitlines() if line]


def column(x: float, top: float, texts: list[str], step: float = 14) -> list[Text]:
    return [Text(x, top - step * number, text) for number, text in enumerate(texts)]


LEFT = ["Contact", "zoe.marchal@example.org", "06 39 98 11 22", "Langues", "Anglais : B2", "Loisirs", "Piano"]
RIGHT = ["Expérience", "Cariste chez Nexoria en entrepôt frigorifique", "2019 – 2021", "Préparation de commandes", "Chargement des camions",
         "Formation", "CAP Cuisine, Lycée Jean Moulin, 2015"]  # fmt: skip


def test_two_columns_are_read_one_after_the_other_under_a_wide_heading() -> None:
    page = [Text(50, 800, "Zoé Marchal, cariste expérimentée et formatrice en sécurité des entrepôts", 16)]
    page += column(50, 750, LEFT) + column(250, 750, RIGHT)

    read = lines_of(pdf([page]))

    assert read == ["Zoé Marchal, cariste expérimentée et formatrice en sécurité des entrepôts", *LEFT, *RIGHT]


def test_boxes_drawn_in_any_order_are_read_in_the_same_order() -> None:
    texts = column(50, 750, LEFT) + column(250, 750, RIGHT)

    assert lines_of(pdf([list(reversed(texts))])) == lines_of(pdf([texts]))


def test_a_column_of_dates_stays_beside_its_jobs() -> None:
    dates = ["2021 – 2023", "2018 – 2021", "2015 – 2018", "2012 – 2015"]
    titles = ["Cariste", "Magasinier", "Livreur", "Manutentionnaire"]
    page = [Text(50, 700 - 60 * n, text) for n, text in enumerate(dates)]
    page += [Text(160, 700 - 60 * n, text) for n, text in enumerate(titles)]
    page += [Text(160, 686 - 60 * n, "Chargement et inventaire") for n in range(4)]

    read = lines_of(pdf([page]))

    assert read[0].split() == ["2021", "–", "2023", "Cariste"]
    assert read[2].split() == ["2018", "–", "2021", "Magasinier"]


def test_letter_spaced_headings_become_words() -> None:
    spaced = [
        Text(50, 700, "EXPÉRIENCE PROFESSIONNELLE", 11, spacing=4),
        Text(50, 680, "Cariste chez Nexoria depuis mars 2020"),
    ]
    typed = [Text(50, 700, "C O N T A C T", 11), Text(50, 680, "zoe@example.org est mon adresse")]

    assert lines_of(pdf([spaced]))[0] == "EXPÉRIENCE PROFESSIONNELLE"
    assert lines_of(pdf([typed]))[0] == "CONTACT"


def test_a_broken_line_is_one_line_again() -> None:
    long = (
        "Professionnelle rigoureuse et curieuse, j'aime simplifier les processus et transmettre mes méthodes aux équipes de terrain "
        * 2
    )
    assert width(long, 10) > 500

    read = lines_of(pdf_of_lines(["Profil", long.strip(), "Expérience"]))

    assert read == ["Profil", long.strip(), "Expérience"]


def test_items_of_a_narrow_list_are_not_glued() -> None:
    skills = ["Excel", "gestion de projet", "maintenance préventive", "négociation", "Docker", "SQL"]

    read = lines_of(pdf([column(50, 700, ["Compétences", *skills])]))

    assert read[1:] == skills


def test_a_link_broken_at_its_hyphen_is_whole() -> None:
    rows = ["Contact", "linkedin.com/in/zoe-", "marchal", "zoe@example.org"]

    assert "linkedin.com/in/zoe-marchal" in lines_of(pdf([column(50, 700, rows)]))


def test_page_numbers_go_and_a_repeated_header_is_read_once() -> None:
    pages = [
        [
            Text(50, 815, "Zoé Marchal - zoe@example.org"),
            *column(50, 600, [f"Ligne {n} de la page"] * 3),
            Text(290, 20, f"Page {n}/2"),
        ]
        for n in (1, 2)
    ]

    read = lines_of(pdf(pages))

    assert read.count("Zoé Marchal - zoe@example.org") == 1
    assert not any("Page" in line for line in read)


def test_a_text_that_lost_its_line_breaks_gets_them_back() -> None:
    flat = ("Zoé Marchal  zoe@example.org  06 39 98 11 22  Expérience  2019 - 2021  Cariste  Nexoria  Chargement des camions et inventaire  "
            "Formation  CAP Cuisine, Lycée Jean Moulin, 2015")  # fmt: skip

    read = lines_of(flat.encode())

    assert read[:4] == ["Zoé Marchal", "zoe@example.org", "06 39 98 11 22", "Expérience"]


def test_a_period_on_two_lines_is_one_period() -> None:
    read = lines_of(b"Experience\nMar 2014\nJun 2016\nDriver\nNexoria")

    assert "Mar 2014 – Jun 2016" in read
