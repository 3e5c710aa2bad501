"""Each minute: due mails to the queue at the allowed rate, ended claims to UNKNOWN, ended patience to its end."""

import math
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from relance.errors import ConflictError, NotFoundError
from relance.mail import ledger
from relance.mail.allowance import HORIZON
from relance.mail.mails import Departure, DueMail, MailState, Stream
from relance.mail.standing import Grant
from relance.ports.mail import Allowance, MailLedger, SendQueue, StopSigns
from relance.records import Instant, Record

REQUEUE: Final = timedelta(minutes=10)
"""A queued mail whose message got lost is queued again after this."""
PAGE: Final = 500
"""Mails looked at in one turn, and at most so many ended claims in a run."""
COUNTED: Final = 100
RUN_LIMIT: Final = 60_000
"""Mails queued by one run at most: more than a minute of the largest quota."""


class Dispatched(Record):
    """What one run did."""

    answers: int = 0
    campaigns: int = 0
    settled: int = 0
    """Claims and patiences that ended."""
    paused: int = 0
    """Streams that are paused, both when everything is stopped (R9)."""
    waiting: int = 0
    """Mails that await a person's decision, counted up to a hundred a stream (R4)."""
    unknown: int = 0
    """Mails whose fate nobody knows and nobody has been asked about yet, counted up to some hundreds (R40)."""


def dispatch(
    *, mails: MailLedger, queue: SendQueue, allowance: Allowance, stops: StopSigns, now: Instant
) -> Dispatched:
    """Answers first, then campaigns, as far as the allowance of the next minute goes (R8).

    The clock of a mail is moved on before it is queued: a crash between the two costs minutes, never a mail, and a
    backlog is never queued twice.
    """
    settled = _settle(mails, now=now)
    stopped = stops.stop_all()
    running = [stream for stream in Stream if not stopped and stops.stream_paused(stream) is None]
    queued = {
        stream: _queue_due(stream, mails=mails, queue=queue, allowance=allowance, now=now)
        for stream in (Stream.ANSWERS, Stream.CAMPAIGNS)
        if stream in running
    }
    return Dispatched(
        answers=queued.get(Stream.ANSWERS, 0),
        campaigns=queued.get(Stream.CAMPAIGNS, 0),
        settled=settled,
        paused=len(Stream) - len(running),
        waiting=sum(len(mails.waiting(stream, limit=COUNTED)) for stream in Stream),
        unknown=sum(one.state is MailState.UNKNOWN for one in mails.overdue(until=now + ledger.PATIENCE, limit=PAGE)),
    )


def _queue_due(stream: Stream, *, mails: MailLedger, queue: SendQueue, allowance: Allowance, now: Instant) -> int:
    queued = 0
    while queued < RUN_LIMIT:
        due = mails.due(stream, until=now + HORIZON, limit=PAGE)
        grant = allowance.take(len(due), now=now)
        if not grant.count:
            return queued
        queued += _queue_granted(due, grant, mails=mails, queue=queue, now=now)
        if grant.count < len(due) or len(due) < PAGE:
            return queued
    return queued


def _queue_granted(due: Sequence[DueMail], grant: Grant, *, mails: MailLedger, queue: SendQueue, now: Instant) -> int:
    """One departure for each mail that nobody else has moved meanwhile; the places of the others go to the next."""
    granted = due[: grant.count]
    ours = mails.postpone(granted, now + HORIZON + REQUEUE)
    moved = [mail for mail, is_ours in zip(granted, ours, strict=True) if is_ours]
    departures = [departure(mail, grant.leaves_at(place), now=now) for place, mail in enumerate(moved)]
    queue.put(departures)
    return len(departures)


def departure(mail: DueMail, leaves: Instant, *, now: Instant) -> Departure:
    """The mail with its delay in the whole seconds that a queue knows.

    Counted from second to second of the clock, whatever part of one has passed: no second gets the mails of two,
    neither from one run nor from two that come one after the other.
    """
    leaves_in = math.ceil(max(leaves, mail.wake_at).timestamp()) - math.floor(now.timestamp())
    return Departure(mail_id=mail.mail_id, delay_seconds=max(0, leaves_in))


def _settle(mails: MailLedger, *, now: Instant) -> int:
    """Claims whose lease passed and unclear outcomes whose patience passed (R4); what moved meanwhile is left alone."""
    settled = 0
    for overdue in mails.overdue(until=now, limit=PAGE):
        try:
            _settle_one(overdue, mails=mails, now=now)
            settled += 1
        except (ConflictError, NotFoundError):
            continue  # An event or the sender itself was quicker.
    return settled


def _settle_one(overdue: DueMail, *, mails: MailLedger, now: Instant) -> None:
    mail = mails.get(overdue.mail_id)
    if mail.wake_at is None or mail.wake_at > now:
        return
    if mail.state is MailState.CLAIMED:
        ledger.lose(mail, "lease_expired", mails=mails, now=now)
    elif mail.state is MailState.UNKNOWN and mail.stream is Stream.CAMPAIGNS:
        ledger.assume_sent(mail, by=None, mails=mails, now=now)
    elif mail.state is MailState.UNKNOWN:
        ledger.ask_about_unknown(mail, mails=mails, now=now)
