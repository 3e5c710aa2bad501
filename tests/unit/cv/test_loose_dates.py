import pytest

from tests.unit.cv.cv_files import Text, pdf, width
from tests.unit.cv.test_reading_order import column, lines_of

TITLES = ("Cariste", "Magasinière", "Livreuse")
PERIODS = ("mars 2020 – juin 2021", "2018 – 2020", "02/2015 – 11/2017")
SIDE = ["Contact", "zoe.marchal@example.org", "06 39 98 11 22", "Langues", "Anglais : B2", "Espagnol : A2", "Loisirs",
        "Piano", "Voile", "Lecture", "Chorale", "Couture"]  # fmt: skip


def jobs(right: float, step: float = 56) -> list[Text]:
    """Three jobs in a column whose periods end at its right edge."""
    rows: list[Text] = []
    for place, (title, period) in enumerate(zip(TITLES, PERIODS, strict=True)):
        y = 700 - step * place
        rows += [Text(50, y, title), Text(right - width(period, 10), y, period)]
        rows += [Text(50, y - 14, "Nexoria SAS"), Text(50, y - 28, "Chargement de nuit")]
    return rows


def dated_rows(lines: list[str]) -> list[list[str]]:
    return [line.split("\t") for line in lines if "\t" in line]


def test_dates_at_the_right_edge_of_a_column_stay_on_their_rows_beside_a_side_column() -> None:
    page = [Text(50, 730, "Expérience"), *jobs(360), *column(385, 718, SIDE, step=17)]

    read = lines_of(pdf([page]))

    assert dated_rows(read) == [list(pair) for pair in zip(TITLES, PERIODS, strict=True)]
    assert read[-len(SIDE) :] == SIDE


def test_a_period_at_the_right_edge_that_takes_two_rows_stays_with_its_job() -> None:
    page = [Text(50, 730, "Expérience")]
    for place, title in enumerate(TITLES):
        y = 700 - 60 * place
        page += [Text(50, y, title), *column(430, y, [f"sept. {2012 + place} - juin", str(2013 + place)], step=12)]
        page += column(60, y - 14, ["Chargement de nuit", "Inventaire des stocks"])
    page += column(50, 500, ["Langues", "Anglais courant", "Espagnol scolaire"])

    read = lines_of(pdf([page]))

    assert dated_rows(read) == [
        [title, f"sept. {2012 + place} - juin {2013 + place}"] for place, title in enumerate(TITLES)
    ]


def test_a_lone_period_at_the_right_edge_stays_on_its_row_above_two_columns() -> None:
    period = "octobre 2024 – juin 2026"
    page = [Text(50, 760, "Expérience"), Text(50, 740, "Cariste"), Text(545 - width(period, 10), 740, period)]
    page += [Text(50, 726, "Chargement de nuit"), *column(50, 690, ["Formation", "CAP Cuisine", "Lycée Jean Moulin"])]
    page += column(330, 690, ["Langues", "Anglais courant", "Espagnol scolaire", "Italien scolaire"])

    assert lines_of(pdf([page]))[1] == f"Cariste\t{period}"


def test_periods_that_begin_the_rows_of_a_column_stay_in_it() -> None:
    page = [*column(50, 742, SIDE), Text(250, 756, "Expérience")]
    page += [
        Text(250, 728 - 14 * place, text)
        for place, text in enumerate(
            part
            for title, period in zip(TITLES, PERIODS, strict=True)
            for part in (period, title, "Chargement de nuit des camions")
        )
    ]

    read = lines_of(pdf([page]))

    assert [line for line in read if line in {*SIDE, *PERIODS}] == [*SIDE, *PERIODS]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [("De novembre 2024 à", "février 2025"), ("janv. 2019 - mars", "2020"), ("Dec 2018 - May", "2019")],
)
def test_a_period_on_two_rows_of_a_narrow_left_column_is_one_period(upper: str, lower: str) -> None:
    page = [Text(50, 730, "Expérience")]
    for place, title in enumerate(TITLES):
        y = 700 - 50 * place
        page += [Text(150 - width(upper, 10), y, upper), Text(150 - width(lower, 10), y - 12, lower)]
        page += column(165, y, [title, "Nexoria SAS", "Chargement de nuit et inventaire des stocks"], step=12)

    read = lines_of(pdf([page]))

    assert sum(f"{upper} {lower}" in line for line in read) == len(TITLES)
    assert "Nexoria SAS" in read


def test_periods_one_below_another_in_a_margin_are_not_drawn_together() -> None:
    page = [Text(50, 730, "Expérience"), *column(50, 710, ["2013 – 2014", "2010 – 2013"], step=17)]
    page += column(160, 710, ["Cariste, Nexoria", "Magasinier, Transports Leduc"], step=17)
    page += [Text(50, 660, "2008 – 2010"), *column(160, 660, ["Livreur, Tassigny", "Chargement de nuit"])]

    read = lines_of(pdf([page]))

    assert [line.split("\t")[0].split(" Cariste")[0] for line in read[1:3]] == ["2013 – 2014", "2010 – 2013"]
