"""Every condition in the code that decides about mails is taken out in turn; a test must miss each one (R1, R4, R7).

The conditions are found, not listed: whoever adds one without a test turns this red. What DynamoDB checks and what the
SDK is told is taken out by name in `test_mail_conditions_matter.py`.
"""

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.contract.mutating import mutants

ROOT: Final = Path(__file__).parents[2]
MAIL: Final = ROOT / "layers" / "shared" / "python" / "relance" / "mail"

TESTS: Final[dict[str, tuple[str, ...]]] = {
    "verdict": ("test_verdict.py",),
    "send": ("test_send.py",),
    "record": ("test_send.py",),
    "ledger": ("test_ledger.py", "test_events.py", "test_send.py"),
    "events": ("test_events.py", "test_reputation.py"),
    "facts": ("test_send.py", "test_renewal.py"),
    "dispatch": ("test_dispatch.py", "test_send.py"),
    "reputation": ("test_reputation.py",),
    "identities": ("test_identities.py",),
}
"""Module → the files of `tests/unit/mail` that must miss each of its conditions, the most likely one first."""
WITHOUT: Final = "not quota and not window and not backlog and not each_answer_of_ses"
"""Long runs that add nothing here."""

HARMLESS: Final[dict[str, dict[str, str]]] = {
    "verdict": {
        "_renewal: … and candidate.consent is not None": "nobody without an agreement comes so far; it tells mypy",
    },
    "send": {
        "_without: … or not isinstance(mail.content, OfferContent)": "only offers are dropped; it tells mypy",
        "_without: … or not dropped": "without a dropped offer the mail is copied as it is",
    },
    "ledger": {
        "lift: … or mail.held_because is None": "whoever waits for a person has a reason; it tells mypy",
        "_move: … or to not in ALLOWED[mail.state]": "each arrow names its starts; the table is the second lock",
    },
    "facts": {
        "_of_answer: for … if application.job_id != job": "the answered application has been looked at before",
    },
    "dispatch": {
        "_queue_due: if grant.count < len(due) or len(due) < PAGE": "the next turn finds nothing; it saves a query",
        "_queue_due: … or grant.count < len(due)": "the same",
        "_queue_due: … or len(due) < PAGE": "the same",
        "_settle_one: … and mail.state is MailState.UNKNOWN": "the ledger refuses any other state",
    },
    "reputation": {
        "reason_to_pause: … and counts.bounced >= FEWEST_OF_A_KIND": "four percent of 200 are more; it says R9's words",
    },
}
"""Conditions that may go without anybody noticing, and why they stand there all the same."""


@pytest.mark.parametrize("module", TESTS)
def test_r1_a_test_misses_each_condition(module: str) -> None:
    files = [f"tests/unit/mail/{name}" for name in TESTS[module]]
    paths = [ROOT / "layers" / "shared" / "python", ROOT / "functions", ROOT]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.contract.mutating", f"relance.mail.{module}", "-k", WITHOUT, *files],
        cwd=ROOT, capture_output=True, text=True, timeout=900, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )  # fmt: skip

    *unnoticed, count = ran.stdout.splitlines() or [""]
    there = list(mutants((MAIL / f"{module}.py").read_text(encoding="utf-8")))
    assert ran.returncode == 0, ran.stderr
    assert count == f"{len(there)} conditions"
    assert there
    assert set(unnoticed) == {f"unnoticed: {name}" for name in HARMLESS.get(module, {})}


def test_a_condition_is_found_in_whatever_form_it_stands() -> None:
    source = """
def judge(mail, facts):
    if mail.held:
        return 1 if facts else 2
    match mail.state:
        case "held" if facts.stopped:
            return 3
        case _:
            pass
    def inner():
        return facts.open or mail.late
    return [one for one in facts if one.old and one.late]
"""

    assert [mutant.name for mutant in mutants(source)] == [
        "judge: if mail.held", "judge: case 'held'", "judge: … if facts else …", "judge: … if not facts else …",
        "judge: for … if one.old and one.late", "judge: … and one.old", "judge: … and one.late",
        "inner: … or facts.open", "inner: … or mail.late",
    ]  # fmt: skip


def test_the_same_condition_twice_is_two_and_each_is_taken_out_alone() -> None:
    first, second = mutants("def judge(a):\n    if a:\n        return 1\n    if a:\n        return 2\n")

    assert (first.name, second.name) == ("judge: if a", "judge: if a (2)")
    assert ast.unparse(first.tree) == "def judge(a):\n    if False:\n        return 1\n    if a:\n        return 2"
    assert ast.unparse(second.tree) == "def judge(a):\n    if a:\n        return 1\n    if False:\n        return 2"
