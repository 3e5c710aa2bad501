from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.errors import InvalidInputError
from relance.rejections.timing import (
    LeavePolicy,
    LeaveWhy,
    business_days_after,
    is_business_day,
    is_open,
    leave_policy,
    leave_time,
    next_opening,
)
from relance.settings import Settings

PARIS = ZoneInfo("Europe/Paris")
POLICY = LeavePolicy()
ALWAYS = LeavePolicy(undo=timedelta(seconds=5), minimum_business_days=0, opens=None, closes=None)
LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

# Hypothesis takes naive bounds and puts the zone on by itself.
instants = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
policies = st.builds(
    LeavePolicy,
    undo=st.timedeltas(timedelta(0), timedelta(hours=5)),
    minimum_business_days=st.integers(0, 10),
    opens=st.times(time(4), time(12)),
    closes=st.times(time(12, 1), time(23, 59)),
    time_zone=st.sampled_from(["Europe/Paris", "America/Cayenne", "Indian/Reunion", "Europe/London", "UTC"]),
)


def paris(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def test_r10_in_office_hours_an_answer_leaves_when_the_undo_window_ends() -> None:
    left = leave_time(paris(2026, 11, 23, 10), POLICY, applied_at=LONG_AGO)

    assert left.at == paris(2026, 11, 23, 10, 45)
    assert left.why is LeaveWhy.UNDO


@pytest.mark.parametrize(
    ("approved", "leaves", "why"),
    [
        (paris(2026, 11, 23, 17, 30), paris(2026, 11, 24, 9), LeaveWhy.OFFICE_HOURS),
        (paris(2026, 11, 23, 6), paris(2026, 11, 23, 9), LeaveWhy.OFFICE_HOURS),
        (paris(2026, 11, 27, 18), paris(2026, 11, 30, 9), LeaveWhy.OFFICE_HOURS),
        (paris(2026, 11, 28, 11), paris(2026, 11, 30, 9), LeaveWhy.WEEKEND),
        (paris(2026, 12, 25, 10), paris(2026, 12, 28, 9), LeaveWhy.HOLIDAY),
        (paris(2026, 5, 1, 10), paris(2026, 5, 4, 9), LeaveWhy.HOLIDAY),
        (paris(2027, 7, 14, 10), paris(2027, 7, 15, 9), LeaveWhy.HOLIDAY),
    ],
)
def test_r10_outside_office_hours_an_answer_waits_for_the_next_opening(
    approved: datetime, leaves: datetime, why: LeaveWhy
) -> None:
    left = leave_time(approved, POLICY, applied_at=LONG_AGO)

    assert (left.at, left.why) == (leaves, why)


def test_r10_a_rejection_waits_three_business_days_after_the_application() -> None:
    left = leave_time(paris(2026, 11, 23, 16), POLICY, applied_at=paris(2026, 11, 23, 15))

    assert left.at == paris(2026, 11, 26, 15)
    assert left.why is LeaveWhy.AFTER_APPLICATION


def test_r10_a_rejection_waits_three_business_days_after_the_last_interview() -> None:
    left = leave_time(paris(2026, 11, 26, 10), POLICY, applied_at=LONG_AGO, last_interview_at=paris(2026, 11, 25, 14))

    assert left.at == paris(2026, 11, 30, 14)
    assert left.why is LeaveWhy.AFTER_INTERVIEW


def test_r10_holidays_do_not_count_as_business_days() -> None:
    assert business_days_after(paris(2026, 12, 24, 10), POLICY) == paris(2026, 12, 30, 10)


def test_r10_a_saturday_counts_from_the_monday_after_it() -> None:
    assert business_days_after(paris(2026, 11, 28, 10), POLICY) == paris(2026, 12, 2, 10)


def test_r10_a_time_that_spring_skips_becomes_the_end_of_the_gap() -> None:
    every_day = LeavePolicy(minimum_business_days=1, opens=None, closes=None, time_zone="Africa/Cairo")
    # In Cairo the clock skips from 0:00 to 1:00 on Friday 24 April 2026.
    applied = datetime(2026, 4, 23, 0, 30, tzinfo=ZoneInfo("Africa/Cairo"))

    assert business_days_after(applied, every_day) == datetime(2026, 4, 24, 1, 0, tzinfo=ZoneInfo("Africa/Cairo"))


def test_r10_a_time_that_autumn_repeats_means_the_second_one() -> None:
    cairo = ZoneInfo("Africa/Cairo")
    every_day = LeavePolicy(minimum_business_days=1, opens=None, closes=None, time_zone="Africa/Cairo")
    # In Cairo the hour from 23:00 to midnight happens twice on Thursday 29 October 2026.
    applied = datetime(2026, 10, 28, 23, 30, tzinfo=cairo)

    assert business_days_after(applied, every_day) == datetime(2026, 10, 29, 23, 30, fold=1, tzinfo=cairo).astimezone(
        UTC
    )


def test_without_office_hours_an_answer_leaves_at_the_end_of_the_undo_window_on_any_day() -> None:
    christmas = paris(2026, 12, 25, 3)

    assert leave_time(christmas, ALWAYS, applied_at=christmas).at == christmas + timedelta(seconds=5)


@given(approved=instants, applied=instants, interviewed=st.none() | instants, policy=policies)
def test_r10_an_answer_never_leaves_early_nor_outside_the_hours(
    approved: datetime, applied: datetime, interviewed: datetime | None, policy: LeavePolicy
) -> None:
    left = leave_time(approved, policy, applied_at=applied, last_interview_at=interviewed).at

    assert left >= approved + policy.undo
    assert left >= business_days_after(applied, policy)
    assert interviewed is None or left >= business_days_after(interviewed, policy)
    assert is_open(left, policy)
    local = left.astimezone(ZoneInfo(policy.time_zone))
    assert is_business_day(local.date(), policy)
    assert policy.opens is not None
    assert policy.closes is not None
    assert policy.opens <= local.time() < policy.closes


@given(approved=instants, policy=policies, earlier=st.floats(0, 1, exclude_max=True))
def test_no_open_moment_before_it_is_missed(approved: datetime, policy: LeavePolicy, earlier: float) -> None:
    bound = max(approved + policy.undo, business_days_after(LONG_AGO, policy))

    left = leave_time(approved, policy, applied_at=LONG_AGO).at

    between = bound + (left - bound) * earlier
    assert between >= left or not is_open(between, policy)


@given(at=instants, policy=policies)
def test_r10_the_minimum_delay_holds_exactly_that_many_business_days(at: datetime, policy: LeavePolicy) -> None:
    zone = ZoneInfo(policy.time_zone)
    first: date = at.astimezone(zone).date()

    last = business_days_after(at, policy).astimezone(zone).date()

    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(is_business_day(day, policy) for day in days) == policy.minimum_business_days
    assert policy.minimum_business_days == 0 or is_business_day(last, policy)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (paris(2026, 11, 23, 10), paris(2026, 11, 23, 10)),
        (paris(2026, 11, 23, 18), paris(2026, 11, 24, 9)),
        (paris(2026, 11, 23, 8, 59), paris(2026, 11, 23, 9)),
        (paris(2026, 12, 24, 18), paris(2026, 12, 28, 9)),
    ],
)
def test_r10_the_sender_is_told_the_next_moment_within_hours_or_that_it_is_now(at: datetime, opens: datetime) -> None:
    assert next_opening(at, POLICY) == opens


def test_r10_without_hours_mail_may_leave_at_any_moment_and_without_a_delay_at_once() -> None:
    christmas_night = paris(2026, 12, 25, 3)

    assert is_open(christmas_night, ALWAYS)
    assert next_opening(christmas_night, ALWAYS) == christmas_night
    assert business_days_after(christmas_night, ALWAYS) == christmas_night


def test_the_policy_comes_from_the_settings() -> None:
    policy = leave_policy(Settings(undo_seconds=60, min_delay_business_days=2, office_hours="08:30-17:00"))

    assert policy == LeavePolicy(undo=timedelta(minutes=1), minimum_business_days=2, opens=time(8, 30), closes=time(17))
    assert leave_policy(Settings(office_hours="always")).opens is None


@pytest.mark.parametrize("hours", ["18:00-09:00", "09:00-09:00", "25:00-26:00"])
def test_office_hours_that_cannot_be_are_refused(hours: str) -> None:
    with pytest.raises(InvalidInputError):
        leave_policy(Settings(office_hours=hours))


def test_every_wait_has_a_sentence_in_both_languages() -> None:
    left = leave_time(paris(2026, 11, 28, 11), POLICY, applied_at=LONG_AGO)

    assert left.sentence("fr") == "après le week-end"
    assert left.sentence("en") == "after the weekend"
