"""What stops sending as a whole: the one switch, the pause of a stream, a sender that is not ready (R8, R9, R15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from relance.mail.identities import unready
from relance.mail.mails import Stream
from relance.mail.reputation import reason_to_pause, recent
from relance.mail.standing import Counts, Sign
from relance.ports.audit import AuditLog
from relance.ports.mail import MailLedger, SenderIdentities, SendingCounts, StopSigns
from relance.records import Instant, Record

SCOPE: Final = "sending"
"""Of the audit entries."""
BY_A_PERSON: Final = "paused_by_a_person"
COUNTED: Final = 100


class StreamState(Record):
    """Whether answers, or campaigns, may leave, and why not."""

    stream: Stream
    pause: Sign | None = None
    """The last pause, or its end."""
    paused: bool
    last_days: Counts
    """Sent, bounced hard and complained about in the last seven days."""
    would_pause: str | None = None
    """What the counts would pause it for: after a resumption the next bounce or complaint does."""
    sender: str
    """The sub-domain that it sends from."""
    sender_unready: str | None = None
    """Why the sub-domain may not send."""
    waiting: int
    """Mails that await a person's decision, counted up to a hundred."""


class SendingState(Record):
    """Everything that may hold mails back as a whole."""

    stopped: bool
    switch: Sign | None = None
    streams: tuple[StreamState, ...]


@dataclass(frozen=True, slots=True)
class Switchboard:
    """What is read to tell how sending stands, and changed to stop it."""

    stops: StopSigns
    tally: SendingCounts
    mails: MailLedger
    identities: SenderIdentities
    domains: Mapping[Stream, str]
    """The sub-domain that each stream sends from."""


def sending_state(board: Switchboard, *, now: Instant) -> SendingState:
    """As of now; UnavailableError when SES does not tell about a sender."""
    streams = tuple(_state(stream, board, now=now) for stream in Stream)
    return SendingState(stopped=board.stops.stop_all(), switch=board.stops.switch(), streams=streams)


def _state(stream: Stream, board: Switchboard, *, now: Instant) -> StreamState:
    counts = recent(stream, tally=board.tally, now=now)
    pause = board.stops.pause(stream)
    return StreamState(
        stream=stream,
        pause=pause,
        paused=pause is not None and pause.why is not None,
        last_days=counts,
        would_pause=reason_to_pause(counts),
        sender=board.domains[stream],
        sender_unready=unready(board.identities.of(board.domains[stream], now=now)),
        waiting=len(board.mails.waiting(stream, limit=COUNTED)),
    )


def stop_everything(*, by: str, stops: StopSigns, audit: AuditLog, now: Instant) -> None:
    """From this write on no mail is queued or claimed, whatever its stream; what SES has already stays with SES."""
    stops.set_stop_all(True, by=by, now=now)
    audit.append(SCOPE, actor=by, action="everything stopped", detail={}, at=now)


def start_again(*, by: str, stops: StopSigns, audit: AuditLog, now: Instant) -> None:
    """Take the one switch back; what was held looks again within five minutes. Paused streams stay paused."""
    stops.set_stop_all(False, by=by, now=now)
    audit.append(SCOPE, actor=by, action="sending started again", detail={}, at=now)


def pause_stream(stream: Stream, *, by: str, stops: StopSigns, audit: AuditLog, now: Instant) -> None:
    """Hold answers, or campaigns, back."""
    stops.pause_stream(stream, BY_A_PERSON, by=by, now=now)
    audit.append(SCOPE, actor=by, action="stream paused", detail={"stream": stream}, at=now)


def resume_stream(stream: Stream, *, by: str, stops: StopSigns, audit: AuditLog, now: Instant) -> None:
    """Lift a pause, also one that the stream set itself; the next bounce or complaint judges anew (R9)."""
    before = stops.stream_paused(stream) or "not_paused"
    stops.pause_stream(stream, None, by=by, now=now)
    audit.append(SCOPE, actor=by, action="stream resumed", detail={"stream": stream, "paused_because": before}, at=now)
