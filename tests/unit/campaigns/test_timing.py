"""When a campaign runs: schedules read strictly (R10)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.campaigns import Schedule
from relance.campaigns.timing import Once, Recurring, next_run, timing, too_late
from relance.errors import InvalidInputError

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def schedule(*, time_zone: str = "Europe/Paris", **fields: str) -> Schedule:
    return Schedule(time_zone=time_zone, **fields)


def test_a_local_time_is_read_on_the_employers_clock() -> None:
    winter = timing(schedule(at="2026-03-28T09:00:00"), now=NOW)
    summer = timing(schedule(at="2026-03-30T09:00:00"), now=NOW)

    assert winter == Once(at=datetime(2026, 3, 28, 8, tzinfo=UTC))
    assert summer == Once(at=datetime(2026, 3, 30, 7, tzinfo=UTC))


def test_without_a_time_it_runs_in_a_moment_at_a_whole_second() -> None:
    soon = timing(schedule(), now=NOW + timedelta(microseconds=7))

    assert isinstance(soon, Once)
    assert NOW < soon.at <= NOW + timedelta(seconds=5)
    assert soon.at.microsecond == 0


@pytest.mark.parametrize("at", ["2026-03-29T02:00:00", "2026-03-29T02:30:00", "2026-03-29T02:59:59"])
def test_r10_a_time_in_the_spring_gap_is_refused(at: str) -> None:
    with pytest.raises(InvalidInputError, match="does not exist"):
        timing(schedule(at=at), now=NOW)


@pytest.mark.parametrize("at", ["2026-03-29T01:59:59", "2026-03-29T03:00:00", "2026-10-25T02:30:00"])
def test_r10_times_around_the_gap_and_in_the_hour_that_comes_twice_exist(at: str) -> None:
    assert isinstance(timing(schedule(at=at), now=NOW), Once)


@pytest.mark.parametrize("at", ["2026-03-02T10:30:00", "2020-01-01T00:00:00"])
def test_a_time_that_has_passed_is_refused(at: str) -> None:
    with pytest.raises(InvalidInputError, match="has passed"):
        timing(schedule(at=at), now=NOW)


@pytest.mark.parametrize(
    "at", ["2026-02-30T10:00:00", "2026-13-01T10:00:00", "2026-03-05T25:00:00", "0000-01-01T00:00:00"]
)
def test_a_time_that_is_none_is_refused(at: str) -> None:
    with pytest.raises(InvalidInputError, match="not a date"):
        timing(schedule(at=at), now=NOW)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Europe", "/etc/localtime", "Europe/Paris\x00"])
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(InvalidInputError, match="unknown time zone"):
        timing(schedule(at="2026-04-01T10:00:00", time_zone=zone), now=NOW)


def test_a_recurring_schedule_has_six_fields_and_keeps_its_zone() -> None:
    monday = timing(schedule(cron=" 0 9 ?  * MON * ", time_zone="Europe/London"), now=NOW)

    assert monday == Recurring(cron="0 9 ? * MON *", time_zone="Europe/London")


@pytest.mark.parametrize(
    "cron",
    [
        "",
        "0 9 * * *",
        "0 9 * * MON *",
        "0 9 ? * ? *",
        "0 9 ? * MON *); drop",
        "a b c d e f g",
        "* * * * ? *",
        "0,30 9 ? * MON *",
        "0/5 9 ? * MON *",
        "99 9 ? * MON *",
        "0 24 ? * MON *",
        "0 99 ? * MON *",
        "0 9 32 * ? *",
        "0 9 0 * ? *",
        "0 9 ? 13 MON *",
        "0 9 ? * 8 *",
        "0 9 ? * MON 1969",
        "0 9 ? * LUN *",
        "0 9 ? * FRI-MON *",
        "0 9 ? * MON#6 *",
        "0 18-9 ? * MON *",
        "0 9/0 ? * MON *",
        "0 9 ? * , *",
        "0 9 ? MON * *",
        "0 9 ? * MON-TUE-WED *",
        "0 9 *W * ? *",
        "0 9 ?/2 * MON *",
        f"0 9 ? * {'MON,' * 30}MON *",
    ],
)
def test_a_cron_expression_that_eventbridge_would_refuse_is_refused(cron: str) -> None:
    with pytest.raises(InvalidInputError):
        timing(schedule(cron=cron), now=NOW)


def test_one_time_and_a_recurring_schedule_exclude_each_other() -> None:
    with pytest.raises(InvalidInputError, match="not both"):
        timing(schedule(at="2026-04-01T10:00:00", cron="0 9 ? * MON *"), now=NOW)


@given(st.datetimes(), st.sampled_from(["Europe/Paris", "UTC", "Asia/Kolkata"]))
def test_every_time_is_either_that_wall_clock_time_or_refused(local: datetime, zone: str) -> None:
    written = f"{local:%Y-%m-%dT%H:%M:%S}".rjust(19, "0")
    try:
        made = timing(schedule(at=written, time_zone=zone), now=NOW)
    except InvalidInputError:
        return

    assert isinstance(made, Once)
    assert made.at > NOW
    assert f"{made.at.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M:%S}".rjust(19, "0") == written


def test_r10_an_hour_is_the_latest_start() -> None:
    assert not too_late(NOW, now=NOW + timedelta(hours=1))
    assert too_late(NOW, now=NOW + timedelta(hours=1, seconds=1))


@pytest.mark.parametrize(
    "cron",
    [
        "0 9 ? * MON *",
        "30 8 ? * mon-fri *",
        "0 9 ? * 2,4 2026-2028",
        "0 9 1,15 * ? *",
        "0 9-17/4 1 JAN-JUN ? *",
        "0 */6 ? * 6L *",
        "0 9 L * ? *",
        "0 9 15W */3 ? *",
        "0 9 ? * TUE#1 *",
        "0 9 * * ? *",
    ],
)
def test_what_the_scheduler_knows_is_taken(cron: str) -> None:
    assert timing(schedule(cron=cron), now=NOW) == Recurring(cron=cron, time_zone="Europe/Paris")


def test_a_refused_schedule_says_which_field_it_is() -> None:
    with pytest.raises(InvalidInputError, match="day of week cannot be LUN: it goes from 1 to 7") as refused:
        timing(schedule(cron="0 9 ? * LUN *"), now=NOW)

    assert "English name of three letters from SUN to SAT" in str(refused.value)
    assert "jour de la semaine ne peut être LUN\u00a0: de 1 à 7, ou par son nom anglais" in str(refused.value)


@pytest.mark.parametrize(
    "fields",
    [
        {"cron": "0 9 31 2 ? *"},
        {"cron": "0 9 31 4 ? *"},
        {"cron": "0 9 30W 2 ? *"},
        {"cron": "0 9 ? * MON 2020"},
        {"cron": "0 9 ? * MON 2190"},
        {"cron": "0 9 ? * MON *", "ends": "2026-03-09T08:59:59"},
        {"cron": "30 2 29 3 ? 2026"},
    ],
)
def test_a_schedule_that_never_runs_is_refused_in_both_languages(fields: dict[str, str]) -> None:
    with pytest.raises(InvalidInputError, match=r"this schedule never runs .* – ce calendrier n’a aucune échéance"):
        timing(schedule(**fields), now=NOW)


def test_a_run_right_at_the_end_of_its_schedule_is_one() -> None:
    assert isinstance(timing(schedule(cron="0 9 ? * MON *", ends="2026-03-09T09:00:00"), now=NOW), Recurring)


@pytest.mark.parametrize("at", ["2028-03-03T09:00:00", "2226-03-02T09:00:00"])
def test_a_time_after_which_no_agreement_holds_is_refused(at: str) -> None:
    with pytest.raises(InvalidInputError, match="more than two years ahead"):
        timing(schedule(at=at), now=NOW)


@pytest.mark.parametrize(
    ("cron", "local"),
    [
        ("0 9 ? * MON *", "2026-03-09T09:00"),
        ("0 11 ? * MON *", "2026-03-02T11:00"),
        ("30 8 ? * mon-fri *", "2026-03-03T08:30"),
        ("0 9 ? * 2,4 2026-2028", "2026-03-04T09:00"),
        ("0 9-17/4 * * ? *", "2026-03-02T13:00"),
        ("0 */6 * * ? *", "2026-03-02T12:00"),
        ("0 9 1,15 JUN-AUG ? *", "2026-06-01T09:00"),
        ("0 9 1 */3 ? *", "2026-04-01T09:00"),
        ("0 9 ? 5/2 FRI *", "2026-05-01T09:00"),
        ("0 9 ? * 6L *", "2026-03-27T09:00"),
        ("0 9 ? * L *", "2026-03-07T09:00"),
        ("0 9 ? * TUE#1 *", "2026-03-03T09:00"),
        ("0 9 ? * MON#1 *", "2026-04-06T09:00"),
        ("0 9 L * ? *", "2026-03-31T09:00"),
        ("0 9 LW 5 ? *", "2026-05-29T09:00"),
        ("0 9 15W 3 ? *", "2026-03-16T09:00"),
        ("0 9 4W 4 ? *", "2026-04-03T09:00"),
        ("0 9 1W 8 ? *", "2026-08-03T09:00"),
        ("0 9 31W 5 ? *", "2026-05-29T09:00"),
        ("0 9 29 2 ? *", "2028-02-29T09:00"),
        ("30 2 29-30 3 ? *", "2026-03-30T02:30"),
        ("0 9 ? * MON 2027", "2027-01-04T09:00"),
    ],
)
def test_the_next_run_is_the_one_that_the_scheduler_finds(cron: str, local: str) -> None:
    found = next_run(timing(schedule(cron=cron), now=NOW), now=NOW)

    assert found == datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/Paris"))


def test_in_the_hour_that_comes_twice_it_runs_once() -> None:
    daily = timing(schedule(cron="30 2 * * ? *"), now=NOW)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    assert next_run(daily, now=first - timedelta(seconds=1)) == first
    assert next_run(daily, now=first) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
    assert next_run(daily, now=first + timedelta(minutes=40)) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
