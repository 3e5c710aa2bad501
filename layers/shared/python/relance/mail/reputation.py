"""Hard bounces and complaints of the last seven days: a stream pauses itself before providers turn away (R9)."""

from datetime import timedelta
from typing import Final

from relance.mail.mails import Stream
from relance.mail.standing import Counts
from relance.ports.mail import SendingCounts, StopSigns
from relance.records import Instant

DAYS: Final = 7
FEWEST_SENT: Final = 200
FEWEST_OF_A_KIND: Final = 3
BOUNCE_SHARE: Final = 0.04
COMPLAINT_SHARE: Final = 0.0008
BY_ITSELF: Final = "relance"
"""Who pauses a stream when no person does."""


def reason_to_pause(counts: Counts) -> str | None:
    """`bounce_rate`, `complaint_rate`, or None while there is nothing to fear or too little to judge by."""
    if counts.sent < FEWEST_SENT:
        return None
    if counts.bounced >= FEWEST_OF_A_KIND and counts.bounced >= BOUNCE_SHARE * counts.sent:
        return "bounce_rate"
    if counts.complained >= FEWEST_OF_A_KIND and counts.complained >= COMPLAINT_SHARE * counts.sent:
        return "complaint_rate"
    return None


def count_and_judge(
    stream: Stream, happened: Counts, *, tally: SendingCounts, stops: StopSigns, now: Instant
) -> str | None:
    """Add to today's counts; pause the stream when it has gone too far. Returns why it was paused just now."""
    tally.add(stream, now.date(), happened)
    if not (happened.bounced or happened.complained):
        return None
    reason = reason_to_pause(recent(stream, tally=tally, now=now))
    if reason is None or stops.stream_paused(stream) is not None:
        return None
    stops.pause_stream(stream, reason, by=BY_ITSELF, now=now)
    return reason


def recent(stream: Stream, *, tally: SendingCounts, now: Instant) -> Counts:
    """The counts that a stream is judged by: seven days with today."""
    return tally.total(stream, [now.date() - timedelta(days=back) for back in range(DAYS)])
