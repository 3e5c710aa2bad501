"""Whether one person may be written to, from the tables as they are now (R29)."""

from datetime import timedelta
from typing import Any

import pytest

from relance.campaigns.audience import SENTENCES, ExclusionReason
from relance.campaigns.eligibility import Eligible, standing
from relance.campaigns.rules import RelanceRules
from relance.candidates import CandidateId
from relance.jobs import JobId
from relance.mail.mails import SkipReason
from tests import factories
from tests.unit.campaigns.story import JOB, Story

NOW = factories.NOW


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"consent": None}, ExclusionReason.NO_CONSENT),
        ({"consent": factories.consent(expires_at=NOW)}, ExclusionReason.NO_CONSENT),
        ({"consent": factories.consent(given_at=NOW + timedelta(seconds=1))}, ExclusionReason.NO_CONSENT),
        ({"unsubscribed_at": NOW}, ExclusionReason.UNSUBSCRIBED),
        ({"paused_until": NOW + timedelta(seconds=1)}, ExclusionReason.PAUSED),
        ({"profile": None}, ExclusionReason.NO_ADDRESS),
        *[
            ({"profile": factories.profile(email=email)}, ExclusionReason.BAD_ADDRESS)
            for email in ("nobody", "zoé@example.org", "a b@example.org", "a@localhost", "jean..d@example.org")
        ],
    ],
)
def test_each_reason_to_be_silent(story: Story, fields: dict[str, Any], reason: ExclusionReason) -> None:
    person = story.person(factories.candidate(**({"consent": factories.consent()} | fields)))

    found = standing(
        person.candidate_id, [JobId(JOB)], eligibility=story.campaign_desk().eligibility, rules=RelanceRules(), at=NOW
    )

    assert found is reason


@pytest.mark.parametrize(
    "fields",
    [
        {"consent": factories.consent(expires_at=NOW + timedelta(seconds=1))},
        {"paused_until": NOW},
    ],
)
def test_up_to_the_last_second_a_person_is_reachable(story: Story, fields: dict[str, Any]) -> None:
    person = story.person(factories.candidate(**({"consent": factories.consent()} | fields)))

    found = standing(
        person.candidate_id, [JobId(JOB)], eligibility=story.campaign_desk().eligibility, rules=RelanceRules(), at=NOW
    )

    assert isinstance(found, Eligible)
    assert found.jobs == (JOB,)


def test_somebody_who_is_gone(story: Story) -> None:
    found = standing(
        CandidateId("nobody"), [JobId(JOB)], eligibility=story.campaign_desk().eligibility, rules=RelanceRules(), at=NOW
    )

    assert found is ExclusionReason.CANDIDATE_GONE


def test_every_reason_has_its_sentence_in_both_languages() -> None:
    assert set(SENTENCES) == set(ExclusionReason)
    assert all(french and english and french != english for french, english in SENTENCES.values())


def test_reasons_before_and_at_sending_have_the_same_names() -> None:
    before = {reason.value for reason in ExclusionReason} - {
        "already_applied",
        "mailed_lately",
        "nothing_fits",
        "not_this_kind",
    }

    assert before <= {reason.value for reason in SkipReason}
