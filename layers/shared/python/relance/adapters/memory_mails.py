"""Ledger of mails and suppressed addresses in memory: twins of the DynamoDB tables for tests and trials."""

import threading
from bisect import bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from relance.adapters.memory_wake import CHECK, Clock, MemoryWakeIndex, person
from relance.candidates import CandidateId
from relance.errors import ConflictError, InvalidInputError, NotFoundError
from relance.mail.ledger import releases_guards
from relance.mail.mails import BatchId, DueMail, Mail, MailId, MailState, Stream
from relance.mail.spacing import Departed, departed, is_pressure
from relance.mail.tally import Tally, added_up, steps, told
from relance.ports.campaigns import HeldGuard
from relance.records import Cursor, Instant, Page


class MemoryMailLedger:
    """`ports.MailLedger` in a dictionary."""

    def __init__(self) -> None:
        self._mails: dict[MailId, Mail] = {}
        self._ids: list[MailId] = []
        self._by_batch: defaultdict[BatchId, list[MailId]] = defaultdict(list)
        self._by_candidate: defaultdict[CandidateId, list[MailId]] = defaultdict(list)
        self._wake = MemoryWakeIndex()
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
        if len(set(mail.guards)) < len(mail.guards):
            raise InvalidInputError("a transaction cannot write one guard twice")
        with self._lock:
            if mail.mail_id in self._mails or not all(self._free(guard, mail) for guard in mail.guards):
                return False
            for index in (self._ids, self._by_batch[mail.batch_id], self._by_candidate[mail.candidate_id]):
                insort(index, mail.mail_id)
            self._write(mail.model_copy(update={"revision": 1}))
            self._guards.update(dict.fromkeys(mail.guards, HeldGuard(mail_id=mail.mail_id)))
            return True

    def plan_many(self, mails: Sequence[Mail]) -> Sequence[bool]:
        """One after the other."""
        return [self.plan(mail) for mail in mails]

    def _write(self, mail: Mail) -> None:
        """The row and its clock."""
        self._wake.change(self._mails.get(mail.mail_id), mail)
        self._mails[mail.mail_id] = mail

    def _free(self, guard: str, mail: Mail) -> bool:
        held = self._guards.get(guard)
        if held is None:
            return True
        since, sent_at = mail.quiet_since, held.sent_at
        return is_pressure(guard) and since is not None and sent_at is not None and sent_at <= since

    def holders(self, guards: Collection[str]) -> Mapping[str, MailId]:
        """Who holds these guards."""
        return {name: guard.mail_id for name, guard in self.held(guards).items()}

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
            self._change_guards(written, departed(expected, written))
            self._write(written)
            self._sums.setdefault(mail.batch_id, Counter()).update(steps(expected, mail))
            return written

    def _change_guards(self, mail: Mail, step: Departed) -> None:
        """Free them or date them; ConflictError when one that is to be changed is another mail's."""
        holders = {guard: self._guards[guard].mail_id for guard in mail.guards if guard in self._guards}
        freed = [guard for guard in mail.guards if guard in holders] if releases_guards(mail) else []
        dated = list(filter(is_pressure, mail.guards)) if step is not None else []
        if any(holders.get(guard) != mail.mail_id for guard in (*freed, *dated)):
            raise ConflictError(f"another mail holds a guard of mail {mail.mail_id}")
        for guard in freed:
            del self._guards[guard]
        sent_at = mail.updated_at if step == "left" else None
        self._guards.update(dict.fromkeys(dated, HeldGuard(mail_id=mail.mail_id, sent_at=sent_at)))

    def of_batch(self, batch_id: BatchId, *, after: Cursor | None, limit: int) -> Page[Mail]:
        """Mails of a batch in the order of their ids."""
        return self._page(self._by_batch[batch_id], after=after, limit=limit)

    def page(self, *, after: Cursor | None, limit: int) -> Page[Mail]:
        """All mails in the order of their ids."""
        return self._page(self._ids, after=after, limit=limit)

    def _page(self, ids: list[MailId], *, after: Cursor | None, limit: int) -> Page[Mail]:
        with self._lock:
            start = 0 if after is None else bisect_right(ids, after)
            found = ids[start : start + limit]
            more = start + limit < len(ids)
            return Page(items=tuple(self._mails[mail_id] for mail_id in found), next=found[-1] if more else None)

    def of_candidate(self, candidate_id: CandidateId) -> Sequence[Mail]:
        """All mails to a person, oldest first."""
        with self._lock:
            found = [self._mails[mail_id] for mail_id in self._by_candidate[candidate_id]]
        return sorted(found, key=lambda mail: (mail.created_at, mail.mail_id))

    def due(self, stream: Stream, *, until: Instant, limit: int) -> Sequence[DueMail]:
        """HELD mails whose clock has come, earliest first."""
        with self._lock:
            return [self._due(clock) for clock in self._wake.woken(stream, until=until, limit=limit)]

    def overdue(self, *, until: Instant, limit: int) -> Sequence[DueMail]:
        """CLAIMED and UNKNOWN mails whose clock has come."""
        with self._lock:
            return [self._due(clock) for clock in self._wake.woken(CHECK, until=until, limit=limit)]

    def _due(self, clock: Clock) -> DueMail:
        mail = self._mails[clock[1]]
        return DueMail(
            mail_id=mail.mail_id, revision=mail.revision, state=mail.state, stream=mail.stream, wake_at=clock[0]
        )

    def postpone(self, due: Sequence[DueMail], wake_at: Instant) -> Sequence[bool]:
        """Move HELD mails' clocks on; False for those that have changed since."""
        return [self._postponed(one, wake_at) for one in due]

    def _postponed(self, due: DueMail, wake_at: Instant) -> bool:
        with self._lock:
            held = self._mails.get(due.mail_id)
            if held is None or held.revision != due.revision or held.state is not MailState.HELD:
                return False
            self._write(held.model_copy(update={"wake_at": wake_at, "revision": held.revision + 1}))
            return True

    def waiting(self, stream: Stream, *, limit: int) -> Sequence[MailId]:
        """Mails that await a person, longest first."""
        with self._lock:
            return [mail_id for _, mail_id in self._wake.woken(person(stream), until=None, limit=limit)]


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
