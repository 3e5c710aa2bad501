"""Nobody is kept longer than their class allows, and nobody loses an agreement without being asked (R30)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.applications import Outcome
from relance.candidates import Candidate
from relance.privacy.retention import RetentionAction, RetentionPolicy, fate
from tests.factories import application, candidate, consent, cv_file

POLICY = RetentionPolicy()
CAME = datetime(2026, 1, 10, 9, 0, tzinfo=UTC)
YES = consent(given_at=CAME, expires_at=datetime(2028, 1, 10, 9, 0, tzinfo=UTC))


def person(**fields: Any) -> Candidate:
    """Somebody who came in January without agreeing to anything."""
    came: dict[str, Any] = {"created_at": CAME, "cvs": (cv_file(received_at=CAME),)}
    return candidate(**(came | fields))


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [(at(2026, 4, 9), RetentionAction.KEEP), (at(2026, 4, 10), RetentionAction.ERASE)],
    ids=["day before", "the day"],
)
def test_without_consent_three_months_after_the_file_came(moment: datetime, expected: RetentionAction) -> None:
    assert fate(person(), [], policy=POLICY, at=moment) is expected


def test_an_open_process_keeps_the_person_however_long_it_takes() -> None:
    assert fate(person(), [application(updated_at=CAME)], policy=POLICY, at=at(2029, 1, 1)) is RetentionAction.KEEP


def test_the_time_counts_from_the_end_of_the_last_process() -> None:
    ended = [
        application("a", outcome=Outcome.REJECTED, updated_at=at(2026, 2, 1)),
        application("b", outcome=Outcome.WITHDRAWN, updated_at=at(2026, 6, 1)),
    ]

    assert fate(person(), ended, policy=POLICY, at=at(2026, 8, 31)) is RetentionAction.KEEP
    assert fate(person(), ended, policy=POLICY, at=at(2026, 9, 1)) is RetentionAction.ERASE


def test_whoever_agreed_is_asked_a_month_before_it_ends_and_goes_three_months_after() -> None:
    agreed = person(consent=YES)

    fates = {
        moment: fate(agreed, [], policy=POLICY, at=moment)
        for moment in (
            at(2027, 12, 10),
            at(2027, 12, 11),
            at(2028, 1, 9),
            at(2028, 1, 10),
            at(2028, 4, 9),
            at(2028, 4, 10),
        )
    }

    assert list(fates.values()) == [
        RetentionAction.KEEP,
        RetentionAction.RENEW,
        RetentionAction.RENEW,
        RetentionAction.KEEP,
        RetentionAction.KEEP,
        RetentionAction.ERASE,
    ]


def test_an_agreement_that_ends_during_a_process_is_asked_about_all_the_same() -> None:
    agreed, process = person(consent=YES), [application(updated_at=CAME)]

    fates = [fate(agreed, process, policy=POLICY, at=moment) for moment in (at(2027, 12, 10), at(2028, 1, 5))]

    assert fates == [RetentionAction.KEEP, RetentionAction.RENEW]


def test_a_no_ends_the_agreement_and_is_not_asked_about_again() -> None:
    said_no = person(consent=YES, unsubscribed_at=at(2027, 12, 20))

    assert fate(said_no, [], policy=POLICY, at=at(2027, 12, 21)) is RetentionAction.KEEP
    assert fate(said_no, [], policy=POLICY, at=at(2028, 3, 20)) is RetentionAction.ERASE


def test_the_employer_can_keep_longer() -> None:
    longer = RetentionPolicy(months_without_consent=6)

    assert fate(person(), [], policy=longer, at=at(2026, 7, 9)) is RetentionAction.KEEP
    assert fate(person(), [], policy=longer, at=at(2026, 7, 10)) is RetentionAction.ERASE


@given(
    days=st.integers(0, 2000),
    agreed=st.none() | st.integers(0, 700),
    no=st.none() | st.integers(0, 700),
    ended=st.lists(st.integers(0, 700), max_size=3),
)
def test_nobody_outlives_their_class(days: int, agreed: int | None, no: int | None, ended: list[int]) -> None:
    yes = (
        None
        if agreed is None
        else consent(given_at=CAME + timedelta(days=agreed), expires_at=CAME + timedelta(days=agreed + 730))
    )
    held = person(consent=yes, unsubscribed_at=None if no is None else CAME + timedelta(days=no))
    processes = [
        application(f"j{n}", outcome=Outcome.REJECTED, updated_at=CAME + timedelta(days=end))
        for n, end in enumerate(ended)
    ]

    now = CAME + timedelta(days=days)
    due = fate(held, processes, policy=POLICY, at=now)

    last = max(
        [0, *ended, *([no] if no is not None else []), *([agreed + 730] if agreed is not None and no is None else [])]
    )
    if days > last + 92:
        assert due is RetentionAction.ERASE
    if days < last + 89:
        assert due is not RetentionAction.ERASE
