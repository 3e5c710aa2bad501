"""What every audit log does."""

from datetime import timedelta

import pytest

from relance.adapters.dynamodb_audit import DynamoDbAuditLog
from relance.adapters.memory_audit import MemoryAuditLog
from relance.ports.audit import AuditLog
from relance.privacy.audit import broken_at
from tests.factories import NOW


@pytest.fixture(params=["memory", "dynamodb"])
def audit(request: pytest.FixtureRequest) -> AuditLog:
    """Each kind in turn: the same assertions hold for both."""
    if request.param == "memory":
        return MemoryAuditLog()
    return DynamoDbAuditLog(request.getfixturevalue("dynamodb"), table="Audit")


def written(audit: AuditLog, scope: str, entries: int) -> None:
    for number in range(entries):
        at = NOW + timedelta(minutes=number)
        audit.append(scope, actor="rosa", action="answer approved", detail={"n": str(number), "b": "é"}, at=at)


def test_entries_come_back_in_order_and_numbered(audit: AuditLog) -> None:
    written(audit, "mail#1", 3)

    entries = audit.entries("mail#1")

    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert [entry.detail["n"] for entry in entries] == ["0", "1", "2"]
    assert (entries[2].actor, entries[2].action, entries[2].at) == (
        "rosa",
        "answer approved",
        NOW + timedelta(minutes=2),
    )


def test_scopes_do_not_mix(audit: AuditLog) -> None:
    written(audit, "mail#1", 2)
    written(audit, "mail#2", 1)

    assert [entry.sequence for entry in audit.entries("mail#2")] == [1]
    assert audit.entries("mail#3") == ()


def test_an_untouched_log_is_whole(audit: AuditLog) -> None:
    written(audit, "mail#1", 4)

    assert broken_at(audit.entries("mail#1")) is None


def test_a_changed_entry_shows(audit: AuditLog) -> None:
    written(audit, "mail#1", 4)
    entries = list(audit.entries("mail#1"))

    entries[1] = entries[1].model_copy(update={"actor": "paul"})

    assert broken_at(entries) == 1


def test_a_removed_entry_shows(audit: AuditLog) -> None:
    written(audit, "mail#1", 4)
    entries = list(audit.entries("mail#1"))

    assert broken_at(entries[:1] + entries[2:]) == 1
