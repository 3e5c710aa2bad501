import pytest

from relance.cv.dates import has_date, periods


@pytest.mark.parametrize(
    ("text", "start", "end", "ongoing"),
    [
        ("mai 2020 – juin 2022", "2020-05", "2022-06", False),
        ("De septembre 2019 à août 2020", "2019-09", "2020-08", False),
        ("du 01/03/2020 au 30/06/2021", "2020-03", "2021-06", False),
        ("03/20 – 06/22", "2020-03", "2022-06", False),
        ("mars à juin 2021", "2021-03", "2021-06", False),
        ("octobre à février 2021", "2020-10", "2021-02", False),
        ("Jan '20 - Mar '22", "2020-01", "2022-03", False),
        ("2018/03 – 2019/04", "2018-03", "2019-04", False),
        ("2019-20", "2019", "2020", False),
        ("2018 – aujourd’hui", "2018", None, True),
        ("Depuis mars 2021", "2021-03", None, True),
        ("September 2017 onwards", "2017-09", None, True),
        ("April 2015 to till date", "2015-04", None, True),
        ("Été 2019", "2019", "2019", False),
        ("juin 2019", "2019-06", "2019-06", False),
        ("2021 -", "2021", None, True),
        ("2024-… Teinturier, Nexoria", "2024", None, True),
    ],
)
def test_a_period_is_read_as_people_write_it(text: str, start: str, end: str | None, ongoing: bool) -> None:
    (found,) = periods(text)

    assert (found.start, found.end, found.ongoing) == (start, end, ongoing)


@pytest.mark.parametrize("text", ["06 39 98 20 12", "69003 Lyon", "en cours de formation", "a team of 40", "ISO 9001"])
def test_numbers_that_are_no_dates_are_left_alone(text: str) -> None:
    assert not has_date(text)


def test_two_years_beside_each_other_are_two_moments() -> None:
    found = periods("2016, 2018")

    assert [period.start for period in found] == ["2016", "2018"]


def test_a_period_that_ends_before_it_starts_is_no_period() -> None:
    assert not any(period.is_range for period in periods("2020 – 2010"))
