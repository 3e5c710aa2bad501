"""How far an application goes, and how it ends."""

from datetime import timedelta

import pytest

from relance.applications import ALLOWED_OUTCOMES, STAGES, Outcome, Stage, advance, conclude
from relance.errors import ConflictError
from tests.factories import NOW, application

LATER = NOW + timedelta(days=2)


@pytest.mark.parametrize("reached", STAGES)
@pytest.mark.parametrize("wanted", STAGES)
def test_stages_only_go_forward(reached: Stage, wanted: Stage) -> None:
    held = application(stage=reached)

    if STAGES.index(wanted) < STAGES.index(reached):
        with pytest.raises(ConflictError):
            advance(held, wanted, now=LATER)
    else:
        moved = advance(held, wanted, now=LATER)
        assert (moved.stage, moved.updated_at) == (wanted, LATER)


def test_an_interview_is_remembered_by_its_moment() -> None:
    screened = advance(application(), Stage.SCREENED, now=NOW)
    interviewed = advance(screened, Stage.INTERVIEWED, now=LATER)

    assert screened.last_interview_at is None
    assert interviewed.last_interview_at == LATER


def test_an_application_that_ended_does_not_advance() -> None:
    with pytest.raises(ConflictError):
        advance(application(outcome=Outcome.REJECTED), Stage.FINALIST, now=LATER)


@pytest.mark.parametrize("before", Outcome)
@pytest.mark.parametrize("after", Outcome)
def test_outcomes_follow_their_table(before: Outcome, after: Outcome) -> None:
    held = application(outcome=before, stage=Stage.FINALIST)

    if after in ALLOWED_OUTCOMES[before]:
        ended = conclude(held, after, now=LATER, reason_id="experience")
        assert (ended.outcome, ended.reason_id, ended.updated_at) == (after, "experience", LATER)
        assert ended.stage is Stage.FINALIST
    else:
        with pytest.raises(ConflictError):
            conclude(held, after, now=LATER)


def test_reopening_forgets_the_reason() -> None:
    rejected = conclude(application(), Outcome.REJECTED, now=NOW, reason_id="experience")

    assert conclude(rejected, Outcome.OPEN, now=LATER).reason_id is None


def test_nothing_is_hired_and_rejected_without_being_reopened() -> None:
    assert Outcome.REJECTED not in ALLOWED_OUTCOMES[Outcome.HIRED]
