"""What a candidate's record says about them."""

from datetime import timedelta

import pytest

from relance.cv.problems import ProblemCode
from tests.factories import NOW, candidate, consent, cv_file, profile


def test_campaigns_may_write_to_whoever_agreed() -> None:
    assert candidate(consent=consent()).may_be_offered_jobs(NOW)
    assert not candidate(consent=None).may_be_offered_jobs(NOW)


def test_a_consent_holds_from_its_moment_until_its_end() -> None:
    given, expires = consent().given_at, consent().expires_at
    person = candidate(consent=consent())

    assert person.may_be_offered_jobs(given)
    assert not person.may_be_offered_jobs(given - timedelta(seconds=1))
    assert not person.may_be_offered_jobs(expires)


def test_whoever_unsubscribed_is_left_alone() -> None:
    assert not candidate(consent=consent(), unsubscribed_at=NOW).may_be_offered_jobs(NOW + timedelta(days=1))


def test_a_pause_ends_by_itself() -> None:
    person = candidate(consent=consent(), paused_until=NOW)

    assert not person.may_be_offered_jobs(NOW - timedelta(seconds=1))
    assert person.may_be_offered_jobs(NOW)


@pytest.mark.parametrize(("language", "expected"), [("en", "en"), (None, "fr")])
def test_the_language_is_that_of_the_cv_else_french(language: str | None, expected: str) -> None:
    assert candidate(profile=profile(language=language)).language == expected
    assert candidate(profile=None).language == "fr"


def test_the_problem_is_that_of_the_newest_file() -> None:
    bad, good = cv_file("bad", problem_code=ProblemCode.ENCRYPTED), cv_file("good")

    assert candidate(cvs=(bad, good)).problem == bad.problem
    assert candidate(cvs=(good, bad)).problem is None
    assert candidate(cvs=()).problem is None
