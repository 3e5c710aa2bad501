"""Wakes what a pause had put to rest: without it each mail looks again by itself, some minutes later."""

from typing import Final

from relance.errors import ConflictError
from relance.mail import ledger
from relance.mail.mails import BatchId, Mail, MailState
from relance.ports.mail import MailLedger
from relance.records import Cursor, Instant

PAGE: Final = 100


def wake_batch(batch_id: BatchId, *, because: str, mails: MailLedger, limit: int, now: Instant) -> int:
    """Make mails of a batch due that are held for this one reason, at most `limit`; how many were woken."""
    woken = 0
    cursor: Cursor | None = None
    while woken < limit:
        page = mails.of_batch(batch_id, after=cursor, limit=PAGE)
        resting = [mail for mail in page.items if mail.state is MailState.HELD and mail.held_because == because]
        woken += sum(_woken(mail, mails, now=now) for mail in resting[: limit - woken])
        cursor = page.next
        if cursor is None:
            break
    return woken


def _woken(mail: Mail, mails: MailLedger, *, now: Instant) -> bool:
    try:
        ledger.hold(mail, until=now, because=mail.held_because or "", mails=mails, now=now)
    except ConflictError:
        return False  # It has moved by itself, or waits for a person.
    return True
