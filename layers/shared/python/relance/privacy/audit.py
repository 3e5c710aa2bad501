"""Entries of the audit log and the chain that holds them together (R35)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Final

from relance.records import Instant, Record

FIRST_HASH: Final = "0" * 64


class AuditEntry(Record):
    """One thing that somebody did. `sequence` counts from 1 within the scope, without gaps."""

    scope: str
    sequence: int
    actor: str
    action: str
    detail: Mapping[str, str]
    """Codes and ids; never names, addresses or texts of people (R16)."""
    at: Instant
    previous_hash: str
    hash: str


def following(
    last: AuditEntry | None, scope: str, *, actor: str, action: str, detail: Mapping[str, str], at: Instant
) -> AuditEntry:
    """The entry that comes after `last` in its scope, chained to it."""
    sequence = last.sequence + 1 if last else 1
    previous = last.hash if last else FIRST_HASH
    told = [scope, sequence, actor, action, dict(sorted(detail.items())), at.isoformat(), previous]
    return AuditEntry(
        scope=scope,
        sequence=sequence,
        actor=actor,
        action=action,
        detail=dict(detail),
        at=at,
        previous_hash=previous,
        hash=hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest(),
    )


def broken_at(entries: Sequence[AuditEntry]) -> int | None:
    """Place (from 0) of the first entry that was changed, or whose predecessor is missing; None when all is whole."""
    last: AuditEntry | None = None
    for place, entry in enumerate(entries):
        made = following(last, entry.scope, actor=entry.actor, action=entry.action, detail=entry.detail, at=entry.at)
        if made != entry:
            return place
        last = entry
    return None
