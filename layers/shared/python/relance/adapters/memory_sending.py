"""What mail is sent with, in memory: stop signs, counts, archive, queue, allowance, quota and identities."""

import threading
from collections.abc import Sequence
from datetime import date

from relance.errors import NotFoundError
from relance.mail.allowance import AllowanceBook, refreshed, take
from relance.mail.identities import SUCCESS
from relance.mail.letters import Letter
from relance.mail.mails import BatchId, Departure, MailId, Stream
from relance.mail.standing import Counts, Grant, Identity, SendQuota, Sign
from relance.ports.mail import SendQuotaSource
from relance.records import Instant


class MemoryStopSigns:
    """`ports.StopSigns` in a few attributes."""

    def __init__(self) -> None:
        self._switch: Sign | None = None
        self._pauses: dict[Stream, Sign] = {}
        self._batches: set[BatchId] = set()

    def stop_all(self) -> bool:
        """Whether nothing may leave."""
        return self._switch is not None and self._switch.why is not None

    def set_stop_all(self, on: bool, *, by: str, now: Instant) -> None:
        """Press or release the switch."""
        self._switch = Sign(why="stop_all" if on else None, by=by, at=now)

    def stream_paused(self, stream: Stream) -> str | None:
        """Why a stream is paused, or None."""
        sign = self._pauses.get(stream)
        return None if sign is None else sign.why

    def pause_stream(self, stream: Stream, why: str | None, *, by: str, now: Instant) -> None:
        """Pause a stream, or let it go on."""
        self._pauses[stream] = Sign(why=why, by=by, at=now)

    def switch(self) -> Sign | None:
        """Who pressed or released it last, and when."""
        return self._switch

    def pause(self, stream: Stream) -> Sign | None:
        """Who paused a stream or let it go on last, why, and when."""
        return self._pauses.get(stream)

    def batch_stopped(self, batch_id: BatchId) -> bool:
        """Whether `stop_batch` was called."""
        return batch_id in self._batches

    def stop_batch(self, batch_id: BatchId) -> None:
        """What the rejection use cases do through their own port."""
        self._batches.add(batch_id)


class MemorySendingCounts:
    """`ports.SendingCounts` in a dictionary."""

    def __init__(self) -> None:
        self._days: dict[tuple[Stream, date], Counts] = {}

    def add(self, stream: Stream, day: date, counts: Counts) -> None:
        """Add to a day's counts."""
        self._days[stream, day] = _sum([self._days.get((stream, day), Counts()), counts])

    def total(self, stream: Stream, days: Sequence[date]) -> Counts:
        """The sum over these days."""
        return _sum([self._days.get((stream, day), Counts()) for day in days])


def _sum(counts: Sequence[Counts]) -> Counts:
    return Counts(**{name: sum(getattr(one, name) for one in counts) for name in Counts.model_fields})


class MemoryMailArchive:
    """`ports.MailArchive` in a dictionary."""

    def __init__(self) -> None:
        self.letters: dict[str, Letter] = {}

    def put(self, letter: Letter) -> str:
        """Keep a letter; returns its key."""
        self.letters[letter.archive_key] = letter
        return letter.archive_key

    def get(self, archive_key: str) -> Letter:
        """NotFoundError."""
        try:
            return self.letters[archive_key]
        except KeyError:
            raise NotFoundError(f"no letter {archive_key}") from None

    def forget(self, mail_id: MailId) -> int:
        """See the port."""
        gone = [key for key, letter in self.letters.items() if letter.mail_id == mail_id]
        for key in gone:
            del self.letters[key]
        return len(gone)


class MemorySendQueue:
    """`ports.SendQueue` as a list of departures, oldest first."""

    def __init__(self) -> None:
        self.departures: list[Departure] = []

    def put(self, departures: Sequence[Departure]) -> None:
        """Queue ids with their delays."""
        self.departures.extend(departures)


class FixedQuota:
    """`ports.SendQuotaSource` that always says the same."""

    def __init__(self, *, per_second: float = 14.0, per_day: float = 50_000.0, sent_last_day: float = 0.0) -> None:
        self.per_second = per_second
        self.per_day = per_day
        self.sent_last_day = sent_last_day

    def read(self, *, now: Instant) -> SendQuota:
        """As of now."""
        return SendQuota(
            per_second=self.per_second, per_day=self.per_day, sent_last_day=self.sent_last_day, read_at=now
        )


class FixedIdentities:
    """`ports.SenderIdentities`: every sub-domain is in order but for those in `changed`."""

    def __init__(self) -> None:
        self.changed: dict[str, Identity] = {}

    def of(self, domain: str, *, now: Instant) -> Identity:
        """As of now."""
        in_order = Identity(
            domain=domain,
            verified=True,
            dkim=SUCCESS,
            mail_from=f"bounce.{domain}",
            mail_from_status=SUCCESS,
            read_at=now,
        )
        return self.changed.get(domain, in_order).model_copy(update={"read_at": now})


class MemoryAllowance:
    """`ports.Allowance` in one attribute."""

    def __init__(self, quota: SendQuotaSource) -> None:
        self._quota = quota
        self._book: AllowanceBook | None = None
        self._lock = threading.Lock()

    def take(self, wanted: int, *, now: Instant) -> Grant:
        """Up to `wanted` departures within the next minute."""
        with self._lock:
            self._book, grant = take(refreshed(self._book, self._quota, now=now), wanted, now=now)
            return grant
