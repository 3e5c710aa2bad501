"""The departures of many minutes by the real allowance code: how much of it is used, and whether it is exceeded."""

import random
from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from math import ceil
from typing import Final, NamedTuple

from relance.adapters.memory_sending import FixedQuota, MemoryAllowance
from relance.mail.allowance import SHARE
from relance.mail.dispatch import departure
from relance.mail.mails import DueMail, MailId, MailState, Stream
from relance.records import Instant

BEGIN: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATE_SECONDS: Final = 8.0
"""A tick of the minute comes up to so much late."""
PAGE: Final = 500
_ANYTHING: Final = DueMail(mail_id=MailId("m"), revision=1, state=MailState.HELD, stream=Stream.ANSWERS, wake_at=BEGIN)
WINDOWS: Final = (0.1, 1.0, 10.0, 60.0, 600.0)
SECONDS_A_MAIL: Final = 0.15
"""One mail from the queue to its record with Lambda, DynamoDB and SES in one region: 13 requests of 5 ms, SES 80 ms."""
MAILS_A_MESSAGE_BATCH: Final = 5


class Pace(NamedTuple):
    """What a quota gives."""

    per_second: float
    """MaxSendRate of SES."""
    allowed: float
    """Our share of it."""
    left: int
    minutes: int
    used: float
    """Share of the allowance that departures took, from the first departure on."""
    fullest: dict[float, float]
    """Window in seconds → the most departures in any such window, as a share of what is allowed in it (+1 mail)."""
    busiest_second: float
    """The most mails that become visible to senders in one second, as a share of that second's allowance."""
    senders: int
    """Functions at work at once that this rate needs."""


def pace(per_second: float, *, minutes: int, seed: int, dispatchers: int = 2) -> Pace:
    """Dispatch an endless backlog for so many minutes; each minute's ticks come late by chance, and together."""
    allowance = MemoryAllowance(FixedQuota(per_second=per_second, per_day=-1.0))
    dice = random.Random(seed)
    departures: list[float] = []
    visible: list[int] = []
    for minute in range(minutes):
        for _ in range(dispatchers):
            now = BEGIN + timedelta(minutes=minute, seconds=dice.uniform(0, LATE_SECONDS))
            for leaves in _taken(allowance, now=now):
                departures.append((leaves - BEGIN).total_seconds())
                queued = departure(_ANYTHING.model_copy(update={"wake_at": now}), leaves, now=now)
                visible.append(int((now - BEGIN).total_seconds() + queued.delay_seconds))
    departures.sort()
    allowed = per_second * SHARE
    span = departures[-1] - departures[0]
    return Pace(
        per_second=per_second,
        allowed=allowed,
        left=len(departures),
        minutes=minutes,
        used=(len(departures) - 1) / (span * allowed),
        fullest={window: _fullest(departures, window) / (window * allowed + 1) for window in WINDOWS if window <= span},
        busiest_second=_busiest(visible) / ceil(allowed),
        senders=ceil(allowed * SECONDS_A_MAIL),
    )


def _taken(allowance: MemoryAllowance, *, now: Instant) -> list[Instant]:
    """All that one dispatcher gets, in its pages."""
    found: list[Instant] = []
    while True:
        grant = allowance.take(PAGE, now=now)
        found += [grant.leaves_at(place) for place in range(grant.count)]
        if grant.count < PAGE:
            return found


def _fullest(departures: Sequence[float], window: float) -> int:
    """The most departures in any half-open window of this length."""
    return max(bisect_left(departures, start + window) - place for place, start in enumerate(departures))


def _busiest(seconds: Sequence[int]) -> int:
    counts = [0] * (max(seconds) + 1)
    for second in seconds:
        counts[second] += 1
    return max(counts)


def daily(per_second: float, per_day: float, *, seed: int) -> tuple[float, float]:
    """Departures of a day whose quota ends before its hours do: how many, and the share of 80 % of the quota."""
    quota = FixedQuota(per_second=per_second, per_day=per_day)
    allowance, dice = MemoryAllowance(quota), random.Random(seed)
    each_minute: list[int] = []
    for minute in range(24 * 60):
        now = BEGIN + timedelta(minutes=minute, seconds=dice.uniform(0, LATE_SECONDS))
        # SES counts a mail once it has it: what was granted in this minute is told to the next reading.
        quota.sent_last_day = float(sum(each_minute))
        each_minute.append(len(_taken(allowance, now=now)))
    sent = list(accumulate(each_minute))[-1]
    return sent, sent / (per_day * SHARE)
