"""Why people get nothing, as recruiters read it."""

from datetime import timedelta

import pytest

from recruiter_api.exclusions import exclusions
from relance.campaigns.audience import ExclusionReason
from relance.mail.mails import SkipReason


@pytest.mark.parametrize("reason", sorted({*ExclusionReason, *SkipReason}))
def test_every_reason_that_a_report_can_show_is_told_in_both_languages(reason: str) -> None:
    (told,) = exclusions({reason: 3})

    assert (told.reason, told.people) == (reason, 3)
    assert told.fr
    assert told.en
    assert told.fr != told.en
    assert "'" not in told.fr


@pytest.mark.parametrize(
    ("days", "french", "english"), [(14, "14\u00a0jours", "14\u00a0days"), (1, "d’un jour", "a day")]
)
def test_who_was_mailed_lately_is_told_with_the_days_of_the_rule(days: int, french: str, english: str) -> None:
    (told,) = exclusions({ExclusionReason.MAILED_LATELY: 9}, every=timedelta(days=days))

    assert french in told.fr
    assert english in told.en


def test_without_a_rule_no_days_are_told() -> None:
    (told,) = exclusions({ExclusionReason.MAILED_LATELY: 9})

    assert told.fr == "a reçu une offre il y a peu, ou va en recevoir une"


def test_the_most_frequent_reason_comes_first() -> None:
    told = exclusions({"hired": 2, "paused": 41, "no_consent": 2})

    assert [(one.reason, one.people) for one in told] == [("paused", 41), ("hired", 2), ("no_consent", 2)]
