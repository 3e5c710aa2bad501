"""The API's world, with a campaign's people in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.campaigns.story import Story


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """Jobs, an earlier process, and people who agreed to be contacted."""
    made = Story(tmp_path)
    yield made
    made.close()
