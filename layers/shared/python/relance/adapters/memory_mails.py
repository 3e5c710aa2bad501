"""Ledger of mails and suppressed addresses in memory: twins of the DynamoDB tables for tests and trials."""

import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nsmallest

from relance.adapters.memory_pages import page_of
from relance.candidates import CandidateId
from relance.errors import ConflictError, NotFoundError
from relance.mail.ledger import releases_guards
from relance.mail.mails import BatchId, DueMail, Mail, MailId, MailState, Stream
from relance.mail.spacing import departed, is_pressure
from relance.mail.tally import Tally, added_up, steps, told
from relance.ports.campaigns import HeldGuard
from relance.records import Cursor, Instant, Page


class MemoryMailLedger:
    """`ports.MailLedger` in a dictionary."""

    def __init__(self) -> None:
        self._mails: dict[MailId, Mail] = {}
        self._guards: dict[str, HeldGuard] = {}
        self._sums: dict[BatchId, Counter[str]] = {}
        self._lock = threading.Lock()

    def get(self, mail_id: MailId) -> Mail:
        """The mail as last written; NotFoundError."""
        try:
            return self._mails[mail_id]
        except KeyError:
            raise NotFoundError(f"no mail {mail_id}") from None

    def get_many(self, mail_ids: Sequence[MailId]) -> Sequence[Mail]:
        """See the port."""
        return tuple(self._mails[mail_id] for mail_id in mail_ids if mail_id in self._mails)

    def plan(self, mail: Mail) -> bool:
        """Write a new mail and its guards; False when one of them exists."""
        with self._lock:
            if mail.mail_id in self._mails or not all(self._free(guard, mail) for guard in mail.guards):
                return False
            self._mails[mail.mail_id] = mail.model_copy(update={"revision": 1})
            self._guards.update(dict.fromkeys(mail.guards, HeldGuard(mail_id=mail.mail_id)))
            return True

    def _free(self, guard: str, mail: Mail) -> bool:
        held = self._guards.get(guard)
        if held is None:
            return True
        since, sent_at = mail.quiet_since, held.sent_at
        return is_pressure(guard) and since is not None and sent_at is not None and sent_at <= since

    def tally(self, batch_id: BatchId) -> Tally:
        """Sums of the run's mails."""
        with self._lock:
            return added_up(self._sums.get(batch_id, Counter()))

    def held(self, names: Iterable[str]) -> dict[str, HeldGuard]:
        """Those of the guards that some mail holds."""
        with self._lock:
            return {name: self._guards[name] for name in names if name in self._guards}

    def holds(self, mail_id: MailId) -> bool:
        """Whether the mail is in the ledger."""
        return mail_id in self._mails

    def replace(self, mail: Mail, *, expected: MailState) -> Mail:
        """Write over what was read; ConflictError when another was quicker."""
        with self._lock:
            held = self._mails.get(mail.mail_id)
            if held is None or held.revision != mail.revision or held.state is not expected:
                raise ConflictError(f"mail {mail.mail_id} has changed since it was read")
            written = mail.model_copy(update={"revision": mail.revision + 1, "told": told(mail)})
            self._mails[mail.mail_id] = written
            self._sums.setdefault(mail.batch_id, Counter()).update(steps(expected, mail))
            own = [
                guard
                for guard in written.guards
                if guard in self._guards and self._guards[guard].mail_id == mail.mail_id
            ]
            if releases_guards(written):
                for guard in own:
                    del self._guards[guard]
            elif (step := departed(expected, written)) is not None:
                sent_at = written.updated_at if step == "left" else None
                dated = HeldGuard(mail_id=mail.mail_id, sent_at=sent_at)
                self._guards.update(dict.fromkeys(filter(is_pressure, own), dated))
            return written

    def of_batch(self, batch_id: BatchId, *, after: Cursor | None, limit: int) -> Page[Mail]:
        """Mails of a batch in the order of their ids."""
        found = sorted((mail for mail in self._all() if mail.batch_id == batch_id), key=lambda mail: mail.mail_id)
        rest = [mail for mail in found if after is None or mail.mail_id > after]
        more = len(rest) > limit
        return Page(items=tuple(rest[:limit]), next=rest[limit - 1].mail_id if more else None)

    def page(self, *, after: Cursor | None, limit: int) -> Page[Mail]:
        """All mails in the order of their ids."""
        with self._lock:
            return page_of(self._mails, after=after, limit=limit)

    def of_candidate(self, candidate_id: CandidateId) -> Sequence[Mail]:
        """All mails to a person, oldest first."""
        found = [mail for mail in self._all() if mail.candidate_id == candidate_id]
        return sorted(found, key=lambda mail: (mail.created_at, mail.mail_id))

    def due(self, stream: Stream, *, until: Instant, limit: int) -> Sequence[DueMail]:
        """HELD mails whose clock has come, earliest first."""
        held = (mail for mail in self._all() if mail.state is MailState.HELD and mail.stream is stream)
        return _woken(held, until, limit)

    def overdue(self, *, until: Instant, limit: int) -> Sequence[DueMail]:
        """CLAIMED and UNKNOWN mails whose clock has come."""
        return _woken((mail for mail in self._all() if mail.state is not MailState.HELD), until, limit)

    def postpone(self, due: Sequence[DueMail], wake_at: Instant) -> Sequence[bool]:
        """Move HELD mails' clocks on; False for those that have changed since."""
        return [self._postponed(one, wake_at) for one in due]

    def _postponed(self, due: DueMail, wake_at: Instant) -> bool:
        with self._lock:
            held = self._mails.get(due.mail_id)
            if held is None or held.revision != due.revision or held.state is not MailState.HELD:
                return False
            self._mails[due.mail_id] = held.model_copy(update={"wake_at": wake_at, "revision": held.revision + 1})
            return True

    def waiting(self, stream: Stream, *, limit: int) -> Sequence[MailId]:
        """Mails that await a person, longest first."""
        found = [(m.waits_since, m.mail_id) for m in self._all() if m.stream is stream and m.waits_since is not None]
        return [mail_id for _, mail_id in sorted(found)[:limit]]

    def _all(self) -> list[Mail]:
        with self._lock:
            return list(self._mails.values())


def _woken(mails: Iterable[Mail], until: Instant, limit: int) -> list[DueMail]:
    clocks = (
        (mail.wake_at, mail.mail_id, mail) for mail in mails if mail.wake_at is not None and mail.wake_at <= until
    )
    return [
        DueMail(mail_id=mail_id, revision=mail.revision, state=mail.state, stream=mail.stream, wake_at=wake_at)
        for wake_at, mail_id, mail in nsmallest(limit, clocks, key=lambda clock: clock[:2])
    ]


class MemorySuppressions:
    """`ports.Suppressions` in a dictionary."""

    def __init__(self) -> None:
        self._reasons: dict[str, str] = {}

    def reason(self, address_key: str) -> str | None:
        """Why an address must not be written to, or None."""
        return self._reasons.get(address_key)

    def add(self, address_key: str, reason: str, *, now: Instant) -> None:  # noqa: ARG002 — the twin keeps no times.
        """Suppress an address; the first reason stays."""
        self._reasons.setdefault(address_key, reason)
