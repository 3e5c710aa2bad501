"""What an outsider can add up from the requests that SES received and the rows that the ledger ended with."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, Final, NamedTuple

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
    """Requests with more than one recipient, or for a mail that is not in the ledger."""

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
        stray=sum(line["to"] != 1 or line["mail_id"] not in states for line in submissions),
    )
