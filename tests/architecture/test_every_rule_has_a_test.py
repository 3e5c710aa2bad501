"""Each rule of mail, law and privacy that the product keeps has tests with its number in their names: `test_r12_…`."""

import re
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).parents[1]
RULES: Final = (*range(1, 22), *range(23, 28), *range(29, 32), *range(36, 39), 40, 41)
_NAMED: Final = re.compile(r"def test_((?:r\d+_)+)\w+\(")


def cited() -> dict[int, set[str]]:
    """Rule → the files whose tests name it."""
    found: dict[int, set[str]] = {}
    for file in TESTS.rglob("test_*.py"):
        for numbers in _NAMED.findall(file.read_text(encoding="utf-8")):
            for number in re.findall(r"\d+", numbers):
                found.setdefault(int(number), set()).add(file.name)
    return found


@pytest.mark.parametrize("rule", RULES)
def test_a_test_names_the_rule(rule: int) -> None:
    assert cited().get(rule), f"no test is named test_r{rule}_…"
