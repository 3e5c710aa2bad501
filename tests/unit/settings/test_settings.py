"""What a function is told by its environment."""

import pytest
from pydantic import ValidationError

from relance.settings import Settings, from_environment


def test_each_variable_is_read_under_its_name_in_capitals() -> None:
    settings = from_environment({"CANDIDATES_TABLE": "Data-Candidates", "UNDO_SECONDS": "5", "STAGE": "dev"})

    assert settings == Settings(candidates_table="Data-Candidates", undo_seconds=5, stage="dev")


def test_variables_of_others_are_let_through() -> None:
    assert from_environment({"PATH": "/bin", "candidates_table": "lower"}) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [("STAGE", "production"), ("UNDO_SECONDS", "-1"), ("OFFICE_HOURS", "nine to five"), ("SEARCH_ENGINE", "other")],
)
def test_a_value_that_cannot_be_meant_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        from_environment({name: value})


@pytest.mark.parametrize("hours", ["always", "09:00-18:00"])
def test_office_hours_are_a_span_or_always(hours: str) -> None:
    assert from_environment({"OFFICE_HOURS": hours}).office_hours == hours
