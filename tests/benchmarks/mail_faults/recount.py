"""What an outsider can add up from the requests that SES received and the rows that the ledger ended with.

    python tests/benchmarks/mail_faults/recount.py DIR

needs nothing but Python and the two files of DIR: it prints the sums and each mail that breaks the promise, and ends
with 1 when there is one.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

RETRYABLE: Final = "refused_429"
ENDED: Final = frozenset({"accepted", "failed", "skipped", "cancelled", "unknown", "assumed_sent"})


class Totals(NamedTuple):
    """The last line."""

    planned: int
    states: Counter[str]
    lost: int
    """In no end and not UNKNOWN; or called sent although SES never took it; or called unsent although it did."""
    doubled: int
    """Taken more than once by SES."""
    stray: int
    """Requests with more than one recipient, for a mail that is not in the ledger, or after an answer that was no
    refusal for now: these must never be followed by another request."""

    def line(self, mails_per_second: float) -> str:
        """Key=value, in a fixed order."""
        parts = [f"planned={self.planned}"]
        parts += [f"{state}={self.states[state]}" for state in ("accepted", "failed", "skipped", "unknown")]
        parts += [f"lost={self.lost}", f"doubled={self.doubled}", f"mails_per_second={mails_per_second:.1f}"]
        return " ".join(parts)


def lines(file: Path) -> list[dict[str, Any]]:
    """One JSON object a line."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def recount(folder: Path, *, planned: int) -> Totals:
    """From `submissions.jsonl` and `ledger.jsonl` alone."""
    submissions, rows = lines(folder / "submissions.jsonl"), lines(folder / "ledger.jsonl")
    states = {row["mail_id"]: row["state"] for row in rows}
    taken = Counter(line["mail_id"] for line in submissions if line["taken"])
    contradicted = sum(
        (state == "accepted" and not taken[mail_id])
        or (state in {"failed", "skipped", "cancelled"} and taken[mail_id] > 0)
        for mail_id, state in states.items()
    )
    unfinished = sum(state not in ENDED for state in states.values())
    return Totals(
        planned=planned,
        states=Counter(states.values()),
        lost=planned - len(states) + unfinished + contradicted,
        doubled=sum(count > 1 for count in taken.values()),
        stray=sum(line["to"] != 1 or line["mail_id"] not in states for line in submissions)
        + sum(1 for _ in unasked(submissions)),
    )


def unasked(submissions: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Mail and earlier answer of each request that should not have followed that answer: only a definite refusal for
    now may be tried again (R1)."""
    last: dict[str, str] = {}
    for line in submissions:
        before = last.get(line["mail_id"], RETRYABLE)
        if before != RETRYABLE:
            yield line["mail_id"], before
        last[line["mail_id"]] = line["answer"]


def broken(folder: Path) -> Iterator[str]:
    """One sentence for each mail whose two files contradict the promise."""
    submissions, rows = lines(folder / "submissions.jsonl"), lines(folder / "ledger.jsonl")
    states = {row["mail_id"]: row["state"] for row in rows}
    if len(states) < len(rows):
        yield f"{len(rows) - len(states)} mails stand in the ledger twice"
    taken = Counter(line["mail_id"] for line in submissions if line["taken"])
    for mail_id, count in taken.items():
        if count > 1:
            yield f"{mail_id}: taken {count} times"
        if mail_id not in states:
            yield f"{mail_id}: taken, and not in the ledger"
    for mail_id, state in states.items():
        if state not in ENDED:
            yield f"{mail_id}: {state} is no end"
        if state == "accepted" and not taken[mail_id]:
            yield f"{mail_id}: accepted, and never taken"
        if state in {"failed", "skipped", "cancelled"} and taken[mail_id]:
            yield f"{mail_id}: {state}, and yet taken"
    yield from (f"{mail_id}: asked again after {answer}" for mail_id, answer in unasked(submissions))
    yield from (f"{line['mail_id']}: {line['to']} recipients" for line in submissions if line["to"] != 1)


def main(folder: Path) -> int:
    """The sums and what breaks them."""
    submissions, rows = lines(folder / "submissions.jsonl"), lines(folder / "ledger.jsonl")
    states = Counter(row["state"] for row in rows)
    answers = Counter(line["answer"] for line in submissions)
    told = [f"{name}={count}" for name, count in sorted(states.items())]
    sys.stdout.write(f"ledger: {' '.join(told)} sum={states.total()}\n")
    told = [f"{name}={count}" for name, count in sorted(answers.items())]
    sys.stdout.write(
        f"requests: {' '.join(told)} sum={answers.total()} taken={sum(one['taken'] for one in submissions)}\n"
    )
    found = list(broken(folder))
    sys.stdout.write("".join(f"{sentence}\n" for sentence in found) or "nothing is lost, nothing is doubled\n")
    return 1 if found else 0


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) == 2 else Path()
    if not (place / "ledger.jsonl").exists():
        sys.exit(f"{place} has no ledger.jsonl: name the folder that mail_faults was given as --out, once it has ended")
    sys.exit(main(place))
