"""The benchmark of faults: its recount sees what is lost or doubled, and a small run in memory has neither (R1, R3)."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.benchmarks.mail_faults import twin
from tests.benchmarks.mail_faults.recount import Totals, broken, lines, recount


class Options(NamedTuple):
    """Of a small and nasty run."""

    mails: int = 150
    fault_rate: float = 0.2
    kills: int = 25
    seed: int = 7
    repeats: float = 0.3


def counted(folder: Path, submissions: list[dict[str, Any]], rows: dict[str, str], *, planned: int) -> Totals:
    """From files as the benchmark writes them."""
    lines = [{"submission": 1, "answer": "accepted", "taken": True, "to": 1, **line} for line in submissions]
    (folder / "submissions.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    states = [{"mail_id": mail_id, "state": state, "reason": None} for mail_id, state in rows.items()]
    (folder / "ledger.jsonl").write_text("".join(json.dumps(row) + "\n" for row in states), encoding="utf-8")
    return recount(folder, planned=planned)


def test_r1_r3_a_small_run_full_of_faults_loses_and_doubles_nothing(tmp_path: Path) -> None:
    twin.run(Options(), tmp_path)

    totals = recount(tmp_path, planned=150)
    assert (totals.lost, totals.doubled, totals.stray) == (0, 0, 0)
    assert totals.states["accepted"] > 100
    assert totals.states["unknown"] > 0
    assert sum(totals.states.values()) == 150


def test_r4_every_unclear_mail_of_a_run_is_listed_and_settled_by_one_decision_or_the_other(tmp_path: Path) -> None:
    twin.run(Options(), tmp_path)

    listed = lines(tmp_path / "unknown.jsonl")
    rows = lines(tmp_path / "ledger.jsonl")
    assert {line["mail_id"] for line in listed} == {row["mail_id"] for row in rows if row["state"] == "unknown"}
    assert {(line["decision"], line["ended_as"]) for line in listed} == {
        ("assume_sent", "assumed_sent"),
        ("send_again", "accepted"),
    }


def test_the_recount_sees_a_mail_that_was_taken_twice(tmp_path: Path) -> None:
    totals = counted(tmp_path, [{"mail_id": "a"}, {"mail_id": "a", "submission": 2}], {"a": "accepted"}, planned=1)

    assert (totals.lost, totals.doubled) == (0, 1)


def test_the_recount_does_not_blame_a_second_try_after_a_refusal(tmp_path: Path) -> None:
    totals = counted(
        tmp_path,
        [{"mail_id": "a", "answer": "refused_429", "taken": False}, {"mail_id": "a"}],
        {"a": "accepted"},
        planned=1,
    )

    assert (totals.lost, totals.doubled) == (0, 0)


@pytest.mark.parametrize("answer", ["refused_400", "no_answer", "failed_500", "accepted_500"])
def test_the_recount_blames_a_second_try_after_any_other_answer(tmp_path: Path, answer: str) -> None:
    first = {"mail_id": "a", "answer": answer, "taken": False}

    totals = counted(tmp_path, [first, {"mail_id": "a", "submission": 2}], {"a": "accepted"}, planned=1)

    assert totals.stray == 1
    assert list(broken(tmp_path)) == [f"a: asked again after {answer}"]


@pytest.mark.parametrize(
    ("submissions", "rows", "planned"),
    [
        ([{"mail_id": "a"}], {"a": "accepted"}, 2),
        ([], {"a": "accepted"}, 1),
        ([{"mail_id": "a"}], {"a": "failed"}, 1),
        ([{"mail_id": "a"}], {"a": "skipped"}, 1),
        ([], {"a": "held"}, 1),
        ([{"mail_id": "a"}], {"a": "claimed"}, 1),
    ],
)
def test_the_recount_sees_what_is_lost_or_contradicted(
    tmp_path: Path, submissions: list[dict[str, Any]], rows: dict[str, str], planned: int
) -> None:
    assert counted(tmp_path, submissions, rows, planned=planned).lost == 1


def test_the_recount_sees_requests_that_should_not_be(tmp_path: Path) -> None:
    totals = counted(tmp_path, [{"mail_id": "a", "to": 2}, {"mail_id": "b"}], {"a": "accepted"}, planned=1)

    assert totals.stray == 2


def test_the_last_line_has_its_fixed_order(tmp_path: Path) -> None:
    totals = counted(tmp_path, [{"mail_id": "a"}], {"a": "accepted", "b": "unknown"}, planned=2)

    assert totals.line(12.34) == (
        "planned=2 accepted=1 failed=0 skipped=0 unknown=1 lost=0 doubled=0 mails_per_second=12.3"
    )
