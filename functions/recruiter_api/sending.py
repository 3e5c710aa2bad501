"""Sending as a whole: how it stands, the one switch, and the pause of a stream (R8, R9, R15)."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path

from recruiter_api.access import Caller
from recruiter_api.dependencies import Audit, Board, Now
from recruiter_api.routing import new_router
from relance.mail import stopping
from relance.mail.mails import Stream
from relance.mail.stopping import SendingState, Switchboard, sending_state
from relance.records import Instant

router = new_router()
StreamPath = Annotated[Stream, Path(description="answers or campaigns")]


def _seen(board: Switchboard, now: Instant) -> SendingState:
    return sending_state(board, now=now)


@router.get("/sending", summary="Whether mail may leave, and why not", tags=["sending"])
def get_sending(board: Board, now: Now) -> SendingState:
    """The stop switch, and of each stream its pause, its counts of seven days and its sub-domain."""
    return _seen(board, now)


@router.post("/sending/stop", summary="Stop everything", tags=["sending"])
def stop(user: Caller, board: Board, audit: Audit, now: Now) -> SendingState:
    """From now on nothing is queued or submitted, also what is queued already; any colleague may press it."""
    stopping.stop_everything(by=user.name, stops=board.stops, audit=audit, now=now)
    return _seen(board, now)


@router.post("/sending/start", summary="Take the stop switch back", tags=["sending"])
def start(user: Caller, board: Board, audit: Audit, now: Now) -> SendingState:
    """Needs the group approver or admin. What was held looks again within five minutes; pauses stay."""
    stopping.start_again(by=user.name, stops=board.stops, audit=audit, now=now)
    return _seen(board, now)


@router.post("/sending/<stream>/pause", summary="Hold answers, or campaigns, back", tags=["sending"])
def pause(stream: StreamPath, user: Caller, board: Board, audit: Audit, now: Now) -> SendingState:
    """Any colleague may."""
    stopping.pause_stream(stream, by=user.name, stops=board.stops, audit=audit, now=now)
    return _seen(board, now)


@router.post("/sending/<stream>/resume", summary="Lift the pause of a stream", tags=["sending"])
def resume(stream: StreamPath, user: Caller, board: Board, audit: Audit, now: Now) -> SendingState:
    """Needs the group approver or admin; also for a pause that the stream set itself: the next bounce judges anew."""
    stopping.resume_stream(stream, by=user.name, stops=board.stops, audit=audit, now=now)
    return _seen(board, now)
