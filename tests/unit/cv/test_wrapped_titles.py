from tests.unit.cv.cv_files import Text, pdf, width
from tests.unit.cv.test_reading_order import lines_of

BEGUN = "Janvier 2022 - Juin 2025 |"
PERIOD = "novembre 2023 - août 2026"
LONG = "Chargement des camions de la nuit et inventaire des stocks du site de Rennes et Vitré"


def dated(y: float, title: str, rest: str, *, bold: bool = True, gap: float = 12) -> list[Text]:
    """A title with a period right beside it, and a second row below."""
    return [
        Text(50, y, title, bold=bold),
        Text(50 + width(title, 10) + gap, y, PERIOD),
        Text(50, y - 13, rest, bold=bold),
        Text(50, y - 26, LONG),
    ]


def test_the_rest_of_a_title_that_a_date_left_no_room_for_stands_before_the_date() -> None:
    read = lines_of(
        pdf(
            [
                [
                    Text(50, 730, "Expérience"),
                    *dated(710, "Agente de service hospitalier, Résidence", "Autonomie", gap=40),
                ]
            ]
        )
    )

    assert read[1:3] == [f"Agente de service hospitalier, Résidence Autonomie\t{PERIOD}", LONG]


def test_a_row_below_a_title_with_room_before_its_date_is_a_line_of_its_own() -> None:
    read = lines_of(pdf([[Text(50, 730, "Expérience"), *dated(710, "Agente de service", "Résidence", gap=190)]]))

    assert read[1:3] == [f"Agente de service\t{PERIOD}", "Résidence"]


def test_a_row_in_small_letters_goes_on_with_the_title_after_a_date() -> None:
    page = [Text(50, 730, "Expérience"), Text(50, 710, "11/2018 - 07/2020")]
    page += [Text(160, 710, "Opératrice sur commande", bold=True), Text(160, 697, "numérique", bold=True)]
    page += [Text(160, 684, "Nexoria, site de Lyon")]

    read = lines_of(pdf([page]))

    assert read[1].split("\t")[-1] == "Opératrice sur commande numérique"


def test_bold_words_that_go_on_in_the_next_row_are_one_title() -> None:
    page = [Text(50, 730, "Carrière"), Text(50, 710, BEGUN)]
    page += [
        Text(53 + width(BEGUN, 10), 710, "Assistante", bold=True),
        Text(50, 697, "ressources humaines et paie", bold=True),
    ]
    page += [Text(50, 684, "Harmonie Nexoria, Lyon")]

    assert lines_of(pdf([page]))[1:] == [
        f"{BEGUN} Assistante ressources humaines et paie",
        "Harmonie Nexoria, Lyon",
    ]


def test_a_row_that_ends_with_a_dash_goes_on() -> None:
    page = [Text(50, 710, "Mai 2019 – décembre 2023 : serveuse au Café Nexoria -"), Text(50, 697, "Brest")]
    page += [Text(50, 684, "Service de cent couverts en terrasse et au comptoir")]

    assert lines_of(pdf([page]))[0] == "Mai 2019 – décembre 2023 : serveuse au Café Nexoria - Brest"


def test_a_plain_row_below_a_line_that_reaches_its_date_is_a_line_of_its_own() -> None:
    title = "Licence professionnelle Logistique"
    page = [Text(50, 730, "Formation"), *dated(710, title, "IUT de Quimper", bold=False, gap=30)]

    assert lines_of(pdf([page]))[1:3] == [f"{title}\t{PERIOD}", "IUT de Quimper"]


def test_a_degree_below_its_school_beside_a_margin_of_dates_is_a_line_of_its_own() -> None:
    page = [Text(50, 730, "Formation"), Text(50, 712, "2015 - 2016"), Text(50, 682, "2012 - 2013")]
    page += [Text(62 + width("2015 - 2016", 10), y, text) for y, text in (
        (712, "Lycée Jean Moulin de Quimper"), (699, "Brevet de technicien"),
        (682, "Lycée Ernest Renan de Brest"), (669, "CAP Cuisine"))]  # fmt: skip

    read = lines_of(pdf([page]))

    assert [line for line in read if line in {"Brevet de technicien", "CAP Cuisine"}] == [
        "Brevet de technicien",
        "CAP Cuisine",
    ]


def test_a_row_under_the_text_of_an_item_goes_on_with_it_however_much_room_there_was() -> None:
    page = [Text(50, 730, "Loisirs"), Text(54, 716, "•"), Text(61.8, 716, "Voyages : Portugal et")]
    page += [Text(61.8, 703, "Japon"), Text(54, 690, "•"), Text(61.8, 690, "Lecture de romans policiers et de contes")]

    assert lines_of(pdf([page]))[1] == "• Voyages : Portugal et Japon"
