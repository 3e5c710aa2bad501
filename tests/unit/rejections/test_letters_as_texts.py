import re

import pytest

from relance.advice.linter import hits
from tests.unit.rejections.letters import FOLDER, SITUATIONS, letter

LINKS = re.compile(r"\[(\w+)\]")


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_letter_is_the_one_that_was_reviewed(name: str) -> None:
    assert letter(SITUATIONS[name]) == FOLDER.joinpath(f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_letter_has_two_links_no_advert_and_no_forbidden_word(name: str) -> None:
    text = letter(SITUATIONS[name])

    assert LINKS.findall(text) == ["opt_in", "rights"]
    assert "http" not in LINKS.sub("", text)
    assert [hit.word for hit in hits(text)] == []


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_letter_is_set_with_the_signs_of_its_language(name: str) -> None:
    text = letter(SITUATIONS[name])

    assert "  " not in text
    assert "'" not in text
    assert not re.search(r" [:;!?»]|« " if name.startswith("fr") else r" [:;!?]|[«»]", text)
