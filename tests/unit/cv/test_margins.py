"""Dates in a margin, tables, notes at the right edge, headings in the middle: what stands beside what."""

from relance.cv.here import read_here
from tests.benchmarks.cv_variant_writer import TODAY
from tests.unit.cv.cv_files import Text, pdf, width
from tests.unit.cv.test_reading_order import column, lines_of

HEAD = [
    Text(50, 810, "Zoé Marchal", 18, bold=True),
    Text(50, 790, "zoe.marchal@example.org"),
    Text(50, 765, "Expérience", 13, bold=True),
]
PERIODS = [("Décembre 2022 à", "août 2024"), ("Mars 2020 –", "novembre 2022"), ("2017 –", "2020")]
TITLES = ["Cariste", "Magasinière", "Préparatrice de commandes"]
FIRMS = ["Nexoria SAS", "Groupe Tassigny", "Transports Leduc"]


def timeline(right: float = 160, step: float = 70) -> list[Text]:
    rows = []
    for place, (first, last) in enumerate(PERIODS):
        y = 740 - step * place
        rows += [Text(50, y, first), Text(50, y - 14, last)]
        rows += column(right, y, [TITLES[place], FIRMS[place], "Chargement et inventaire"])
    return rows


def jobs(content: bytes) -> list[tuple[str | None, str | None, str | None, str | None]]:
    profile = read_here(content, filename=None, today=TODAY).profile
    assert profile is not None
    return [(job.position, job.name, job.start_date, job.end_date) for job in profile.work]


def test_a_period_on_two_rows_of_a_margin_dates_the_job_beside_it() -> None:
    read = jobs(pdf([[*HEAD, *timeline()]]))

    assert read == [
        ("Cariste", "Nexoria SAS", "2022-12", "2024-08"),
        ("Magasinière", "Groupe Tassigny", "2020-03", "2022-11"),
        ("Préparatrice de commandes", "Transports Leduc", "2017", "2020"),
    ]


def test_a_town_below_the_dates_is_no_firm() -> None:
    towns = [Text(50, 740 - 70 * place - 28, town) for place, town in enumerate(("Lyon", "Nantes", "Rennes"))]

    read = jobs(pdf([[*HEAD, *timeline(), *towns]]))

    assert [(title, firm) for title, firm, *_ in read] == list(zip(TITLES, FIRMS, strict=True))


def test_the_cells_of_a_table_are_read_row_by_row() -> None:
    tasks = [
        ["Chargement des camions de nuit", "et inventaire", "Accueil des livreurs"],
        ["Suivi des stocks", "et des retours"],
        ["Emballage"],
    ]
    cells = [text for place, rows in enumerate(tasks) for text in column(330, 740 - 70 * place, rows)]

    read = lines_of(pdf([[*HEAD, *timeline(), *cells]]))

    assert (
        read.index("Cariste") < read.index("Accueil des livreurs") < read.index("Magasinière") < read.index("Emballage")
    )
    assert not any("Cariste" in line and "Chargement des camions" in line for line in read)


def test_nothing_of_a_page_with_a_margin_is_lost() -> None:
    page = [
        *HEAD,
        *timeline(),
        Text(50, 520, "Langues", 13, bold=True),
        *column(50, 500, ["Anglais – B2", "Allemand – A2"]),
    ]

    read = lines_of(pdf([page]))

    words = sorted(word for text in page for word in text.text.split() if word != "–")
    assert sorted(word for line in read for word in line.split() if word != "–") == words


def test_a_column_beside_a_timeline_stays_a_column() -> None:
    side = column(
        30,
        740,
        [
            "Compétences",
            "CACES R489",
            "Excel",
            "Langues",
            "Anglais : B2",
            "Loisirs",
            "Piano",
            "Contact",
            "06 39 98 11 22",
        ],
        23,
    )
    moved = [Text(text.x + 160, text.y, text.text, text.size, text.bold) for text in timeline()]

    read = lines_of(pdf([[*HEAD[:2], *side, *moved]]))

    assert read[2:11] == [text.text for text in side]


def test_towns_and_dates_at_the_right_edge_stay_on_their_rows() -> None:
    rows = []
    for place, (title, firm) in enumerate(zip(TITLES, FIRMS, strict=True)):
        y = 740 - 60 * place
        town, dates = (
            ("Lyon", "Nantes", "Rennes")[place],
            ("mars 2020 – juin 2021", "2018 – 2020", "2015 – 2018")[place],
        )
        rows += [Text(50, y, firm), Text(545 - width(town, 10), y, town), Text(50, y - 14, title)]
        rows += [
            Text(545 - width(dates, 10), y - 14, dates),
            Text(50, y - 28, "Chargement et inventaire des camions de la nuit"),
        ]

    read = jobs(pdf([[*HEAD, *rows]]))

    assert [(title, firm, start) for title, firm, start, _ in read] == [
        ("Cariste", "Nexoria SAS", "2020-03"),
        ("Magasinière", "Groupe Tassigny", "2018"),
        ("Préparatrice de commandes", "Transports Leduc", "2015"),
    ]


def test_headings_in_the_middle_of_the_page_are_no_column() -> None:
    texts = [
        "Profil",
        "Curieuse",
        "Expérience",
        "Cariste, Nexoria",
        "Formation",
        "CAP Cuisine",
        "Langues",
        "Anglais : B2",
    ]
    page = [Text(260 if place % 2 == 0 else 50, 740 - 20 * place, text) for place, text in enumerate(texts)]

    assert lines_of(pdf([page])) == texts


def test_a_long_word_of_a_text_is_no_edge_of_a_column() -> None:
    line = "Conduite d'une évaluation administrativement irréprochable des interventions"

    read = lines_of(pdf([column(50, 740, [f"{'et ' * place}{line}" for place in range(8)])]))

    assert len(read) == 8 or " ".join(read).count("interventions") == 8
    assert all(part.endswith("interventions") for part in read)


def test_items_beside_one_another_are_parted() -> None:
    row, x = [], 50.0
    for item in ("Conduite d'engins", "Excel", "Gestion des stocks", "Anglais technique"):
        row.append(Text(x, 740, item))
        x += width(item, 10) + 14

    read = lines_of(pdf([[*row, Text(50, 720, "Une phrase qui montre des espaces ordinaires entre ses mots")]]))

    assert read[0].split("\t") == ["Conduite d'engins", "Excel", "Gestion des stocks", "Anglais technique"]


def test_a_sentence_that_a_page_breaks_is_one_line() -> None:
    begun = "Conduite d'une équipe de douze personnes sur trois sites de la région, avec le souci"

    read = lines_of(
        pdf([[Text(50, 740, "Expérience"), Text(50, 720, begun)], [Text(50, 800, "constant de la sécurité")]])
    )

    assert read == ["Expérience", f"{begun} constant de la sécurité"]


def test_the_second_half_of_a_period_may_begin_with_its_preposition() -> None:
    page = [
        *HEAD,
        Text(50, 740, "De mars 2020"),
        Text(50, 726, "à mai 2021"),
        *column(160, 740, ["Cariste", "Nexoria SAS", "Inventaires"]),
    ]
    page += [Text(50, 670, "Depuis juin 2022"), *column(160, 670, ["Magasinier", "Groupe Tassigny", "Retours"])]

    assert jobs(pdf([page])) == [
        ("Cariste", "Nexoria SAS", "2020-03", "2021-05"),
        ("Magasinier", "Groupe Tassigny", "2022-06", None),
    ]
