"""How many mails may leave when: 80 % of what SES allows, one account for all dispatchers (R8)."""

import math
from datetime import timedelta
from typing import Final

from relance.errors import UnavailableError
from relance.mail.standing import Grant, SendQuota
from relance.ports.mail import SendQuotaSource
from relance.records import Instant, Record

SHARE: Final = 0.8
"""What we take of the rate and of the daily quota."""
HORIZON: Final = timedelta(seconds=60)
"""Departures are given out at most this far ahead."""
REREAD: Final = timedelta(minutes=5)
"""How old a reading of the quota may be."""
UNLIMITED: Final = -1.0
"""SES's own sign for an account without a daily quota."""


class AllowanceBook(Record):
    """The one account: the last reading, the next free departure, and what was given out since the reading."""

    quota: SendQuota
    next_slot: Instant
    granted: float = 0.0
    """Departures that the reading's `sent_last_day` does not hold."""
    revision: int = 0


def opened(quota: SendQuota, *, now: Instant) -> AllowanceBook:
    """A new account."""
    return AllowanceBook(quota=quota, next_slot=now)


def refreshed(book: AllowanceBook | None, quota: SendQuotaSource, *, now: Instant) -> AllowanceBook:
    """The account with a reading that is at most five minutes old; with an older one while SES does not answer."""
    if book is None:
        return opened(quota.read(now=now), now=now)
    if now - book.quota.read_at < REREAD:
        return book
    try:
        return reread(book, quota.read(now=now))
    except UnavailableError:
        return book


def reread(book: AllowanceBook, quota: SendQuota) -> AllowanceBook:
    """The account after a new reading: departures that SES may not have counted yet stay on our side."""
    ahead = (book.next_slot - (quota.read_at - HORIZON)).total_seconds()
    outstanding = min(book.granted, max(0.0, ahead) * rate(book.quota))
    return book.model_copy(update={"quota": quota, "granted": outstanding})


def rate(quota: SendQuota) -> float:
    """Mails per second that we allow ourselves."""
    return quota.per_second * SHARE if quota.enabled else 0.0


def take(book: AllowanceBook, wanted: int, *, now: Instant) -> tuple[AllowanceBook, Grant]:
    """Up to `wanted` departures, none before one that was given already, none later than the horizon.

    A virtual queue: the n-th departure is 1/rate after the one before, whoever asks, so that no window of any length
    holds more than the rate allows, however many dispatchers run.
    """
    per_second = rate(book.quota)
    if per_second <= 0 or wanted <= 0:
        return book, Grant(count=0, first=now, step_seconds=0.0)
    step = 1 / per_second
    first = max(book.next_slot, now)
    room = math.ceil(max(0.0, (now + HORIZON - first).total_seconds()) / step)
    count = max(0, min(wanted, room, int(min(_left_today(book), 1e9))))
    after = book.model_copy(
        update={"next_slot": first + timedelta(seconds=count * step), "granted": book.granted + count}
    )
    return (after if count else book), Grant(count=count, first=first, step_seconds=step)


def _left_today(book: AllowanceBook) -> float:
    quota = book.quota
    if quota.per_day == UNLIMITED:
        return math.inf
    return quota.per_day * SHARE - quota.sent_last_day - book.granted
